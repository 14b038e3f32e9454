WITH found AS MATERIALIZED (FROM with_what_stands_there('citations'))
SELECT t.* EXCLUDE (standing_there),
    t.standing_there = t.text AS text_stands_there,
    (t.cited_title IS NULL OR contains(translate(t.text, chr(10), ''), t.cited_title)) AS title_stands_there,
    (t.cited_article IS NULL OR contains(dense(t.text), t.cited_article)) AS provision_stands_there,
    (t.method <> 'own' OR t.cited_title IS NULL) AS own_names_nothing,
    (cited.issued_date IS NULL OR d.issued_date IS NULL OR cited.issued_date <= d.issued_date
        OR noted.citation_id IS NOT NULL) AS later_is_noted,
    (t.cited_article_id IS NULL OR a.document_id = t.cited_document_id) AS article_is_of_document
FROM found t
LEFT JOIN documents d ON d.document_id = t.document_id
LEFT JOIN all_documents cited ON cited.document_id = t.cited_document_id
LEFT JOIN all_articles a ON a.article_id = t.cited_article_id
LEFT JOIN (SELECT DISTINCT citation_id FROM citation_issues WHERE reason = 'issued_later') noted
    ON noted.citation_id = t.citation_id
