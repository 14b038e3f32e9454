"""Who does what, said by a table of tasks: the bodies in its columns 牵头单位, 责任单位, 配合单位.

Belongs here: such columns. Does not belong here: which cells a table has (`splitting`), brackets and lines inside a
cell (`responsibilities`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.knowledge.agencies import Speaker, agency_of, is_body_class
from pipeline.knowledge.passages import Passage
from pipeline.knowledge.responsibilities import Responsibility, names_in, role_of_label
from pipeline.splitting.tables import Table


class _Named(NamedTuple):
    name: str
    role: str
    open_list: bool


def table_responsibilities(table: Table, passage: Passage, speaker: Speaker) -> list[Responsibility]:
    """The bodies in the columns of a table that are headed as lists of bodies, each with the part its column gives it.

    Only bodies of the register and classes of bodies: what a cell holds besides strayed into it from its neighbour.
    """
    roles = [(i, role) for i, heading in enumerate(table.columns or ()) if (role := role_of_label(heading))]
    if not roles or table.rows is None:
        return []
    found: list[Responsibility] = []
    lines, offsets = _ruled(table, passage)
    for row in table.rows:
        span = _span(lines, offsets, row.line_start, row.line_end)
        if span is not None:
            cells = [(row.cells[i], role) for i, role in roles if i < len(row.cells)]
            found += _placed(passage, span, list(_bodies(cells, speaker)))
    return list({(r.start, r.role, r.name): r for r in found}.values())  # two rows may share a line


def _span(lines: Sequence[int], offsets: Sequence[int], first: int, last: int) -> tuple[int, int] | None:
    """Offsets of the text of these raw lines; None where nothing of the document stands on them."""
    start, end = bisect_left(lines, first), bisect_right(lines, last)
    return (offsets[start], offsets[end]) if start < end else None


def _ruled(table: Table, passage: Passage) -> tuple[list[int], list[int]]:
    """The raw lines of a table in the text of its document, and where each begins; one offset more for the end."""
    lines: list[int] = []
    offsets: list[int] = []
    end = 0
    for block, base in zip(passage.blocks, passage.starts, strict=True):
        if block.line_end < table.line_start or block.line_start > table.line_end:
            continue
        for offset, line in block.breaks:
            lines.append(max(line, lines[-1]) if lines else line)
            offsets.append(base + offset)
        end = base + len(block.text)
    return lines, [*offsets, end]


def _bodies(cells: Sequence[tuple[str, str]], speaker: Speaker) -> Iterator[_Named]:
    """The bodies of a row. Two lists that ran together (市科技局市药监局) are parted: the next column is empty then."""
    for position, (cell, heading_role) in enumerate(cells):
        empty = [role for text, role in cells[position + 1 :] if not text]
        role = heading_role
        names, open_list = names_in(cell, 0, len(cell), True)
        for start, end in names:
            for i, name in enumerate(_parted(cell[start:end], speaker)):
                role = empty[0] if i and empty else role
                yield _Named(name, role, open_list)


def _parted(printed: str, speaker: Speaker) -> list[str]:
    """A name, or the two that it is run together from; none where it is neither."""
    name = "".join(printed.split())
    if _is_known(name, speaker):
        return [name]
    for cut in range(3, len(name) - 2):
        if _is_known(name[:cut], speaker) and _is_known(name[cut:], speaker):
            return [name[:cut], name[cut:]]
    return []


def _is_known(name: str, speaker: Speaker) -> bool:
    if is_body_class(name):
        return True
    agency = agency_of(name, speaker)
    return agency is not None and agency.listed


def _placed(passage: Passage, span: tuple[int, int], names: Sequence[_Named]) -> Iterator[Responsibility]:
    """The names where they stand, wrapped as their column is: the last time in the row, for tasks name bodies too."""
    start, end = span
    seen = set()
    for name, role, open_list in names:
        hits = list(re.finditer(r"\s?".join(map(re.escape, name)), passage.text[start:end]))
        if not hits or (name, role) in seen:
            continue
        seen.add((name, role))
        a, b = start + hits[-1].start(), start + hits[-1].end()
        yield Responsibility(
            passage.index, passage.article_at(a), passage.line_at(a), a, b, name, role, passage.text[a:b], open_list
        )
