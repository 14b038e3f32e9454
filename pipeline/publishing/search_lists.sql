-- The lists of the terms from `$low` to `$high`: a range at a time, for lists being made cannot be moved out of memory.
INSERT INTO search_lists
    WITH size AS (SELECT avg(char_count) AS length FROM articles),
    bodies AS (
        SELECT term, list(article_no ORDER BY article_no) AS articles,
               list((frequency * 2.2 / (frequency + 1.2 * (0.4 + 0.6 * char_count / size.length))
                    + heading_frequency / (heading_frequency + 1.0))::FLOAT ORDER BY article_no) AS impacts
        FROM postings JOIN search_articles USING (article_id), size WHERE term BETWEEN $low AND $high GROUP BY term
    ), titles AS (
        SELECT term, list(document_no ORDER BY document_no) AS documents,
               list((frequency * 2.0 / (frequency + 0.6 + 0.4 * length(title) / 30.0))::FLOAT ORDER BY document_no)
                   AS title_impacts
        FROM title_grams JOIN search_documents USING (document_no) WHERE term BETWEEN $low AND $high GROUP BY term
    )
    SELECT term_no, articles, impacts, documents, title_impacts
    FROM search_terms LEFT JOIN bodies USING (term) LEFT JOIN titles USING (term)
    WHERE term BETWEEN $low AND $high ORDER BY term_no;
