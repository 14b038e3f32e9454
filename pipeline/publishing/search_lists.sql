-- The lists of the terms from `$low` to `$high`: a range at a time, for lists being made cannot be moved out of memory.
-- A term counts as often as it stands in the text, and twice where it stands in a heading or in the document's title.
INSERT INTO search_lists
    WITH size AS (SELECT avg(char_count) AS length FROM articles),
    counted AS (
        SELECT term, article_no, frequency + 2 * heading_frequency AS frequency
        FROM postings JOIN search_articles USING (article_id)
        WHERE term BETWEEN $low AND $high AND (length(term) = 2 OR ascii(term) < 128)
        UNION ALL
        SELECT term, article_no, 2 * frequency
        FROM title_terms JOIN search_articles USING (document_no) WHERE term BETWEEN $low AND $high
    ), bodies AS (
        SELECT term, list(article_no ORDER BY article_no) AS articles,
               list((frequency * 2.6 / (frequency + 1.6 * (0.25 + 0.75 * char_count / size.length)))::FLOAT
                    ORDER BY article_no) AS impacts
        FROM (SELECT term, article_no, sum(frequency) AS frequency FROM counted GROUP BY ALL)
             JOIN search_articles USING (article_no), size
        GROUP BY term
    ), titles AS (
        SELECT term, list(document_no ORDER BY document_no) AS documents
        FROM title_terms WHERE term BETWEEN $low AND $high GROUP BY term
    )
    SELECT term_no, articles, impacts, documents
    FROM search_terms LEFT JOIN bodies USING (term) LEFT JOIN titles USING (term)
    WHERE term BETWEEN $low AND $high ORDER BY term_no;
