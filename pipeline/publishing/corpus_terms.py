"""Tables of terms over all volumes: postings in order, vocabulary, keywords. Worked out by DuckDB, out of core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.contract import Table
from pipeline.publishing.bounded import connect

KEYWORDS = 20
"""Keywords of a document at most."""

COMMON = 10
"""A word that every tenth document holds sets none apart."""

_NUMBERED = """
    CREATE TEMP TABLE {name}s AS
    SELECT {name}, (row_number() OVER (ORDER BY {name}) - 1)::INTEGER AS number
    FROM (SELECT DISTINCT {name} FROM postings) ORDER BY number
"""
# Numbers are sorted in half the time that texts take.
_POSTINGS = """
    SELECT term.number, article.number, p.* EXCLUDE (term, article_id)
    FROM postings p JOIN terms term USING (term) JOIN article_ids article USING (article_id) ORDER BY 1, 2
"""
_QUERIES = {
    "vocabulary": """
        SELECT term, count(*)::INTEGER AS document_frequency, bool_or(word_frequency > 0) AS is_word
        FROM postings GROUP BY term ORDER BY term
    """,
    # Numbers of documents are grouped and sorted faster than their ids.
    "keywords": f"""
        WITH numbered AS MATERIALIZED (
            SELECT article_id, document_id, dense_rank() OVER (ORDER BY document_id) AS number FROM articles
        ), counted AS MATERIALIZED (
            SELECT number, term, sum(word_frequency) AS times
            FROM postings JOIN numbered USING (article_id) WHERE word_frequency > 0 GROUP BY ALL
        ), telling AS (
            SELECT term, count(*) AS holders, documents
            FROM counted, (SELECT max(number) + 1 AS documents FROM numbered) GROUP BY ALL
            HAVING holders <= greatest(1, documents // {COMMON}) AND regexp_full_match(term, '\\p{{Han}}+')
        ), rated AS (
            SELECT number, term, round(times * ln(documents / holders), 6) AS score
            FROM counted JOIN telling USING (term)
        ), ranked AS (
            SELECT *, (row_number() OVER (PARTITION BY number ORDER BY score DESC, term))::INTEGER AS rank
            FROM rated QUALIFY rank <= {KEYWORDS}
        )
        SELECT document_id, term, score, rank
        FROM ranked JOIN (SELECT DISTINCT number, document_id FROM numbered) USING (number) ORDER BY document_id, rank
    """,
}
CORPUS_TERMS = ("postings", *_QUERIES)
"""The tables made here."""

BATCH_ROWS = 100_000


def term_pieces(table: Table, parts: Sequence[Path], scratch: Path) -> Iterator[pa.Table]:
    """The rows of one of these tables; `parts` are the part folders of all volumes built, in order."""
    if not parts:
        return
    with connect(scratch) as connection:
        for name in ("postings", "articles"):
            connection.read_parquet([str(p / f"{name}.parquet") for p in parts]).create_view(name)
        if table.name == "postings":
            yield from _postings(connection, table.schema)
            return
        for batch in connection.sql(_QUERIES[table.name]).to_arrow_reader(BATCH_ROWS):
            yield pa.Table.from_batches([batch]).cast(table.schema)


def _postings(connection: duckdb.DuckDBPyConnection, schema: pa.Schema) -> Iterator[pa.Table]:
    """All postings by term and article."""
    terms, articles = _numbered(connection, "term"), _numbered(connection, "article_id")
    for batch in connection.sql(_POSTINGS).to_arrow_reader(BATCH_ROWS):
        term, article, *counts = batch.columns
        columns = [terms.take(term), articles.take(article), *counts]
        yield pa.Table.from_arrays(columns, names=schema.names).cast(schema)


def _numbered(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Array:
    """Number the values of a column of the postings, in order, in a table named after it; the values, by number."""
    connection.execute(_NUMBERED.format(name=name))
    return connection.sql(f"SELECT {name} FROM {name}s ORDER BY number").to_arrow_table().column(0).combine_chunks()
