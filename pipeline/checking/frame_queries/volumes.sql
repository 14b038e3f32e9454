SELECT t.*,
    (t.status = 'refused') = (t.reason IS NOT NULL) AS reason_as_status_says,
    coalesce(d.n, 0) = coalesce(t.document_count, 0) AS documents_are_all_there,
    coalesce(p.n, 0) = coalesce(t.page_count, 0) AS pages_are_all_there
FROM volumes t
LEFT JOIN (SELECT volume_id, count(*) AS n FROM documents GROUP BY ALL) d USING (volume_id)
LEFT JOIN (SELECT volume_id, count(*) AS n FROM pages GROUP BY ALL) p USING (volume_id)
