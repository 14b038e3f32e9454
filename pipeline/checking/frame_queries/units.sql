-- Known breaks of the structure.
WITH listed AS (
    SELECT document_id, line, bool_or(what IN ('missing', 'repeated', 'jumped')) AS numbering,
        bool_or(what = 'orphan_item') AS orphan, bool_or(what = 'chapter_order') AS chapter
    FROM structure_issues GROUP BY ALL
),
numbered AS (
    SELECT unit_id, document_id, parent_unit_id, kind, ordinal, line_start, text, heading,
        string_split(replace(number, '.', '-'), '-').list_transform(lambda x: TRY_CAST(x AS INTEGER)) AS numbers
    FROM units WHERE number IS NOT NULL AND kind NOT IN ('article', 'paragraph')
),
-- A number follows where it is 1 or one more than another before it; of its like in one unit, than the one before.
first_of AS (
    SELECT document_id, kind, numbers[-1] AS last, len(numbers) AS figures, min(ordinal) AS ordinal
    FROM numbered GROUP BY ALL
),
seen AS (
    SELECT a.unit_id FROM numbered a JOIN first_of b
        ON b.document_id = a.document_id AND b.kind = a.kind AND b.ordinal < a.ordinal
        AND b.last = a.numbers[-1] - 1 AND b.figures = len(a.numbers)
),
followed AS (
    SELECT n.*, lag(numbers[-1]) OVER like_it AS last_before
    FROM numbered n WINDOW like_it AS (PARTITION BY document_id, parent_unit_id, kind ORDER BY ordinal)
)
SELECT t.*, own.line_start AS document_line_start, own.line_end AS document_line_end,
    odd(coalesce(t.text, '')) OR odd(t.label) OR odd(coalesce(t.heading, '')) AS has_odd_character,
    p.document_id = t.document_id AND p.depth = t.depth - 1 AS parent_is_one_level_up,
    (t.parent_unit_id IS NULL) = (t.depth = 1) AS parent_as_depth_says,
    p.line_start AS parent_line_start,
    f.unit_id IS NULL OR f.numbers[-1] = 1 OR coalesce(l.numbering, false)
        OR (seen.unit_id IS NOT NULL AND (f.last_before IS NULL OR f.last_before = f.numbers[-1] - 1)) AS follows_or_is_listed,
    t.kind NOT IN ('item', 'subitem') OR p.unit_id IS NULL OR p.text IS NOT NULL OR p.heading IS NOT NULL OR coalesce(l.orphan, false)
        AS led_in_or_listed,
    t.kind <> 'chapter' OR t.number IS NULL OR coalesce(l.chapter, false)
        OR try_cast(t.number AS INTEGER) > coalesce(lag(try_cast(t.number AS INTEGER)) OVER (PARTITION BY t.document_id, t.parent_unit_id,
            t.kind ORDER BY t.ordinal), 0) AS ascends_or_is_listed
FROM units t
LEFT JOIN (SELECT document_id, min(line_start) AS line_start, max(line_end) AS line_end FROM blocks GROUP BY ALL) own USING (document_id)
LEFT JOIN units p ON p.unit_id = t.parent_unit_id
LEFT JOIN followed f ON f.unit_id = t.unit_id
LEFT JOIN seen ON seen.unit_id = t.unit_id
LEFT JOIN listed l ON l.document_id = t.document_id AND l.line = t.line_start
