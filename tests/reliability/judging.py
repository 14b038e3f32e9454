"""What must hold of any volume that is built, besides what building checks: said of its rows, in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any

import pyarrow as pa

from pipeline.contract import TABLES
from pipeline.publishing.shared import SHARED
from pipeline.stages import Built

Rows = dict[str, list[dict[str, Any]]]

SECONDS, SECONDS_A_LINE, SECONDS_A_MEGABYTE = 2.0, 0.002, 20.0
"""Processor time that a volume may take: a start, and so much for each line and each megabyte."""


def longest(data: bytes) -> float:
    """Seconds of processor time after which a volume of these bytes counts as hanging."""
    return SECONDS + SECONDS_A_LINE * data.count(b"\n") + SECONDS_A_MEGABYTE * len(data) / 1e6


def together(volumes: Iterable[Built]) -> dict[str, pa.Table]:
    """The tables of several volumes as one dataset has them: a row that volumes share stands there once."""
    parts: dict[str, list[pa.Table]] = {}
    for built in volumes:
        for name, table in built.tables.items():
            parts.setdefault(name, []).append(table)
    return {name: _once(name, pa.concat_tables(tables)) for name, tables in parts.items()}


def _once(name: str, table: pa.Table) -> pa.Table:
    if name not in SHARED:
        return table
    rows = {tuple(row[k] for k in TABLES[name].key): row for row in table.to_pylist()}
    return pa.Table.from_pylist(list(rows.values()), schema=table.schema)


def broken_promises(rows: Rows) -> Iterator[str]:
    """Sentences on what is broken: the bounds of lines, their order, the partition into articles."""
    lines = rows["volumes"][0]["line_count"]
    for table in ("pages", "documents", "units", "articles", "blocks", "tables", "table_rows"):
        for row in rows.get(table, ()):
            if not 1 <= row["line_start"] <= row["line_end"] <= lines:
                yield f"{table}: lines {row['line_start']} to {row['line_end']} of {lines}: {row}"
    for before, after in pairwise(rows["blocks"]):
        if after["line_start"] < before["line_end"]:
            yield f"blocks: {after['block_id']} begins before {before['block_id']} ends"
    for table, key in (("documents", "document_id"), ("units", "unit_id"), ("articles", "article_id")):
        ids = [row[key] for row in rows[table]]
        if len(set(ids)) != len(ids):
            yield f"{table}: the same id twice"
    yield from _partition(rows)


def _partition(rows: Rows) -> Iterator[str]:
    """The blocks of an article follow each other, and the articles of a document, in order, take all its blocks.

    A heading may stand in none; a row of a long table is an article without a block.
    """
    runs: dict[str, list[str]] = {}
    in_documents = (b for b in rows["blocks"] if b["document_id"] is not None)
    for (document, article), blocks in groupby(in_documents, key=lambda b: (b["document_id"], b["article_id"])):
        if article is not None:
            run = runs.setdefault(document, [])
            if not run or run[-1] != article:
                run.append(article)
        elif any(b["kind"] != "heading" for b in blocks):
            yield f"{document}: a block that is no heading stands in no article"
    articles: dict[str, list[str]] = {}
    for article in rows["articles"]:
        articles.setdefault(article["document_id"], []).append(article["article_id"])
    for document, run in runs.items():
        held = set(run)
        if run != [a for a in articles.get(document, ()) if a in held]:
            yield f"{document}: its articles do not partition its blocks in order"
        if loose := [a for a in articles.get(document, ()) if a not in held and "__row_" not in a]:
            yield f"{document}: no block stands in {loose[0]}"
