WITH found AS MATERIALIZED (FROM with_what_stands_there('responsibilities'))
SELECT t.* EXCLUDE (standing_there),
    t.standing_there = t.text AS text_stands_there,
    -- What a bracket inside a name says of it (各区县〔自治县，以下简称区县〕政府) is not part of the name.
    (contains(dense(t.text), t.agency_as_printed)
        OR contains(regexp_replace(dense(t.text), '[（(〔][^）)〕]*[）)〕]', '', 'g'), t.agency_as_printed)) AS name_stands_there
FROM found t
