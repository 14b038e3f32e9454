SELECT t.* FROM citation_issues t
