-- Article text for retrieval, in pieces of at most `longest` characters, the head (title and headings above) included.
-- A sentence ends with 。！？ and the marks that close after it, or with its paragraph; none is cut. Only a sentence that
-- has no room beside its head makes a longer piece. A head takes at most half of a piece; a longer one loses its beginning.
CREATE MACRO chunks_within(longest) AS TABLE
WITH paragraphs AS (
    -- The lines of an article's blocks, once for each line of their text: the rows of a table share those of the table.
    SELECT article_id, string_agg(text, chr(10) ORDER BY ordinal) AS whole_text,
           flatten(list(list_transform(string_split(text, chr(10)), lambda row: line_start) ORDER BY ordinal)) AS starts,
           flatten(list(list_transform(string_split(text, chr(10)), lambda row: line_end) ORDER BY ordinal)) AS ends
    FROM blocks WHERE article_id IS NOT NULL GROUP BY article_id
), titled AS (
    SELECT *, array_to_string(list_concat([document_title], path,
                  CASE WHEN label IS NULL THEN [] ELSE [concat(label, heading)] END), ' › ') AS whole_head
    FROM articles LEFT JOIN paragraphs USING (article_id) WHERE text <> ''
), headed AS (
    SELECT *, CASE WHEN length(whole_head) > longest // 2 THEN '…' || right(whole_head, longest // 2 - 1)
                   ELSE whole_head END AS head
    FROM titled
), cut AS (
    SELECT *, list_reduce(
        list_transform(regexp_extract_all(text, '[^。！？\n]*[。！？\n]+[”’」』）》〉】\n]*|[^。！？\n]+$'),
            lambda sentence: [sentence]),
        lambda done, sentence:
            CASE WHEN length(done[-1]) + length(rtrim(sentence[1], chr(10))) < longest - length(head)
                 THEN list_append(done[:-2], done[-1] || sentence[1])
                 ELSE list_append(done, sentence[1]) END) AS pieces
    FROM headed
), numbered AS (
    SELECT *, unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS chunk FROM cut
), placed AS (
    SELECT *, head || chr(10) || rtrim(piece, chr(10)) AS chunk_text,
           len(string_split(left(whole_text, instr(whole_text, text) - 1), chr(10)))
               + len(string_split(array_to_string(pieces[:chunk - 1], ''), chr(10))) - 1 AS first_paragraph,
           len(string_split(rtrim(piece, chr(10)), chr(10))) - 1 AS more_paragraphs
    FROM numbered
)
SELECT article_id || '.c' || chunk AS chunk_id, article_id, chunk, document_id, volume_id, document_title, path,
       chunk_text AS text, length(chunk_text) AS char_count,
       greatest(starts[first_paragraph], line_start) AS line_start,
       least(ends[first_paragraph + more_paragraphs], line_end) AS line_end, page_start, page_end
FROM placed;
