SELECT t.*, first_block.line AS document_line_start, d.line_end AS document_line_end,
    odd(coalesce(t.text, '')) OR odd(t.label) OR odd(coalesce(t.heading, '')) AS has_odd_character,
    p.document_id = t.document_id AND p.depth = t.depth - 1 AS parent_is_one_level_up,
    (t.parent_unit_id IS NULL) = (t.depth = 1) AS parent_as_depth_says,
    p.line_start AS parent_line_start
FROM units t
LEFT JOIN documents d USING (document_id)
LEFT JOIN (SELECT document_id, min(line_start) AS line FROM blocks GROUP BY ALL) first_block USING (document_id)
LEFT JOIN units p ON p.unit_id = t.parent_unit_id
