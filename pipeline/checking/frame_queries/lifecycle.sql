WITH found AS MATERIALIZED (FROM with_what_stands_there('lifecycle'))
SELECT t.* EXCLUDE (standing_there),
    t.standing_there = t.text AS text_stands_there,
    (t.citation_id IS NULL OR (c.document_id = t.document_id AND c.char_start = t.char_start AND c.text = t.text
        AND CASE t.event WHEN 'amends' THEN 'amends' ELSE 'repeals' END = c.relation)) AS citation_says_so,
    (t.event_date IS NOT NULL OR t.event IN ('trial', 'repeals', 'repeals_part', 'amends', 'expires')) AS revised_has_day,
    (t.event IN ('repeals', 'repeals_part', 'amends')) = (t.citation_id IS NOT NULL) AS said_of_whom
FROM found t
LEFT JOIN citations c ON c.citation_id = t.citation_id
