SELECT t.* FROM postings t
