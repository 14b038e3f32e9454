-- What `search(question)` looks into, made from the tables of the contract; plain SQL, and it stays in corpus.duckdb.
-- `search_synonyms_given(word, said, term, weight)` is there before: where a word stands in a question, the terms of what
-- is said instead are looked for too.
--
-- A query over so few rows takes its time from planning and from the number of its steps. So `search` has few joins; what
-- can be worked out beforehand stands in a column; what depends on the question alone is said by macros, which become
-- constants. MATERIALIZED is lost when a macro is stored: `scored` is worked out once because it ends in a GROUP BY.

CREATE MACRO search_normal(words) AS
    lower(translate(words, '０１２３４５６７８９（）［］[]()　', '0123456789〔〕〔〕〔〕〔〕 '));

-- A document number without what people leave out or type otherwise: 国办发〔2022〕27号, 国办发2022年27号.
CREATE MACRO search_number(words) AS translate(words, E'〔〕年第 \t\n\f\r', '');

-- The provision that a question names, or NULL.
CREATE MACRO search_provision(question) AS nullif(regexp_extract(search_normal(question), '{provision}'), '');

-- What a question is about: without the provision and the words of asking.
CREATE MACRO search_matter(question) AS regexp_replace(search_normal(question), '{provision}|{ignored}', ' ', 'g');

-- Places are numbered so that one list can hold them all: articles upwards from 1, documents downwards from -1; 0 is the
-- corpus as a whole, where the worth of all a question's own terms is added up. `named`: what a document is worth whose
-- number stands in the question; of two numbers that do, one within the other, the longer.
CREATE TABLE search_documents AS
    SELECT -(row_number() OVER (ORDER BY volume_id, ordinal))::INTEGER AS document_no, document_id, title,
           search_number(doc_number) AS number_key, 100 + length(number_key) AS named
    FROM documents ORDER BY document_no DESC;

CREATE TABLE search_articles AS
    SELECT (row_number() OVER (ORDER BY a.volume_id, a.line_start, a.article_id))::INTEGER AS article_no,
           d.document_no, a.article_id, document_id, 1.0 / a.ordinal AS lead, a.char_count,
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

-- One row a term: its key, by which it is looked up, what it is worth where the question has it (`own_worth`) and, times
-- the weight of what a word is widened by, where not (`idf`); `term_no` is its row in search_lists.
CREATE TABLE search_terms AS
    WITH size AS (SELECT count(*) AS n FROM articles),
    known AS (
        FROM (FROM vocabulary WHERE length(term) = 2 OR ascii(term) < 128)
             FULL JOIN (SELECT DISTINCT term FROM title_terms) USING (term)
    )
    SELECT term, md5_number_lower(term) AS term_key, (row_number() OVER (ORDER BY term) - 1)::INTEGER AS term_no,
           ln(1 + (n - coalesce(document_frequency, 0) + 0.5) / (coalesce(document_frequency, 0) + 0.5))::FLOAT AS idf,
           (idf * CASE WHEN coalesce(is_word, ascii(term) < 128) THEN 1.0 ELSE 0.3 END::FLOAT)::FLOAT AS own_worth
    FROM known, size ORDER BY term_no;

-- The places where a term stands, and what it adds to the score of an article there (BM25): filled by search_places.sql.
CREATE TABLE search_lists (term_no INTEGER, places INTEGER[], impacts FLOAT[]);

-- A word of a question, the phrases it is widened by, and their terms, each with what it is worth.
CREATE TABLE search_synonyms AS
    WITH known AS (
        SELECT word, term, max(weight)::FLOAT AS weight, min(said) AS said
        FROM search_synonyms_given WHERE term IN (SELECT term FROM search_terms) GROUP BY ALL
    )
    SELECT word, (SELECT string_agg(DISTINCT said, ' ' ORDER BY said) FROM search_synonyms_given g WHERE g.word = k.word) AS said,
           list(md5_number_lower(term) ORDER BY term) AS term_keys, list((0.85 * weight)::FLOAT ORDER BY term) AS weights
    FROM known k GROUP BY word ORDER BY word;

-- Where the corpus itself says what a word means.
CREATE TABLE search_definitions AS
    SELECT DISTINCT lower(term) AS term, article_no FROM definitions JOIN search_articles USING (article_id)
    WHERE kind = 'definition' ORDER BY ALL;

CREATE MACRO search(question) AS TABLE
WITH scored AS (
    -- `said`: of a document its number, of an article the share of the question that it says the meaning of.
    SELECT place, sum(worth * impact) AS score,
           sum(CASE WHEN own THEN worth WHEN place > 0 THEN 0.6 * worth END) AS covered, max(said) AS said
    FROM (
        SELECT own, CASE WHEN own THEN own_worth ELSE idf * weight END AS worth,
               unnest(places) AS place, unnest(impacts) AS impact, 0 AS said
        FROM search_lists JOIN (
            SELECT term_no, own_worth, idf, bool_or(own) AS own, max(weight) AS weight
            FROM search_terms JOIN (
                -- Latin words, and pairs of characters, of which those with a Latin letter or figure are no terms.
                SELECT md5_number_lower(unnest(
                           regexp_extract_all(matter, '[a-z0-9]+(?:[.-][a-z0-9]+)*')
                           || [substr(translate(matter, '0123456789abcdefghijklmnopqrstuvwxyz', repeat(' ', 36)), i, 2)
                               FOR i IN range(1, length(matter))]
                       )) AS term_key, 1 AS weight, true AS own
                FROM (SELECT search_matter(question) AS matter)
                UNION ALL
                SELECT unnest(term_keys), unnest(weights), false
                FROM search_synonyms WHERE contains(search_normal(question), word)
            ) USING (term_key) GROUP BY ALL
        ) USING (term_no)
        UNION ALL
        SELECT true, 0, document_no, 0, named
        FROM search_documents WHERE contains(search_number(search_normal(question)), number_key)
        UNION ALL
        -- A word is asked for its meaning, or nothing else stands in the question.
        SELECT true, 0, article_no, 0, length(term) / length(regexp_replace(matter, '{defining}|\s', '', 'g'))
        FROM search_definitions, (
            SELECT search_matter(question) AS matter, regexp_matches(search_normal(question), '{defining}') AS asks_meaning
        ) WHERE contains(matter, term) AND (asks_meaning OR term = trim(matter))
    ) GROUP BY place
), whole AS (
    SELECT total, search_provision(question) AS provision
    FROM (SELECT coalesce(max(covered), 0) + 0.01 AS total FROM scored WHERE place = 0)
), met AS (
    SELECT a.*, b.score, b.covered, b.said, t.said AS named, t.covered / total AS titled,
           total, provision, provision IN (label, label_in_figures) AS meant
    FROM search_articles a LEFT JOIN scored b ON b.place = article_no LEFT JOIN scored t ON t.place = document_no, whole
    WHERE b.score > 0 OR t.said > 0
)
SELECT article_id, document_id, round(
       coalesce(score * greatest(0.05, least(1, covered / total)) ** 0.6 + total * 2 * least(1, said), 0)
       + (total + 1) * CASE
           WHEN named > 0 THEN named + CASE WHEN meant THEN 2 ELSE lead END
           WHEN meant THEN CASE WHEN titled > 0.4 THEN 8 * titled ELSE 0 END
           WHEN provision IS NULL AND titled > 0.8 THEN 4.5 * (titled - 0.8) * (0.5 + lead)
           ELSE 0 END, 4) AS score
FROM met ORDER BY 3 DESC, article_no LIMIT 100;

-- The words of a question that a reader sees marked: its own (`own`), and those it was widened by.
CREATE MACRO search_words(question) AS TABLE
WITH asked AS (
    SELECT regexp_replace(search_normal(question), '{ignored}', ' ', 'g') AS q
), widened AS (
    SELECT string_agg(said, ' ') AS said FROM search_synonyms WHERE contains(search_normal(question), word)
)
SELECT term AS word, contains(q, term) AS own FROM vocabulary, asked, widened
WHERE is_word AND (contains(q, term) OR contains(said, term))
ORDER BY own DESC, word;
