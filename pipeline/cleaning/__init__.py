"""Cleaning: lines to blocks. Finds artefacts and paragraphs, joins and normalises, and keeps the ledger of every change."""

from pipeline.cleaning.artefacts import dropped_lines, find_artefacts, repeated_headings
from pipeline.cleaning.assembling import Span, assemble, printed_offsets
from pipeline.cleaning.paragraphs import paragraph_starts
from pipeline.cleaning.table_regions import find_table_regions
from pipeline.values import Cleaned, Volume

__all__ = ["clean"]


def clean(volume: Volume) -> Cleaned:
    """Blocks and ledger of a volume. A table is one block that keeps its lines."""
    drops = find_artefacts(volume)
    dropped = dropped_lines(volume, drops)
    tables = find_table_regions(volume, dropped)
    drops = sorted([*drops, *repeated_headings(volume, tables, dropped)])
    whole = {(d.start, d.end) for d in drops}
    printed = [p for p in printed_offsets(volume.lines) if (p[1], p[2]) not in whole]
    table_of = {line: k for k, table in enumerate(tables) for line in range(table.start, table.end + 1)}
    prose = [p[0] for p in printed if p[0] not in table_of]
    begins = dict(zip(prose, paragraph_starts(volume.lines, prose, volume.page_of), strict=True))
    spans: list[Span] = []
    within: int | None = None  # the table of the line before
    for line, start, end in printed:
        table = table_of.get(line)
        if spans and table == within and not begins.get(line):
            spans[-1] = spans[-1]._replace(end=end)
        else:
            spans.append(Span(start, end) if table is None else Span(start, end, "table", True))
        within = table
    return assemble(volume, spans, drops)
