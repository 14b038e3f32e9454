"""The fixed reference of what is written: how often runs of characters stand in reviewed text, and which are words.

Shipped as data (`pipeline/vocabulary/reference.bin`, made by tools/make_reference.py from reviewed volumes and jieba's
dictionary) and never learnt from the volumes of a run: what is mended in a volume must not depend on its neighbours.
"""

from __future__ import annotations

import json
import re
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LETTERS = r"\u4e00-\u9fff+"
"""What the reference counts, for a character class; all else is a border."""

BITS = 13
MOST_LETTERS = (1 << BITS) - 1
LENGTHS = (2, 3, 4)
_DICTIONARY = 30
"""How much more text the dictionary's frequencies were counted in."""

_STEP = 8
"""Counts are kept as `_STEP` times their binary logarithm, in one byte."""

Indices = NDArray[np.uint16]
Keys = NDArray[np.uint64]


class Reference:
    """Counts of letters, of runs of two and three letters (borders included), and words of two to four.

    A letter is its place in `alphabet`, from 1; 0 is a border.
    """

    def __init__(self, header: Mapping[str, object], arrays: Mapping[str, NDArray[np.generic]]):
        self.alphabet = str(header["alphabet"])
        self.total = int(str(header["total"]))
        self._index = np.zeros(0x10000, np.uint16)
        self._index[[ord(c) for c in self.alphabet]] = np.arange(1, len(self.alphabet) + 1)
        self.letters = _linear(arrays["letters"])
        self._keys = {n: arrays[f"keys{n}"].astype(np.uint64) for n in LENGTHS}
        self._counts = {n: _linear(arrays[f"counts{n}"]) for n in LENGTHS}
        self._words = {n: _linear(arrays[f"words{n}"]) for n in LENGTHS}
        # One look-up at a time is several times faster in arrays of Python's own.
        self._sorted = {n: array("Q", keys.tobytes()) for n, keys in self._keys.items()}
        self._count_of = {n: array("f", counts.tobytes()) for n, counts in self._counts.items()}
        self._word_of = {n: array("f", words.tobytes()) for n, words in self._words.items()}
        self._count_of[1] = array("f", self.letters.tobytes())

    def indices(self, text: str) -> Indices:
        """The letters of a text, one index a character."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return self._index[np.minimum(codes, 0xFFFF)]

    def bitmap(self, count: float, word: float) -> NDArray[np.uint8]:
        """One bit for each pair of letters: does it stand at least `count` times, or is it a word of that frequency?"""
        return _bits(self._keys[2][(self._counts[2] >= count) | (self._words[2] >= word)])

    def bitmap_in_words(self, count: float, word: float) -> NDArray[np.uint8]:
        """As `bitmap`, with the pairs inside longer words of that frequency."""
        parts = [self._keys[2][(self._counts[2] >= count) | (self._words[2] >= word)]]
        for size in LENGTHS[1:]:
            longer = self._keys[size][self._words[size] >= word]
            parts += (longer >> np.uint64(BITS * k) & np.uint64((1 << 2 * BITS) - 1) for k in range(size - 1))
        return _bits(np.concatenate(parts))

    def count(self, *run: int) -> float:
        """How often a run of one to three letters stands in the reviewed text (0 where less than three times)."""
        if len(run) == 1:
            return self._count_of[1][run[0]]
        at = self._find(run)
        return 0.0 if at < 0 else self._count_of[len(run)][at]

    def word(self, *run: int) -> float:
        """The dictionary's frequency of a word of two to four letters, 0 for a run that is no word."""
        at = self._find(run)
        return 0.0 if at < 0 else self._word_of[len(run)][at]

    def expected(self, *run: int) -> float:
        """How often a run of two or three letters is to be expected in as much text: as counted, and as a word."""
        at = self._find(run)
        return 0.0 if at < 0 else self._count_of[len(run)][at] + self._word_of[len(run)][at] / _DICTIONARY

    def look_up(self, runs: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """`count` and `word` of many runs of two to four letters at once, one run a row."""
        size = runs.shape[1]
        wanted = np.zeros(len(runs), np.uint64)
        for letters in runs.T:
            wanted = wanted << np.uint64(BITS) | letters.astype(np.uint64)
        keys = self._keys[size]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        kept = (keys[at] == wanted).astype(np.float64)
        return kept * self._counts[size][at], kept * self._words[size][at]

    def expectations(self, runs: NDArray[np.int64]) -> NDArray[np.float64]:
        """`expected` of many runs at once, one run a row."""
        counts, words = self.look_up(runs)
        return counts + words / _DICTIONARY

    def count_text(self, run: str) -> float:
        """`count` of a run of characters, 0 where one of them is no letter."""
        places = self.indices(run).tolist()
        return self.count(*places) if all(places) else 0.0

    def word_text(self, run: str) -> float:
        """`word` of a run of characters, 0 where one of them is no letter."""
        places = self.indices(run).tolist()
        return self.word(*places) if all(places) else 0.0

    def between(self, left: int, right: int) -> list[tuple[int, float]]:
        """(letter, count) of every letter that stands between these two."""
        return [(x, n) for x, y, n in self._after(left) if y == right]

    def following(self, first: int, second: int) -> list[tuple[int, float]]:
        """(letter, count) of every letter that stands after these two."""
        return [(y, n) for x, y, n in self._after(first) if x == second]

    def _after(self, first: int) -> list[tuple[int, int, float]]:
        keys = self._keys[3]
        start, end = np.searchsorted(keys, [np.uint64(first << 2 * BITS), np.uint64((first + 1) << 2 * BITS)])
        part = keys[start:end].astype(np.int64)
        middle, last = (part >> BITS & MOST_LETTERS).tolist(), (part & MOST_LETTERS).tolist()
        return list(zip(middle, last, self._counts[3][start:end].tolist(), strict=True))

    def _find(self, run: Sequence[int]) -> int:
        """Where a run is kept, -1 where it is not."""
        key = 0
        for letter in run:
            key = key << BITS | letter
        keys = self._sorted[len(run)]
        at = bisect_left(keys, key)
        return at if at < len(keys) and keys[at] == key else -1


def _bits(keys: Keys) -> NDArray[np.uint8]:
    bits = np.zeros(1 << (2 * BITS - 3), np.uint8)
    np.bitwise_or.at(bits, keys >> np.uint64(3), np.left_shift(1, (keys & np.uint64(7)).astype(np.uint8)))
    return bits


def stands(bitmap: NDArray[np.uint8], left: NDArray[np.generic], right: NDArray[np.generic]) -> NDArray[np.bool_]:
    """For each pair of letters: is its bit set?"""
    keys = left.astype(np.uint32) << np.uint32(BITS) | right.astype(np.uint32)
    return (bitmap[keys >> np.uint32(3)] >> (keys & np.uint32(7)).astype(np.uint8)) & 1 == 1


@cache
def reference() -> Reference:
    """The reference that is shipped."""
    return unpack((resources.files("pipeline.vocabulary") / "reference.bin").read_bytes())


_RUN = re.compile(f"[{LETTERS}]+")


def count_runs(texts: Sequence[str]) -> dict[str, int]:
    """How often each run of one to three letters stands in the texts; a border is written `\\n`."""
    counts: Counter[str] = Counter()
    for text in texts:
        for m in _RUN.finditer(text):
            run = f"\n{m.group()}\n"
            counts.update(run)
            counts.update(map("".join, pairwise(run)))
            counts.update(map("".join, zip(run, run[1:], run[2:], strict=False)))
    return counts


def pack(counts: Mapping[str, int], words: Mapping[str, int], least: int = 3) -> bytes:
    """The reference of these counts and dictionary words, as it is shipped. Runs rarer than `least` are left out."""
    weight = {c: n for c, n in counts.items() if len(c) == 1 and c != "\n"}
    for word in words:
        for c in word:
            weight.setdefault(c, 0)
    alphabet = sorted(weight, key=lambda c: (-weight[c], c))[:MOST_LETTERS]
    place = {c: i for i, c in enumerate(alphabet, 1)} | {"\n": 0}
    header = {
        "alphabet": "".join(alphabet),
        "total": sum(weight.values()),
    }
    arrays = [_log(np.array([0, *(weight[c] for c in alphabet)]))]
    for size in LENGTHS:
        runs = {r for r, n in counts.items() if len(r) == size and n >= least} | {w for w in words if len(w) == size}
        keyed = sorted((_key([place[c] for c in r]), r) for r in runs if all(c in place for c in r))
        keys = np.array([k for k, _ in keyed], np.uint64)
        arrays.append(np.diff(keys, prepend=np.uint64(0)))
        arrays.append(_log(np.array([n if (n := counts.get(r, 0)) >= least else 0 for _, r in keyed])))
        arrays.append(_log(np.array([words.get(r, 0) for _, r in keyed])))
    # The bytes of the distances apart, the low ones first: they compress to a third.
    body = b"".join(a.view(np.uint8).reshape(len(a), a.itemsize).T.tobytes() for a in arrays)
    head = json.dumps(header | {"sizes": [len(a) for a in arrays]}, ensure_ascii=False).encode()
    return zlib.compress(len(head).to_bytes(4, "little") + head + body, 9)


def unpack(data: bytes) -> Reference:
    """The reference from what `pack` made."""
    raw = zlib.decompress(data)
    start = 4 + int.from_bytes(raw[:4], "little")
    header = json.loads(raw[4:start])
    arrays: dict[str, NDArray[np.generic]] = {}
    names = ["letters", *(f"{kind}{n}" for n in LENGTHS for kind in ("keys", "counts", "words"))]
    for name, size in zip(names, header["sizes"], strict=True):
        if name.startswith("keys"):
            planes = np.frombuffer(raw, np.uint8, 8 * size, start).reshape(8, size)
            arrays[name] = np.cumsum(np.ascontiguousarray(planes.T).view(np.uint64).ravel())
            start += 8 * size
        else:
            arrays[name] = np.frombuffer(raw, np.uint8, size, start)
            start += size
    return Reference(header, arrays)


def _key(places: Sequence[int]) -> int:
    key = 0
    for place in places:
        key = key << BITS | place
    return key


def _log(counts: NDArray[np.integer]) -> NDArray[np.uint8]:
    return np.minimum(np.rint(_STEP * np.log2(1 + counts)), 255).astype(np.uint8)


def _linear(logs: NDArray[np.generic]) -> NDArray[np.float32]:
    return np.exp2(logs.astype(np.float32) / _STEP) - 1
