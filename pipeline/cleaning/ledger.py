"""The ledger: every character that clean text has otherwise than the raw volume, and the way back.

`Draft` carries one stretch of raw text through the cleaners and remembers what stood in every replaced stretch.
`undo` restores the raw lines of a volume from its blocks and its ledger alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from pipeline.values import Edit


class Replacement(NamedTuple):
    """Put `after` in place of the current text [start, end)."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float = 1.0


class _Change(NamedTuple):
    """`text[start:end]` of a draft stands for `raw[raw_start:raw_end]`."""

    start: int
    end: int
    raw_start: int
    raw_end: int
    rule: str
    confidence: float


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
        _refuse_disorder(replacements, len(text))
        new = [r for r in replacements if text[r[0] : r[1]] != r[2]]
        if not new:
            return
        if not old:
            self._apply_first(new)
            return
        changes: list[_Change] = []
        pieces: list[str] = []
        shift = grown = taken = i = k = 0  # raw minus current offset; new minus current; current text taken; old; new
        while k < len(new):
            r = new[k]
            while i < len(old) and _stands_before(old[i], r):
                shift = old[i].raw_end - old[i].end
                changes.append(_moved(old[i], grown))
                i += 1
            swallows = i < len(old) and old[i].start < r.start
            start, raw_start = (old[i].start, old[i].raw_start) if swallows else (r.start, r.start + shift)
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
                elif i < len(old) and (old[i].start < end or old[i][:2] == (r.start, r.end)):
                    shift = old[i].raw_end - old[i].end
                    end = max(end, old[i].end)
                    said.insert(0, (old[i].rule, old[i].confidence))
                    i += 1
                else:
                    break
            after.append(text[at:end])
            whole = "".join(after)
            rule, confidence = said[0] if len(said) == 1 else _weightiest(said, gone=not whole)
            changes.append(_Change(start + grown, start + grown + len(whole), raw_start, end + shift, rule, confidence))
            pieces += (text[taken:start], whole)
            taken = end
            grown += len(whole) - (end - start)
        changes += (_moved(c, grown) for c in old[i:])
        pieces.append(text[taken:])
        self.text = "".join(pieces)
        self._changes = changes

    def _apply_first(self, new: Sequence[Replacement]) -> None:
        """`apply` on text that is as printed: most of all replacements, and none can meet an earlier one."""
        text = self.text
        changes: list[_Change] = []
        pieces: list[str] = []
        grown = taken = 0
        for start, end, after, rule, confidence in new:
            changes.append(_Change(start + grown, start + grown + len(after), start, end, rule, confidence))
            pieces += (text[taken:start], after)
            taken = end
            grown += len(after) - (end - start)
        pieces.append(text[taken:])
        self.text = "".join(pieces)
        self._changes = changes

    def changed_ranges(self) -> list[tuple[int, int]]:
        """Ranges of `text` that are not as printed."""
        return [(c.start, c.end) for c in self._changes]

    def raw_offsets(self, offsets: Iterable[int]) -> list[int]:
        """Where the characters at ascending `offsets` of `text` stand in `raw`: the start of what a change replaced."""
        found, i, shift = [], 0, 0
        changes = self._changes
        for offset in offsets:
            while i < len(changes) and changes[i].end <= offset:
                shift = changes[i].raw_end - changes[i].end
                i += 1
            inside = i < len(changes) and changes[i].start <= offset
            found.append(changes[i].raw_start if inside else offset + shift)
        return found

    def offsets_after(self, raw_offsets: Iterable[int]) -> list[int]:
        """Where in `text` that begins which stands in `raw` from each of the ascending `raw_offsets` on.

        For a place inside a replaced stretch that is the end of what replaced it.
        """
        found, i, shift = [], 0, 0
        changes = self._changes
        for offset in raw_offsets:
            while i < len(changes) and changes[i].raw_end <= offset:
                shift = changes[i].raw_end - changes[i].end
                i += 1
            inside = i < len(changes) and changes[i].raw_start < offset
            found.append(changes[i].end if inside else offset - shift)
        return found

    def edits(self, place: Placer) -> list[Edit]:
        """The ledger rows. `place` turns an offset in `raw` into (line, column) of the volume."""
        raw, text = self.raw, self.text
        found = []
        for start, end, raw_start, raw_end, rule, confidence in self._changes:
            before, after = raw[raw_start:raw_end], text[start:end]
            if before != after:
                line, column = place(raw_start)
                found.append(Edit(line, column, rule, before, after, confidence))
        return found


class Placer(Protocol):
    """Turns an offset into (line, column), both from 1."""

    def __call__(self, offset: int, /) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        ...


def _refuse_disorder(replacements: Sequence[Replacement], length: int) -> None:
    at = 0
    for r in replacements:
        start, end = r[:2]
        if not at <= start <= end <= length:
            raise ValueError(f"{r} overlaps the replacement before it, or reaches past the {length} characters")
        at = end


def _stands_before(old: _Change, new: Replacement) -> bool:
    """Whether an earlier change ends before the new one begins (a deletion right at its start stays apart)."""
    if old.start == old.end == new.start:
        return new.end > new.start
    return old.end <= new.start


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
    return _Change(start + by, end + by, raw_start, raw_end, rule, confidence)


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
        feeds = text.count("\n")
        if feeds:
            self.line += feeds
            self.column = len(text) - text.rindex("\n")
        else:
            self.column += len(text)

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
        text, at = block.text, 0
        while self.next < len(self.edits):
            edit = self.edits[self.next]
            if edit.line == self.line:
                upto = at + edit.column - self.column
            else:
                feed = text.find("\n", at)
                upto = len(text) + 1 if feed < 0 else feed + 1
            if upto > len(text):
                break
            if upto < at:
                raise LedgerError(f"line {edit.line}, column {edit.column}: {edit.rule} overlaps the edit before it")
            self.emit(text[at:upto])
            at = upto
            if (edit.line, edit.column) != (self.line, self.column):
                continue
            if at == len(text) and edit.after == "\n" and not edit.before:
                self.next += 1
                return
            if not text.startswith(edit.after, at):
                raise LedgerError(f"line {edit.line}, column {edit.column}: the block has not {edit.after!r}")
            at += len(edit.after)
            self.emit(edit.before)
            self.next += 1
        self.emit(text[at:])

    def run(self, blocks: Sequence[BlockLike], line_count: int) -> list[str]:
        for block in blocks:
            self.between(block.line_start)
            self.block(block)
        self.between(line_count + 1) if self.next < len(self.edits) else self.advance(line_count)
        text = "".join(self.out)
        lines = text.split("\n")
        return lines[:line_count] if len(lines) == line_count + 1 and not lines[-1] else lines
