"""The tables of a volume: caption, columns, and rows where they can be rebuilt.

Belongs here: from the blocks of kind `table` to tables of documents. Does not belong here: where tables stand
(`pipeline.cleaning.table_regions`), how rows are told apart (`pipeline.splitting.table_rows`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.cleaning.table_lines import TableLine, heading_cells, table_lines
from pipeline.cleaning.table_regions import heading_row
from pipeline.splitting.table_rows import Row, grid_rows, heading_columns, is_numbered, numbered_rows
from pipeline.values import Block, Cleaned, Volume


class Table(NamedTuple):
    """A table of a document: `document` is an index into the list of documents, `ordinal` its position in it from 1.

    `rows` is None where they cannot be told apart.
    """

    document: int
    ordinal: int
    caption: str | None
    columns: list[str]
    rows: list[Row] | None
    line_start: int
    line_end: int


CAPTION_BLOCKS = 3
"""How many blocks before a table its caption is looked for."""

_CAPTION = re.compile(
    r"(?:表|清单|目录|名单|安排|指标|指标体系|重点|情况|成果|项目)(?:[（(][^（）()]{1,30}[）)])?$|^(?:附?表|专栏)\s*[0-9]"
)
_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*(?=.)")
_NO_CAPTION_END = "。；：，、）)日%％0123456789"

LONGEST_CAPTION = 60
SHORT_CAPTION = 24
"""Characters of a line that needs no word to be taken for a caption, right before a table."""


def build_tables(volume: Volume, cleaned: Cleaned) -> list[Table]:
    """Tables in reading order; marks the paragraph that is a table's caption as `table_caption`.

    A table outside every document is left out.
    """
    dropped = frozenset(e.line for e in cleaned.edits if e.rule.startswith("drop_"))
    tables: list[Table] = []
    position: Counter[int] = Counter()
    for index, block in enumerate(cleaned.blocks):
        if block.kind != "table" or block.document is None:
            continue
        lines = table_lines(volume, dropped, block.line_start, block.line_end)
        heading, body = _parts(lines)
        columns = heading_columns(heading)
        rows = numbered_rows(body, len(columns)) if is_numbered(columns) else grid_rows(body) if columns else []
        if not rows and _is_form(columns, body):
            columns = []
        position[block.document] += 1
        tables.append(
            Table(
                block.document,
                position[block.document],
                _caption(cleaned.blocks, index),
                columns if not rows or len(columns) == len(rows[0].cells) else [],
                rows or None,
                block.line_start,
                block.line_end,
            )
        )
    return tables


def _parts(lines: Sequence[TableLine]) -> tuple[Sequence[TableLine], Sequence[TableLine]]:
    """The lines of the heading row, if a table begins with one, and those under it."""
    end = heading_row(lines)
    return lines[:end], lines[end:]


def _is_form(columns: Sequence[str], body: Sequence[TableLine]) -> bool:
    """Whether what looks like a heading row is only the first of a form's rows of labels."""
    others = (heading_cells(line.text) for line in body)
    return not is_numbered(columns) and any(len(cells) > 1 and not set(cells) <= set(columns) for cells in others)


def _caption(blocks: Sequence[Block], index: int) -> str | None:
    """The caption of the table at `index`: the short line right before it, else one near it that names a table."""
    for i in range(index - 1, max(-1, index - 1 - CAPTION_BLOCKS), -1):
        block = blocks[i]
        if block.document != blocks[index].document or block.kind == "table":
            return None
        text = _NUMBER.sub("", block.text.strip(), count=1)
        names_table = len(text) <= LONGEST_CAPTION and _CAPTION.search(text)
        if names_table or (i == index - 1 and len(text) <= SHORT_CAPTION and text[-1] not in _NO_CAPTION_END):
            if names_table and i == index - 1 and block.kind == "paragraph":
                block.kind = "table_caption"
            return text
    return None
