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

-- The forms in which a day may be printed, blanks left out.
CREATE OR REPLACE TEMP MACRO printed_days(d) AS [
    strftime(d, '%Y年%-m月%-d日'), strftime(d, '%Y年%m月%d日'), strftime(d, '%Y-%m-%d'), strftime(d, '%Y-%-m-%-d'),
    strftime(d, '%Y.%-m.%-d'), strftime(d, '%Y.%m.%d'), strftime(d, '%Y/%-m/%-d'), strftime(d, '%Y/%m/%d'),
    translate(year(d)::VARCHAR, '0123456789', '〇一二三四五六七八九') || '年' || chinese_number(month(d)) || '月' || chinese_number(day(d)) || '日',
    translate(year(d)::VARCHAR, '0123456789', '○一二三四五六七八九') || '年' || chinese_number(month(d)) || '月' || chinese_number(day(d)) || '日'];

-- Where what a document says of itself may stand: its own text, its parent's, its children's and its siblings' (a
-- signature may stand after the attachment), and the lines dropped between its first line and its last (发布日期 of a web page).
CREATE OR REPLACE TEMP VIEW family_texts AS
    WITH dense_texts AS MATERIALIZED (SELECT document_id, parent_document_id, dense(text) AS text FROM documents),
    pairs AS (
        SELECT document_id, document_id AS other FROM documents
        UNION SELECT document_id, parent_document_id FROM documents WHERE parent_document_id IS NOT NULL
        UNION SELECT parent_document_id, document_id FROM documents WHERE parent_document_id IS NOT NULL
        UNION SELECT a.document_id, b.document_id FROM documents a JOIN documents b USING (parent_document_id)
    )
    SELECT p.document_id, f.text FROM pairs p JOIN dense_texts f ON f.document_id = p.other
    UNION ALL
    SELECT d.document_id, dense(string_agg(e.before, '')) FROM documents d JOIN edits e
        ON e.volume_id = d.volume_id AND e.line BETWEEN d.line_start AND d.line_end AND starts_with(e.rule, 'drop_')
    GROUP BY ALL;
