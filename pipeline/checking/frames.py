"""What the suites look at: each table with helper columns, so that a rule is one plain expectation.

A helper says what a row cannot say of itself: whether the row it refers to is there, how often its key occurs, whether
its date stands in the text. Helpers are worked out by DuckDB, out of core, from `frame_queries/*.sql` and the
contract; the suites get only the columns they name, in batches. What is expected of them stands in
expectations/*.json.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.contract import PUBLISHED, TABLES, Table
from pipeline.publishing.parquet import table_files

if TYPE_CHECKING:
    import pandas as pd

BATCH_ROWS = 250_000


class Frames:
    """The frames of one dataset folder. A context manager: it holds a DuckDB connection."""

    def __init__(self, folder: Path):
        self._connection = duckdb.connect()
        self._connection.execute("SET enable_progress_bar = false")
        for name in PUBLISHED:
            paths = [str(p) for p in table_files(folder, name)]
            self._connection.read_parquet(paths).create_view(name)
        self._connection.execute(_sql("macros"))

    def __enter__(self) -> Frames:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def batches(self, table: Table, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
        """The named columns of a table's frame, at most `BATCH_ROWS` rows at a time; one empty batch where it is empty.

        Raises:
            ValueError: a column is neither in the table nor a helper.
        """
        query = f"SELECT {', '.join(_name(c) for c in columns)} FROM ({frame_query(table)})"
        try:
            result = self._connection.execute(query)
        except duckdb.BinderException as error:
            raise ValueError(
                f"expectations/{table.name}.json names a column that the frame has not: {error}"
            ) from error
        vectors = BATCH_ROWS // 2048
        batch = result.fetch_df_chunk(vectors)
        yield batch
        while len(batch):
            batch = result.fetch_df_chunk(vectors)
            if len(batch):
                yield batch


def frame_query(table: Table) -> str:
    """The query of a frame: the table, the helpers of its .sql file, and those that follow from the contract."""
    key = ", ".join(_name(c) for c in table.key)
    helpers = [f"count(*) OVER (PARTITION BY {key}) AS copies_of_key"]
    joins = []
    for column in table.columns:
        if column.references:
            target = TABLES[column.references]
            alias = f"of_{column.name}"
            joins.append(
                f"LEFT JOIN (SELECT DISTINCT {_name(target.key[0])} AS k FROM {target.name}) {alias} "
                f"ON {alias}.k = frame.{_name(column.name)}"
            )
            helpers.append(f"(frame.{_name(column.name)} IS NULL OR {alias}.k IS NOT NULL) AS {found(column.name)}")
    return f"SELECT frame.*, {', '.join(helpers)} FROM ({_sql(table.name)}) frame {' '.join(joins)}"


def found(column: str) -> str:
    """Name of the helper that says whether the row that a column refers to is there."""
    return f"{column}_is_found"


def _name(column: str) -> str:
    return f'"{column}"'


def _sql(name: str) -> str:
    return (files("pipeline.checking") / "frame_queries" / f"{name}.sql").read_text(encoding="utf-8")
