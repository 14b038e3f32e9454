"""corpus.duckdb: the tables with their comments and views, in a format that every DuckDB from 1.4 on opens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.contract import TABLES
from pipeline.publishing.bounded import connect
from pipeline.publishing.parquet import table_files
from pipeline.publishing.search import create_search
from pipeline.publishing.views import create_views
from pipeline.schema import sql_text

FILE_NAME = "corpus.duckdb"
STORAGE_VERSION = "v1.4.0"
_OPTIONS = f"STORAGE_VERSION '{STORAGE_VERSION}', RECOVERY_MODE NO_WAL_WRITES"
"""The file is whole or thrown away, so no log is kept beside it."""


def write_database(folder: Path, tables: Iterable[str], scratch: Path | None = None) -> Path:
    """Write corpus.duckdb into a dataset folder, from its Parquet files; what memory cannot hold goes to `scratch`."""
    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    names = list(tables)
    with connect(scratch) as connection:
        connection.execute(f"ATTACH {sql_text(str(path))} AS corpus ({_OPTIONS})")
        connection.execute("USE corpus")
        connection.begin()
        for name in names:
            for statement in (TABLES[name].ddl, *TABLES[name].comments):
                connection.execute(statement)
        connection.commit()
        for name in names:
            files = [str(file) for file in table_files(folder, name)]
            connection.execute(f'INSERT INTO "{name}" SELECT * FROM read_parquet(?)', [files])
        create_search(connection)
        create_views(connection)
        connection.execute("CHECKPOINT corpus")
        connection.execute("USE memory")
        connection.execute("DETACH corpus")
    return path
