SELECT t.*,
    standing_there(p.text, d.text, t.char_start, t.char_end) = t.text AS text_stands_there,
    -- What a bracket inside a name says of it (各区县〔自治县，以下简称区县〕政府) is not part of the name.
    (contains(dense(t.text), t.agency_as_printed)
        OR contains(regexp_replace(dense(t.text), '[（(〔][^）)〕]*[）)〕]', '', 'g'), t.agency_as_printed)) AS name_stands_there
FROM responsibilities t
LEFT JOIN documents d ON d.document_id = t.document_id
LEFT JOIN text_pieces p ON p.document_id = t.document_id AND p.piece = t.char_start // 4096
