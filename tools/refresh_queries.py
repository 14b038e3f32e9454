"""Asks the questions of docs/queries.md and docs/graph.md and writes the answers below them.

python tools/refresh_queries.py output/latest/corpus.duckdb
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import duckdb

DOCS = Path(__file__).resolve().parents[1] / "docs" / "queries.md"
GRAPH = DOCS.with_name("graph.md")
_QUERY = re.compile(r"(```sql\n(?P<query>.*?)\n```\n)(?P<answer>\n(?:\|[^\n]*\n)+)?", re.DOTALL)


def refreshed(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The page with the answers that the dataset gives now."""
    return _QUERY.sub(lambda found: f"{found[1]}\n{answer(connection, found['query'])}", text)


def queries(text: str) -> list[tuple[str, str]]:
    """The queries of a page, each with the answer below it."""
    return [(found["query"], (found["answer"] or "").strip()) for found in _QUERY.finditer(text)]


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The answer to a query as a Markdown table."""
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    rows = [" | ".join(map(_cell, row)) for row in result.fetchall()]
    return "\n".join(f"| {row} |" for row in (" | ".join(names), " | ".join("---" for _ in names), *rows)) + "\n"


def _cell(value: Any) -> str:
    return "" if value is None else re.sub(r"\s+", " ", str(value)).replace("|", "\\|")


if __name__ == "__main__":
    with duckdb.connect(sys.argv[1], read_only=True) as database:
        for page in (DOCS, GRAPH):
            page.write_text(refreshed(page.read_text(encoding="utf-8"), database), encoding="utf-8")
