"""Characters read for one that looks alike: 草命 for 革命, 楷棋 for 楷模, 信惠 for 信息.

A character is doubted where the reference has seen it neither with its left nor with its right neighbour, and no word
holds it. Every character drawn like it is tried in its place; the reading gains by how much better the reference knows
it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.reference import BITS, LENGTHS, Indices, Reference, reference, stands

_ALIKE = {"near": 2.7, "like": 0.3}
"""What likeness adds to a reading's score, by the sections of the table."""

_SEEN, _SEEN_OFTEN, _WORD = 3, 6, 3
_WORTH_TRYING, _WORD_WORTH_TRYING = 5, 15
_RARE = 6.0
_LONGER_WORD = 5.0
_BORDER = 0
_AGAIN_AND_AGAIN, _SYSTEMATIC, _COMMON = 3, 6, 2000
"""Times a pair may stand in a text and still be an error; more where the word meant is a very common one."""
_OFTEN_HERE, _MORE_THAN_USUAL = 5, 5


class Reading(NamedTuple):
    """Another character for the one at `at`, and what speaks for it.

    `gain` is how much likelier the text becomes (natural logarithm), `runs` how often the best run of three letters
    with it stands in the reference, `word` the frequency of the word it makes, `sides` whether both neighbours are
    known with it, `explained` whether all letters beside it are, `long` whether the word has three letters or more,
    `stranger` whether no neighbour is known with what is printed; `score` sums all this up.
    """

    at: int
    letter: str
    near: bool
    gain: float
    runs: float
    word: float
    sides: bool
    explained: bool
    long: bool
    stranger: bool
    score: float


def readings(text: str, doubt_half_known: bool = False) -> list[Reading]:
    """The best other reading of every doubtful character of a text, in order.

    `doubt_half_known` doubts a character also where one neighbour knows it and the other does not.
    """
    known = reference()
    place = known.indices(text)
    if len(place) < 2:
        return []
    found: list[Reading] = []
    for at, letters in _doubtful(place, doubt_half_known):
        if _in_a_word(known, place, at):
            continue
        tried = [r for r in (_reading(known, place, at, x, alike) for x, alike in letters) if r is not None]
        if tried:
            found.append(max(tried, key=lambda r: r.score))
    return _without_vocabulary(known, place, found)


@cache
def _table() -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """For each letter as read, those it may stand for, and what their likeness adds; padded with borders."""
    shipped = resources.files("pipeline.vocabulary")
    known = reference()
    rows: dict[int, dict[int, float]] = {}
    for name in ("lookalikes.toml", "confusions.toml"):
        data = tomllib.loads((shipped / name).read_text("utf-8"))
        for section, alike in _ALIKE.items():
            for meant, read in data.get(section, {}).items():
                meant_place = int(known.indices(meant)[0])
                for place in known.indices(read).tolist():
                    if place and meant_place:
                        rows.setdefault(place, {})[meant_place] = alike
    letters = np.zeros((len(known.letters), max(map(len, rows.values()))), np.uint16)
    likeness = np.zeros(letters.shape, np.float32)
    for place, row in rows.items():
        for k, (letter, alike) in enumerate(row.items()):
            letters[place, k], likeness[place, k] = letter, alike
    return letters, likeness


@cache
def _bitmaps() -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    known = reference()
    return (
        known.bitmap(_SEEN, _WORD),
        known.bitmap(_SEEN_OFTEN, _WORD),
        known.bitmap_in_words(_WORTH_TRYING, _WORD_WORTH_TRYING),
    )


def _doubtful(place: Indices, half_known: bool) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """Positions whose neighbours do not know them, with the letters that at least one neighbour knows well."""
    seen, often, worth = _bitmaps()
    inner = place[:-1].astype(bool) & place[1:].astype(bool)
    pair_seen = stands(seen, place[:-1], place[1:]) & inner
    pair_often = stands(often, place[:-1], place[1:]) & inner
    left_seen, right_seen = _sides(pair_seen)
    left_often, right_often = _sides(pair_often)
    left_inner, right_inner = _sides(inner)
    odd = ~(left_seen & right_seen) & (left_inner | right_inner) & (place > 0)
    odd &= ((left_inner & ~left_seen) | (right_inner & ~right_seen)) if half_known else ~left_often & ~right_often
    at = np.nonzero(odd)[0]
    letters, likeness = _table()
    tried = letters[place[at]]
    before = np.where(at > 0, place[at - 1], 0)[:, None].repeat(tried.shape[1], 1)
    after = np.where(at + 1 < len(place), place[np.minimum(at + 1, len(place) - 1)], 0)[:, None]
    after = after.repeat(tried.shape[1], 1)
    good = ((before > 0) & stands(worth, before, tried)) | ((after > 0) & stands(worth, tried, after))
    good &= tried > 0
    for row in np.nonzero(good.any(axis=1))[0].tolist():
        columns = np.nonzero(good[row])[0].tolist()
        alike = likeness[place[at[row]]]
        yield int(at[row]), [(int(tried[row, k]), float(alike[k])) for k in columns]


def _without_vocabulary(known: Reference, place: Indices, found: Sequence[Reading]) -> list[Reading]:
    """The readings of what is not written again and again in this text: errors are seldom, words of a field are not."""
    if not found:
        return []
    keys = place[:-1].astype(np.int64) << BITS | place[1:]
    keys[(place[:-1] == _BORDER) | (place[1:] == _BORDER)] = -1
    at = np.array([r.at for r in found])
    before, after = keys[np.maximum(at - 1, 0)], keys[np.minimum(at, len(keys) - 1)]
    before[at == 0] = -1
    after[at == len(keys)] = -1
    doubted = np.unique(np.concatenate([before, after, [0]]))
    times = np.zeros(len(doubted), np.int64)
    held, counts = np.unique(keys[np.isin(keys, doubted)], return_counts=True)
    times[np.searchsorted(doubted, held)] = counts
    times[doubted < 0] = 0
    pair_times = np.maximum(times[np.searchsorted(doubted, before)], times[np.searchsorted(doubted, after)])
    letter_times = np.bincount(place, minlength=len(known.letters))[place[at]]
    usual = known.letters[place[at]] * (len(place) / known.total)
    vocabulary = (letter_times >= _OFTEN_HERE) & (letter_times > _MORE_THAN_USUAL * usual)
    return [
        r
        for r, pairs, word_of_its_own in zip(found, pair_times.tolist(), vocabulary.tolist(), strict=True)
        if not word_of_its_own and pairs < (_SYSTEMATIC if r.word >= _COMMON else _AGAIN_AND_AGAIN)
    ]


def _sides(pairs: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    none = np.zeros(1, bool)
    return np.concatenate([none, pairs]), np.concatenate([pairs, none])


def _in_a_word(known: Reference, place: Indices, at: int) -> bool:
    for size in LENGTHS[1:]:
        for start in range(max(0, at - size + 1), min(at, len(place) - size) + 1):
            run = place[start : start + size].tolist()
            if 0 not in run and known.word(*run):
                return True
    return False


def _reading(known: Reference, place: Indices, at: int, letter: int, alike: float) -> Reading | None:
    around = [int(place[i]) if 0 <= i < len(place) else _BORDER for i in range(at - 3, at + 4)]
    printed = around[3]
    gain = _likelihood(known, around, letter) - _likelihood(known, around, printed)
    if gain <= 0:
        return None
    near = [*around[:3], letter, *around[4:]]
    runs = [near[i : i + 3] for i in range(1, 4)]
    best_run = max((known.count(*r) for r in runs if _BORDER not in r), default=0.0)
    left, right = around[2], around[4]
    pairs = [p for p in ((left, letter), (letter, right)) if _BORDER not in p]
    word = max((known.word(*p) for p in pairs), default=0.0)
    longer = max(
        (
            known.word(*near[start : start + size])
            for size in LENGTHS[1:]
            for start in range(4 - size, 4)
            if start >= 0 and start + size <= len(near) and _BORDER not in near[start : start + size]
        ),
        default=0.0,
    )
    word, long = max(word, _LONGER_WORD * longer), longer > 0
    score = (
        gain / 2 + alike + math.log1p(best_run) + math.log1p(word) / 2 + (_RARE - math.log1p(known.count(printed))) / 2
    )
    explained = all(known.count(*p) >= _SEEN for p in pairs)
    return Reading(
        at,
        known.alphabet[letter - 1],
        alike > 1,
        gain,
        best_run,
        word,
        len(pairs) == 2 and explained,
        explained,
        long,
        all(known.count(*p) == 0 for p in ((left, printed), (printed, right)) if _BORDER not in p),
        score,
    )


def _likelihood(known: Reference, around: list[int], letter: int) -> float:
    """Natural logarithm of how likely the letter in the middle of seven is, with the two after it (stupid backoff)."""
    row = [*around[:3], letter, *around[4:]]
    total = 0.0
    for i in range(3, 6):
        first, second, third = row[i - 2], row[i - 1], row[i]
        if i > 3 and second == _BORDER:
            break
        total += math.log(_probability(known, first, second, third))
    return total


def _probability(known: Reference, first: int, second: int, third: int) -> float:
    three = known.expected(first, second, third)
    if three:
        return three / max(known.expected(first, second), three)
    two = known.expected(second, third)
    if two:
        return 0.4 * two / max(known.count(second) if second else known.total, two)
    alone = known.count(third) if third else known.total / 20
    return 0.16 * (alone + 0.5) / known.total


class Unknown(NamedTuple):
    """A character the reference hardly knows at `at`, and the only one known between its neighbours."""

    at: int
    letter: str


_UNKNOWN, _KNOWN_PHRASE, _ONLY = 3, 25, 5


def unknown_glyphs(text: str) -> list[Unknown]:
    """Characters the reference hardly knows, in a run of three that one other character makes a frequent one."""
    known = reference()
    place = known.indices(text)
    times = np.bincount(place, minlength=len(known.letters))
    rare = (known.letters[place] < _UNKNOWN) & (times[place] < _UNKNOWN) & (place > 0)
    found = []
    for at in np.nonzero(rare)[0].tolist():
        if not 0 < at < len(place) - 1 or _in_a_word(known, place, at):
            continue
        before, left, right = int(place[at - 2]) if at > 1 else _BORDER, int(place[at - 1]), int(place[at + 1])
        here = int(place[at])
        if left and right and not known.expected(left, here) and not known.expected(here, right):
            fits = dict(known.between(left, right))
            if before:
                fits |= {x: n for x, n in known.following(before, left) if known.count(x, right) >= _SEEN_OFTEN}
            ranked = sorted(((n, x) for x, n in fits.items() if x), reverse=True)
            if ranked and ranked[0][0] >= _KNOWN_PHRASE and all(ranked[0][0] >= _ONLY * n for n, _ in ranked[1:2]):
                found.append(Unknown(at, known.alphabet[ranked[0][1] - 1]))
    return found
