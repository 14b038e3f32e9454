SELECT t.*,
    substr(d.text, t.char_start + 1, t.char_end - t.char_start) = t.text AS text_stands_there,
    (t.event IN ('repeals', 'repeals_part', 'amends')) = (t.citation_id IS NOT NULL) AS said_of_whom
FROM lifecycle t
LEFT JOIN documents d ON d.document_id = t.document_id
