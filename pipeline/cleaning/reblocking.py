"""Cutting blocks anew where a later stage knows better: a title of several lines is one block, a label its own.

The blocks of the raw lines concerned are assembled again from the raw text, so that the ledger stays exact; what
cleaning had dropped or mended there stays dropped and mended.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.cleaning.assembling import Drop, Span, assemble
from pipeline.values import Block, Cleaned, Edit, Volume

_BLANK = " \t\r\n\u00a0\u2002\u2003\u3000\ufeff"


def reblock(volume: Volume, cleaned: Cleaned, wanted: Sequence[Span]) -> Cleaned:
    """The blocks and ledger of `cleaned`, with each span of `wanted` (in order, without overlap) exactly one block.

    Blocks that a span cuts through keep what lies outside it. Spans are offsets in the raw text (lines joined by line
    feeds).
    """
    if not wanted:
        return cleaned
    starts = volume.starts
    block_lines = [b.line_start for b in cleaned.blocks]
    edit_lines = [e.line for e in cleaned.edits]
    blocks: list[Block] = []
    edits: list[Edit] = []
    done_blocks = done_edits = 0
    for first, last, spans in _regions(cleaned.blocks, wanted, starts):
        b0, b1 = bisect_left(block_lines, first), bisect_right(block_lines, last)
        e0, e1 = bisect_left(edit_lines, first), bisect_right(edit_lines, last)
        region = _Region(volume, first, last, cleaned.blocks[b0:b1], cleaned.edits[e0:e1], starts[first - 1])
        part = region.assembled([s._replace(start=s.start - region.base, end=s.end - region.base) for s in spans])
        blocks += cleaned.blocks[done_blocks:b0] + part.blocks
        edits += cleaned.edits[done_edits:e0] + part.edits
        done_blocks, done_edits = b1, e1
    blocks += cleaned.blocks[done_blocks:]
    edits += cleaned.edits[done_edits:]
    return dataclasses.replace(cleaned, blocks=blocks, edits=edits)


def _regions(
    blocks: Sequence[Block], wanted: Sequence[Span], starts: Sequence[int]
) -> list[tuple[int, int, list[Span]]]:
    """(first line, last line, spans): whole blocks and whole lines about the spans, those that touch together."""
    begins = [b.line_start for b in blocks]
    ends = [b.line_end for b in blocks]
    regions: list[tuple[int, int, list[Span]]] = []
    for span in wanted:
        first = bisect_right(starts, span.start)
        last = bisect_right(starts, span.end - 1)
        while True:  # a block reaches over lines, a line holds several blocks
            lo, hi = bisect_left(ends, first), bisect_right(begins, last)
            reach = (min(first, begins[lo]), max(last, *ends[lo:hi])) if lo < hi else (first, last)
            if reach == (first, last):
                break
            first, last = reach
        if regions and first <= regions[-1][1]:
            before = regions[-1]
            regions[-1] = (min(first, before[0]), max(last, before[1]), [*before[2], span])
        else:
            regions.append((first, last, [span]))
    return regions


@dataclasses.dataclass(frozen=True, slots=True)
class _Region:
    """Raw lines [first, last] of a volume with their blocks and edits; `base` is the offset at which they start."""

    volume: Volume
    first: int
    last: int
    blocks: list[Block]
    edits: list[Edit]
    base: int

    def assembled(self, wanted: Sequence[Span]) -> Cleaned:
        """The lines assembled again as a volume of their own, then put back in their place; spans count from `base`."""
        lines = self.volume.lines[self.first - 1 : self.last]
        shift = self.first - 1
        part = dataclasses.replace(self.volume, lines=lines, page_of=self.volume.page_of[shift : self.last])
        starts = part.starts
        at = [starts[e.line - self.first] + e.column - 1 for e in self.edits]
        drops = [
            Drop(o, o + len(e.before), e.rule, e.confidence)
            for e, o in zip(self.edits, at, strict=True)
            if e.rule.startswith("drop_")
        ]
        mended = [e._replace(line=e.line - shift) for e in self.edits if e.rule.startswith("fix_")]
        cuts = [o for e, o in zip(self.edits, at, strict=True) if not e.before and e.after == "\n"]
        spans = _cut(self._spans(lines, starts, cuts), wanted, "\n".join(lines), drops)
        made = assemble(part, spans, drops, mended)
        for block in made.blocks:
            block.line_start += shift
            block.line_end += shift
            block.breaks = [(offset, line + shift) for offset, line in block.breaks]
        return Cleaned(made.blocks, [e._replace(line=e.line + shift) for e in made.edits])

    def _spans(self, lines: Sequence[str], starts: Sequence[int], cuts: Sequence[int]) -> list[Span]:
        """Where each block lies. Blocks that share a line are parted where an edit adds a line feed."""
        spans: list[Span] = []
        for i, block in enumerate(self.blocks):
            start = starts[block.line_start - self.first]
            end = starts[block.line_end - self.first] + len(lines[block.line_end - self.first])
            if i and block.line_start == self.blocks[i - 1].line_end:
                start = next(c for c in cuts if c > spans[-1].start and c >= start)
                spans[-1] = spans[-1]._replace(end=start)
            spans.append(Span(start, end, block.kind, "\n" in block.text))
        return spans


def _cut(old: Sequence[Span], wanted: Sequence[Span], text: str, drops: Sequence[Drop]) -> list[Span]:
    """The old spans with the wanted ones cut out of them, without empty ones."""
    pieces: list[Span] = []
    for span in old:
        at = span.start
        for new in wanted:
            if new.end <= at or new.start >= span.end:
                continue
            pieces.append(span._replace(start=at, end=new.start))
            at = new.end
        pieces.append(span._replace(start=at))
    found = [_trimmed(p, text, drops) for p in pieces if p.start < p.end]
    return sorted([*(p for p in found if p is not None), *wanted], key=lambda s: s.start)


def _trimmed(span: Span, text: str, drops: Sequence[Drop]) -> Span | None:
    """A span without blanks and drops at its ends."""
    start, end = span.start, span.end
    changed = True
    while changed and start < end:
        changed = False
        body = text[start:end]
        start += len(body) - len(body.lstrip("\n"))
        end = max(start, end - (len(body) - len(body.rstrip("\n"))))
        for drop in drops:
            if drop.start <= start < drop.end and not text[drop.start : start].strip("\n"):
                start, changed = drop.end, True
            if drop.start < end <= drop.end:
                end, changed = max(start, drop.start), True
    return span._replace(start=start, end=end) if text[start:end].strip(_BLANK) else None
