SELECT t.*, v.line_count AS volume_line_count,
    lag(t.line_end) OVER (PARTITION BY t.volume_id ORDER BY t.page) AS line_end_of_page_before
FROM pages t LEFT JOIN volumes v USING (volume_id)
