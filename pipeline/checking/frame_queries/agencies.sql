SELECT t.* FROM agencies t
