"""Cleaning: lines to blocks. Finds artefacts and paragraphs, joins and normalises, and keeps the ledger of every change."""

from pipeline.cleaning.artefacts import find_artefacts
from pipeline.cleaning.assembling import Span, assemble, printed_offsets
from pipeline.cleaning.paragraphs import paragraph_starts
from pipeline.values import Cleaned, Volume

__all__ = ["clean"]


def clean(volume: Volume) -> Cleaned:
    """Blocks and ledger of a volume."""
    drops = find_artefacts(volume)
    whole = {(d.start, d.end) for d in drops}
    printed = [p for p in printed_offsets(volume.lines) if (p[1], p[2]) not in whole]
    starts = paragraph_starts(volume.lines, [p[0] for p in printed], volume.page_of)
    spans: list[Span] = []
    for (_, start, end), begins in zip(printed, starts, strict=True):
        if begins or not spans:
            spans.append(Span(start, end))
        else:
            spans[-1] = spans[-1]._replace(end=end)
    return assemble(volume, spans, drops)
