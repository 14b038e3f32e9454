WITH found AS MATERIALIZED (FROM with_what_stands_there('definitions'))
SELECT t.* EXCLUDE (standing_there),
    contains(translate(t.standing_there, chr(10), ''), t.term) AS term_stands_there
FROM found t
