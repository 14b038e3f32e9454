"""From line spans to blocks: joins the lines of each paragraph, cleans its text, and writes the ledger of the volume."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.cleaning.cleaners import run_cleaners
from pipeline.cleaning.ledger import Draft, Placer, Replacement, line_placer
from pipeline.values import Block, Cleaned, Edit, Volume


class Span(NamedTuple):
    """A paragraph: offsets [start, end) in the raw text of the volume (its lines joined by line feeds).

    `keep_lines` keeps the line breaks (tables, formulas); `kind` is a first guess of the block's kind.
    """

    start: int
    end: int
    kind: str = "paragraph"
    keep_lines: bool = False


class Drop(NamedTuple):
    """Text that is no text of a document: offsets [start, end) in the raw text, and the `drop_…` rule that says why."""

    start: int
    end: int
    rule: str
    confidence: float = 1.0


_WRAP = re.compile(r"[ \t\r\u00a0\u2002-\u200a\u3000]*\n[\s\ufeff]*")


def line_offsets(lines: Sequence[str]) -> list[int]:
    """Offset at which each raw line starts, in the lines joined by line feeds."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def assemble(volume: Volume, spans: Sequence[Span], drops: Sequence[Drop]) -> Cleaned:
    """Blocks and ledger of a volume from its paragraphs and drops, both in order and without overlap among themselves.

    A drop may lie inside a paragraph (a page number in mid-sentence) or between two.

    Raises:
        ValueError: printed text lies in no paragraph and no drop.
    """
    raw = "\n".join(volume.lines)
    starts = line_offsets(volume.lines)
    place = line_placer(starts)
    blocks: list[Block] = []
    edits: list[Edit] = []
    at = 0
    d = 0
    for span in spans:
        d = _gap(raw, at, span.start, drops, d, place, edits)
        first_inside = d
        while d < len(drops) and drops[d].end <= span.end:
            d += 1
        if blocks and "\n" not in raw[at : span.start]:
            edits.append(Edit(*place(span.start), "space_break", "", "\n"))
        blocks.append(_block(volume, raw, span, drops[first_inside:d], starts, edits))
        at = span.end
    _gap(raw, at, len(raw), drops, d, place, edits)
    return Cleaned(blocks, edits)


def _gap(raw: str, start: int, end: int, drops: Sequence[Drop], d: int, place: Placer, edits: list[Edit]) -> int:
    """Account for the text between two paragraphs; returns the index of the next drop."""
    at = start
    while d < len(drops) and drops[d].end <= end:
        _blank(raw, at, drops[d].start, place, edits)
        drop = drops[d]
        edits.append(Edit(*place(drop.start), drop.rule, raw[drop.start : drop.end], "", drop.confidence))
        at = drop.end
        d += 1
    _blank(raw, at, end, place, edits)
    return d


def _blank(raw: str, start: int, end: int, place: Placer, edits: list[Edit]) -> None:
    for m in re.finditer(r"[^\n]+", raw[start:end]):
        if m.group().strip(" \t\r\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000\ufeff"):
            line, column = place(start + m.start())
            raise ValueError(f"line {line}, column {column}: {m.group()!r} is in no paragraph and no drop")
        edits.append(Edit(*place(start + m.start()), "space_margin", m.group(), ""))


def _block(
    volume: Volume, raw: str, span: Span, drops: Sequence[Drop], starts: Sequence[int], edits: list[Edit]
) -> Block:
    base = span.start
    draft = Draft(raw[base : span.end])
    place = line_placer(starts, base)
    draft.apply([Replacement(x.start - base, x.end - base, "", x.rule, x.confidence) for x in drops])
    draft.apply(_joins(draft, volume, place, span.keep_lines))
    run_cleaners(draft)
    own = draft.edits(place)
    edits += own
    first = place(0)[0]
    last = place(len(draft.raw) - 1)[0]
    return Block(draft.text, first, last, volume.page_of[first - 1], _breaks(draft, own, starts, base), span.kind)


def _joins(draft: Draft, volume: Volume, place: Placer, keep_lines: bool) -> list[Replacement]:
    text = draft.text
    found = list(_WRAP.finditer(text))
    if not found:
        return []
    ends = draft.raw_offsets(m.start() for m in found)
    nexts = draft.raw_offsets(min(m.end(), len(text) - 1) for m in found)
    joins = []
    for m, before, after in zip(found, ends, nexts, strict=True):
        over_page = volume.page_of[place(before)[0] - 1] != volume.page_of[place(after)[0] - 1]
        if keep_lines:
            joins.append(Replacement(m.start(), m.end(), "\n", "space_line"))
        else:
            joins.append(Replacement(m.start(), m.end(), _join(text, m), "join_page" if over_page else "join_wrap"))
    return joins


def _join(text: str, wrap: re.Match[str]) -> str:
    """One blank where two Latin words meet over the wrap, else nothing."""
    if wrap.start() == 0 or wrap.end() == len(text):
        return ""
    left, right = text[wrap.start() - 1], text[wrap.end()]
    return " " if left.isascii() and right.isascii() and left.isalpha() and right.isalpha() else ""


def _breaks(draft: Draft, own: Sequence[Edit], starts: Sequence[int], base: int) -> list[tuple[int, int]]:
    """Where in the clean text each raw line begins."""
    place = line_placer(starts, base)
    if not any("\n" in e.before for e in own):
        return [(0, place(0)[0])]
    offsets = draft.raw_offsets(range(len(draft.text)))
    breaks: list[tuple[int, int]] = []
    line_end = -1
    for offset, raw_offset in enumerate(offsets):
        if raw_offset >= line_end:
            line = place(raw_offset)[0]
            line_end = starts[line] - base if line < len(starts) else len(draft.raw) + 1
            if not breaks or breaks[-1][1] != line:
                breaks.append((offset, line))
    return [(0, breaks[0][1]), *breaks[1:]] if breaks else [(0, place(0)[0])]


def printed_offsets(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """(raw line, start, end) of each printed line, its margins included."""
    starts = line_offsets(lines)
    return [(i + 1, starts[i], starts[i] + len(t)) for i, t in enumerate(lines) if t.strip("\ufeff \t\r\u3000\u00a0\u2003")]


