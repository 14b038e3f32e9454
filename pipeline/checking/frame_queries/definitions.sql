SELECT t.*,
    contains(translate(substr(d.text, t.char_start + 1, t.char_end - t.char_start), chr(10), ''), t.term) AS term_stands_there
FROM definitions t
LEFT JOIN documents d ON d.document_id = t.document_id
