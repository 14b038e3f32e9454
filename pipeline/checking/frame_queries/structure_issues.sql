SELECT t.*, v.line_count AS volume_line_count,
    t.unit_id IS NULL OR (u.document_id = t.document_id AND t.line >= u.line_start) AS unit_stands_there,
    t.seen_line IS NULL OR t.seen_line BETWEEN 1 AND v.line_count AS seen_line_in_volume,
    CASE t.what
        WHEN 'missing' THEN t.expected <> t.found
        WHEN 'repeated' THEN t.expected <> t.found
        WHEN 'jumped' THEN t.expected <> t.found
        WHEN 'declared_count' THEN t.expected <> t.found
        ELSE true
    END AS something_is_amiss,
    (t.cause = 'defect') = (t.reason IN ('not_taken', 'within_sentence')) AS reason_as_cause_says
FROM structure_issues t
LEFT JOIN volumes v USING (volume_id)
LEFT JOIN units u USING (unit_id)
