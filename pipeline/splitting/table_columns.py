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
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

ROUNDS = 6
SAMPLE = 160
"""Rows that the first cut is made on."""

SAMPLE_WORK = 500_000
"""Squared pieces of these rows."""

AT_ONCE = 512
"""Rows that are cut side by side: what this takes grows with them and with the square of the columns."""

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
    places = _sample(rows)
    sample = [rows[i] for i in places]
    side_by_side = _Rows(sample)
    cut = [_first_cut(row, columns) for row in sample]
    columns_known = _Columns(sample, cut, columns, blanks)
    settled: dict[int, list[int]] = {}
    for _ in range(ROUNDS):
        new = columns_known.cut(side_by_side)
        if new == cut:
            settled = dict(zip(places, cut, strict=True))
            break
        cut = new
        columns_known = _Columns(sample, cut, columns, blanks)
    others = [row for i, row in enumerate(rows) if i not in settled]
    together = (_Rows(others[i : i + AT_ONCE]) for i in range(0, len(others), AT_ONCE))
    left = chain.from_iterable(map(columns_known.cut, together))
    return [settled[i] if i in settled else next(left) for i in range(len(rows))]


def _sample(rows: Sequence[Sequence[Piece]]) -> list[int]:
    """Indices of rows from all over the table, no more than the first cut can do in good time."""
    found: list[int] = []
    work = 0
    for i in range(0, len(rows), max(1, len(rows) // SAMPLE)):
        work += len(rows[i]) ** 2
        if found and work > SAMPLE_WORK:
            break
        found.append(i)
    return found


def _first_cut(row: Sequence[Piece], columns: int) -> list[int]:
    """The cut that leaves the most wrapped lines in place: of one width within a cell, the last one shorter."""
    n = len(row)
    ends = _open_ends(row)
    grows = [_growing(row, start) for start in range(n)]
    best = [0.0] + [-math.inf] * n
    links: list[list[int]] = []
    for _ in range(columns):
        before, best = best, [x - 2.0 for x in best]
        link = list(range(n + 1))
        for start in range(n):
            if before[start] == -math.inf:
                continue
            scores = accumulate(grows[start], initial=before[start])
            for end, (score, ended) in enumerate(zip(scores, ends[start:], strict=True), start + 1):
                if score + ended > best[end]:
                    best[end], link[end] = score + ended, start
        links.append(link)
    cut = [0] * n
    end = n
    for c in range(columns - 1, -1, -1):
        start = links[c][end]
        cut[start:end] = [c] * (end - start)
        end = start
    return cut


def _growing(row: Sequence[Piece], start: int) -> list[float]:
    """What each further piece adds to the score of a cell that begins with piece `start`."""
    added: list[float] = []
    full = row[start].width
    for end in range(start + 1, len(row)):
        last = row[end - 1]
        if row[end].line == last.line:
            added.append(-1.0)
            continue
        width = last.line_width if end - 1 > start and row[end - 2].line == last.line else last.width
        indented = end - 1 == start and 1 < row[end].width - width <= 2.5
        off = max(abs(full - width), row[end].width - max(full, width))
        full = max(full, width)
        added.append(1.0 if indented or off <= 0.5 else 0.3 if off <= 1 else -0.7)
    return added


def _open_ends(row: Sequence[Piece]) -> list[float]:
    """For each piece, the log weight against a cell that ends with it, by its last character and its width."""
    wide = 0.8 * max(p.width for p in row)
    weights = [
        OPEN_ENDED if p.text[-1] in _GOES_ON else OPEN_ENDED / 2 if p.width >= wide and p.text[-1] not in _ENDS else 0.0
        for p in row
    ]
    weights[-1] = 0.0
    return weights


Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class _Rows:
    """Rows of pieces as arrays, to be cut side by side: one entry a piece, row after row.

    The longest row comes first: the rows that have a t-th piece are the first `many[t]` ones.
    """

    def __init__(self, rows: Sequence[Sequence[Piece]]):
        self.order = sorted(range(len(rows)), key=lambda i: -len(rows[i]))
        ordered = [rows[i] for i in self.order]
        lengths = np.array([len(row) for row in ordered], np.int64)
        self.starts = np.cumsum(lengths) - lengths
        self.lasts = self.starts + lengths - 1
        self.many = np.searchsorted(-lengths, -np.arange(lengths[0]), "left").tolist()
        pieces = list(chain.from_iterable(ordered))
        self.width = np.array([p.width for p in pieces])
        self.line_width = np.array([p.line_width for p in pieces])
        self.close = np.array([p.close for p in pieces], bool)
        self.top = np.array([p.top for p in pieces], bool)
        line = np.array([p.line for p in pieces], np.int64)
        self.beside = line == np.roll(line, 1)  # of a row's first piece nothing is asked
        self.dense = np.repeat(np.array([_is_dense(row) for row in ordered], bool), lengths)
        self.end = np.array(list(chain.from_iterable(map(_ends_inside, ordered))))
        self._number_texts([p.text for p in pieces])

    def _number_texts(self, texts: Sequence[str]) -> None:
        """Cells are printed again and again: each text is taken once, as the numbers of its characters."""
        number = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        self.text = np.array([number[t] for t in texts], np.int64)
        codes = np.frombuffer("".join(number).encode("utf-32-le", "surrogatepass"), np.uint32)
        alphabet, self.characters = np.unique(codes, return_inverse=True)
        self.alphabet = list(map(chr, alphabet.tolist()))
        lengths = np.array([len(t) for t in number], np.int64)
        self.owner = np.repeat(np.arange(len(number)), lengths)
        ends = np.cumsum(lengths)
        self.first, self.last = self.characters[ends - lengths][self.text], self.characters[ends - 1][self.text]

    def of_first(self, shares: _Shares) -> Floats:
        """For each piece the share of its first character."""
        return shares.of(self.alphabet)[self.first]

    def of_last(self, shares: _Shares) -> Floats:
        """For each piece the share of its last character."""
        return shares.of(self.alphabet)[self.last]

    def of_all(self, shares: _Shares) -> Floats:
        """For each piece the sum of the shares of its characters."""
        sums = np.bincount(self.owner, shares.of(self.alphabet)[self.characters])
        return np.asarray(sums, np.float64)[self.text]


def _ends_inside(row: Sequence[Piece]) -> list[float]:
    """For each piece, the log weight against a cell that ends with it, though the row goes on."""
    depths = accumulate(_depth(p.text) for p in row)
    return [end + (UNBALANCED if depth else 0.0) for end, depth in zip(_open_ends(row), depths, strict=True)]


class _Shares:
    """Log shares of characters: of those counted, and of any other."""

    def __init__(self, counts: Counter[str], smoothing: float, kinds: int):
        total = sum(counts.values()) + smoothing * (kinds + 1)
        self._counted = {c: math.log((n + smoothing) / total) for c, n in counts.items()}
        self._other = math.log(smoothing / total)

    def of(self, characters: Sequence[str]) -> Floats:
        """The share of each of these."""
        return np.array([self._counted.get(c, self._other) for c in characters])


class _Column:
    """One column, as the cut rows show it."""

    def __init__(self, cells: Sequence[Sequence[Piece]], kinds: int):
        self.width = _wrap_width(cells)
        self.characters = _Shares(Counter("".join(p.text for cell in cells for p in cell)), 0.2, kinds)
        self.first = _Shares(Counter(cell[0].text[0] for cell in cells), 0.5, kinds)
        self.last = _Shares(Counter(cell[-1].text[-1] for cell in cells), 0.5, kinds)
        wraps = self._full([p for cell in cells for p, q in pairwise(cell) if p.line != q.line])
        beside = sum(p.line == q.line for cell in cells for p, q in pairwise(cell))
        ends = self._full([cell[-1] for cell in cells])
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

    def _full(self, pieces: Sequence[Piece]) -> list[bool]:
        """Which of these are full lines of the column."""
        width, line_width = np.array([p.width for p in pieces]), np.array([p.line_width for p in pieces])
        full: list[bool] = _full(width, line_width, self.width).tolist()
        return full


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

    def cut(self, rows: _Rows) -> list[list[int]]:
        """The column of each piece of each row."""
        here = np.arange(len(self.columns))
        weights = _Weights(self, rows)
        scores = weights.own[rows.starts] + weights.enter[rows.starts] + SKIPPED * here
        reached = np.tile(here, (len(scores), 1))  # the last column the best way has come to
        came = [reached]
        for t, many in enumerate(rows.many[1:], 1):
            came.append(_step(weights, rows.starts[:many] + t, scores[:many], reached[:many]))
        ends = scores + weights.leave[rows.lasts] + weights.last[rows.lasts]
        column = np.argmax(ends + self.blank * (len(here) - 1 - reached), axis=1)
        cut = np.empty(len(rows.text), np.int64)
        for t in range(len(came) - 1, -1, -1):
            many = rows.many[t]
            cut[rows.starts[:many] + t] = column[:many]
            column[:many] = came[t][np.arange(many), column[:many]]
        found: list[list[int]] = [[]] * len(scores)
        for i, start, last in zip(rows.order, rows.starts.tolist(), rows.lasts.tolist(), strict=True):
            found[i] = cut[start : last + 1].tolist()
        return found


class _Weights:
    """What agrees with what: for each piece of some rows (first axis) and each column (second)."""

    def __init__(self, known: _Columns, rows: _Rows):
        columns = known.columns
        width = np.array([c.width for c in columns])
        full = _full(rows.width[:, None], rows.line_width[:, None], width)
        # How well a piece by itself agrees with a column; how well as the first or last piece of a cell in it.
        self.own = known.trust * np.stack([rows.of_all(c.characters) for c in columns], axis=1)
        self.own[rows.width[:, None] > width + 1.5] += TOO_WIDE
        self.enter = known.trust_ends * np.stack([rows.of_first(c.first) for c in columns], axis=1)
        self.last = known.trust_ends * np.stack([rows.of_last(c.last) for c in columns], axis=1)
        # A cell ended with a piece, which is as wide as the column or not; gone on with it after the piece before.
        self.leave = np.where(full, [c.end[1] for c in columns], [c.end[0] for c in columns])
        wrap = np.where(full, [c.wrap[1] for c in columns], [c.wrap[0] for c in columns])
        beside = rows.beside[:, None]
        self.stay = np.where(beside, [c.beside for c in columns], np.roll(wrap, 1, axis=0))
        # The step from the piece before, within a cell or out of it.
        gaps = np.array([[known.gaps[dense, close] for close in (False, True)] for dense in (False, True)])
        gap = np.where(beside, 0.0, gaps[rows.dense.astype(int), rows.close.astype(int)])
        self.stay_gap, self.go_gap = gap[:, :1], gap[:, 1:] + np.roll(rows.end, 1)[:, None]
        self.top = rows.top[:, None]


def _full(width: Floats, line_width: Floats, own: Floats | float) -> Flags:
    """Whether lines are as wide as columns wrap, or by a lost indent narrower."""
    full = (abs(width - own) <= 1.0) | (abs(width + 2 - own) <= 0.5)
    return full | (line_width != width) & ((abs(line_width - own) <= 1.0) | (abs(line_width + 2 - own) <= 0.5))


def _step(weights: _Weights, at: Numbers, scores: Floats, reached: Numbers) -> Numbers:
    """From the columns the pieces before `at` may stand in to those the pieces `at` may: the column each came from.

    Rows stand side by side; `scores` and the last column `reached`, by row and column, are brought up to these pieces.
    """
    here = np.arange(scores.shape[1])
    left = scores + weights.leave[at - 1] + weights.last[at - 1] + weights.go_gap[at]
    skipped = np.maximum(here[:, None] - np.maximum(here, reached)[:, None, :] - 1, 0)
    entered = left[:, None, :] + weights.enter[at][:, :, None] + SKIPPED * skipped
    resumed = np.where(weights.top[at], left + RESUMED, -np.inf)[:, None, :]
    # By the column of the piece (second axis): the same column before, then each other one.
    ways = np.empty((len(at), len(here), len(here) + 1))
    ways[:, :, 0] = scores + weights.stay_gap[at] + weights.stay[at]
    ways[:, :, 1:] = np.where(here < here[:, None], entered, np.where(here > here[:, None], resumed, -np.inf))
    best = ways.argmax(axis=2)
    came = np.where(best, best - 1, here)
    scores[:] = np.take_along_axis(ways, best[:, :, None], 2)[:, :, 0] + weights.own[at]
    reached[:] = np.maximum(np.take_along_axis(reached, came, 1), here)
    return came


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
