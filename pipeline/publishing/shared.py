"""Tables of which several volumes have the same rows: what is true of a body is true in whichever volume names it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from pipeline.contract import Table

SHARED = ("agencies",)
"""The tables that volumes share; a row depends on its key alone."""


def shared_rows(table: Table, pieces: Iterable[pa.Table]) -> pa.Table:
    """The rows of all pieces in the table's order, those that several pieces have alike once.

    Raises:
        ValueError: two pieces say different things under one key.
    """
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for piece in pieces:
        for row in piece.to_pylist():
            key = tuple(row[k] for k in table.key)
            if rows.setdefault(key, row) != row:
                raise ValueError(f"{table.name}: volumes say different things of {', '.join(map(str, key))}")
    order = sorted(rows.values(), key=lambda r: tuple(r[c] for c in table.order))
    return table.arrow_table(table.rows_of(order))
