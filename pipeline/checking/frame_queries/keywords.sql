SELECT t.* FROM keywords t
