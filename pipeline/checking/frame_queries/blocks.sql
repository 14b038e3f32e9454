WITH followed AS (
    SELECT block_id, lead(block_id) OVER one_document AS after_id, lead(kind) OVER one_document AS after_kind,
        lead(text) OVER one_document AS after_text, lead(unit_id) OVER one_document AS after_unit_id
    FROM blocks WHERE document_id IS NOT NULL
    WINDOW one_document AS (PARTITION BY document_id ORDER BY ordinal)
),
first_of_unit AS (SELECT unit_id, min_by(block_id, ordinal) AS block_id FROM blocks WHERE unit_id IS NOT NULL GROUP BY ALL),
-- Paragraphs that announce a list: what stands after each.
leads AS (
    SELECT b.block_id, f.after_kind, f.after_text,
        -- What follows goes on with the units around, not with one in this.
        coalesce(a.depth < u.depth OR (a.depth = u.depth AND a.number IS NOT NULL AND a.number <> '1'), false) AS past
    FROM blocks b JOIN followed f USING (block_id)
    LEFT JOIN units u ON u.unit_id = b.unit_id
    LEFT JOIN first_of_unit s ON s.block_id = f.after_id
    LEFT JOIN units a ON a.unit_id = s.unit_id
    WHERE b.kind IN ('paragraph', 'heading', 'item') AND f.after_id IS NOT NULL
        AND regexp_matches(b.text, '(?:下列|以下)[^。；]{0,60}：$')
),
-- Chapters and articles that a paragraph counts, and those of the document it may mean: its own, the one it stands
-- under, the only other of the family.
counts AS (
    SELECT document_id, count(*) FILTER (kind = 'chapter') AS chapters, count(*) FILTER (kind = 'article') AS articles
    FROM units WHERE kind IN ('chapter', 'article') GROUP BY ALL
),
declared AS (
    SELECT b.block_id, b.volume_id, b.line_start,
        regexp_extract(b.text, '(?:共|分为?|包括) ?([〇零一二三四五六七八九十百千两0-9]{1,4}) ?章[、，,和及]?(?:共计?)? ?([〇零一二三四五六七八九十百千两0-9]{1,5}) ?条', ['chapters', 'articles']) AS said,
        coalesce(own.document_id, above.document_id, CASE WHEN len(family.ids) = 1 THEN family.ids[1] END) AS meant
    FROM blocks b JOIN documents d USING (document_id)
    LEFT JOIN counts own ON own.document_id = d.document_id
    LEFT JOIN counts above ON above.document_id = d.parent_document_id
    LEFT JOIN LATERAL (
        SELECT list(c.document_id) AS ids FROM counts c JOIN documents o USING (document_id)
        WHERE o.parent_document_id IN (d.document_id, d.parent_document_id)
    ) family ON true
    WHERE contains(b.text, '条')
        AND regexp_matches(b.text, '(?:共|分为?|包括) ?[〇零一二三四五六七八九十百千两0-9]{1,4} ?章[、，,和及]?(?:共计?)? ?[〇零一二三四五六七八九十百千两0-9]{1,5} ?条')
),
wrong_counts AS (
    SELECT d.block_id FROM declared d JOIN counts c ON c.document_id = d.meant
    WHERE number_value(d.said.chapters) <> c.chapters OR number_value(d.said.articles) <> c.articles
),
listed AS (
    SELECT volume_id, line, bool_or(what = 'list_without_items') AS list, bool_or(what = 'declared_count') AS counted
    FROM structure_issues GROUP BY ALL
)
SELECT t.*, v.line_count AS volume_line_count, odd(t.text) AS has_odd_character,
    t.ordinal = row_number() OVER (PARTITION BY t.volume_id ORDER BY t.ordinal) AS ordinals_run,
    lag(t.line_end) OVER (PARTITION BY t.volume_id ORDER BY t.ordinal) AS line_end_of_block_before,
    coalesce(a.document_id = t.document_id, true) AS article_of_its_document,
    t.document_id IS NULL OR t.article_id IS NOT NULL OR (t.kind = 'heading' AND t.unit_id IS NOT NULL)
        AS in_an_article_or_heading_some,
    coalesce(u.document_id = t.document_id, true) AS unit_of_its_document,
    leads.block_id IS NULL OR coalesce(l.list, false)
        OR (NOT leads.past AND (leads.after_kind IN ('table', 'table_caption', 'formula', 'contents', 'attachment_list')
            OR regexp_matches(leads.after_text, '^(?:[〇零一二三四五六七八九十百千两0-9（(①-⒛㉑-㉟㊱-㊿—A-Za-z]|首先|第[〇零一二三四五六七八九十百千两]{1,2}[，、])|[=＝]')))
        AS items_follow_or_it_is_listed,
    wrong_counts.block_id IS NULL OR coalesce(l.counted, false) AS counts_agree_or_it_is_listed
FROM blocks t
LEFT JOIN volumes v USING (volume_id)
LEFT JOIN articles a USING (article_id)
LEFT JOIN units u USING (unit_id)
LEFT JOIN leads ON leads.block_id = t.block_id
LEFT JOIN wrong_counts ON wrong_counts.block_id = t.block_id
LEFT JOIN listed l ON l.volume_id = t.volume_id AND l.line = t.line_start
