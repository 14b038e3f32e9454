SELECT t.* FROM document_agencies t
