WITH from_blocks AS (
    SELECT article_id, dense(string_agg(text, '' ORDER BY ordinal)) AS text FROM blocks WHERE article_id IS NOT NULL GROUP BY ALL
)
SELECT t.*, first_block.line AS document_line_start, d.line_end AS document_line_end,
    odd(t.text) OR odd(coalesce(t.heading, '')) AS has_odd_character,
    t.document_title = d.title AS title_of_its_document,
    (t.kind IN ('preamble', 'closing')) = (t.label IS NULL) AS label_as_kind_says,
    lag(t.line_end) OVER (PARTITION BY t.document_id ORDER BY t.ordinal) AS line_end_of_article_before,
    contains(from_blocks.text, dense(t.text)) AS blocks_hold_the_text
FROM articles t
LEFT JOIN documents d USING (document_id)
-- A label (附件1) stands before the title, where a document's line_start is.
LEFT JOIN (SELECT document_id, min(line_start) AS line FROM blocks GROUP BY ALL) first_block USING (document_id)
LEFT JOIN from_blocks ON from_blocks.article_id = t.article_id
