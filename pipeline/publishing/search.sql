-- What `search(question)` looks into, made from the tables of the contract; plain SQL, and it stays in corpus.duckdb.
-- `search_synonyms_given(word, phrase_term, weight)` and `search_ignored_given(word)` are there before.

CREATE MACRO search_normal(words) AS
    lower(translate(words, '０１２３４５６７８９（）［］[]()　', '0123456789〔〕〔〕〔〕〔〕 '));

-- A document number without what people leave out or type otherwise: 国办发〔2022〕27号, 国办发2022年27号.
CREATE MACRO search_number(words) AS regexp_replace(words, '[〔〕年第\s]', '', 'g');

-- Chinese figures up to 999 as a number.
CREATE MACRO search_figure(words) AS
    CASE WHEN regexp_full_match(words, '[0-9]+') THEN ltrim(words, '0') ELSE (
        CASE WHEN contains(words, '百') THEN 100 * greatest(1, strpos('一二三四五六七八九', left(words, 1))) ELSE 0 END
        + CASE WHEN contains(words, '十')
            THEN 10 * greatest(1, strpos('一二三四五六七八九', nullif(regexp_extract(words, '([一二三四五六七八九])十', 1), '')))
            ELSE 0 END
        + coalesce(strpos('一二三四五六七八九', nullif(regexp_extract(words, '([一二三四五六七八九])$', 1), '')), 0)
    )::VARCHAR END;

CREATE TABLE search_documents AS
    SELECT (row_number() OVER (ORDER BY volume_id, ordinal) - 1)::INTEGER AS document_no, document_id, title,
           search_number(doc_number) AS number_key
    FROM documents ORDER BY document_no;

CREATE TABLE search_articles AS
    SELECT (row_number() OVER (ORDER BY a.volume_id, a.line_start, a.article_id) - 1)::INTEGER AS article_no,
           d.document_no, a.article_id, a.kind, a.number, a.ordinal, a.char_count
    FROM articles a JOIN search_documents d USING (document_id) ORDER BY article_no;

CREATE TEMP TABLE title_grams AS
    WITH cut AS (
        SELECT document_no, substr(title, i::BIGINT, n::BIGINT) AS term
        FROM search_documents, range(1, length(title) + 1) s(i), range(2, 13) l(n) WHERE i + n - 1 <= length(title)
        UNION ALL
        SELECT document_no, unnest(regexp_extract_all(lower(title), '[a-z0-9]+(?:[.-][a-z0-9]+)*')) FROM search_documents
    )
    SELECT term, document_no, count(*) AS frequency
    FROM cut WHERE regexp_full_match(term, '\p{Han}+|[a-z0-9][a-z0-9.-]*') GROUP BY ALL;

-- One row a term: the articles and titles it stands in, and what it adds to their score (BM25).
CREATE TABLE search_terms AS
    WITH size AS (SELECT count(*) AS n, avg(char_count) AS length FROM articles),
    bodies AS (
        SELECT term, list(article_no ORDER BY article_no) AS articles,
               list((frequency * 2.2 / (frequency + 1.2 * (0.4 + 0.6 * char_count / size.length))
                    + heading_frequency / (heading_frequency + 1.0))::FLOAT ORDER BY article_no) AS impacts
        FROM postings JOIN search_articles USING (article_id), size GROUP BY term
    ), titles AS (
        SELECT term, list(document_no ORDER BY document_no) AS documents,
               list((frequency * 2.0 / (frequency + 0.6 + 0.4 * length(title) / 30.0))::FLOAT ORDER BY document_no)
                   AS title_impacts
        FROM title_grams JOIN search_documents USING (document_no)
        WHERE length(term) = 2 OR ascii(term) < 128 OR term IN (SELECT term FROM vocabulary WHERE is_word)
        GROUP BY term
    )
    SELECT term, CASE WHEN coalesce(is_word, ascii(term) < 128) THEN 1.0 ELSE 0.5 END::FLOAT AS weight,
           ln(1 + (n - coalesce(document_frequency, 0) + 0.5) / (coalesce(document_frequency, 0) + 0.5))::FLOAT AS idf,
           articles, impacts, documents, title_impacts
    FROM bodies FULL JOIN titles USING (term) LEFT JOIN vocabulary USING (term), size ORDER BY term;

CREATE TABLE search_synonyms AS
    SELECT word, term, max(weight)::FLOAT AS weight
    FROM search_synonyms_given WHERE term IN (SELECT term FROM search_terms) GROUP BY ALL ORDER BY ALL;

DROP TABLE title_grams;

CREATE MACRO search(question) AS TABLE
WITH asked AS MATERIALIZED (
    SELECT search_normal(question) AS typed, search_number(search_normal(question)) AS numbers,
           regexp_replace(regexp_replace(search_normal(question), '第[0-9一二三四五六七八九十百零〇]+条', ' '), '{ignored}', ' ', 'g') AS q,
           search_figure(nullif(regexp_extract(search_normal(question), '第([0-9一二三四五六七八九十百零〇]+)条', 1), '')) AS provision
), grams AS (
    SELECT DISTINCT substr(q, i, n) AS term FROM asked, range(1, length(q) + 1) s(i), range(2, 13) l(n)
    WHERE i + n - 1 <= length(q) AND regexp_full_match(substr(q, i, n), '\p{Han}+')
    UNION
    SELECT unnest(regexp_extract_all(q, '[a-z0-9]+(?:[.-][a-z0-9]+)*')) FROM asked
), wanted AS (
    SELECT term, max(weight) AS weight, bool_or(own) AS own
    FROM (
        SELECT term, 1.0 AS weight, true AS own FROM grams
        UNION ALL
        SELECT s.term, 0.7 * s.weight, false FROM search_synonyms s, asked WHERE contains(typed, s.word)
    ) GROUP BY term
), found AS MATERIALIZED (
    SELECT own, idf * w.weight * CASE WHEN own THEN t.weight ELSE 1 END AS worth, articles, impacts, documents, title_impacts
    FROM search_terms t JOIN wanted w USING (term)
), whole AS (
    SELECT sum(worth) FILTER (own) AS total FROM found
), body AS (
    SELECT article_no, sum(worth * impact) AS score, sum(worth) FILTER (own) AS covered
    FROM (SELECT own, worth, unnest(articles) AS article_no, unnest(impacts) AS impact FROM found) GROUP BY article_no
), titled AS (
    SELECT document_no, sum(worth * impact) AS score, sum(worth) FILTER (own) AS covered
    FROM (SELECT own, worth, unnest(documents) AS document_no, unnest(title_impacts) AS impact FROM found)
    GROUP BY document_no
), named AS (
    SELECT document_no, length(number_key) AS size FROM search_documents, asked WHERE contains(numbers, number_key)
), candidates AS (
    SELECT document_no, coalesce(t.score, 0) AS score, coalesce(t.covered / total, 0) AS share,
           (SELECT max(size) FROM named) IS NOT DISTINCT FROM n.size AND n.size IS NOT NULL AS named
    FROM titled t FULL JOIN named n USING (document_no) CROSS JOIN whole
), scored AS (
    SELECT a.article_id, a.document_no,
           (coalesce(b.score, 0) + 0.3 * coalesce(c.score, 0))
               * sqrt(least(1, (coalesce(b.covered, 0) + 0.5 * coalesce(c.share * total, 0)) / total))
           + total * CASE
               WHEN c.named AND (provision IS NULL OR a.number = provision AND a.kind = 'article') THEN 100 + 1.0 / a.ordinal
               WHEN provision IS NOT NULL AND a.number = provision AND c.share > 0.4
                    THEN 8 * c.share * CASE WHEN a.kind = 'article' THEN 1 ELSE 0.3 END
               WHEN c.share > 0.7 AND provision IS NULL THEN 3 * (c.share - 0.7) * (0.5 + 1.0 / a.ordinal)
               ELSE 0 END AS score
    FROM search_articles a LEFT JOIN body b USING (article_no) LEFT JOIN candidates c USING (document_no), whole, asked
    WHERE b.score > 0 OR c.named OR c.share > 0.4
)
SELECT s.article_id, d.document_id, s.score
FROM (SELECT * FROM scored WHERE score > 0 ORDER BY score DESC, article_id LIMIT 100) s
JOIN search_documents d USING (document_no) ORDER BY s.score DESC, s.article_id;
