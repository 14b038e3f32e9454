SELECT t.* FROM vocabulary t
