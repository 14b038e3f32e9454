"""Tables of terms over all volumes: postings in order, vocabulary, keywords. Worked out by DuckDB, out of core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.contract import Table
from pipeline.publishing.bounded import connect

KEYWORDS = 20
"""Keywords of a document at most."""

COMMON = 10
"""A word that every tenth document holds sets none apart."""

_QUERIES = {
    "postings": "SELECT * FROM postings ORDER BY term, article_id",
    "vocabulary": """
        SELECT term, count(*)::INTEGER AS document_frequency, bool_or(word_frequency > 0) AS is_word
        FROM postings GROUP BY term ORDER BY term
    """,
    "keywords": f"""
        WITH counted AS (
            SELECT document_id, term, sum(word_frequency) AS times
            FROM postings JOIN articles USING (article_id)
            WHERE word_frequency > 0 AND regexp_full_match(term, '\\p{{Han}}+') GROUP BY ALL
        ), rated AS (
            SELECT document_id, term, round(times * ln(documents / count(*) OVER (PARTITION BY term)), 6) AS score
            FROM counted, (SELECT count(DISTINCT document_id) + 1 AS documents FROM articles)
            QUALIFY count(*) OVER (PARTITION BY term) <= greatest(1, documents // {COMMON})
        )
        SELECT document_id, term, score,
               (row_number() OVER (PARTITION BY document_id ORDER BY score DESC, term))::INTEGER AS rank
        FROM rated QUALIFY rank <= {KEYWORDS} ORDER BY document_id, rank
    """,
}
CORPUS_TERMS = tuple(_QUERIES)
"""The tables made here."""

BATCH_ROWS = 100_000


def term_pieces(table: Table, parts: Sequence[Path], scratch: Path) -> Iterator[pa.Table]:
    """The rows of one of these tables; `parts` are the part folders of all volumes built, in order."""
    if not parts:
        return
    with connect(scratch) as connection:
        for name in ("postings", "articles"):
            connection.read_parquet([str(p / f"{name}.parquet") for p in parts]).create_view(name)
        for batch in connection.sql(_QUERIES[table.name]).to_arrow_reader(BATCH_ROWS):
            yield pa.Table.from_batches([batch]).cast(table.schema)
