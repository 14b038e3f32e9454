SELECT t.*,
    contains(translate(standing_there(p.text, d.text, t.char_start, t.char_end), chr(10), ''), t.term) AS term_stands_there
FROM definitions t
LEFT JOIN documents d ON d.document_id = t.document_id
LEFT JOIN text_pieces p ON p.document_id = t.document_id AND p.piece = t.char_start // 4096
