"""Where tables and forms stand: flattened cell by cell, narrower than the text around them, under a heading row or not.

Belongs here: first and last line of each table, its heading rows. Does not belong here: what one line tells
(`pipeline.cleaning.table_lines`), rows and cells (`pipeline.splitting.tables`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.cleaning.table_lines import (
    Marker,
    TableLine,
    begins_document,
    cells_of,
    heading_cells,
    is_serial_word,
    marker_of,
    may_be_heading,
    serial_of,
    table_lines,
)
from pipeline.values import Volume


class TableRegion(NamedTuple):
    """A table: first and last raw line of its body, and the raw lines of its heading row (none in some forms)."""

    start: int
    end: int
    heading: tuple[int, ...]


class _Heading(NamedTuple):
    """A heading row, maybe wrapped over several lines: indices of its first and last line, its characters, and whether
    it has a column that numbers the rows. A `weak` one begins with one cell alone on its line: it may be a cell."""

    first: int
    last: int
    text: str
    numbered: bool
    weak: bool


class _Found(NamedTuple):
    """A table by the indices of its first and last line, its heading row and the places where that stands again."""

    first: int
    last: int
    heading: _Heading | None
    repeats: tuple[_Heading, ...]


LONGEST_HEADING = 14
"""Printed lines a wrapped heading row may take."""

LONGEST_ROW = 130
"""Printed lines between two serials of one table."""

FARTHEST_CAPTION = 12
"""Lines between the caption of a form and the first row that is nothing but labels."""

FEWEST_FIELDS = 4
"""Fields that make a form where no heading row tells."""

LONGEST_REMARK = 4
"""Lines of text that may stand between two parts of one form."""

_CAPTION = re.compile(r"表(?:[（(][^（）()]{1,20}[）)])?$")
_TO_FILL_IN = re.compile(r"[□☐年章字](?:(?<=[□☐])|(?<=年)\s+月\s+日|(?:(?<=[签盖公]章)|(?<=签字))[：:]?$)")
_BODY = re.compile(r"(?:部|委|局|院|厅|会|行|署|办|室|长|理|章|则|录|言)$")
_FIGURES = re.compile(r"(?:\s[0-9.,]+[^\s，。；]{0,3}){2}$")
_NOTE = re.compile(r"(?:注|说明|备注|资料来源|填表说明)\s*\d?\s*[：:]")
_SENTENCE_END = "。；！？"


def find_table_regions(volume: Volume, dropped: Collection[int] = ()) -> list[TableRegion]:
    """Tables in raw order, without overlap. `dropped` are raw lines that are no text."""
    lines = table_lines(volume, dropped)
    headings = _headings(lines)
    found: list[_Found] = []
    free = 0
    for k, heading in enumerate(headings):
        if heading.first >= free:
            found.append(_headed_table(lines, headings, k, free))
            free = found[-1].last + 1
    return [_region(lines, table) for table in _bridged(lines, sorted([*found, *_field_runs(lines, found)]))]


def heading_row(lines: Sequence[TableLine]) -> int:
    """How many of a table's first lines are its heading row; 0 if it begins with none."""
    last = _heading_end(lines, 0)[1] if lines else None
    return 0 if last is None else last + 1


def _region(lines: Sequence[TableLine], table: _Found) -> TableRegion:
    heading = table.heading
    return TableRegion(
        lines[table.first].number,
        lines[table.last].number,
        tuple(lines[j].number for j in range(heading.first, heading.last + 1)) if heading else (),
    )


def _headings(lines: Sequence[TableLine]) -> list[_Heading]:
    found = []
    free = 0
    for i in [i for i, line in enumerate(lines) if len(line.text) <= 2 or may_be_heading(line.text)]:
        numbered, last = _heading_end(lines, i) if i >= free else (False, None)
        if last is not None:
            text = "".join("".join(x.text.split()) for x in lines[i : last + 1])
            found.append(_Heading(i, last, text, numbered, len(cells_of(lines[i].text)) == 1))
            free = last + 1
    return found


def _heading_end(lines: Sequence[TableLine], i: int) -> tuple[bool, int | None]:
    """Whether the heading row that begins with line i has a numbering column, and the index of its last line.

    A heading row has two columns or more. The column that numbers the rows tells it by itself, wrapped (序/号) or not.
    """
    text = lines[i].text
    cells = heading_cells(text)
    if not cells and len(text) > 2:
        return False, None
    numbered = any(map(is_serial_word, cells))
    if not cells and i + 1 < len(lines) and is_serial_word(text + lines[i + 1].text):
        numbered = True
    if numbered:
        return True, _numbered_heading_end(lines, i)
    if len(cells) >= 2:
        last = i
        while last + 1 < len(lines) and len(heading_cells(lines[last + 1].text)) >= 2:
            last += 1
        return False, _cells_beside(lines, last)
    if cells and i + 1 < len(lines):
        after = lines[i + 1]
        beside = after.gap == 0 and not after.top
        if (beside or len(heading_cells(after.text)) == 1) and after.width <= 14 and not marker_of(after.text):
            return False, _cells_beside(lines, i + 1)
    return False, None


def _numbered_heading_end(lines: Sequence[TableLine], i: int) -> int | None:
    """The heading row of a numbered table goes on until the first row: its number, or a heading across all columns."""
    last = i
    one_line = len(cells_of(lines[i].text)) >= 2
    for j in range(i + 1, min(i + 1 + LONGEST_HEADING, len(lines))):
        line = lines[j]
        if one_line and j == i + 1 and line.gap:
            return i
        serial = serial_of(line.text)
        if (serial is not None and serial <= 1) or marker_of(line.text):
            return last
        if line.width > 30 or line.text[-1] in _SENTENCE_END or begins_document(lines, j):
            break
        last = j
    return i if one_line else None


def _cells_beside(lines: Sequence[TableLine], last: int) -> int:
    """A heading row without a numbering column goes on with cells on the same height of the page, and their wraps."""
    end = last
    while end + 1 < len(lines) and not lines[end + 1].top and lines[end + 1].width <= 14:
        if lines[end + 1].gap and not (end > last and heading_cells(lines[end + 1].text)):
            break
        end += 1
    return end


def _headed_table(lines: Sequence[TableLine], headings: Sequence[_Heading], k: int, free: int) -> _Found:
    """The table under a heading row. In a form, whose heading row is one of several, it begins before it."""
    heading = headings[k]
    outer = _outer_markers(lines, heading.first)
    last_row, repeats, following = _numbered_rows(lines, headings, k, outer)
    last = _tail_end(lines, heading, last_row, headings[following] if following < len(headings) else None, outer)
    first = heading.first if heading.numbered or repeats else _form_start(lines, heading.first, free)
    return _Found(first, last, heading, tuple(repeats))


def _form_start(lines: Sequence[TableLine], first: int, free: int) -> int:
    """Where a form begins of which line `first` is a row: under its caption or the top of its page, else after what is
    no field."""
    fields = first
    while fields > free and not lines[fields].top and _is_field(lines[fields - 1]):
        fields -= 1
    for i in range(first - 1, max(free, first - FARTHEST_CAPTION) - 1, -1):
        line = lines[i]
        if _CAPTION.search(line.text) or (line.top and marker_of(line.text)):
            return i + 1
        if line.top or line.text[-1] in _SENTENCE_END or marker_of(line.text):
            break
    return fields


def _numbered_rows(
    lines: Sequence[TableLine], headings: Sequence[_Heading], k: int, outer: dict[str, tuple[int, ...]]
) -> tuple[int, list[_Heading], int]:
    """How far the numbers of the rows run: index of the last row's first line (the heading's last line if there are no
    numbers), the headings that repeat this one on the way, and the index of the next other heading."""
    heading = headings[k]
    last = at = heading.last
    number = 0
    repeats: list[_Heading] = []
    following = k + 1
    i = heading.last + 1
    while i < len(lines) and i - last <= LONGEST_ROW:
        line = lines[i]
        if following < len(headings) and i == headings[following].first:
            other = headings[following]
            following += 1
            if _repeats(heading.text, other.text):
                repeats.append(other)
                i = last = other.last
            elif other.numbered or not (heading.numbered or other.weak):
                break
        elif begins_document(lines, i) or _ends_table(line, outer):
            break
        else:
            serial = serial_of(line.text)
            if serial is not None and number <= serial <= number + 3 and line.width <= 30 and (number or serial == 1):
                number, last, at = serial, i, i
        i += 1
    at = max([at, *(h.last for h in repeats)])
    following = k + 1
    while following < len(headings) and headings[following].first <= at:
        following += 1
    return at, repeats, following


def _repeats(heading: str, other: str) -> bool:
    """Whether a heading row is another one printed again, whole or in part."""
    return other in heading or heading in other


def _tail_end(
    lines: Sequence[TableLine],
    heading: _Heading,
    row: int,
    following: _Heading | None,
    outer: dict[str, tuple[int, ...]],
) -> int:
    """Index of the last line of the table, of which `row` is the last line sure to belong to it."""
    widths = sorted(x.width for x in lines[heading.last + 1 : row + 1])
    ends_sentences = any(x.text[-1] in _SENTENCE_END for x in lines[heading.first : row + 1])
    prose = _prose_width(lines, heading.first)
    end = row
    for i in range(row + 1, len(lines)):
        line = lines[i]
        if following and i >= following.first:
            return _before_caption(lines, end, following)
        if begins_document(lines, i) or _ends_table(line, outer):
            break
        if line.width > _widest_cell(widths, prose) and " " not in line.text:
            break
        sure = i - heading.first >= 8 or _FIGURES.search(lines[i - 1].text)
        if line.text[-1] == "。" and not ends_sentences and sure and line.width > 10:
            break
        ends_sentences = ends_sentences or line.text[-1] in _SENTENCE_END
        if len(widths) < 12:
            widths = sorted([*widths, line.width])
        end = i
    return end


def _widest_cell(widths: Sequence[float], prose: float) -> float:
    """Width from which a line is no cell but a line of the text around, by the (sorted) widths of the cells so far."""
    if len(widths) < 12:
        return 0.9 * prose
    usual = widths[len(widths) * 19 // 20]
    return max(8.0, min(1.15 * usual + 1.5, (usual + prose) / 2)) if usual < 0.92 * prose else 1000.0


def _before_caption(lines: Sequence[TableLine], end: int, following: _Heading) -> int:
    """The last line of a table whose next line but the next table's caption is that table's heading row."""
    line = lines[end]
    caption = end == following.first - 1 and (line.top or line.width > 16 or re.match(r"表\s*[0-9]", line.text))
    return end - 1 if caption else end


def _is_field(line: TableLine) -> bool:
    """Whether a line looks like the fields of a form: labels without values, boxes to tick, a date to fill in."""
    text = line.text
    last = text[-1]
    if last in _SENTENCE_END or len(text) > 60 or marker_of(text):
        return False
    if (last in "：:" and line.width <= 12) or _TO_FILL_IN.search(text):
        return True
    headings = heading_cells(text)
    if len(headings) > 1 or (headings and line.width <= 6):
        return True
    if len(text) == 1:
        return True
    cells = cells_of(text) if text[1].isspace() else ()  # one cell has blanks only if it is letter-spaced
    return len(cells) == 1 and len(cells[0]) < len(text) and not _BODY.search(cells[0])


def _field_runs(lines: Sequence[TableLine], found: Sequence[_Found]) -> list[_Found]:
    """Forms without a heading row: runs of fields, one a line, outside the tables found."""
    taken = [False] * len(lines)
    for table in found:
        for j in range(table.first, table.last + 1):
            taken[j] = True

    @cache
    def is_field(j: int) -> bool:
        return not taken[j] and _is_field(lines[j])

    runs = []
    i = 0
    while i + 1 < len(lines):
        if not is_field(i + 1):  # then no run of two begins with the next line either
            i += 2
            continue
        if not is_field(i):
            i += 1
            continue
        last = j = i
        while j + 1 < len(lines) and not taken[j + 1] and not lines[j + 1].top and j - last < 2:
            j += 1
            if is_field(j):
                last = j
            elif lines[j].width > 10 or marker_of(lines[j].text):
                break
        numbered_text = i > 0 and marker_of(lines[i - 1].text)
        if not numbered_text and sum(map(is_field, range(i, last + 1))) >= FEWEST_FIELDS:
            runs.append(_Found(i, last, None, ()))
        i = last + 1
    return runs


def _bridged(lines: Sequence[TableLine], tables: Sequence[_Found]) -> list[_Found]:
    """Parts of one form put together: a few lines of text or labels between them belong to it."""
    merged: list[_Found] = []
    for table in tables:
        before = merged[-1] if merged else None
        if before and not (table.heading and table.heading.numbered):
            between = lines[before.last + 1 : table.first + 1]
            plain = not any(x.top or marker_of(x.text) or _NOTE.match(x.text) for x in between)
            near = len(between) == 1 or (len(between) <= LONGEST_REMARK and not (table.repeats or before.repeats))
            if plain and near:
                merged[-1] = before._replace(last=table.last)
                continue
        merged.append(table)
    return merged


def _ends_table(line: TableLine, outer: dict[str, tuple[int, ...]]) -> bool:
    """Whether a line is a note under the table, or goes on with the numbering that the text before it had reached."""
    if _NOTE.match(line.text):
        return True
    marker = marker_of(line.text)
    return marker is not None and marker.kind in outer and _follows(outer[marker.kind], marker.value)


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a number is the next one: 三 after 二, 10.3 or 11.1 after 10.2."""
    if len(after) == 1:
        return after[0] == before[0] + 1
    return after > before and after[0] - before[0] <= 1 and after[-1] in (1, before[-1] + 1)


def _outer_markers(lines: Sequence[TableLine], at: int) -> dict[str, tuple[int, ...]]:
    """The last number of each kind that stands before a table in its document."""
    outer: dict[str, tuple[int, ...]] = {}
    for i in range(at - 1, max(-1, at - 400), -1):
        marker: Marker | None = marker_of(lines[i].text)
        if marker and marker.kind != "arabic":
            outer.setdefault(marker.kind, marker.value)
            if marker.kind == "decimal":
                outer.setdefault("clause", marker.value[:1])
        if begins_document(lines, i):
            break
    return outer


def _prose_width(lines: Sequence[TableLine], at: int) -> float:
    """Width of a full line of the text around a table."""
    around = sorted(x.width for x in (*lines[max(0, at - 400) : at], *lines[at : at + 40]))
    return around[len(around) * 9 // 10] if around else 30.0
