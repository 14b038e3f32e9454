WITH day_found AS (
    SELECT t.document_id,
        bool_or(list_bool_or([contains(f.text, x) FOR x IN printed_days(t.issued_date)])) AS issued,
        bool_or(list_bool_or([contains(f.text, x) FOR x IN printed_days(t.effective_date)])) AS effective,
        bool_or(contains(f.text, t.doc_number_serial || '号')
                AND (t.doc_number_year IS NULL OR contains(f.text, t.doc_number_year::VARCHAR))) AS doc_number
    FROM documents t JOIN family_texts f USING (document_id)
    WHERE t.issued_date IS NOT NULL OR t.effective_date IS NOT NULL OR t.doc_number_serial IS NOT NULL
    GROUP BY ALL
),
from_blocks AS (
    SELECT document_id, string_agg(text, chr(10) ORDER BY ordinal) AS text FROM blocks GROUP BY ALL
),
own_articles AS (
    SELECT document_id, count(*) AS n, count(*) FILTER (kind = 'article') AS statute_articles,
        min(ordinal) = 1 AND max(ordinal) = count(*) AS ordinals_run
    FROM articles GROUP BY ALL
)
SELECT t.*, v.line_count AS volume_line_count,
    odd(t.text) OR odd(t.title) AS has_odd_character,
    t.text_sha256 = sha256(t.text) AS text_sha256_is_right,
    t.text = from_blocks.text AS blocks_make_the_text,
    (t.role = 'main') = (t.parent_document_id IS NULL) AS parent_as_role_says,
    p.volume_id = t.volume_id AS parent_in_same_volume,
    t.ordinal = row_number() OVER (PARTITION BY t.volume_id ORDER BY t.ordinal) AS ordinals_run,
    lag(t.line_end) OVER (PARTITION BY t.volume_id ORDER BY t.ordinal) AS line_end_of_document_before,
    t.statute_article_count = coalesce(a.statute_articles, 0) AS statute_articles_counted,
    coalesce(a.ordinals_run, true) AS article_ordinals_run,
    CASE WHEN t.issued_date IS NOT NULL THEN s.issued END AS issued_date_stands_in_text,
    CASE WHEN t.effective_date IS NOT NULL THEN s.effective END AS effective_date_stands_in_text,
    CASE WHEN t.doc_number_serial IS NOT NULL THEN s.doc_number END AS doc_number_stands_in_text
FROM documents t
LEFT JOIN volumes v USING (volume_id)
LEFT JOIN documents p ON p.document_id = t.parent_document_id
LEFT JOIN from_blocks ON from_blocks.document_id = t.document_id
LEFT JOIN own_articles a ON a.document_id = t.document_id
LEFT JOIN day_found s ON s.document_id = t.document_id
