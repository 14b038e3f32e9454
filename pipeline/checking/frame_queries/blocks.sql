SELECT t.*, v.line_count AS volume_line_count, odd(t.text) AS has_odd_character,
    t.ordinal = row_number() OVER (PARTITION BY t.volume_id ORDER BY t.ordinal) AS ordinals_run,
    lag(t.line_end) OVER (PARTITION BY t.volume_id ORDER BY t.ordinal) AS line_end_of_block_before,
    coalesce(a.document_id = t.document_id, true) AS article_of_its_document,
    t.document_id IS NULL OR t.article_id IS NOT NULL OR (t.kind = 'heading' AND t.unit_id IS NOT NULL)
        AS in_an_article_or_heading_some,
    coalesce(u.document_id = t.document_id, true) AS unit_of_its_document
FROM blocks t
LEFT JOIN volumes v USING (volume_id)
LEFT JOIN articles a USING (article_id)
LEFT JOIN units u USING (unit_id)
