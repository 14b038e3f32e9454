"""Which column each piece of a flattened table row belongs to.

The cells of a row are printed one after the other, column by column, each wrapped at its column's width. A column is
known by that width, by the characters it is made of, begins and ends with, and by how its cells follow each other on
the page. None of this is told beforehand: it is learned from the table itself, in a few rounds of cutting the rows and
measuring what came out. No chance is involved.

Belongs here: the cutting of rows into cells. Does not belong here: where rows begin (`pipeline.splitting.table_rows`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

ROUNDS = 6
SAMPLE = 160
"""Rows that the first cut is made on."""

SAMPLE_WORK = 500_000
"""Squared pieces of these rows."""

SKIPPED = -16.0
"""Log weight of a column left empty."""

BLANK = -6.0
"""Log weight of a last column left empty in a table that may have such."""

RESUMED = -3.0
"""Log weight of a cell that goes on at the top of a page, after the cells to its right."""

TOO_WIDE = -5.0
"""Log weight of a line wider than its column."""

UNBALANCED = -5.0
"""Log weight of a cell that ends inside brackets."""

OPEN_ENDED = -3.0
"""Log weight of a cell that ends with a comma; half of it where it ends a wide line without any mark."""

_GOES_ON = "，、"
_ENDS = "。；！？：》）”"
_OPENING = "（(《〈“〔["
_CLOSING = "）)》〉”〕]"
_BRACKET = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")


class Piece(NamedTuple):
    """A run of text without a blank that could part cells: its text, its width and that of its whole line in full-width
    characters, the line of the row it stands on (an index from 0), whether that line follows the one before without an
    empty line, and whether it begins a page."""

    text: str
    width: float
    line_width: float
    line: int
    close: bool
    top: bool


def cut_rows(rows: Sequence[Sequence[Piece]], columns: int, blanks: bool = False) -> list[list[int]]:
    """For each row, the column (from 0) of each of its pieces: ascending, but at the top of a page, where a cell that
    the page's end has cut may go on.

    Args:
        rows: pieces of each row in printed order, at least one a row.
        columns: number of columns, 1 or more.
        blanks: whether the last columns may be empty.
    """
    if columns == 1 or not rows:
        return [[0] * len(row) for row in rows]
    sample = _sample(rows)
    cut = [_first_cut(row, columns) for row in sample]
    columns_known = _Columns(sample, cut, columns, blanks)
    settled: dict[int, list[int]] = {}
    for _ in range(ROUNDS):
        new = [columns_known.cut(row) for row in sample]
        if new == cut:
            settled = dict(zip(map(id, sample), cut, strict=True))
            break
        cut = new
        columns_known = _Columns(sample, cut, columns, blanks)
    return [settled.get(id(row)) or columns_known.cut(row) for row in rows]


def _sample(rows: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
    """Rows from all over the table, no more than the first cut can do in good time."""
    found: list[Sequence[Piece]] = []
    work = 0
    for row in rows[:: max(1, len(rows) // SAMPLE)]:
        work += len(row) ** 2
        if found and work > SAMPLE_WORK:
            break
        found.append(row)
    return found


def _first_cut(row: Sequence[Piece], columns: int) -> list[int]:
    """The cut that leaves the most wrapped lines in place: of one width within a cell, the last one shorter."""
    n = len(row)
    ends = _open_ends(row)
    best = [[-math.inf] * (n + 1) for _ in range(columns + 1)]
    link = [[0] * (n + 1) for _ in range(columns + 1)]
    best[0][0] = 0.0
    for c in range(1, columns + 1):
        best[c][:] = [x - 2.0 for x in best[c - 1]]
        link[c][:] = range(n + 1)
        for start in range(n):
            if best[c - 1][start] == -math.inf:
                continue
            score = best[c - 1][start]
            full = row[start].width
            for end in range(start + 1, n + 1):
                if score + ends[end - 1] > best[c][end]:
                    best[c][end], link[c][end] = score + ends[end - 1], start
                if end == n:
                    break
                last = row[end - 1]
                if row[end].line == last.line:
                    score -= 1.0
                    continue
                width = last.line_width if end - 1 > start and row[end - 2].line == last.line else last.width
                indented = end - 1 == start and 1 < row[end].width - width <= 2.5
                off = max(abs(full - width), row[end].width - max(full, width))
                full = max(full, width)
                score += 1.0 if indented or off <= 0.5 else 0.3 if off <= 1 else -0.7
    cut = [0] * n
    end = n
    for c in range(columns, 0, -1):
        start = link[c][end]
        cut[start:end] = [c - 1] * (end - start)
        end = start
    return cut


def _open_ends(row: Sequence[Piece]) -> list[float]:
    """For each piece, the log weight against a cell that ends with it, by its last character and its width."""
    wide = 0.8 * max(p.width for p in row)
    weights = [
        OPEN_ENDED if p.text[-1] in _GOES_ON else OPEN_ENDED / 2 if p.width >= wide and p.text[-1] not in _ENDS else 0.0
        for p in row
    ]
    weights[-1] = 0.0
    return weights


class _States(NamedTuple):
    """By column, the best way to put a piece there: its score, the column before, the last column reached so far."""

    scores: list[float]
    before: list[int]
    reached: list[int]


class _Shares(dict[str, float]):
    """Log shares of what was counted, and of what was not."""

    def __init__(self, counts: Counter[str], smoothing: float, kinds: int):
        total = sum(counts.values()) + smoothing * (kinds + 1)
        super().__init__((key, math.log((n + smoothing) / total)) for key, n in counts.items())
        self._rest = math.log(smoothing / total)
        self._sums: dict[str, float] = {}

    def __missing__(self, key: str) -> float:
        self[key] = self._rest
        return self._rest

    def of_all(self, keys: str) -> float:
        """The sum over characters, worked out once for cells that are printed again and again."""
        known = self._sums.get(keys)
        if known is None:
            known = self._sums[keys] = sum(map(self.__getitem__, keys))
        return known


class _Column:
    """One column, as the cut rows show it."""

    def __init__(self, cells: Sequence[Sequence[Piece]], kinds: int):
        self.width = _wrap_width(cells)
        self.characters = _Shares(Counter("".join(p.text for cell in cells for p in cell)), 0.2, kinds)
        self.first = _Shares(Counter(cell[0].text[0] for cell in cells), 0.5, kinds)
        self.last = _Shares(Counter(cell[-1].text[-1] for cell in cells), 0.5, kinds)
        wraps = [self.full(p) for cell in cells for p, q in pairwise(cell) if p.line != q.line]
        beside = sum(p.line == q.line for cell in cells for p, q in pairwise(cell))
        ends = [self.full(cell[-1]) for cell in cells]
        pieces = len(wraps) + beside + len(ends) + 3
        # Going on: on the same line, on the next line after a full one, after one that is not full; then ending.
        self.beside = math.log((beside + 0.1) / pieces)
        self.wrap = (
            math.log((len(wraps) - sum(wraps) + 0.5) / pieces),
            math.log((sum(wraps) + 0.5) / pieces),
        )
        self.end = (
            math.log((len(ends) - sum(ends) + 0.5) / pieces),
            math.log((sum(ends) + 0.5) / pieces),
        )

    def full(self, piece: Piece) -> bool:
        """Whether a line is as wide as the column wraps, or by a lost indent narrower."""
        own, width, line_width = self.width, piece.width, piece.line_width
        if abs(width - own) <= 1.0 or abs(width + 2 - own) <= 0.5:
            return True
        return line_width != width and (abs(line_width - own) <= 1.0 or abs(line_width + 2 - own) <= 0.5)


def _wrap_width(cells: Sequence[Sequence[Piece]]) -> float:
    """The width most wrapped lines have; without any, the width of the widest."""
    wrapped = [p.width for cell in cells for p, q in pairwise(cell) if p.line != q.line]
    if wrapped:
        counts = Counter(round(w) for w in wrapped)
        return float(max(counts, key=lambda w: (counts[w] + counts[w - 1] / 2 + counts[w + 1] / 2, w)))
    return max((p.width for cell in cells for p in cell), default=0.0)


class _Columns:
    """All columns of a table, and the cut of a row that agrees best with them."""

    def __init__(self, rows: Sequence[Sequence[Piece]], cuts: Sequence[Sequence[int]], columns: int, blanks: bool):
        self.blank = BLANK if blanks else SKIPPED
        cells: list[list[list[Piece]]] = [[] for _ in range(columns)]
        stays, goes = Counter[tuple[bool, bool]](), Counter[tuple[bool, bool]]()
        for row, cut in zip(rows, cuts, strict=True):
            dense = _is_dense(row)
            seen: set[int] = set()
            for t, (piece, c) in enumerate(zip(row, cut, strict=True)):
                goes_on = t > 0 and cut[t - 1] == c
                if t and piece.line != row[t - 1].line and not piece.top:
                    (stays if goes_on else goes)[dense, piece.close] += 1
                if goes_on:
                    cells[c][-1].append(piece)
                elif c not in seen:
                    cells[c].append([piece])
                seen.add(c)
        kinds = len(set("".join(p.text for row in rows for p in row)))
        self.columns = [_Column(own, kinds) for own in cells]
        # Characters are no independent witnesses, and in a short table each row would vouch for itself.
        self.trust = 0.4 * len(rows) / (len(rows) + 20)
        self.trust_ends = 0.8 * len(rows) / (len(rows) + 5)
        self.gaps = {
            (dense, close): (_share(stays, dense, close), _share(goes, dense, close))
            for dense in (False, True)
            for close in (False, True)
        }

    def cut(self, row: Sequence[Piece]) -> list[int]:
        """The column of each piece of a row."""
        dense = _is_dense(row)
        first = row[0].text[0]
        begun = [
            self.own(row[0], c) + self.trust_ends * c.first[first] + SKIPPED * k for k, c in enumerate(self.columns)
        ]
        states = _States(begun, [-1] * len(begun), list(range(len(begun))))
        path = [states]
        depth = 0
        for (before, piece), end in zip(pairwise(row), _open_ends(row), strict=False):
            depth += _depth(before.text)
            states = self._step(states, before, piece, dense, end + (UNBALANCED if depth else 0.0))
            path.append(states)
        ends = self._left(states.scores, row[-1], [c.full(row[-1]) for c in self.columns], 0.0)
        last = len(self.columns) - 1
        k = max(range(last + 1), key=lambda c: ends[c] + self.blank * (last - states.reached[c]))
        cut = []
        for states in reversed(path):
            cut.append(k)
            k = states.before[k]
        return cut[::-1]

    def _step(self, states: _States, before: Piece, piece: Piece, dense: bool, end: float) -> _States:
        """From the columns `before` may stand in to those `piece` may stand in."""
        scores, _, reached = states
        new = _States([], [], [])
        beside = piece.line == before.line
        stay_gap, go_gap = (0.0, 0.0) if beside else self.gaps[dense, piece.close]
        full = [c.full(before) for c in self.columns]
        left = self._left(scores, before, full, go_gap + end)
        first = piece.text[0]
        for k, column in enumerate(self.columns):
            best, came = scores[k] + stay_gap + (column.beside if beside else column.wrap[full[k]]), k
            enter = self.trust_ends * column.first[first]
            for d in range(k):
                score = left[d] + enter
                skipped = k - (d if d > reached[d] else reached[d]) - 1
                if skipped > 0:
                    score += SKIPPED * skipped
                if score > best:
                    best, came = score, d
            if piece.top:
                for d in range(k + 1, len(scores)):
                    score = left[d] + RESUMED
                    if score > best:
                        best, came = score, d
            new.scores.append(best + self.own(piece, column))
            new.before.append(came)
            new.reached.append(reached[came] if reached[came] > k else k)
        return new

    def _left(self, scores: Sequence[float], last: Piece, full: Sequence[bool], more: float) -> list[float]:
        """Scores with the cell ended after `last`, which is as wide as the column or not (`full`)."""
        character, trust = last.text[-1], self.trust_ends
        return [
            score + c.end[f] + trust * c.last[character] + more
            for score, c, f in zip(scores, self.columns, full, strict=True)
        ]

    def own(self, piece: Piece, column: _Column) -> float:
        """How well a piece by itself agrees with a column."""
        fits = self.trust * column.characters.of_all(piece.text)
        return fits + TOO_WIDE if piece.width > column.width + 1.5 else fits


def _is_dense(row: Sequence[Piece]) -> bool:
    """Whether most lines of a row follow each other without an empty line: the page was set that way."""
    close = [p.close for p, before in zip(row[1:], row, strict=False) if p.line != before.line]
    return 2 * sum(close) > len(close)


def _share(counts: Counter[tuple[bool, bool]], dense: bool, close: bool) -> float:
    """Log share of the steps with (or without) an empty line, among rows set the same way."""
    return math.log((counts[dense, close] + 0.5) / (counts[dense, True] + counts[dense, False] + 1.0))


def _depth(text: str) -> int:
    """Brackets a text opens and does not close."""
    return sum([1 if c in _OPENING else -1 for c in _BRACKET.findall(text)])
