"""The stage of cleaning: what is printed prose, where its paragraphs begin, blocks and ledger of it."""

from typing import NamedTuple

from pipeline.cleaning.artefacts import dropped_lines, find_artefacts, repeated_headings
from pipeline.cleaning.assembling import Drop, Span, assemble, printed_offsets
from pipeline.cleaning.paragraphs import paragraph_starts
from pipeline.cleaning.table_regions import find_table_regions
from pipeline.values import Cleaned, Volume


def clean(volume: Volume) -> Cleaned:
    """Blocks and ledger of a volume. A table is one block that keeps its lines."""
    page = _read_page(volume)
    prose = [p[0] for p in page.printed if p[0] not in page.table_of]
    begins = dict(zip(prose, paragraph_starts(volume.lines, prose, volume.page_of), strict=True))
    spans: list[Span] = []
    first = until = 0  # of the paragraph or table so far
    within: int | None = None  # the table of the line before
    for line, start, end in page.printed:
        table = page.table_of.get(line)
        if until and (table != within or begins.get(line)):
            spans.append(_span(first, until, within))
            first = start
        elif not until:
            first = start
        until, within = end, table
    if until:
        spans.append(_span(first, until, within))
    return assemble(volume, spans, page.drops)


def _span(start: int, end: int, table: int | None) -> Span:
    return Span(start, end) if table is None else Span(start, end, "table", True)


def printed_prose(volume: Volume) -> list[int]:
    """The raw lines that paragraphs are made of: printed, no artefact, in no table."""
    page = _read_page(volume)
    return [p[0] for p in page.printed if p[0] not in page.table_of]


class _PageLines(NamedTuple):
    """What is no text; the printed lines left, (raw line, start, end); the table each line stands in, if any."""

    drops: list[Drop]
    printed: list[tuple[int, int, int]]
    table_of: dict[int, int]


def _read_page(volume: Volume) -> _PageLines:
    printed = printed_offsets(volume)
    drops = find_artefacts(volume, printed)
    dropped = dropped_lines(volume, drops)
    tables = find_table_regions(volume, dropped)
    drops = sorted([*drops, *repeated_headings(volume, tables, dropped)])
    whole = {(d.start, d.end) for d in drops}
    printed = [p for p in printed if (p[1], p[2]) not in whole]
    table_of = {line: k for k, table in enumerate(tables) for line in range(table.start, table.end + 1)}
    return _PageLines(drops, printed, table_of)
