-- What the frames share.

-- Control characters other than the line feed, private use, noncharacters, the replacement character.
CREATE OR REPLACE TEMP MACRO odd(content) AS
    regexp_matches(content, '[\x00-\x09\x0b-\x1f\x7f-\x9f\x{e000}-\x{f8ff}\x{fdd0}-\x{fdef}\x{fffd}-\x{ffff}\x{f0000}-\x{10ffff}]');

-- Text as it is compared: without blanks and line feeds.
CREATE OR REPLACE TEMP MACRO dense(content) AS regexp_replace(content, '\s', '', 'g');

CREATE OR REPLACE TEMP MACRO chinese_number(n) AS
    CASE WHEN n < 11 THEN ['一','二','三','四','五','六','七','八','九','十'][n]
         ELSE CASE WHEN n >= 20 THEN ['二','三'][n // 10 - 1] ELSE '' END || '十'
              || CASE WHEN n % 10 > 0 THEN ['一','二','三','四','五','六','七','八','九'][n % 10] ELSE '' END
    END;

CREATE OR REPLACE TEMP MACRO figure(c) AS
    CASE WHEN c = '' THEN 0 WHEN c = '两' THEN 2 ELSE instr('〇一二三四五六七八九', c) - 1 END;

-- 四十三, 一百零三 or 43 as a number; NULL where it is none below 1000.
CREATE OR REPLACE TEMP MACRO number_value(n) AS
    CASE WHEN regexp_full_match(n, '[0-9]+') THEN try_cast(n AS INTEGER)
         WHEN regexp_full_match(n, '(?:[一二三四五六七八九两]百)?零?(?:[一二三四五六七八九]?十)?零?[一二三四五六七八九两]?')
         THEN CASE WHEN contains(n, '百') THEN 100 * figure(n[1]) ELSE 0 END
            + CASE WHEN contains(n, '十') THEN 10 * greatest(1, figure(regexp_extract(n, '([一二三四五六七八九])十', 1))) ELSE 0 END
            + CASE WHEN regexp_matches(n, '[十百零]$') THEN 0 ELSE figure(n[-1]) END
    END;

-- Documents in pieces of 4,096 characters, each with the next one after it: to look at a place in a long text, its
-- beginning need not be read. Cut in two steps, for cutting a text reads it from its beginning too.
CREATE OR REPLACE TEMP VIEW text_pieces AS
    WITH long_pieces AS (
        SELECT document_id, start_at, substr(text, start_at + 1, 65536 + 4096) AS text, length(text) AS total
        FROM (SELECT document_id, text, unnest(range(0, length(text), 65536)) AS start_at FROM documents)
    )
    SELECT document_id, (start_at + part) // 4096 AS piece, substr(text, part + 1, 2 * 4096) AS text
    FROM (SELECT *, unnest(range(0, 65536, 4096)) AS part FROM long_pieces) WHERE start_at + part < total;

-- The rows of a table, and what stands in their document from `char_start` to `char_end`. Only what is longer than a
-- piece is looked up in the whole text. To be materialized: further joins would drag a piece of text along with each row.
CREATE OR REPLACE TEMP MACRO with_what_stands_there(rows) AS TABLE
    SELECT t.*, coalesce(substr(whole.text, t.char_start + 1, t.char_end - t.char_start),
        substr(p.text, t.char_start % 4096 + 1, t.char_end - t.char_start), '') AS standing_there
    FROM query_table(rows) t
    LEFT JOIN documents whole ON whole.document_id = t.document_id AND t.char_end - t.char_start > 4096
    LEFT JOIN text_pieces p ON p.document_id = t.document_id AND p.piece = t.char_start // 4096;

-- The forms in which a day may be printed, blanks left out.
CREATE OR REPLACE TEMP MACRO printed_days(d) AS [
    strftime(d, '%Y年%-m月%-d日'), strftime(d, '%Y年%m月%d日'), strftime(d, '%Y-%m-%d'), strftime(d, '%Y-%-m-%-d'),
    strftime(d, '%Y.%-m.%-d'), strftime(d, '%Y.%m.%d'), strftime(d, '%Y/%-m/%-d'), strftime(d, '%Y/%m/%d'),
    translate(year(d)::VARCHAR, '0123456789', '〇一二三四五六七八九') || '年' || chinese_number(month(d)) || '月' || chinese_number(day(d)) || '日',
    translate(year(d)::VARCHAR, '0123456789', '○一二三四五六七八九') || '年' || chinese_number(month(d)) || '月' || chinese_number(day(d)) || '日'];

-- Where what a document says of itself may stand: in its own text; in that of its family, for a signature may stand
-- after the last attachment; in the document before, where a compiler put head and text in the wrong order; in the lines
-- dropped between its first line and the next document's, such as the 发布日期 of a web page.
CREATE OR REPLACE TEMP VIEW family_texts AS
    WITH RECURSIVE roots AS (
        SELECT document_id, document_id AS root FROM documents WHERE parent_document_id IS NULL
        UNION ALL
        SELECT d.document_id, r.root FROM documents d JOIN roots r ON d.parent_document_id = r.document_id
    ),
    dense_texts AS MATERIALIZED (SELECT document_id, volume_id, ordinal, dense(text) AS text FROM documents)
    SELECT own.document_id, f.text
        FROM roots own JOIN roots relative USING (root) JOIN dense_texts f ON f.document_id = relative.document_id
    UNION ALL
    SELECT d.document_id, f.text FROM documents d JOIN dense_texts f ON f.volume_id = d.volume_id AND f.ordinal = d.ordinal - 1
    UNION ALL
    SELECT d.document_id, left_out.text FROM documents d JOIN (
        SELECT e.volume_id, start.line_start, dense(string_agg(e.before, '' ORDER BY e.line, e."column")) AS text
        FROM edits e ASOF JOIN (SELECT DISTINCT volume_id, line_start FROM documents) start
            ON start.volume_id = e.volume_id AND start.line_start <= e.line
        WHERE starts_with(e.rule, 'drop_') GROUP BY ALL
    ) left_out USING (volume_id, line_start);
