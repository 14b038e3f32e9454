"""Cuts blocks in two where a unit begins inside a paragraph; the ledger stays exact."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.cleaning.assembling import Span
from pipeline.cleaning.cleaners import BLANKS
from pipeline.cleaning.reblocking import reblock
from pipeline.splitting.markers import read_markers
from pipeline.splitting.outlining import Label
from pipeline.values import Block, Cleaned, Document, Edit, Volume


def cut_at_labels(
    volume: Volume, cleaned: Cleaned, documents: Sequence[Document], outlines: Sequence[Sequence[Label]]
) -> list[list[Label]]:
    """Cut the blocks of `cleaned` in place so that each label begins one; the labels at their new places."""
    cuts: dict[int, list[int]] = {}
    for labels in outlines:
        for label in labels:
            if label.offset:
                cuts.setdefault(label.block, []).append(label.offset)
    moved = cut_blocks(volume, cleaned, documents, cuts)
    return [[_moved(label, moved, cuts, cleaned.blocks) for label in labels] for labels in outlines]


def _moved(label: Label, moved: Sequence[int], cuts: Mapping[int, Sequence[int]], blocks: Sequence[Block]) -> Label:
    """A label at its new place; one that stood in mid-line is read again, for blanks differ there."""
    at = moved[label.block] + bisect_right(cuts.get(label.block, ()), label.offset)
    if not label.offset:
        return label._replace(block=at)
    same = label.marker.style, label.marker.number
    again = (m for m in read_markers(blocks[at].text) if (m.style, m.number) == same)
    length = label.marker.end - label.marker.start
    marker = next(again, label.marker._replace(start=0, end=length))
    return Label(at, 0, marker, label.parent)


def cut_blocks(
    volume: Volume, cleaned: Cleaned, documents: Sequence[Document], cuts: Mapping[int, Sequence[int]]
) -> list[int]:
    """Cut the blocks of `cleaned` in place; `cuts` maps a block's index to ascending offsets in its text.

    Documents are moved along. Returns the index of the first piece of each old block; pieces follow each other.

    Raises:
        ValueError: a cut left nothing on one of its sides.
    """
    if not cuts:
        return list(range(len(cleaned.blocks)))
    old = cleaned.blocks
    cutter = _Cutter(volume, cleaned)
    new = reblock(volume, cleaned, [span for i in sorted(cuts) for span in cutter.pieces(i, cuts[i])])
    moved: list[int] = []
    at = 0
    for i, block in enumerate(old):
        moved.append(at)
        for piece in new.blocks[at : at + 1 + len(cuts.get(i, ()))]:
            piece.kind, piece.document = block.kind, block.document
            at += 1
    if at != len(new.blocks):
        raise ValueError(f"cutting made {len(new.blocks)} blocks of {len(old)}, expected {at}")
    cleaned.blocks, cleaned.edits = new.blocks, new.edits
    for document in documents:
        document.last_block = moved[document.last_block] + len(cuts.get(document.last_block, ()))
        document.first_block = moved[document.first_block]
    return moved


_SPACE = frozenset(BLANKS + "\n")


class _Cutter:
    """Where the blocks of a volume stand in its raw text."""

    def __init__(self, volume: Volume, cleaned: Cleaned):
        self.lines, self.blocks, self.edits = volume.lines, cleaned.blocks, cleaned.edits
        self.starts = volume.starts
        self.edit_lines = [e.line for e in cleaned.edits]

    def pieces(self, index: int, offsets: Sequence[int]) -> list[Span]:
        """The pieces of a block, cut at `offsets` of its text, as spans of the raw text."""
        block = self.blocks[index]
        begin, end, own = self.extent(index)
        base = self.starts[block.line_start - 1]
        raw = "\n".join(self.lines[block.line_start - 1 : block.line_end])
        dropped = {at + len(e.before): at for at, e in own if e.rule.startswith("drop_")}
        bounds = [begin, *_raw_offsets(begin, own, offsets), end]
        return [
            Span(start, _trimmed(raw, base, stop, dropped), block.kind, block.kind == "table")
            for start, stop in pairwise(bounds)
        ]

    def extent(self, index: int) -> tuple[int, int, list[tuple[int, Edit]]]:
        """First and last raw offset of a block, and its edits with theirs.

        Blocks that share a raw line are parted by edits that add a line feed.
        """
        block = self.blocks[index]
        e0, e1 = bisect_left(self.edit_lines, block.line_start), bisect_right(self.edit_lines, block.line_end)
        own = [(self.starts[e.line - 1] + e.column - 1, e) for e in self.edits[e0:e1]]
        begin = self.starts[block.line_start - 1]
        end = self.starts[block.line_end - 1] + len(self.lines[block.line_end - 1])
        before = 0
        while index > before and self.blocks[index - before - 1].line_end == block.line_start:
            before += 1
        parted = [at for at, e in own if _parts(e)]
        if before:
            begin = [at for at, e in own if _parts(e) and e.line == block.line_start][before - 1]
        if index + 1 < len(self.blocks) and self.blocks[index + 1].line_start == block.line_end:
            end = next((at for at in parted if at > begin), end)
        return begin, end, [(at, e) for at, e in own if begin <= at and not _parts(e)]


def _trimmed(raw: str, base: int, stop: int, dropped: Mapping[int, int]) -> int:
    """Where a piece that goes up to raw offset `stop` ends without blanks and dropped text at its end.

    `raw` begins at raw offset `base`; `dropped` maps the end of each drop to its start.
    """
    end = -1
    while end != stop:
        end = stop
        while stop > base and stop not in dropped and raw[stop - base - 1] in _SPACE:
            stop -= 1
        stop = dropped.get(stop, stop)
    return stop


def _parts(edit: Edit) -> bool:
    return not edit.before and edit.after == "\n"


def _raw_offsets(begin: int, edits: Sequence[tuple[int, Edit]], offsets: Sequence[int]) -> list[int]:
    """Raw offsets of the characters at `offsets` of a block that begins at raw offset `begin`."""
    found = []
    clean, raw, k = 0, begin, 0
    for offset in offsets:
        while k < len(edits):
            at, edit = edits[k]
            reached = clean + at - raw
            if reached + len(edit.after) > offset:
                break
            clean, raw = reached + len(edit.after), at + len(edit.before)
            k += 1
        found.append(raw + offset - clean)
    return found
