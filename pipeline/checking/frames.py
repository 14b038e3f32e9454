"""What the suites look at: each table with helper columns, so that a rule is one plain expectation.

A helper says what a row cannot say of itself: whether the row it refers to is there, how often its key occurs, whether
its date stands in the text. Helpers are worked out by DuckDB, out of core, from `frame_queries/*.sql` and the
contract; the suites get only the columns they name, in batches. What is expected of them stands in
expectations/*.json.

A frame of rows that belong to volumes is worked out for some volumes at a time, for texts being put together cannot be
moved out of memory. In a query `documents` are those of the volumes at hand, `all_documents` those of the corpus; keys
are counted in the corpus, and a row may refer beyond the volumes at hand only in the columns of `_ELSEWHERE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.contract import PUBLISHED, TABLES, Column, Table
from pipeline.publishing.bounded import connect
from pipeline.publishing.parquet import table_files
from pipeline.schema import sql_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BATCH_ROWS = 125_000
GROUP_BYTES = 32 << 20
"""Volumes are looked at together up to so many raw bytes."""

COPIES_OF_KEY = "copies_of_key"
"""Helper of every frame: how many rows have this key."""
MISSING_COLUMNS = "missing_columns"
"""Helper of every frame: names of the required columns that are NULL; empty where none is."""
DANGLING_REFERENCES = "dangling_references"
"""Helper of frames with references: names of the columns whose row is not there; empty where all are."""
TIMES = "times"
"""Beside rows that stand once for all that are like them: how many they are."""

_VOLUME = "volume_id"
_ELSEWHERE = frozenset({"cited_document_id", "cited_article_id"})
"""Columns that may refer to rows of any other volume."""


class Frames:
    """The frames of one dataset. A context manager: it holds a DuckDB connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        """On a connection that has the tables of the contract as `all_documents` and so on."""
        self._connection = connection
        self._connection.execute("SET enable_progress_bar = false")
        self._groups = list(_groups(connection))
        self._at_hand: str | None = None
        self._hold("true")
        self._connection.execute(_sql("macros"))

    @classmethod
    def of_folder(cls, folder: Path, scratch: Path | None = None) -> Frames:
        """The frames of a dataset folder; what memory cannot hold goes to `scratch`."""
        connection = connect(scratch)
        for name in PUBLISHED:
            connection.read_parquet([str(p) for p in table_files(folder, name)]).create_view(f"all_{name}")
        return cls(connection)

    @classmethod
    def of_tables(cls, tables: Mapping[str, pa.Table]) -> Frames:
        """The frames of tables in memory; those that are not given are empty."""
        connection = duckdb.connect(config={"threads": 1})
        for name in PUBLISHED:
            table = tables.get(name)
            connection.register(f"all_{name}", TABLES[name].arrow_table([]) if table is None else table)
        return cls(connection)

    def __enter__(self) -> Frames:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def batches(self, table: Table, columns: Sequence[str], *, alike_once: bool = False) -> Iterator[pd.DataFrame]:
        """The named columns of a table's frame, at most `BATCH_ROWS` rows at a time; one empty batch where it is empty.

        With `alike_once`, rows alike in these columns come once, or once in several batches, and the column `TIMES`
        says how many there are.

        Raises:
            ValueError: a column is neither in the table nor a helper.
        """
        wanted = ", ".join(quoted_name(c) for c in columns)
        grouped = (f", count(*) AS {TIMES}", "GROUP BY ALL") if alike_once else ("", "")
        query = f"SELECT {wanted}{grouped[0]} FROM ({frame_query(table)}) {grouped[1]}"
        vectors = BATCH_ROWS // 2048
        empty: pd.DataFrame | None = None
        some = False
        for _ in self._each_group(table):
            try:
                result = self._connection.execute(query)
            except duckdb.BinderException as error:
                raise ValueError(
                    f"expectations/{table.name}.json names a column that the frame has not: {error}"
                ) from error
            while len(batch := result.fetch_df_chunk(vectors)):
                some = True
                yield batch
            empty = batch
        if not some and empty is not None:
            yield empty

    def counts(self, table: Table, conditions: Sequence[str]) -> list[int]:
        """How many rows of a table's frame meet each condition."""
        if not conditions:
            return []
        columns = ", ".join(f"count(*) FILTER ({condition})" for condition in conditions)
        totals = [0] * len(conditions)
        for _ in self._each_group(table):
            found = self._connection.execute(f"SELECT {columns} FROM ({frame_query(table)})").fetchone()
            assert found is not None
            totals = [a + b for a, b in zip(totals, found, strict=True)]
        return totals

    def first(self, table: Table, condition: str, columns: Sequence[str]) -> dict[str, Any]:
        """The named columns of the first row of a table's frame that meets a condition.

        Raises:
            LookupError: none does.
        """
        names = ", ".join(map(quoted_name, columns))
        query = f"SELECT {names} FROM ({frame_query(table)}) WHERE {condition} ORDER BY ALL LIMIT 1"
        for _ in self._each_group(table):
            found = self._connection.execute(query).fetchone()
            if found is not None:
                return dict(zip(columns, found, strict=True))
        raise LookupError(f"{table.name}: no row where {condition}")

    def _each_group(self, table: Table) -> Iterator[None]:
        """Have the volumes of one group after the other at hand; all at once for a table whose rows belong to none."""
        key, rows = ", ".join(map(quoted_name, table.key)), f"all_{table.name}"
        if _VOLUME not in table.names and self._ascends(key, rows):
            rows = f"(FROM {rows} LIMIT 0)"
        self._connection.execute(
            # Grouped, for a window over the key would sort the table; by hashes first, which are shorter than keys.
            f"CREATE OR REPLACE TEMP TABLE copied AS SELECT {key}, count(*) AS copies FROM {rows} "
            f"WHERE hash({key}) IN (SELECT hash({key}) FROM {rows} GROUP BY ALL HAVING count(*) > 1) "
            "GROUP BY ALL HAVING count(*) > 1"
        )
        for group in self._groups if _VOLUME in table.names else ["true"]:
            self._hold(group)
            yield

    def _ascends(self, key: str, rows: str) -> bool:
        """Whether each row's key comes after that of the row before, so that none is there twice.

        To see that takes half the time of counting keys. Rows that belong to no volume are mostly written so.
        """
        found = self._connection.execute(
            f"SELECT count(*) FROM (SELECT row({key}) AS now, lag(row({key})) OVER () AS before FROM {rows}) "
            "WHERE (now > before) IS NOT TRUE"
        ).fetchone()
        assert found is not None
        return bool(found[0] <= 1)  # the first has none before it

    def _hold(self, group: str) -> None:
        """Have the rows at hand that meet a condition on their volume."""
        if group == self._at_hand:
            return
        for name in PUBLISHED:
            condition = group if _VOLUME in TABLES[name].names else "true"
            self._connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM all_{name} WHERE {condition}"
            )
        self._at_hand = group


def _groups(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Conditions on the id of a volume: each holds for volumes that follow each other, some one for any id at all."""
    query = f"SELECT {_VOLUME}, coalesce(byte_count, 0) FROM all_volumes WHERE {_VOLUME} IS NOT NULL ORDER BY 1"
    firsts: list[str] = []
    held = 0
    for volume, size in connection.execute(query).fetchall():
        if held + size > GROUP_BYTES and held:
            firsts.append(volume)
            held = 0
        held += size
    for low, high in pairwise([None, *firsts, None]):
        sides = [f"{_VOLUME} >= {sql_text(low)}"] if low else []
        sides += [f"{_VOLUME} < {sql_text(high)}"] if high else []
        if high and not low:
            yield f"{sides[0]} OR {_VOLUME} IS NULL"
        else:
            yield " AND ".join(sides) or "true"


def frame_query(table: Table) -> str:
    """The query of a frame: the table, the helpers of its .sql file, and those that follow from the contract."""
    key = [quoted_name(c) for c in table.key]
    same = " AND ".join(f"frame.{c} IS NOT DISTINCT FROM copied.{c}" for c in key)
    joins, dangling = [f"LEFT JOIN copied ON {same}"], []
    for column in table.columns:
        if column.references:
            target, alias = TABLES[column.references], f"of_{column.name}"
            held = f"all_{target.name}" if column.name in _ELSEWHERE else target.name
            joins.append(
                f"LEFT JOIN (SELECT DISTINCT {quoted_name(target.key[0])} AS k FROM {held}) {alias} "
                f"ON {alias}.k = frame.{quoted_name(column.name)}"
            )
            dangling.append(_named_if(column, f"frame.{quoted_name(column.name)} IS NOT NULL AND {alias}.k IS NULL"))
    missing = [_named_if(c, f"frame.{quoted_name(c.name)} IS NULL") for c in table.columns if not c.nullable]
    helpers = [
        f"coalesce(copied.copies, 1) AS {COPIES_OF_KEY}",
        f"concat_ws(', ', {', '.join(missing)}) AS {MISSING_COLUMNS}",
    ]
    if dangling:
        helpers.append(f"concat_ws(', ', {', '.join(dangling)}) AS {DANGLING_REFERENCES}")
    return f"SELECT frame.*, {', '.join(helpers)} FROM ({_sql(table.name)}) frame {' '.join(joins)}"


def _named_if(column: Column, condition: str) -> str:
    return f"CASE WHEN {condition} THEN '{column.name}' END"


def quoted_name(column: str) -> str:
    """A column's name as SQL has it."""
    return f'"{column}"'


def _sql(name: str) -> str:
    return (files("pipeline.checking") / "frame_queries" / f"{name}.sql").read_text(encoding="utf-8")
