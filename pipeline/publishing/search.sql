-- What `search(question)` looks into, made from the tables of the contract; plain SQL, and it stays in corpus.duckdb.
-- `search_synonyms_given(word, said, term, weight)` is there before: where a word stands in a question, the terms of what
-- is said instead are looked for too.

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

-- The pairs of characters and Latin words of titles. A longer word is found by its pairs.
CREATE TEMP TABLE title_terms AS
    WITH cut AS (
        SELECT document_no, substr(title, i::BIGINT, 2) AS term
        FROM search_documents, range(1, length(title)) s(i)
        UNION ALL
        SELECT document_no, unnest(regexp_extract_all(lower(title), '[a-z0-9]+(?:[.-][a-z0-9]+)*')) FROM search_documents
    )
    SELECT term, document_no, count(*) AS frequency
    FROM cut WHERE regexp_full_match(term, '\p{Han}+|[a-z0-9][a-z0-9.-]*') GROUP BY ALL ORDER BY term;

-- One row a term: its key, by which it is looked up, and what it is worth; `term_no` is its row in search_lists.
CREATE TABLE search_terms AS
    WITH size AS (SELECT count(*) AS n FROM articles),
    known AS (
        SELECT term FROM vocabulary WHERE length(term) = 2 OR ascii(term) < 128 UNION SELECT term FROM title_terms
    )
    SELECT term, md5_number_lower(term) AS term_key, (row_number() OVER (ORDER BY term) - 1)::INTEGER AS term_no,
           CASE WHEN coalesce(is_word, ascii(term) < 128) THEN 1.0 ELSE 0.3 END::FLOAT AS weight,
           ln(1 + (n - coalesce(document_frequency, 0) + 0.5) / (coalesce(document_frequency, 0) + 0.5))::FLOAT AS idf
    FROM known LEFT JOIN vocabulary USING (term), size ORDER BY term_no;

-- Where a term stands, what it adds to the score there (BM25), and the documents that have it in their title. Filled
-- from search_lists.sql.
CREATE TABLE search_lists (term_no INTEGER, articles INTEGER[], impacts FLOAT[], documents INTEGER[]);

-- A word of a question, the phrases it is widened by, and their terms, each with what it is worth.
CREATE TABLE search_synonyms AS
    WITH known AS (
        SELECT word, term, max(weight)::FLOAT AS weight, min(said) AS said
        FROM search_synonyms_given WHERE term IN (SELECT term FROM search_terms) GROUP BY ALL
    )
    SELECT word, (SELECT string_agg(DISTINCT said, ' ' ORDER BY said) FROM search_synonyms_given g WHERE g.word = k.word) AS said,
           list(md5_number_lower(term) ORDER BY term) AS term_keys, list(weight ORDER BY term) AS weights
    FROM known k GROUP BY word ORDER BY word;

-- Where the corpus itself says what a word means.
CREATE TABLE search_definitions AS
    SELECT DISTINCT lower(term) AS term, article_no FROM definitions JOIN search_articles USING (article_id)
    WHERE kind = 'definition' ORDER BY ALL;

CREATE MACRO search(question) AS TABLE
WITH typed AS (
    SELECT search_normal(question) AS typed
), asked AS MATERIALIZED (
    SELECT typed, search_number(typed) AS numbers,
           nullif(regexp_extract(typed, '第[0-9一二三四五六七八九十百零〇]+条(之[一二三四五])?'), '') AS provision,
           regexp_replace(typed, '第[0-9一二三四五六七八九十百零〇]+条(之[一二三四五])?|{ignored}', ' ', 'g') AS q,
           regexp_matches(typed, '{defining}') AS asks_meaning
    FROM typed
), wanted AS (
    SELECT unnest(list_distinct(list_concat(
               [md5_number_lower(substr(q, i, 2)) FOR i IN range(1, length(q)) IF ascii(substr(q, i, 1)) > 127],
               [md5_number_lower(latin) FOR latin IN regexp_extract_all(q, '[a-z0-9]+(?:[.-][a-z0-9]+)*')]
           ))) AS term_key, 1.0 AS factor, true AS own
    FROM asked
    UNION ALL
    SELECT unnest(term_keys), 0.85 * unnest(weights), false FROM search_synonyms, asked WHERE contains(typed, word)
), terms AS MATERIALIZED (
    SELECT term_no, bool_or(own) AS own,
           CASE WHEN bool_or(own) THEN max(idf * weight) ELSE max(idf * factor) END AS worth
    FROM search_terms JOIN wanted USING (term_key) GROUP BY term_no
), found AS MATERIALIZED (
    SELECT own, worth, articles, impacts, documents FROM search_lists JOIN terms USING (term_no)
), whole AS (
    SELECT coalesce(sum(worth) FILTER (own), 0) + 0.01 AS total FROM terms
), body AS (
    SELECT article_no, sum(worth * impact) AS score, sum(CASE WHEN own THEN worth ELSE 0.6 * worth END) AS covered
    FROM (SELECT own, worth, unnest(articles) AS article_no, unnest(impacts) AS impact FROM found) GROUP BY article_no
), titled AS (
    SELECT document_no, sum(covered) AS covered, max(named) AS named
    FROM (
        SELECT unnest(documents) AS document_no, worth AS covered, 0 AS named FROM found WHERE own
        UNION ALL
        SELECT document_no, 0, length(number_key) FROM search_documents, asked WHERE contains(numbers, number_key)
    ) GROUP BY document_no
), defined AS (
    -- A word is asked for its meaning, or nothing else stands in the question.
    SELECT article_no, max(length(term) / length(regexp_replace(q, '{defining}|\s', '', 'g'))) AS share
    FROM search_definitions, asked
    WHERE contains(q, term) AND (asks_meaning OR term = trim(q)) GROUP BY article_no
), best AS (
    SELECT article_no, round(
           coalesce(b.score, 0) * greatest(0.05, least(1, coalesce(b.covered, 0) / total)) ** 0.6
           + total * 2 * least(1, coalesce(m.share, 0))
           + (total + 1) * CASE
               WHEN t.named > 0 THEN 100 + t.named + CASE WHEN provision IN (a.label, a.label_in_figures) THEN 2 ELSE 1.0 / a.ordinal END
               WHEN provision IS NOT NULL AND t.covered > 0.4 * total
                    THEN CASE WHEN provision IN (a.label, a.label_in_figures) THEN 8 * t.covered / total ELSE 0 END
               WHEN t.covered > 0.8 * total THEN 4.5 * (t.covered / total - 0.8) * (0.5 + 1.0 / a.ordinal)
               ELSE 0 END, 4) AS score
    FROM search_articles a LEFT JOIN body b USING (article_no) LEFT JOIN titled t USING (document_no)
         LEFT JOIN defined m USING (article_no), whole, asked
    WHERE b.score > 0 OR t.named > 0
    ORDER BY score DESC, article_no LIMIT 100
)
SELECT a.article_id, a.document_id, best.score
FROM best JOIN search_articles a USING (article_no) WHERE best.score > 0 ORDER BY best.score DESC, a.article_no;

-- The words of a question that a reader sees marked: its own (`own`), and those it was widened by.
CREATE MACRO search_words(question) AS TABLE
WITH asked AS MATERIALIZED (
    SELECT search_normal(question) AS typed,
           regexp_replace(search_normal(question), '{ignored}', ' ', 'g') AS q
), widened AS MATERIALIZED (
    SELECT string_agg(said, ' ') AS said FROM search_synonyms, asked WHERE contains(typed, word)
)
SELECT term AS word, contains(q, term) AS own FROM vocabulary, asked, widened
WHERE is_word AND (contains(q, term) OR contains(said, term))
ORDER BY own DESC, word;
