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
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.reference import BITS, LENGTHS, MOST_LETTERS, Indices, Reference, reference, stands

_ALIKE = {"near": 2.7, "like": 0.3}
"""What likeness adds to a reading's score, by the sections of the table."""

_SEEN, _SEEN_OFTEN, _WORD = 3, 6, 3
_WORTH_TRYING, _WORD_WORTH_TRYING = 5, 15
_RARE = 6.0
_LONGER_WORD = 5.0
_BORDER = 0
_MIDDLE = 3
"""Letters on either side of one that say how likely it is."""
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


def readings(text: str, doubt_half_known: bool = False, least: float = -math.inf) -> list[Reading]:
    """The best other reading of every doubtful character of a text, in order, where its score is `least` or more.

    `doubt_half_known` doubts a character also where one neighbour knows it and the other does not.
    """
    known = reference()
    place = known.indices(text)
    if len(place) < 2:
        return []
    best: dict[int, Reading] = {}
    for reading in _weighed(known, place, _doubtful(place, doubt_half_known)):
        if reading.at not in best or reading.score > best[reading.at].score:
            best[reading.at] = reading
    return _without_vocabulary(known, place, [r for r in best.values() if r.score >= least])


@cache
def _table() -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """For each letter as read, those it may stand for, and what their likeness adds; padded with borders."""
    shipped = resources.files("pipeline.vocabulary")
    known = reference()
    rows: dict[int, dict[int, float]] = {}
    for name in ("lookalikes.toml", "confusions.toml"):
        data = tomllib.loads((shipped / name).read_text("utf-8"))
        for section, alike in _ALIKE.items():
            entries = data.get(section, {})
            read_places = iter(known.indices("".join(entries.values())).tolist())
            for meant, read in zip(known.indices("".join(entries)).tolist(), entries.values(), strict=True):
                for place in islice(read_places, len(read)):
                    if place and meant:
                        rows.setdefault(place, {})[meant] = alike
    sizes = np.array([len(row) for row in rows.values()])
    letters = np.zeros((len(known.letters), sizes.max()), np.uint16)
    likeness = np.zeros(letters.shape, np.float32)
    row = np.repeat(list(rows), sizes)
    column = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    letters[row, column] = list(chain.from_iterable(rows.values()))
    likeness[row, column] = list(chain.from_iterable(r.values() for r in rows.values()))
    return letters, likeness


@cache
def _bitmaps() -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    known = reference()
    return (
        known.bitmap(_SEEN, _WORD),
        known.bitmap(_SEEN_OFTEN, _WORD),
        known.bitmap_in_words(_WORTH_TRYING, _WORD_WORTH_TRYING),
    )


class _Tried(NamedTuple):
    """Letters to be tried, one entry each: for the character at `at`, `letter`; what its likeness adds."""

    at: NDArray[np.int64]
    letter: Indices
    alike: NDArray[np.float64]

    def where(self, yes: NDArray[np.bool_]) -> _Tried:
        return _Tried(self.at[yes], self.letter[yes], self.alike[yes])


def _doubtful(place: Indices, half_known: bool) -> _Tried:
    """For each position whose neighbours do not know it, the letters that at least one neighbour knows well."""
    seen, often, worth = _bitmaps()
    inner = place[:-1].astype(bool) & place[1:].astype(bool)
    left_inner, right_inner = _sides(inner)
    if half_known:
        left_seen, right_seen = _sides(stands(seen, place[:-1], place[1:]) & inner)
        at = np.flatnonzero(((left_inner & ~left_seen) | (right_inner & ~right_seen)) & (place > 0))
    else:
        left_often, right_often = _sides(stands(often, place[:-1], place[1:]) & inner)
        at = np.flatnonzero(~left_often & ~right_often & (left_inner | right_inner) & (place > 0))
    around = _around(place, at)
    before, here, after = (around[:, k, None] for k in range(_MIDDLE - 1, _MIDDLE + 2))
    letters, likeness = _table()
    tried = letters[place[at]]
    good = ((before > 0) & stands(worth, before, tried)) | ((after > 0) & stands(worth, tried, after))
    if not half_known:  # one side may have been seen, but not both
        good &= ~(stands(seen, before, here) & (before > 0) & stands(seen, here, after) & (after > 0))
    row, column = np.nonzero(good & (tried > 0))
    return _Tried(at[row], tried[row, column], likeness[place[at[row]], column].astype(np.float64))


def _without_vocabulary(known: Reference, place: Indices, found: Sequence[Reading]) -> list[Reading]:
    """The readings of what is not written again and again in this text: errors are seldom, words of a field are not."""
    if not found:
        return []
    at = np.array([r.at for r in found])
    near = np.concatenate(([_BORDER], place, [_BORDER])).astype(np.int64)
    before, after = near[at] << BITS | near[at + 1], near[at + 1] << BITS | near[at + 2]
    doubted = np.unique(np.concatenate([before, after]))
    times = _pair_times(place, doubted)
    pair_times = np.maximum(times[np.searchsorted(doubted, before)], times[np.searchsorted(doubted, after)])
    letter_times = np.bincount(place, minlength=len(known.letters))[place[at]]
    usual = known.letters[place[at]] * (len(place) / known.total)
    vocabulary = (letter_times >= _OFTEN_HERE) & (letter_times > _MORE_THAN_USUAL * usual)
    return [
        r
        for r, pairs, word_of_its_own in zip(found, pair_times.tolist(), vocabulary.tolist(), strict=True)
        if not word_of_its_own and pairs < (_SYSTEMATIC if r.word >= _COMMON else _AGAIN_AND_AGAIN)
    ]


def _pair_times(place: Indices, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each of the ascending `pairs` (as keys) stands in the text; one with a border never."""
    first, second = np.zeros(1 << BITS, bool), np.zeros(1 << BITS, bool)
    first[pairs >> BITS] = second[pairs & MOST_LETTERS] = True
    first[_BORDER] = second[_BORDER] = False
    at = np.flatnonzero(first[place[:-1]] & second[place[1:]])
    keys = place[at].astype(np.int64) << BITS | place[at + 1]
    found = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
    return np.bincount(found[pairs[found] == keys], minlength=len(pairs))


def _sides(pairs: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    none = np.zeros(1, bool)
    return np.concatenate([none, pairs]), np.concatenate([pairs, none])


def _around(place: Indices, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The characters about each position, one position a row, itself in column `_MIDDLE`; borders beyond the text."""
    padded = np.pad(place.astype(np.int64), _MIDDLE)
    return padded[at[:, None] + np.arange(2 * _MIDDLE + 1)]


def _longest_word(known: Reference, around: NDArray[np.int64]) -> NDArray[np.float64]:
    """Frequency of the commonest word of three letters or more about the middle of each row, 0 where there is none."""
    most = np.zeros(len(around))
    for size in LENGTHS[1:]:
        for start in range(_MIDDLE + 1 - size, _MIDDLE + 1):
            most = np.maximum(most, known.look_up(around[:, start : start + size])[1])
    return most


def _weighed(known: Reference, place: Indices, tried: _Tried) -> Iterator[Reading]:
    """What speaks for each letter tried that makes the text likelier, unless what is printed is part of a word."""
    around = _around(place, tried.at)
    strange = _longest_word(known, around) == 0
    tried, around = tried.where(strange), around[strange]
    meant = around.copy()
    meant[:, _MIDDLE] = tried.letter
    gain = _likelihood(known, meant) - _likelihood(known, around)
    likelier = gain > 0
    tried, around, meant, gain = tried.where(likelier), around[likelier], meant[likelier], gain[likelier]
    columns = (*tried, gain, *_evidence(known, around, meant), known.letters[around[:, _MIDDLE]])
    for at, letter, alike, gained, runs, word, sides, explained, long, stranger, printed in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        score = gained / 2 + alike + math.log1p(runs) + math.log1p(word) / 2 + (_RARE - math.log1p(printed)) / 2
        yield Reading(
            at, known.alphabet[letter - 1], alike > 1, gained, runs, word, sides, explained, long, stranger, score
        )


def _evidence(known: Reference, around: NDArray[np.int64], meant: NDArray[np.int64]) -> tuple[NDArray[np.generic], ...]:
    """`runs`, `word`, `sides`, `explained`, `long`, `stranger` of readings: of what is printed and what is meant."""
    sides = (slice(_MIDDLE - 1, _MIDDLE + 1), slice(_MIDDLE, _MIDDLE + 2))
    left, right = ((meant[:, side] != _BORDER).all(axis=1) for side in sides)
    (left_count, left_word), (right_count, right_word) = (known.look_up(meant[:, side]) for side in sides)
    left_printed, right_printed = (known.look_up(around[:, side])[0] for side in sides)
    longer = _longest_word(known, meant)
    explained = (~left | (left_count >= _SEEN)) & (~right | (right_count >= _SEEN))
    return (
        _best_run(known, meant),
        np.maximum(np.maximum(left * left_word, right * right_word), _LONGER_WORD * longer),
        explained & left & right,
        explained,
        longer > 0,
        (~left | (left_printed == 0)) & (~right | (right_printed == 0)),
    )


def _best_run(known: Reference, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """How often the commonest run of three letters with the middle one of each row stands in the reference."""
    most = np.zeros(len(rows))
    for start in range(_MIDDLE - 2, _MIDDLE + 1):
        run = rows[:, start : start + 3]
        most = np.maximum(most, np.where((run != _BORDER).all(axis=1), known.look_up(run)[0], 0))
    return most


def _likelihood(known: Reference, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Natural logarithm of how likely the middle letter of each row is, with the two after it (stupid backoff)."""
    total = np.zeros(len(rows))
    goes_on = np.ones(len(rows), bool)
    for last in range(_MIDDLE, _MIDDLE + 3):
        if last > _MIDDLE:
            goes_on &= rows[:, last - 1] != _BORDER
        chance = _probability(known, rows[:, last - 2 : last + 1])
        # The logarithms of the standard library, which are the same on every machine.
        total += np.where(goes_on, np.array([math.log(p) for p in chance.tolist()]), 0)
    return total


def _probability(known: Reference, runs: NDArray[np.int64]) -> NDArray[np.float64]:
    """How likely the third letter of each run is after the other two."""
    three, first_two, two = (known.expectations(r) for r in (runs, runs[:, :2], runs[:, 1:]))
    second, third = runs[:, 1], runs[:, 2]
    before = np.where(second != _BORDER, known.letters[second].astype(np.float64), known.total)
    alone = np.where(third != _BORDER, known.letters[third].astype(np.float64), known.total / 20)
    seldom = 0.16 * (alone + 0.5) / known.total
    with np.errstate(invalid="ignore"):  # nothing through nothing, where it is not asked for
        of_two = np.where(two > 0, 0.4 * two / np.maximum(before, two), seldom)
        return np.where(three > 0, three / np.maximum(first_two, three), of_two)


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
    rare[:1] = rare[-1:] = False
    at_rare = np.nonzero(rare)[0]
    found = []
    for at in at_rare[_longest_word(known, _around(place, at_rare)) == 0].tolist():
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
