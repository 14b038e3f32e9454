SELECT t.*, v.line_count AS volume_line_count
FROM suspects t LEFT JOIN volumes v USING (volume_id)
