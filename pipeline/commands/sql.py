"""`gongwen sql`: DuckDB on the dataset, read-only and with nothing else in reach; a prompt where no query is given."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer

from pipeline.commands.dataset import opened, rows, stop

NAME = "sql"
SHOWN = 200
"""Rows shown on a terminal; a program gets all."""

_TABLES = """
    SELECT table_name AS name, comment AS meaning, false AS is_view FROM duckdb_tables()
    WHERE database_name = current_database() AND NOT starts_with(table_name, 'search_')
    UNION ALL
    SELECT view_name, comment, true FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
    ORDER BY is_view, name
"""
_COLUMNS = """
    SELECT DISTINCT column_name AS name FROM duckdb_columns()
    WHERE database_name = current_database() AND NOT internal ORDER BY name
"""
_KEYWORDS = (
    "SELECT", "FROM", "WHERE", "GROUP", "BY", "ORDER", "LIMIT", "HAVING", "JOIN", "LEFT", "USING", "ON", "AS", "WITH",
    "DISTINCT", "count", "sum", "avg", "min", "max", "list", "string_agg", "unnest", "contains", "starts_with",
    "regexp_matches", "year", "month", "list_contains", "DESCRIBE", "SUMMARIZE", "search(",
)  # fmt: skip


def run(
    query: Annotated[str | None, typer.Argument(help="A query; without one, a prompt.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    output: Annotated[Path, typer.Option(help="The output folder; its latest dataset is asked.")] = Path("output"),
) -> None:
    """Ask the dataset in SQL."""
    with opened(NAME, output) as connection:
        if query is None:
            _prompt(connection)
            return
        if not query.strip():
            stop(NAME, "found an empty query; expected SQL. Without a query there is a prompt: gongwen sql")
        try:
            names, found = _ask(connection, query)
        except duckdb.Error as error:
            stop(NAME, f"{_said(error)}\nTables and columns: gongwen sql  (then .tables, or DESCRIBE documents)", 1)
        if as_json:
            data = [dict(zip(names, row, strict=True)) for row in found]
            print(json.dumps(data, ensure_ascii=False, indent=1, default=str))
        else:
            show(names, found)


def _ask(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    result = connection.execute(query)
    return [column[0] for column in result.description or ()], result.fetchall()


def _said(error: duckdb.Error) -> str:
    return str(error).strip()


def show(names: Sequence[str], found: Sequence[tuple[Any, ...]]) -> None:
    """Rows as a table on a terminal, tab-separated elsewhere."""
    if not sys.stdout.isatty():
        print("\t".join(names))
        for row in found:
            print("\t".join(_cell(v).replace("\t", " ").replace("\n", " ") for v in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold", show_lines=any("\n" in _cell(v) or len(_cell(v)) > 60 for r in found for v in r))
    for i, name in enumerate(names):
        numbers = all(isinstance(row[i], int | float) for row in found) and found
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in found[:SHOWN]:
        table.add_row(*(Text("NULL", "dim") if v is None else Text(_cell(v)) for v in row))
    console = Console()
    console.print(table)
    rest = f", the first {SHOWN} shown" if len(found) > SHOWN else ""
    console.print(Text(f"{len(found):,} row{'' if len(found) == 1 else 's'}{rest}", "dim"))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(map(_cell, value))
    return str(value)


def _prompt(connection: duckdb.DuckDBPyConnection) -> None:
    """Ask until the end of input. A query may take several lines and ends with a semicolon."""
    _show_tables(connection)
    read = _reader(connection)
    print("End a query with ; — .tables lists the tables, .quit or Ctrl-D ends.")
    waiting = ""
    while True:
        try:
            line = read("gongwen> " if not waiting else "    ...> ")
        except EOFError:
            return
        except KeyboardInterrupt:
            waiting = ""
            continue
        command = line.strip()
        if not waiting and command in (".quit", ".exit", "exit", "quit"):
            return
        if not waiting and command == ".tables":
            _show_tables(connection)
            continue
        waiting = f"{waiting}\n{line}".strip()
        if waiting.endswith(";"):
            try:
                show(*_ask(connection, waiting))
            except duckdb.Error as error:
                print(_said(error), file=sys.stderr)
            waiting = ""


def _show_tables(connection: duckdb.DuckDBPyConnection) -> None:
    from rich.console import Console
    from rich.table import Table

    for is_view, title in ((False, "tables"), (True, "views")):
        table = Table(title=title, title_justify="left", box=None, show_header=False, padding=(0, 1))
        table.add_column(style="bold cyan", no_wrap=True)
        table.add_column()
        for row in rows(connection, _TABLES):
            if row["is_view"] == is_view:
                table.add_row(row["name"], row["meaning"] or "")
        Console().print(table)
    print(
        "The articles that answer a question: SELECT * FROM search('重要数据 备案') JOIN articles USING (article_id);"
    )


def _reader(connection: duckdb.DuckDBPyConnection) -> Any:
    """How lines are read: with completion and history on a terminal, plainly from a pipe."""
    if not sys.stdin.isatty():
        return _plain
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    names = [r["name"] for q in (_TABLES, _COLUMNS) for r in rows(connection, q)]
    completer = WordCompleter([*dict.fromkeys([*names, *_KEYWORDS])], ignore_case=True)
    place = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "gongwen" / "sql_history"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
        history: FileHistory | InMemoryHistory = FileHistory(str(place))
    except OSError:
        history = InMemoryHistory()
    return PromptSession(history=history, completer=completer, complete_while_typing=True).prompt


def _plain(_: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")
