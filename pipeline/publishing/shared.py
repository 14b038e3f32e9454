"""Tables of which several volumes have the same rows: what is true of a body is true in whichever volume names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.contract import Table
from pipeline.publishing.bounded import connect

SHARED = ("agencies",)
"""The tables that volumes share; a row depends on its key alone."""

_BATCH_ROWS = 100_000


def shared_pieces(table: Table, parts: Sequence[Path], scratch: Path) -> Iterator[pa.Table]:
    """The rows of all volumes in the table's order, those that several have alike once; `parts` are part folders.

    Raises:
        ValueError: two volumes say different things under one key.
    """
    if not parts:
        return
    key, order = (", ".join(f'"{c}"' for c in columns) for columns in (table.key, table.order))
    with connect(scratch) as connection:
        files = [str(p / f"{table.name}.parquet") for p in parts]
        connection.read_parquet(files).create_view("given")
        connection.execute("CREATE TEMP TABLE shared AS SELECT DISTINCT * FROM given")
        twice = connection.execute(
            f"SELECT {key} FROM shared GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1"
        ).fetchone()
        if twice is not None:
            raise ValueError(f"{table.name}: volumes say different things of {', '.join(map(str, twice))}")
        for batch in connection.sql(f"SELECT * FROM shared ORDER BY {order}").to_arrow_reader(_BATCH_ROWS):
            yield pa.Table.from_batches([batch]).cast(table.schema)
