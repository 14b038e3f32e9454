-- The lists of the terms from `$low` to `$high`: a range at a time, for lists being made cannot be moved out of memory.
-- A term counts as often as it stands in the text, and twice where it stands in a heading or in the document's title.
INSERT INTO search_lists
    WITH size AS (SELECT avg(char_count) AS length FROM articles),
    terms AS (SELECT term, term_no FROM search_terms WHERE term BETWEEN $low AND $high),
    counted AS (
        SELECT term_no, article_no, frequency + 2 * heading_frequency AS frequency
        FROM postings JOIN terms USING (term) JOIN search_articles USING (article_id)
        UNION ALL
        SELECT term_no, article_no, 2 * frequency
        FROM title_terms JOIN terms USING (term) JOIN search_articles USING (document_no)
    ), placed AS (
        SELECT term_no, article_no AS place,
               (frequency * 2.6 / (frequency + 1.6 * (0.25 + 0.75 * char_count / size.length)))::FLOAT AS impact
        FROM (SELECT term_no, article_no, sum(frequency) AS frequency FROM counted GROUP BY ALL)
             JOIN search_articles USING (article_no), size
        UNION ALL
        SELECT term_no, document_no, 0 FROM title_terms JOIN terms USING (term)
        UNION ALL
        SELECT term_no, 0, 0 FROM terms
    )
    SELECT term_no, list(place ORDER BY place), list(impact ORDER BY place)
    FROM placed GROUP BY term_no ORDER BY term_no;
