"""The dataset that a command asks: opened read-only, with nothing reachable but its own tables.

Belongs here: opening, and what to say when it cannot be. Does not belong here: questions, how answers look.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import typer

from pipeline.publishing.database import FILE_NAME

Row = dict[str, Any]


def stop(command: str, message: str, code: int = 2) -> NoReturn:
    """Say what is wrong and what to do, and end."""
    print(f"gongwen {command}: {message}", file=sys.stderr)
    raise typer.Exit(code)


@contextmanager
def opened(command: str, output: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The latest dataset of an output folder, or a dataset folder itself.

    Ends the command with a message where there is none.
    """
    candidates = (output / "latest" / FILE_NAME, output / FILE_NAME)
    path = next((p for p in candidates if p.is_file()), None)
    if path is None:
        stop(
            command, f"{candidates[0]}: found no dataset. Build it with `gongwen build`, or name one with --output DIR."
        )
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        stop(command, f"{path}: cannot be opened: {error}. Build it anew with `gongwen build`.")
    try:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def rows(connection: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[Row]:
    """The rows of a query as dictionaries."""
    result = connection.execute(query, list(values))
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
