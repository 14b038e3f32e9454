-- What `search(question)` looks into, made from the tables of the contract; plain SQL, and it stays in corpus.duckdb.
-- `search_synonyms_given(word, phrase_term, weight)` and `search_ignored_given(word)` are there before.

CREATE MACRO search_normal(words) AS
    lower(translate(words, '０１２３４５６７８９（）［］[]()　', '0123456789〔〕〔〕〔〕〔〕 '));

-- A document number without what people leave out or type otherwise: 国办发〔2022〕27号, 国办发2022年27号.
CREATE MACRO search_number(words) AS regexp_replace(words, '[〔〕年第\s]', '', 'g');

CREATE TABLE search_documents AS
    SELECT (row_number() OVER (ORDER BY volume_id, ordinal) - 1)::INTEGER AS document_no, document_id, title,
           search_number(doc_number) AS number_key
    FROM documents ORDER BY document_no;

CREATE TABLE search_articles AS
    SELECT (row_number() OVER (ORDER BY a.volume_id, a.line_start, a.article_id) - 1)::INTEGER AS article_no,
           d.document_no, a.article_id, document_id, a.ordinal, a.char_count,
           CASE WHEN a.kind = 'article' THEN a.label END AS label,
           CASE WHEN a.kind = 'article' THEN '第' || replace(a.number, '-', '条之') || CASE WHEN contains(a.number, '-') THEN '' ELSE '条' END END AS label_in_figures
    FROM articles a JOIN search_documents d USING (document_id) ORDER BY article_no;

CREATE TEMP TABLE title_grams AS
    WITH cut AS (
        SELECT document_no, substr(title, i::BIGINT, n::BIGINT) AS term
        FROM search_documents, range(1, length(title) + 1) s(i), range(2, 13) l(n) WHERE i + n - 1 <= length(title)
        UNION ALL
        SELECT document_no, unnest(regexp_extract_all(lower(title), '[a-z0-9]+(?:[.-][a-z0-9]+)*')) FROM search_documents
    )
    SELECT term, document_no, count(*) AS frequency
    FROM cut
    WHERE regexp_full_match(term, '\p{Han}+|[a-z0-9][a-z0-9.-]*')
        AND (length(term) = 2 OR ascii(term) < 128 OR term IN (SELECT term FROM vocabulary WHERE is_word))
    GROUP BY ALL ORDER BY term;

-- One row a term: its key, by which it is looked up, and what it is worth; `term_no` is its row in search_lists.
CREATE TABLE search_terms AS
    WITH size AS (SELECT count(*) AS n FROM articles),
    known AS (SELECT term FROM vocabulary UNION SELECT term FROM title_grams)
    SELECT term, md5_number_lower(term) AS term_key, (row_number() OVER (ORDER BY term) - 1)::INTEGER AS term_no,
           CASE WHEN coalesce(is_word, ascii(term) < 128) THEN 1.0 ELSE 0.5 END::FLOAT AS weight,
           ln(1 + (n - coalesce(document_frequency, 0) + 0.5) / (coalesce(document_frequency, 0) + 0.5))::FLOAT AS idf
    FROM known LEFT JOIN vocabulary USING (term), size ORDER BY term_no;

-- Where a term stands and what it adds to the score there (BM25). Filled from search_lists.sql.
CREATE TABLE search_lists (
    term_no INTEGER, articles INTEGER[], impacts FLOAT[], documents INTEGER[], title_impacts FLOAT[]
);

CREATE TABLE search_synonyms AS
    SELECT word, term, md5_number_lower(term) AS term_key, max(weight)::FLOAT AS weight
    FROM search_synonyms_given WHERE term IN (SELECT term FROM search_terms) GROUP BY ALL ORDER BY word, term;

CREATE MACRO search(question) AS TABLE
WITH typed AS (
    SELECT search_normal(question) AS typed
), asked AS MATERIALIZED (
    SELECT typed, search_number(typed) AS numbers,
           nullif(regexp_extract(typed, '第[0-9一二三四五六七八九十百零〇]+条(之[一二三四五])?'), '') AS provision,
           regexp_replace(typed, '第[0-9一二三四五六七八九十百零〇]+条(之[一二三四五])?|{ignored}', ' ', 'g') AS q
    FROM typed
), wanted AS (
    SELECT term_key, 1.0 AS factor, true AS own
    FROM (
        SELECT md5_number_lower(substr(q, i, n)) AS term_key FROM asked, range(1, length(q)) s(i), range(2, 13) l(n)
        WHERE i + n - 1 <= length(q) AND ascii(substr(q, i, 1)) > 127
        UNION
        SELECT md5_number_lower(unnest(regexp_extract_all(q, '[a-z0-9]+(?:[.-][a-z0-9]+)*'))) FROM asked
    )
    UNION ALL
    SELECT s.term_key, s.weight, false FROM search_synonyms s, asked WHERE contains(typed, s.word)
), terms AS MATERIALIZED (
    SELECT term_no, bool_or(own) AS own, max(idf * factor * CASE WHEN own THEN weight ELSE 1 END) AS worth
    FROM search_terms JOIN wanted USING (term_key) GROUP BY term_no
), found AS MATERIALIZED (
    SELECT own, worth, articles, impacts, documents, title_impacts FROM search_lists JOIN terms USING (term_no)
), whole AS (
    SELECT coalesce(sum(worth) FILTER (own), 0) + 0.01 AS total FROM terms
), body AS (
    SELECT article_no, sum(worth * impact) AS score, sum(CASE WHEN own THEN worth ELSE 0.6 * worth END) AS covered
    FROM (SELECT own, worth, unnest(articles) AS article_no, unnest(impacts) AS impact FROM found) GROUP BY article_no
), titled AS (
    SELECT document_no, sum(score) AS score, sum(covered) AS covered, max(named) AS named
    FROM (
        SELECT unnest(documents) AS document_no, worth * unnest(title_impacts) AS score,
               CASE WHEN own THEN worth ELSE 0 END AS covered, 0 AS named
        FROM found
        UNION ALL
        SELECT document_no, 0, 0, length(number_key) FROM search_documents, asked WHERE contains(numbers, number_key)
    ) GROUP BY document_no
), best AS (
    SELECT article_no, round(
           (coalesce(b.score, 0) + 0.3 * coalesce(t.score, 0))
               * sqrt(greatest(0.05, least(1, (coalesce(b.covered, 0) + 0.5 * coalesce(t.covered, 0)) / total)))
           + (total + 1) * CASE
               WHEN t.named > 0 THEN 100 + t.named + CASE WHEN provision IN (a.label, a.label_in_figures) THEN 2 ELSE 1.0 / a.ordinal END
               WHEN provision IS NOT NULL AND t.covered > 0.4 * total
                    THEN CASE WHEN provision IN (a.label, a.label_in_figures) THEN 8 * t.covered / total ELSE 0 END
               WHEN t.covered > 0.7 * total THEN 3 * (t.covered / total - 0.7) * (0.5 + 1.0 / a.ordinal)
               ELSE 0 END, 4) AS score
    FROM search_articles a LEFT JOIN body b USING (article_no) LEFT JOIN titled t USING (document_no), whole, asked
    WHERE b.score > 0 OR t.named > 0 OR t.covered > 0.4 * total
    ORDER BY score DESC, article_no LIMIT 100
)
SELECT a.article_id, a.document_id, best.score
FROM best JOIN search_articles a USING (article_no) WHERE best.score > 0 ORDER BY best.score DESC, a.article_no;

-- The words of a question by which articles were found: its own (`own`), and those it was widened by.
CREATE MACRO search_words(question) AS TABLE
WITH asked AS (
    SELECT search_normal(question) AS typed,
           regexp_replace(search_normal(question), '{ignored}', ' ', 'g') AS q
)
SELECT term AS word, true AS own FROM search_terms, asked WHERE weight = 1 AND contains(q, term)
UNION ALL
SELECT DISTINCT s.term, false FROM search_synonyms s JOIN search_terms t USING (term), asked
WHERE t.weight = 1 AND contains(typed, s.word) AND NOT contains(q, s.term)
ORDER BY own DESC, word;
