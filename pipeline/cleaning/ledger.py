"""The ledger: every character that clean text has otherwise than the raw volume, and the way back.

`Draft` carries one stretch of raw text through the cleaners and remembers what stood in every replaced stretch.
`undo` restores the raw lines of a volume from its blocks and its ledger alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from pipeline.values import Edit


class Replacement(NamedTuple):
    """Put `after` in place of the current text [start, end)."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float = 1.0


_Change = tuple[int, int, int, int, str, float]
"""(start, end, raw_start, raw_end, rule, confidence): `text[start:end]` of a draft stands for `raw[raw_start:raw_end]`.

A tuple without names: there are more of them than of anything else.
"""


class Draft:
    """A stretch of raw text on its way to clean text.

    `raw` may hold line feeds; `text` is what has become of it. Replacements of one `apply` must be in order and must
    not overlap. A replacement that reaches into an earlier one swallows it: the ledger then has one row, under the rule
    that says more (a mended character before a removed run, a join, a width, a blank).
    """

    __slots__ = ("_changes", "raw", "text")

    def __init__(self, raw: str):
        self.raw = raw
        self.text = raw
        self._changes: list[_Change] = []

    def apply(self, replacements: Sequence[Replacement]) -> None:
        """Replace, and remember. Replacements that change nothing are left out. Linear in replacements and changes.

        Raises:
            ValueError: they are out of order, overlap, or reach past the text.
        """
        text, old = self.text, self._changes
        if not old:
            self._apply_first(replacements)
            return
        _refuse_disorder(replacements, len(text))
        new = [r for r in replacements if text[r[0] : r[1]] != r[2]]
        if not new:
            return
        changes: list[_Change] = []
        pieces: list[str] = []
        # Raw minus current offset; new minus current; current text taken; which of old; which of new.
        shift = grown = taken = i = k = 0
        while k < len(new):
            start, end, whole, rule, confidence = new[k]
            while i < len(old) and _stands_before(old[i], start, end):
                shift = old[i][3] - old[i][1]
                changes.append(_moved(old[i], grown))
                i += 1
            raw_start = start + shift
            k += 1
            if i < len(old) and (old[i][0] < end or old[i][:2] == (start, end)):
                start, end, raw_start, whole, rule, confidence, i, k, shift = _merged(text, old, new, i, k - 1)
            raw_end = end + shift
            changes.append((start + grown, start + grown + len(whole), raw_start, raw_end, rule, confidence))
            pieces += (text[taken:start], whole)
            taken = end
            grown += len(whole) - (end - start)
        changes += (_moved(c, grown) for c in old[i:])
        pieces.append(text[taken:])
        self.text = "".join(pieces)
        self._changes = changes

    def _apply_first(self, replacements: Sequence[Replacement]) -> None:
        """`apply` on text that is as printed: most of all replacements, and none can meet an earlier one."""
        text = self.text
        changes: list[_Change] = []
        pieces: list[str] = []
        grown = taken = 0
        for start, end, after, rule, confidence in replacements:
            if not taken <= start <= end <= len(text):
                _refuse_disorder(replacements, len(text))
            pieces += (text[taken:start], after)
            taken = end
            if text[start:end] != after:
                changes.append((start + grown, start + grown + len(after), start, end, rule, confidence))
                grown += len(after) - (end - start)
        if changes:
            pieces.append(text[taken:])
            self.text = "".join(pieces)
            self._changes = changes

    def changed_ranges(self) -> list[tuple[int, int]]:
        """Ranges of `text` that are not as printed."""
        return [change[:2] for change in self._changes]

    def raw_offsets(self, offsets: Iterable[int]) -> list[int]:
        """Where the characters at ascending `offsets` of `text` stand in `raw`: the start of what a change replaced."""
        found, i, shift = [], 0, 0
        changes = self._changes
        for offset in offsets:
            while i < len(changes) and changes[i][1] <= offset:
                shift = changes[i][3] - changes[i][1]
                i += 1
            inside = i < len(changes) and changes[i][0] <= offset
            found.append(changes[i][2] if inside else offset + shift)
        return found

    def offsets_after(self, raw_offsets: Iterable[int]) -> list[int]:
        """Where in `text` that begins which stands in `raw` from each of the ascending `raw_offsets` on.

        For a place inside a replaced stretch that is the end of what replaced it.
        """
        found, i, shift = [], 0, 0
        changes = self._changes
        for offset in raw_offsets:
            while i < len(changes) and changes[i][3] <= offset:
                shift = changes[i][3] - changes[i][1]
                i += 1
            inside = i < len(changes) and changes[i][2] < offset
            found.append(changes[i][1] if inside else offset - shift)
        return found

    def differences(self, base: int = 0) -> list[Difference]:
        """What the ledger is made of; `base` is added to the offsets in `raw`."""
        raw, text = self.raw, self.text
        return [
            (raw_start + base, rule, before, after, confidence)
            for start, end, raw_start, raw_end, rule, confidence in self._changes
            if (before := raw[raw_start:raw_end]) != (after := text[start:end])
        ]


Difference = tuple[int, str, str, str, float]
"""(offset, rule, before, after, confidence): in raw text `before` stands at `offset`, and clean text has `after`."""


def placed_edits(differences: Sequence[Difference], line_starts: Sequence[int]) -> list[Edit]:
    """The ledger rows of differences, all placed at once by the ascending offsets at which the raw lines start."""
    if not differences:
        return []
    offsets, *rest = zip(*differences, strict=True)
    starts, at = np.array(line_starts, np.int64), np.array(offsets, np.int64)
    lines = np.searchsorted(starts, at, "right")
    columns = at - starts[lines - 1] + 1
    return list(map(Edit, lines.tolist(), columns.tolist(), *rest))


class Placer(Protocol):
    """Turns an offset into (line, column), both from 1."""

    def __call__(self, offset: int, /) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        ...


def _refuse_disorder(replacements: Sequence[Replacement], length: int) -> None:
    at = 0
    for start, end, after, rule, _ in replacements:
        if not at <= start <= end <= length:
            r = f"{rule} of [{start}, {end}) to {after!r}"
            raise ValueError(f"{r} overlaps the replacement before it, or reaches past the {length} characters")
        at = end


def _stands_before(old: _Change, start: int, end: int) -> bool:
    """Whether an earlier change ends before a new one [start, end); a deletion right at its start stays apart."""
    if old[0] == old[1] == start:
        return end > start
    return old[1] <= start


def _merged(
    text: str, old: Sequence[_Change], new: Sequence[Replacement], i: int, k: int
) -> tuple[int, int, int, str, str, float, int, int, int]:
    """One change of replacement `k`, the earlier change `i` that it touches, and all those that this touches in turn.

    (start, end, raw_start, what stands instead, rule, confidence), then the next `i` and `k`, and how far raw offsets
    are ahead behind it.
    """
    shift = old[i - 1][3] - old[i - 1][1] if i else 0
    r = new[k]
    start, raw_start = (old[i][0], old[i][2]) if old[i][0] < r.start else (r.start, r.start + shift)
    after = [text[start : r.start], r.after]
    at = end = r.end
    said = [(r.rule, r.confidence)]
    k += 1
    while True:
        if k < len(new) and new[k].start < end:
            r = new[k]
            after += (text[at : r.start], r.after)
            at, end = r.end, max(end, r.end)
            said.append((r.rule, r.confidence))
            k += 1
        elif i < len(old) and (old[i][0] < end or old[i][:2] == (r.start, r.end)):
            shift = old[i][3] - old[i][1]
            end = max(end, old[i][1])
            said.insert(0, old[i][4:])
            i += 1
        else:
            break
    after.append(text[at:end])
    whole = "".join(after)
    return start, end, raw_start, whole, *_weightiest(said, gone=not whole), i, k, shift


_WEIGHT = {"fix": 4, "drop": 3, "join": 2, "width": 1}


def _weightiest(said: Sequence[tuple[str, float]], *, gone: bool) -> tuple[str, float]:
    """Rule and confidence of changes that have become one row: what says more of it; of equals the latest.

    Where something is left of what they took in, the row is none of a drop.
    """
    weights = [_WEIGHT.get(rule.partition("_")[0], 0) for rule, _ in said]
    if not gone and any(w != _WEIGHT["drop"] for w in weights):
        weights = [-1 if w == _WEIGHT["drop"] else w for w in weights]
    return said[max(range(len(said)), key=lambda i: (weights[i], i))]


def _moved(change: _Change, by: int) -> _Change:
    if not by:
        return change
    start, end, raw_start, raw_end, rule, confidence = change
    return start + by, end + by, raw_start, raw_end, rule, confidence


def line_placer(line_starts: Sequence[int], base: int = 0) -> Placer:
    """Places offsets (plus `base`) by the ascending offsets at which the raw lines start."""

    def place(offset: int, /) -> tuple[int, int]:
        at = offset + base
        line = bisect_right(line_starts, at)
        return line, at - line_starts[line - 1] + 1

    return place


class LedgerError(ValueError):
    """Blocks and ledger do not agree."""


class BlockLike(Protocol):
    """What undoing needs of a block."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def line_start(self) -> int: ...  # noqa: D102


def undo(blocks: Sequence[BlockLike], edits: Sequence[Edit], line_count: int) -> list[str]:
    """The raw lines from which `blocks` and `edits` (both in raw order) were made.

    Between two blocks stand empty lines unless the ledger has something there; an edit whose `after` is one line feed
    with an empty `before` is a break between two blocks of one raw line.

    Raises:
        LedgerError: the two do not fit together.
    """
    return _Undo(edits).run(blocks, line_count)


class _Undo:
    def __init__(self, edits: Sequence[Edit]):
        self.edits = edits
        self.next = 0
        self.line = self.column = 1
        self.out: list[str] = []

    def emit(self, text: str) -> None:
        self.out.append(text)
        self.line, self.column = _behind(text, self.line, self.column)

    def advance(self, line: int) -> None:
        if line > self.line:
            self.emit("\n" * (line - self.line))

    def between(self, line: int) -> None:
        """Emit what the ledger has on the lines before `line`."""
        while self.next < len(self.edits) and self.edits[self.next].line < line:
            edit = self.edits[self.next]
            self.advance(edit.line)
            if (edit.line, edit.column) != (self.line, self.column) or edit.after:
                raise LedgerError(f"line {edit.line}, column {edit.column}: {edit.rule} stands outside every block")
            self.emit(edit.before)
            self.next += 1
        self.advance(line)

    def block(self, block: BlockLike) -> None:
        """Emit a block, with what the ledger has in it undone."""
        text, at = block.text, 0
        line, column, out = self.line, self.column, self.out
        while self.next < len(self.edits):
            edit_line, edit_column, rule, before, after, _ = self.edits[self.next]
            if edit_line == line:
                upto = at + edit_column - column
            else:
                feed = text.find("\n", at)
                upto = len(text) + 1 if feed < 0 else feed + 1
            if upto > len(text):
                break
            if upto < at:
                raise LedgerError(f"line {edit_line}, column {edit_column}: {rule} overlaps the edit before it")
            out.append(kept := text[at:upto])
            line, column = _behind(kept, line, column)
            at = upto
            if edit_line != line or edit_column != column:
                continue
            self.next += 1
            if at == len(text) and after == "\n" and not before:
                break
            if not text.startswith(after, at):
                raise LedgerError(f"line {edit_line}, column {edit_column}: the block has not {after!r}")
            at += len(after)
            out.append(before)
            line, column = _behind(before, line, column)
        self.line, self.column = line, column
        self.emit(text[at:])

    def run(self, blocks: Sequence[BlockLike], line_count: int) -> list[str]:
        for block in blocks:
            self.between(block.line_start)
            self.block(block)
        self.between(line_count + 1) if self.next < len(self.edits) else self.advance(line_count)
        text = "".join(self.out)
        lines = text.split("\n")
        return lines[:line_count] if len(lines) == line_count + 1 and not lines[-1] else lines


def _behind(text: str, line: int, column: int) -> tuple[int, int]:
    """Where a text ends that begins at this line and column."""
    if "\n" in text:
        return line + text.count("\n"), len(text) - text.rindex("\n")
    return line, column + len(text)
