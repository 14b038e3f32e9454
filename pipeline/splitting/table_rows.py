"""The rows of a flattened table and their cells.

Rows are told by the numbers that run down their first column, or by one row a line. What stands in which column is
worked out in `pipeline.splitting.table_columns`. A table whose rows cannot be told apart has none.

Belongs here: heading cells, where rows begin, the text of cells. Does not belong here: where tables stand
(`pipeline.cleaning.table_regions`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.cleaning.cleaners import run_cleaners
from pipeline.cleaning.ledger import Draft
from pipeline.cleaning.table_lines import TableLine, cells_of, heading_cells, is_serial_word, marker_of
from pipeline.splitting.table_columns import Piece, cut_rows


class Row(NamedTuple):
    """A row: its first and last raw line, its cells in column order (empty where nothing is printed)."""

    line_start: int
    line_end: int
    cells: list[str]


FEWEST_ROWS = 2
LONGEST_ROW = 300
"""Printed lines of a row at most: where more stand between two numbers, numbers were lost."""

MOST_COLUMNS = 12

_BRACKETED = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_AFTER_TORN = re.compile(r"([\u4e00-\u9fff]{1,8})([0-9]{1,4})\s+(?=[^\s0-9])")
"""The end of a cell torn over two lines, and the next row's number right after it."""
_SERIAL = re.compile(r"([0-9]{1,4})(?=\s|$)\s*(?![号年月日时分条款项个名家万亿元％%.．、）)])")


def heading_columns(lines: Sequence[TableLine]) -> list[str]:
    """The column headings of a heading row, its wrapped words put together."""
    columns: list[str] = []
    open_word = ""
    for line in lines:
        whole = [] if open_word else heading_cells(line.text)
        for cell in whole or cells_of(line.text):
            if columns and not open_word and cell[0] in "（(和及与、":
                columns[-1] += cell
                continue
            open_word += cell
            if heading_cells(open_word):
                columns.append(open_word)
                open_word = ""
    return [*columns, open_word] if open_word else columns


def numbered_rows(lines: Sequence[TableLine], columns: int) -> list[Row]:
    """Rows of a table whose first column numbers them; none if they cannot be told apart.

    A row that numbers its parts （1）（2）, each with cells of its own, is several rows. A cell that rows share stands
    in each of them.

    Args:
        lines: the lines under the heading row.
        columns: number of columns.
    """
    starts = _row_starts(lines)
    longest = max((end - begin for begin, end in pairwise([*starts, len(lines)])), default=0)
    if len(starts) < FEWEST_ROWS or not 2 <= columns <= MOST_COLUMNS or longest > LONGEST_ROW:
        return []
    spanning = _spanning_headings(lines, starts)
    rows = [_Numbered(lines, begin, end, spanning) for begin, end in pairwise([*starts, len(lines)])]
    _mend_torn(rows)
    if sum(not row.pieces for row in rows) * 4 > len(rows):
        return []
    if columns > 3 and _have_parts(rows):
        return _rows_in_parts(rows, columns)
    return _whole_rows(rows, columns)


class _Numbered:
    """What is printed of a row: its number, the pieces after it, the raw line of each of its lines."""

    def __init__(self, lines: Sequence[TableLine], begin: int, end: int, left_out: Collection[int]):
        body = [lines[i] for i in range(begin, end) if i not in left_out]
        m = _row_number(body[0].text)
        torn = None if m else _AFTER_TORN.match(body[0].text)
        self.torn = torn[1] if torn else ""
        m = m or torn
        self.number = m[0].strip().removeprefix(self.torn) if m else ""
        self.lines = [line.number for line in body]
        self.pieces: list[Piece] = []
        for n, line in enumerate(body):
            text = line.text[m.end() :].strip() if m and not n else line.text
            close, top = line.gap == 0 and not line.top, line.top and n > 0
            width = _width(text)
            for cell in _parted(text):
                self.pieces.append(Piece(cell, width if cell == text else _width(cell), width, n, close, top))
                top = False

    def part_starts(self) -> list[int]:
        """Indices of the pieces that begin its parts （1）, （2） …"""
        found: list[int] = []
        for t, piece in enumerate(self.pieces):
            marker = marker_of(piece.text)
            if marker and marker.kind == "bracketed" and marker.value == (len(found) + 1,):
                found.append(t)
        return found


def _mend_torn(rows: Sequence[_Numbered]) -> None:
    """Join what stands before a row's number to the first cell of the row that has it: rows below share the cell."""
    for n, row in enumerate(rows):
        owner = next((r for r in reversed(rows[:n]) if len(r.pieces) > 1), None) if row.torn else None
        if owner is not None:
            owner.pieces[0] = owner.pieces[0]._replace(text=owner.pieces[0].text + row.torn)


def _whole_rows(rows: Sequence[_Numbered], columns: int) -> list[Row]:
    """Rows of one cell a column. Where many have too few pieces, their first cells are those of a row before."""
    own = columns - 1
    short = [len(row.pieces) < own for row in rows]
    shared = 4 * sum(short) > len(rows)
    cuts = iter(
        cut_rows([r.pieces for r, less in zip(rows, short, strict=True) if r.pieces and not (shared and less)], own)
    )
    found: list[Row] = []
    for row, less in zip(rows, short, strict=True):
        cut = list(range(own - len(row.pieces), own)) if less and (shared or not row.pieces) else next(cuts)
        cells = _cell_texts(row.pieces, cut, own)
        if shared and found:
            before = found[-1].cells[1:]
            first = next((k for k, cell in enumerate(cells) if cell), own)
            cells = [*before[:first], *cells[first:]]
        found.append(Row(row.lines[0], row.lines[-1], [row.number, *cells]))
    return found


def _have_parts(rows: Sequence[_Numbered]) -> bool:
    """Whether rows number parts of theirs that have cells of their own.

    They have if what stands before a part's number is mostly no end of a sentence: it is the last cell of the part
    before, not text that goes on.
    """
    before = [row.pieces[t - 1].text[-1] for row in rows for t in row.part_starts()[1:]]
    return bool(before) and 10 * sum(c not in "。；：，、" for c in before) >= 7 * len(before)


def _rows_in_parts(rows: Sequence[_Numbered], columns: int) -> list[Row]:
    """A row for each part: the number, what stands before the first part (shared), then the part's own cells."""
    parts: list[tuple[_Numbered, str, list[Piece]]] = []
    for row in rows:
        if not row.pieces:
            continue
        starts = row.part_starts() or [_first_wide(row.pieces)]
        shared = "".join(p.text for p in row.pieces[: starts[0]])
        for begin, end in pairwise([*starts, len(row.pieces)]):
            parts.append((row, shared, _without_repeated_head(row.pieces[begin:end], row.number)))
    cuts = cut_rows([pieces for _, _, pieces in parts], columns - 2, blanks=True)
    found: list[Row] = []
    for (row, shared, pieces), cut in zip(parts, cuts, strict=True):
        begins = not found or found[-1].line_end < row.lines[0]
        cells = [row.number, _clean(shared), *_cell_texts(pieces, cut, columns - 2)]
        found.append(Row(row.lines[0 if begins else pieces[0].line], row.lines[pieces[-1].line], cells))
    return found


def _first_wide(pieces: Sequence[Piece]) -> int:
    """Index of the first piece of the widest column: the shared cell before it is narrow."""
    wide = 0.6 * max(p.width for p in pieces)
    return next(t for t, piece in enumerate(pieces) if piece.width >= wide)


def _without_repeated_head(pieces: list[Piece], number: str) -> list[Piece]:
    """The pieces of a part up to where its row's number is printed again, at the top of a page of the source."""
    end = next((t for t, piece in enumerate(pieces) if t and piece.text == number), len(pieces))
    return pieces[:end]


def grid_rows(lines: Sequence[TableLine]) -> list[Row]:
    """Rows of a table that prints each on a line of its own, all cells parted by blanks; none if the lines differ."""
    rows = [Row(line.number, line.number, [_clean(cell) for cell in line.text.split()]) for line in lines]
    alike = len({len(row.cells) for row in rows}) == 1 and len(rows[0].cells) > 1
    return rows if len(rows) >= FEWEST_ROWS and alike else []


def is_numbered(columns: Sequence[str]) -> bool:
    """Whether the first column numbers the rows."""
    return bool(columns) and is_serial_word(columns[0])


def _row_number(text: str) -> re.Match[str] | None:
    return _SERIAL.match(text) or _BRACKETED.fullmatch(text)


def _row_starts(lines: Sequence[TableLine]) -> list[int]:
    """Indices of the lines that begin with the next number, or are the next of （一）, （二） …

    A number or two may have been lost.
    """
    starts: list[int] = []
    number = bracketed = 0
    waiting: dict[int, int] = {}
    for i, line in enumerate(lines):
        if _BRACKETED.fullmatch(line.text):
            marker = marker_of(line.text)
            if marker and marker.value == (bracketed + 1,):
                bracketed += 1
                starts.append(i)
            continue
        m = _SERIAL.match(line.text)
        if not m:
            torn = _AFTER_TORN.match(line.text)
            if torn and number and int(torn[2]) == number + 1:
                waiting.setdefault(number + 1, i)
            continue
        value = int(m[1])
        if value == number + 1:
            starts.append(i)
            number = value
            waiting = {}
        elif number and number + 1 < value <= number + 3:
            ahead = waiting.get(value - 1)
            waiting.setdefault(value, i)
            if ahead is not None:
                starts += [ahead, i]
                number = value
                waiting = {}
    return sorted(starts)  # a number that waited stands before bracketed ones found meanwhile


def _spanning_headings(lines: Sequence[TableLine], starts: Sequence[int]) -> frozenset[int]:
    """Indices of headings across all columns: right before a row, numbered 一、二、 through the table."""
    found: list[int] = []
    number = 0
    begins = frozenset(starts)
    before = [s - 1 for s in starts if s > 0 and s - 1 not in begins]
    for i in before:
        marker = marker_of(lines[i].text)
        if marker and marker.kind == "item" and marker.value == (number + 1,):
            found.append(i)
            number += 1
    return frozenset(found)


def _parted(text: str) -> list[str]:
    """A line cut at the blanks that may part cells: not at those beside a figure or a Latin letter."""
    parts: list[str] = []
    for cell in cells_of(text):
        if parts and (parts[-1][-1] < "\u0250" or cell[0] < "\u0250"):
            parts[-1] += " " + cell
        else:
            parts.append(cell)
    return parts


_NARROW = re.compile("[^ \u0250-\U0010ffff]")


def _width(text: str) -> float:
    return len(text) - text.count(" ") - len(_NARROW.findall(text)) / 2


def _cell_texts(pieces: Sequence[Piece], cut: Sequence[int], columns: int) -> list[str]:
    cells = [""] * columns
    for piece, column in zip(pieces, cut, strict=True):
        cells[column] += piece.text
    return [_clean(cell) for cell in cells]


def _clean(text: str) -> str:
    draft = Draft(text)
    run_cleaners(draft)
    return draft.text
