SELECT t.*, first_block.line AS document_line_start, d.line_end AS document_line_end,
    t.row_count IS NULL OR t.row_count = coalesce(r.n, 0) AS rows_counted,
    odd(coalesce(t.caption, '')) AS has_odd_character
FROM tables t
LEFT JOIN documents d USING (document_id)
LEFT JOIN (SELECT document_id, min(line_start) AS line FROM blocks GROUP BY ALL) first_block USING (document_id)
LEFT JOIN (SELECT table_id, count(*) AS n FROM table_rows GROUP BY ALL) r USING (table_id)
