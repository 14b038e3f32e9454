SELECT t.*, own.line_start AS document_line_start, own.line_end AS document_line_end,
    t.row_count IS NULL OR t.row_count = coalesce(r.n, 0) AS rows_counted,
    odd(coalesce(t.caption, '')) AS has_odd_character
FROM tables t
LEFT JOIN (SELECT document_id, min(line_start) AS line_start, max(line_end) AS line_end FROM blocks GROUP BY ALL) own USING (document_id)
LEFT JOIN (SELECT table_id, count(*) AS n FROM table_rows GROUP BY ALL) r USING (table_id)
