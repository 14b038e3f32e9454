"""What stands on the page but is no text of a document: page numbers, addresses, web metadata, stray marks.

Belongs here: gathering them into drops, each with its rule. Does not belong here: mending of characters, tables
(`pipeline.cleaning.table_regions`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from pipeline.cleaning.assembling import Drop
from pipeline.cleaning.blanks import BLANKS
from pipeline.cleaning.table_regions import TableRegion
from pipeline.cleaning.web_remains import address_lines, metadata_lines
from pipeline.cleaning.woven_numbers import woven_numbers
from pipeline.values import Volume

LONGEST_RUNNING_LINE = 40

FEWEST_RUNNING_LINES = 6
"""Pages that must bear a line for it to be a running head."""

_FIGURES = re.compile(r"[0-9０-９\s]+")
_STRAY_MARK = re.compile(r"[•·●“”‘’\"'\s]+|[-—–－]{1,2}")
_DASHES = re.compile(r"[-—–－]{1,2}")
_SENTENCE_END = "。；：！？…"

Printed = Sequence[tuple[int, int, int]]


def find_artefacts(volume: Volume, printed: Printed) -> list[Drop]:
    """Drops in raw order: whole lines, and page numbers of an older setting inside lines (rule `fix_page_number`).

    `printed` are the printed lines (raw line, start, end) of the volume.
    """
    lines = [volume.lines[line - 1] for line, _, _ in printed]
    texts = [line.strip() for line in lines]
    rules: dict[int, tuple[str, float]] = {}
    for i in _stray_marks(texts):
        rules[i] = ("drop_stray_mark", 0.9)
    for i in metadata_lines(texts):
        rules[i] = ("drop_web_metadata", 0.98)
    for i in address_lines(texts):
        rules[i] = ("drop_url", 1.0)
    for i in _running_lines([volume.page_of[line - 1] for line, _, _ in printed], texts):
        rules[i] = ("drop_running_head", 0.95)
    for i, (line, _, _) in enumerate(printed):
        if line in volume.page_number_lines:
            rules[i] = ("drop_page_number", 0.99)
    drops = [Drop(printed[i][1], printed[i][2], *rule) for i, rule in rules.items()]
    for i, start, end in woven_numbers(lines):
        if i not in rules:
            drops.append(Drop(printed[i][1] + start, printed[i][1] + end, "fix_page_number", 0.97))
    return sorted(drops)


def _stray_marks(texts: Sequence[str]) -> Iterator[int]:
    """Indices of lines that hold a bullet, an empty pair of quotes, or what is left of a dressed page number.

    A dash is a cell where the lines beside it are short or dashes too; in running text it is no line of its own.
    """
    for i, text in enumerate(texts):
        if len(text) > 8 or not _STRAY_MARK.fullmatch(text):
            continue
        if _DASHES.fullmatch(text):
            before, after = texts[i - 1] if i else "", texts[i + 1] if i + 1 < len(texts) else ""
            if len(after) < 12 or not before or before[-1] in _SENTENCE_END:
                continue
        yield i


def _running_lines(pages: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Indices of running heads, feet and watermarks: the same first or last line on page after page.

    The same but for a page number, on two pages of five from its first page to its last (left and right may differ).
    """
    turns = [i for i in range(1, len(pages)) if pages[i] != pages[i - 1]]
    found = []
    for at_edge in ([0, *turns], [*(i - 1 for i in turns), len(pages) - 1]) if pages else ():
        edges: dict[str, list[int]] = defaultdict(list)
        for i in at_edge:
            if len(texts[i]) <= LONGEST_RUNNING_LINE and (key := _FIGURES.sub("", texts[i])):
                edges[key].append(i)
        for places in edges.values():
            span = pages[places[-1]] - pages[places[0]] + 1
            many = len(places) >= FEWEST_RUNNING_LINES and 5 * len(places) >= 2 * span
            if many and _same_but_for_page_numbers([texts[i] for i in places], [pages[i] for i in places]):
                found += places
    return found


def _same_but_for_page_numbers(texts: Sequence[str], pages: Sequence[int]) -> bool:
    """Whether the figures in the texts are the same everywhere, or one that grows with the pages."""
    figures = [re.findall(r"[0-9０-９]+", text) for text in texts]
    if all(own == figures[0] for own in figures):
        return True
    return all(len(own) == 1 for own in figures) and all(
        abs((int(own[0]) - int(figures[0][0])) - (page - pages[0])) <= 2
        for own, page in zip(figures, pages, strict=True)
    )


def dropped_lines(volume: Volume, drops: Sequence[Drop]) -> frozenset[int]:
    """Raw lines that are dropped whole."""
    starts = volume.starts
    lines = ((bisect_right(starts, drop.start), drop) for drop in drops)
    return frozenset(n for n, d in lines if d.start == starts[n - 1] and d.end == d.start + len(volume.lines[n - 1]))


def repeated_headings(volume: Volume, tables: Sequence[TableRegion], dropped: Collection[int]) -> list[Drop]:
    """Drops of the lines that print a table's heading row again at the top of a page, whole or what is left of it."""
    drops = []
    for table in tables:
        cells = [_solid(volume.lines[line - 1]) for line in table.heading]
        printed = [
            line
            for line in range(table.start, table.end + 1)
            if line not in dropped and volume.lines[line - 1].strip(BLANKS)
        ]
        for line in _heading_tops(volume, printed, cells):
            at = volume.starts[line - 1]
            drops.append(Drop(at, at + len(volume.lines[line - 1]), "drop_table_heading", 0.97))
    return drops


def _heading_tops(volume: Volume, printed: Sequence[int], cells: Sequence[str]) -> Iterator[int]:
    """Raw lines at the tops of pages that are cells of the heading row, in its order.

    One cell alone is a heading only if it is the last: the others may stand in a row as well.
    """
    for i in range(1, len(printed)):
        line, before = printed[i], printed[i - 1]
        if volume.page_of[line - 1] == volume.page_of[before - 1] or _solid(volume.lines[before - 1]) in cells:
            continue
        again, at = [], 0
        for other in printed[i : i + len(cells)]:
            text = _solid(volume.lines[other - 1])
            if text not in cells[at:]:
                break
            at = cells.index(text, at) + 1
            again.append(other)
        if len(again) > 1 or at == len(cells):
            yield from again


def _solid(text: str) -> str:
    """A line without its blanks."""
    return "".join(text.split())
