"""From line spans to blocks: joins the lines of each paragraph, cleans its text, and writes the ledger of the volume.

What a paragraph is and what is no text is decided before (`Span`, `Drop`); how text is cleaned, in `cleaners`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.cleaning.blanks import BLANK, BLANKS, blank_between
from pipeline.cleaning.cleaners import run_cleaners
from pipeline.cleaning.fixes import find_fixes
from pipeline.cleaning.ledger import Difference, Draft, Replacement, line_placer, placed_edits
from pipeline.cleaning.reviewed import corrections, placed_corrections
from pipeline.values import Block, Cleaned, Edit, Suspect, Volume


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


_PRINTED = re.compile(f"[^{BLANK}\n]")
_FEEDS = re.compile(f"\n[{BLANK}\n]*")
_LINE = re.compile("[^\n]+")


def printed_offsets(volume: Volume) -> list[tuple[int, int, int]]:
    """(raw line, start, end) of each printed line, its margins included. A line of blanks alone is not printed."""
    return [
        (number, start, start + len(text))
        for number, (start, text) in enumerate(zip(volume.starts, volume.lines, strict=True), 1)
        if text and _PRINTED.search(text)
    ]


def assemble(
    volume: Volume, spans: Sequence[Span], drops: Sequence[Drop], mended: Sequence[Edit] | None = None
) -> Cleaned:
    """Blocks, ledger and suspects of a volume from its paragraphs and drops, both in order and without overlap.

    A drop may lie inside a paragraph (a page number in mid-sentence) or between two. A paragraph of which nothing is
    left makes no block. `mended` are `fix_` edits of an earlier assembling, to be made again instead of looking for
    errors: what tells an error may lie outside a part of a volume.

    Raises:
        ValueError: printed text lies in no paragraph and no drop, or a drop lies across the end of a paragraph.
    """
    return _Assembly(volume, mended).run(spans, drops)


class _Mend(NamedTuple):
    """Put `after` in place of offsets [start, end) of the raw text."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float


class _Assembly:
    """One volume on its way to blocks."""

    def __init__(self, volume: Volume, mended: Sequence[Edit] | None):
        self.page_of = volume.page_of
        self.raw = "\n".join(volume.lines)
        self.starts = volume.starts
        self.place = line_placer(self.starts)
        self.blocks: list[Block] = []
        self.differences: list[Difference] = []
        self.suspects: list[Suspect] = []
        self.looks_for_errors = mended is None
        self.mends = self.known_errors(volume) if mended is None else self.again(mended)

    def known_errors(self, volume: Volume) -> list[_Mend]:
        """What is to be mended in the raw text: reviewed corrections."""
        placed, lost = placed_corrections(volume.volume_id, volume.lines, self.starts, corrections())
        self.suspects += lost
        return [_Mend(p.start, p.end, p.after, "fix_reviewed", 1.0) for p in placed]

    def again(self, mended: Sequence[Edit]) -> list[_Mend]:
        """The mends of an earlier assembling."""
        starts = [self.starts[e.line - 1] + e.column - 1 for e in mended]
        return [
            _Mend(at, at + len(e.before), e.after, e.rule, e.confidence) for at, e in zip(starts, mended, strict=True)
        ]

    def run(self, spans: Sequence[Span], drops: Sequence[Drop]) -> Cleaned:
        drafts = self.drafts(spans, drops)
        if self.looks_for_errors:
            self.mend(spans, drafts)
        at = d = 0
        runs_on = False  # no line feed since the last block
        for span, draft in zip(spans, drafts, strict=True):
            d, fed = self.gap(at, span.start, drops, d)
            runs_on = runs_on and not fed
            while d < len(drops) and drops[d].start < span.end:
                d += 1
            block = self.block(span, draft, runs_on)
            if block:
                self.blocks.append(block)
                runs_on = True
            at = span.end
        self.gap(at, len(self.raw), drops, d)
        return Cleaned(self.blocks, placed_edits(self.differences, self.starts), self.suspects)

    def drafts(self, spans: Sequence[Span], drops: Sequence[Drop]) -> list[Draft]:
        """Each paragraph joined and cleaned."""
        drafts = []
        at = d = m = 0
        for span in spans:
            if span.start < at or span.end < span.start:
                raise ValueError(f"{span} overlaps the paragraph before it")
            while d < len(drops) and drops[d].start < span.start:
                d += 1
            first = d
            while d < len(drops) and drops[d].start < span.end:
                if drops[d].end > span.end:
                    raise ValueError(f"{drops[d]} lies across the end of {span}")
                d += 1
            while m < len(self.mends) and self.mends[m].start < span.start:
                m += 1
            first_mend = m
            while m < len(self.mends) and self.mends[m].start < span.end:
                m += 1
            drafts.append(self.draft(span, drops[first:d], self.mends[first_mend:m]))
            at = span.end
        return drafts

    def draft(self, span: Span, drops: Sequence[Drop], mends: Sequence[_Mend]) -> Draft:
        base = span.start
        draft = Draft(self.raw[base : span.end])
        if drops or mends:
            changes = [Replacement(x.start - base, x.end - base, "", x.rule, x.confidence) for x in drops]
            changes += (
                Replacement(x.start - base, x.end - base, x.after, x.rule, x.confidence)
                for x in mends
                if x.end <= span.end and all(x.end <= d.start or d.end <= x.start for d in drops)
            )
            draft.apply(sorted(changes))
        if "\n" in draft.text:
            draft.apply(self.joins(draft, base, span.keep_lines))
        run_cleaners(draft)
        return draft

    def mend(self, spans: Sequence[Span], drafts: Sequence[Draft]) -> None:
        """Mend what is surely misread, and note what only may be."""
        fixes, suspicions = find_fixes([draft.text for draft in drafts])
        for k, found in suspicions.items():
            draft = drafts[k]
            for s in found:
                start, end = max(0, s.start - 1), min(len(draft.text), s.end + 1)
                place = line_placer(self.starts, spans[k].start)
                line, column = place(draft.raw_offsets([start])[0])
                seen = draft.text[start:end]
                meant = draft.text[start : s.start] + s.suggestion + draft.text[s.end : end]
                self.suspects.append(Suspect(line, column, seen, meant, s.reason))
        self.suspects.sort()
        for k, replacements in fixes.items():
            drafts[k].apply(replacements)

    def gap(self, start: int, end: int, drops: Sequence[Drop], d: int) -> tuple[int, bool]:
        """Account for the text between two paragraphs; the index of the next drop, and whether a line ends here."""
        at = start
        fed = False
        while d < len(drops) and drops[d].start < end:
            drop = drops[d]
            if drop.start < at or drop.end > end:
                raise ValueError(f"{drop} lies across the end of a paragraph or of the drop before it")
            fed |= self.blank(at, drop.start)
            self.differences.append((drop.start, drop.rule, self.raw[drop.start : drop.end], "", drop.confidence))
            at = drop.end
            d += 1
        return d, fed | self.blank(at, end)

    def blank(self, start: int, end: int) -> bool:
        """Account for blanks between paragraphs; whether a line ends among them."""
        if start == end:
            return False
        between = self.raw[start:end]
        if between.strip("\n"):
            for m in _LINE.finditer(between):
                if _PRINTED.search(m.group()):
                    line, column = self.place(start + m.start())
                    raise ValueError(f"line {line}, column {column}: {m.group()!r} is in no paragraph and no drop")
                self.differences.append((start + m.start(), "space_margin", m.group(), "", 1.0))
        return "\n" in between

    def block(self, span: Span, draft: Draft, runs_on: bool) -> Block | None:
        """The block of a paragraph, None if nothing is left. `runs_on`: the block before ends on the same line."""
        if runs_on and draft.text:
            self.differences.append((span.start, "space_break", "", "\n", 1.0))
        self.differences += draft.differences(span.start)
        if not draft.text:
            return None
        breaks = self.breaks(draft, span)
        first = breaks[0][1]
        return Block(draft.text, first, breaks[-1][1], self.page_of[first - 1], breaks, span.kind)

    def joins(self, draft: Draft, base: int, keep_lines: bool) -> list[Replacement]:
        """What becomes of each line end inside a paragraph, and of the blanks around it."""
        text = draft.text
        removed = [start for start, end in draft.changed_ranges() if start == end]
        joins: list[Replacement] = []
        # Pages follow each other: a paragraph that begins and ends on one runs over none.
        one_page = self.page_at(base) == self.page_at(base + len(draft.raw))
        done = r = 0
        for m in _FEEDS.finditer(text):
            end = m.end()
            start = m.start()
            if start > done and text[start - 1] in BLANKS:
                start = done + len(text[done:start].rstrip(BLANKS))
            done = end
            if start == 0 or end == len(text):
                after, rule = "", "space_line" if keep_lines else "join_wrap"
            elif keep_lines:
                after, rule = "\n", "space_line"
            else:
                after = blank_between(text, start, end)
                rule = "join_wrap" if one_page or not self.runs_over(draft, base, start - 1, end) else "join_page"
            # A run dropped between two line ends keeps its own row: the line ends on either side make two.
            while r < len(removed) and removed[r] <= start:
                r += 1
            while r < len(removed) and removed[r] < end:
                joins.append(Replacement(start, removed[r], after, rule))
                start, after = removed[r], ""
                r += 1
            joins.append(Replacement(start, end, after, rule))
        return joins

    def runs_over(self, draft: Draft, base: int, last: int, first: int) -> bool:
        """Whether a page ends between two characters of a draft's text."""
        before, behind = draft.raw_offsets((last, first))
        return self.page_at(base + before) != self.page_at(base + behind)

    def page_at(self, offset: int) -> int:
        """The page on which a character of the raw text stands."""
        return self.page_of[bisect_right(self.starts, offset) - 1]

    def breaks(self, draft: Draft, span: Span) -> list[tuple[int, int]]:
        """Where in the clean text each raw line begins of which something is left."""
        base, length = span.start, len(draft.text)
        first = bisect_right(self.starts, base)
        breaks = [(0, first)]
        if "\n" in draft.raw:
            last = bisect_right(self.starts, span.end)
            offsets = draft.offsets_after([start - base for start in self.starts[first:last]])
            for line, offset in enumerate(offsets, first + 1):
                if offset >= length:
                    break
                if offset == breaks[-1][0]:
                    breaks[-1] = (offset, line)
                else:
                    breaks.append((offset, line))
        return breaks
