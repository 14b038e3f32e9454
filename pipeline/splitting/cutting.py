"""Cuts blocks in two where a unit begins inside a paragraph; the ledger stays exact."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from pipeline.cleaning.assembling import Span, line_offsets
from pipeline.cleaning.cleaners import BLANKS
from pipeline.cleaning.reblocking import reblock
from pipeline.splitting.markers import read_markers
from pipeline.splitting.outlining import Label
from pipeline.values import Block, Cleaned, Document, Edit, Volume


def cut_at_labels(
    volume: Volume, cleaned: Cleaned, documents: Sequence[Document], outlines: Sequence[Sequence[Label]]
) -> list[list[Label]]:
    """Cut the blocks of `cleaned` in place so that each label stands at the start of one; the labels at their new places."""
    cuts: dict[int, list[int]] = {}
    for labels in outlines:
        for label in labels:
            if label.offset:
                cuts.setdefault(label.block, []).append(label.offset)
    moved = cut_blocks(volume, cleaned, documents, cuts)
    return [[_moved(label, moved, cuts, cleaned.blocks) for label in labels] for labels in outlines]


def _moved(label: Label, moved: Sequence[int], cuts: Mapping[int, Sequence[int]], blocks: Sequence[Block]) -> Label:
    at = moved[label.block] + sum(c <= label.offset for c in cuts.get(label.block, ()))
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

    Documents are moved along. Returns, for each old block, the index of its first piece; the pieces of a block follow each other.
    """
    if not cuts:
        return list(range(len(cleaned.blocks)))
    old = cleaned.blocks
    starts = line_offsets(volume.lines)
    edit_lines = [e.line for e in cleaned.edits]
    wanted: list[Span] = []
    for i in sorted(cuts):
        wanted += _pieces(volume, old, i, cuts[i], cleaned.edits, edit_lines, starts)
    new = reblock(volume, cleaned, wanted)
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


def _pieces(
    volume: Volume,
    blocks: Sequence[Block],
    index: int,
    offsets: Sequence[int],
    edits: Sequence[Edit],
    edit_lines: Sequence[int],
    starts: Sequence[int],
) -> list[Span]:
    """The pieces of a block as spans of the raw text."""
    block = blocks[index]
    e0, e1 = bisect_left(edit_lines, block.line_start), bisect_right(edit_lines, block.line_end)
    own = [(starts[e.line - 1] + e.column - 1, e) for e in edits[e0:e1]]
    begin = starts[block.line_start - 1]
    if index and blocks[index - 1].line_end == block.line_start:
        before = sum(1 for b in _same_line(blocks, index, block.line_start))
        breaks = [o for o, e in own if e.line == block.line_start and not e.before and e.after == "\n"]
        begin = breaks[before - 1]
        own = [(o, e) for o, e in own if o > begin or (o == begin and not (not e.before and e.after == "\n"))]
    raw = _raw_offsets(begin, own, offsets)
    end = starts[block.line_end - 1] + len(volume.lines[block.line_end - 1])
    following = [o for o, e in own if not e.before and e.after == "\n"]
    if index + 1 < len(blocks) and blocks[index + 1].line_start == block.line_end and following:
        end = following[0]
    bounds = [begin, *raw, end]
    base = starts[block.line_start - 1]
    text = "\n".join(volume.lines[block.line_start - 1 : block.line_end])
    ends = [base + len(text[: b - base].rstrip(BLANKS + "\n")) for b in bounds[1:]]
    return [Span(a, b, block.kind, block.kind == "table") for a, b in zip(bounds[:-1], ends, strict=True)]


def _same_line(blocks: Sequence[Block], index: int, line: int) -> list[Block]:
    """The blocks before `index` that end on its first line."""
    found = []
    for i in range(index - 1, -1, -1):
        if blocks[i].line_end != line:
            break
        found.append(blocks[i])
    return found


def _raw_offsets(begin: int, edits: Sequence[tuple[int, Edit]], offsets: Sequence[int]) -> list[int]:
    """Raw offsets of the characters at `offsets` of a block that begins at raw offset `begin`."""
    found = []
    clean, raw, k = 0, begin, 0
    for offset in offsets:
        while k < len(edits):
            at, edit = edits[k]
            reached = clean + at - raw
            if reached + len(edit.after) > offset and reached != offset:
                break
            if reached > offset or (reached == offset and edit.after):
                break
            clean, raw = reached + len(edit.after), at + len(edit.before)
            k += 1
        found.append(raw + offset - clean)
    return found
