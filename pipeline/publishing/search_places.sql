-- Where the terms from `$low` to `$high` stand, and what they add there, by term: a range at a time, for what search_lists
-- is made of is put together outside of DuckDB, whose grouping sorts a list far slower than it sorts rows.
-- A term counts as often as it stands in the text, and twice where it stands in a heading or in the document's title.
WITH size AS (SELECT avg(char_count) AS length FROM articles),
terms AS (SELECT term, term_no FROM search_terms WHERE term_no BETWEEN $low AND $high),
texts AS (
    SELECT term_no, article_no, char_count, frequency + 2 * heading_frequency AS frequency
    FROM postings JOIN terms USING (term) JOIN search_articles USING (article_id)
), titles AS (
    SELECT term_no, article_no, char_count, 2 * frequency AS frequency
    FROM title_terms JOIN terms USING (term) JOIN search_articles USING (document_no)
), counted AS (
    SELECT term_no, article_no, coalesce(a.char_count, b.char_count) AS char_count,
           coalesce(a.frequency, 0) + coalesce(b.frequency, 0) AS frequency
    FROM texts a FULL JOIN titles b USING (term_no, article_no)
)
SELECT term_no, article_no AS place,
       (frequency * 2.6 / (frequency + 1.6 * (0.25 + 0.75 * char_count / size.length)))::FLOAT AS impact
FROM counted, size
UNION ALL
SELECT term_no, document_no, 0 FROM title_terms JOIN terms USING (term)
UNION ALL
SELECT term_no, 0, 0 FROM terms
ORDER BY term_no, place;
