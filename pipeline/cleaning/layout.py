"""The printed page as arrays: every printed line measured at once.

Belongs here: what can be read off the glyphs alone (classes, widths, margins, brackets) and the local line width. Does
not belong here: what words mean (`pipeline.cleaning.shapes`), which line begins a paragraph
(`pipeline.cleaning.paragraphs`).

Widths are in full-width glyphs: a Chinese character is 1 wide, a Latin letter or digit about half of that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

(
    OTHER, CJK, NUMERAL, DIGIT, LATIN, BLANK, STOP, SEMICOLON, COMMA, PAUSE, COLON, OPEN_ROUND, CLOSE_ROUND, OPEN_TITLE,
    CLOSE_TITLE, OPEN_QUOTE, CLOSE_QUOTE, OPEN_SQUARE, CLOSE_SQUARE, POINT, DASH, PERCENT, SIGN, CIRCLED, BULLET,
) = range(25)  # fmt: skip
"""Classes of glyphs."""

PAIRS = ((OPEN_ROUND, CLOSE_ROUND), (OPEN_TITLE, CLOSE_TITLE), (OPEN_QUOTE, CLOSE_QUOTE), (OPEN_SQUARE, CLOSE_SQUARE))
_MEMBERS = {
    NUMERAL: "一二三四五六七八九十百千零〇",
    STOP: "。！？!?",
    SEMICOLON: "；;",
    COMMA: "，,",
    PAUSE: "、",
    COLON: "：:∶",
    OPEN_ROUND: "（(",
    CLOSE_ROUND: "）)",
    OPEN_TITLE: "《〈",
    CLOSE_TITLE: "》〉",
    OPEN_QUOTE: "“‘「『",
    CLOSE_QUOTE: "”’」』",
    OPEN_SQUARE: "〔[﹝【［",
    CLOSE_SQUARE: "〕]﹞】］",
    POINT: ".．﹒·•",
    DASH: "—－-–―─",
    PERCENT: "%％‰℃",
    SIGN: "/+=×~<>＋＝_&@",
    BULLET: "●■◆★□○▲",
}
_NEVER_FIRST = (STOP, SEMICOLON, COMMA, PAUSE, COLON, CLOSE_ROUND, CLOSE_TITLE, CLOSE_QUOTE, CLOSE_SQUARE, PERCENT)
_MARGIN = " \t\r\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000\ufeff"


def _class_table() -> NDArray[np.uint8]:
    table = np.full(0x10000, OTHER, np.uint8)
    for start, end in ((0x2E80, 0x3000), (0x3040, 0xA000), (0xAC00, 0xFB00)):
        table[start:end] = CJK
    for start, end in ((0x30, 0x3A), (0xFF10, 0xFF1A)):
        table[start:end] = DIGIT
    for start, end in ((0x41, 0x5B), (0x61, 0x7B), (0xC0, 0x250), (0x370, 0x500), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)):
        table[start:end] = LATIN
    table[0x2460:0x24A0] = CIRCLED
    for glyph in _MARGIN:
        table[ord(glyph)] = BLANK
    for kind, glyphs in _MEMBERS.items():
        for glyph in glyphs:
            table[ord(glyph)] = kind
    return table


_CLASS = _class_table()
_WIDTH = np.ones(0x10000, np.float32)
_WIDTH[:0x250] = 0.5
_WIDTH[[0x20, 0xA0]] = 0.45


@dataclass(slots=True)
class Page:
    """The printed lines of a volume. Arrays over lines have one entry a printed line, in order.

    `codes`, `classes` run over the glyphs of all lines, margins taken off; line i has [offsets[i], offsets[i + 1]).
    """

    texts: list[str]
    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    width: Floats
    lead: Ints
    trail: Ints
    wide_lead: NDArray[np.bool_]
    gap: Ints
    turned: NDArray[np.bool_]
    _places: dict[tuple[int, ...], tuple[NDArray[np.int64], NDArray[np.int64]]] = field(default_factory=dict)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Glyphs a line."""
        return np.diff(self.offsets)

    def count(self, *kinds: int) -> Ints:
        """How many glyphs of these classes each line has."""
        return np.diff(self._found(kinds)[1]).astype(np.int32)

    def first(self, *kinds: int) -> Ints:
        """Position in its line of the first glyph of these classes; a large number where there is none."""
        at, bounds = self._found(kinds)
        position = np.append(at, 0)[bounds[:-1]] - self.offsets[:-1]
        return np.where(np.diff(bounds) > 0, position, 1 << 30).astype(np.int32)

    def last(self, *kinds: int) -> Ints:
        """Position in its line of the last glyph of these classes; -1 where there is none."""
        at, bounds = self._found(kinds)
        position = np.append(at, 0)[bounds[1:] - 1] - self.offsets[:-1]
        return np.where(np.diff(bounds) > 0, position, -1).astype(np.int32)

    def class_at(self, position: int) -> NDArray[np.uint8]:
        """Class of the glyph at a position of each line (negative: from its end); 255 beyond the line."""
        found = self._at(self.classes, position).astype(np.uint8)
        return np.where(self._reaches(position), found, np.uint8(255))

    def code_at(self, position: int) -> NDArray[np.uint32]:
        """Code point at a position of each line (negative: from its end); 0 beyond the line."""
        return np.where(self._reaches(position), self._at(self.codes, position), np.uint32(0))

    def beginning_with(self, glyphs: Collection[str]) -> list[int]:
        """Indices of the lines whose first glyph is one of these."""
        found: list[int] = _where_among(self.codes[self.offsets[:-1]], glyphs).tolist()
        return found

    def ending_with(self, glyphs: Collection[str]) -> list[int]:
        """Indices of the lines whose last glyph is one of these."""
        found: list[int] = _where_among(self.codes[self.offsets[1:] - 1], glyphs).tolist()
        return found

    def holding(self, *glyphs: str) -> list[int]:
        """Indices of the lines that hold one of these glyphs."""
        at = np.concatenate([np.flatnonzero(self.codes == np.uint32(ord(g))) for g in glyphs])
        found: list[int] = np.unique(np.searchsorted(self.offsets, at, "right") - 1).tolist()
        return found

    def head_unit(self) -> Floats:
        """Width of what stands first on each line and cannot be broken: a number, a Latin word, a glyph and mark."""
        wide = np.flatnonzero((self.codes <= 0x20) | (self.codes >= 0x7F))
        next_wide = np.append(wide, len(self.codes))[np.searchsorted(wide, self.offsets[:-1])]
        run = np.minimum(next_wide - self.offsets[:-1], self.lengths)
        opens = np.isin(self.class_at(0), (OPEN_ROUND, OPEN_TITLE, OPEN_QUOTE, OPEN_SQUARE))
        hanging = np.isin(self.class_at(1), _NEVER_FIRST)
        return np.where(run > 0, run * np.float32(0.5), 1 + (opens | hanging)).astype(np.float32)

    def _found(self, kinds: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where glyphs of these classes stand, and how many of them stand before each line (and at the end)."""
        if kinds not in self._places:
            yes = self.classes == kinds[0]
            for kind in kinds[1:]:
                yes |= self.classes == kind
            at = np.flatnonzero(yes)
            self._places[kinds] = at, np.searchsorted(at, self.offsets)
        return self._places[kinds]

    def _reaches(self, position: int) -> NDArray[np.bool_]:
        return self.lengths >= (position + 1 if position >= 0 else -position)

    def _at(self, values: NDArray[np.generic], position: int) -> NDArray[np.generic]:
        base = self.offsets[:-1] if position >= 0 else self.offsets[1:]
        return values[np.clip(base + position, 0, len(values) - 1)]


def _where_among(codes: NDArray[np.uint32], glyphs: Collection[str]) -> NDArray[np.int64]:
    """Where these glyphs stand; one of the glyphs below U+10000."""
    wanted = np.zeros(0x10000, np.bool_)
    wanted[[ord(g) for g in glyphs]] = True
    return np.flatnonzero(wanted[np.minimum(codes, 0xFFFF)])


def _lengths(texts: Sequence[str]) -> NDArray[np.int64]:
    return np.fromiter(map(len, texts), np.int64, len(texts))


def measure(lines: Sequence[str], numbers: Sequence[int], page_of: Sequence[int]) -> Page:
    """Measure the printed lines `numbers` (raw lines from 1, ascending, at least one) of a volume."""
    raw = [lines[n - 1] for n in numbers]
    unled = [t.lstrip(_MARGIN) for t in raw]
    bare = [t.rstrip(_MARGIN) for t in unled]
    whole, unled_lengths, bare_lengths = (_lengths(texts) for texts in (raw, unled, bare))
    lead = (whole - unled_lengths).astype(np.int32)
    trail = np.where(bare_lengths > 0, unled_lengths - bare_lengths, whole).astype(np.int32)
    wide = np.array([t.startswith(("\u2003", "\u3000")) for t in raw], np.bool_)
    bodies = [b or t or "\u25a1" for b, t in zip(bare, raw, strict=True)]
    text = "".join(bodies)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    low = np.minimum(codes, 0xFFFF)
    classes = np.where(codes > 0xFFFF, np.uint8(CJK), _CLASS[low])
    offsets = np.concatenate(([0], np.cumsum(_lengths(bodies))))
    width = np.add.reduceat(_WIDTH[low], offsets[:-1]).astype(np.float32)
    at = np.array(numbers, np.int64)
    pages = np.array([page_of[n - 1] for n in numbers], np.int64)
    gap = np.diff(at, prepend=at[0] - 2).astype(np.int32) - 1
    turned = np.diff(pages, prepend=pages[0]) != 0
    return Page(bodies, codes, classes, offsets, width, lead, trail, wide, gap, turned)


def shifted(values: NDArray, by: int, fill: float = 0) -> NDArray:
    """The values of the line `by` lines on (negative: before); `fill` beyond the volume."""
    out = np.full_like(values, fill)
    if abs(by) >= len(values):
        return out
    if by > 0:
        out[:-by] = values[by:]
    elif by < 0:
        out[-by:] = values[:by]
    else:
        out[:] = values
    return out


_NARROWEST, _WIDEST = 24, 127
"""Half glyphs: lines narrower are not counted for the commonest width, wider ones as if as wide."""


def usual_width(width: Floats, before: int, after: int, share: float = 0.8) -> Floats:
    """The width that `share` of the lines from `before` lines above to `after` below do not exceed."""
    span = before + after + 1
    padded = np.pad(width, (before, after), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, span)
    rank = min(span - 1, int(share * span))
    out = np.empty(len(width), np.float32)
    for start in range(0, len(width), 8192):
        out[start : start + 8192] = np.partition(windows[start : start + 8192], rank, axis=1)[:, rank]
    return out


def commonest_width(width: Floats, around: int) -> Floats:
    """The commonest width (to half a glyph, lines from 12 wide on) among the lines `around` above and below."""
    bins = np.clip(np.rint(width * 2), 0, _WIDEST).astype(np.int64)
    bins[bins < _NARROWEST] = 0
    base = _NARROWEST - 2  # no line is as narrow: these columns take what is not counted, and what it is added to
    bins = np.maximum(bins - base, 0)
    columns = min(max(int(bins.max(initial=0)), 1) + 2, _WIDEST - base + 1)
    out = np.empty(len(width), np.float32)
    for start in range(0, len(width), 8192):
        low, high = max(0, start - around), min(len(width), start + 8192 + around)
        counts = np.zeros((high - low + 1, columns), np.int16)
        counts[np.arange(1, high - low + 1), bins[low:high]] = 1
        counts[:, 0] = 0
        np.cumsum(counts, axis=0, out=counts)
        at = np.arange(start, min(len(width), start + 8192))
        inside = counts[np.minimum(at + around + 1, high) - low] - counts[np.maximum(at - around, low) - low]
        near = inside[:, 1:-1] * 2 + inside[:, :-2] + inside[:, 2:]
        best = near.argmax(axis=1)
        none = near[np.arange(len(at)), best] == 0
        out[start : start + len(at)] = np.where(none, 1, best + base + 1) / 2
    return out


def class_of(glyph: str) -> int:
    """Class of one glyph."""
    code = ord(glyph)
    return CJK if code > 0xFFFF else int(_CLASS[code])


def moving_sum(values: Floats, around: int) -> Floats:
    """Sum over each line and the `around` lines above and below it."""
    total = np.concatenate(([0], np.cumsum(values, dtype=np.float64)))
    at = np.arange(len(values))
    return (total[np.minimum(at + around + 1, len(values))] - total[np.maximum(at - around, 0)]).astype(np.float32)
