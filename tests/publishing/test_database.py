"""corpus.duckdb: every table, comment and view, in a format that DuckDB 1.4 opens."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.contract import PUBLISHED, TABLES
from pipeline.publishing.views import VIEWS


@pytest.fixture
def corpus(small_dataset: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(small_dataset / "corpus.duckdb"), read_only=True) as connection:
        yield connection


def test_tables_comments_and_views(corpus: duckdb.DuckDBPyConnection, small_dataset: Path) -> None:
    comments = dict(
        corpus.execute("SELECT table_name, comment FROM duckdb_tables() WHERE table_name NOT LIKE 'search%'").fetchall()
    )
    assert comments == {name: TABLES[name].meaning for name in PUBLISHED}
    for name in PUBLISHED:
        parquet = corpus.execute(f"SELECT * FROM '{small_dataset}/{name}.parquet'").fetchall()
        assert corpus.execute(f'SELECT * FROM "{name}"').fetchall() == parquet
    column = "SELECT comment FROM duckdb_columns() WHERE table_name = 'documents' AND column_name = 'doc_number'"
    assert corpus.execute(column).fetchone() == (TABLES["documents"].column("doc_number").meaning,)
    views = dict(corpus.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    assert views == {view.name: view.meaning for view in VIEWS}
    for view in VIEWS:
        corpus.execute(f"SELECT * FROM {view.name}").fetchall()


def test_the_format_is_that_of_duckdb_1_4(corpus: duckdb.DuckDBPyConnection) -> None:
    tags = corpus.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'corpus'").fetchone()
    assert tags is not None
    assert tags[0]["storage_version"].startswith("v1.4.0")
