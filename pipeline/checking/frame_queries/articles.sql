WITH from_blocks AS (
    SELECT article_id, dense(string_agg(text, '' ORDER BY ordinal)) AS text FROM blocks WHERE article_id IS NOT NULL GROUP BY ALL
),
-- 条 run from 1 through a document: 第五条 → 第六条, or 第五条之一, 第五条之二 between them.
counted AS (
    SELECT article_id, document_id, ordinal, line_start,
        split_part(number, '-', 1)::INTEGER AS n, coalesce(try_cast(split_part(number, '-', 2) AS INTEGER), 0) AS branch
    FROM articles WHERE kind = 'article' AND number IS NOT NULL
),
followed AS (
    SELECT *, coalesce(lag(n) OVER one_document, 0) AS n_before, coalesce(lag(branch) OVER one_document, 0) AS branch_before
    FROM counted WINDOW one_document AS (PARTITION BY document_id ORDER BY ordinal)
),
-- Known gaps, repeats and jumps.
listed AS (
    SELECT DISTINCT document_id, line FROM structure_issues
    WHERE kind = 'article' AND what IN ('missing', 'repeated', 'jumped')
),
run AS (
    SELECT article_id,
        (n = n_before + 1 AND branch = 0) OR (n = n_before AND branch = branch_before + 1) OR l.line IS NOT NULL AS ok
    FROM followed f LEFT JOIN listed l ON l.document_id = f.document_id AND l.line = f.line_start
)
SELECT t.*, own.line_start AS document_line_start, own.line_end AS document_line_end,
    odd(t.text) OR odd(coalesce(t.heading, '')) AS has_odd_character,
    t.document_title = d.title AS title_of_its_document,
    (t.kind IN ('preamble', 'closing')) = (t.label IS NULL) AS label_as_kind_says,
    lag(t.line_end) OVER (PARTITION BY t.document_id ORDER BY t.ordinal) AS line_end_of_article_before,
    contains(from_blocks.text, dense(t.text)) AS blocks_hold_the_text,
    coalesce(run.ok, true) AS runs_or_is_listed
FROM articles t
LEFT JOIN documents d USING (document_id)
-- A label (附件1) stands before the title, where a document's line_start is.
LEFT JOIN (SELECT document_id, min(line_start) AS line_start, max(line_end) AS line_end FROM blocks GROUP BY ALL) own USING (document_id)
LEFT JOIN from_blocks ON from_blocks.article_id = t.article_id
LEFT JOIN run ON run.article_id = t.article_id
