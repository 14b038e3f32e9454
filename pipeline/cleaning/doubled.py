"""Print that was set twice, a little apart, and read as one line: 加强党的全的全面面领导 for 加强党的全面领导.

What comes out repeats itself at once. Chinese repeats words too (企业创业创新, 大数据数据库), so a repetition is undone
only where what is left is known text and what is printed is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.cleaning.reference import Indices, reference

_SIZES = range(2, 13)
_PHRASE = 3
_SECOND_AT_MOST = 3
_KNOWN = 6
_BROKEN_WORD = 50


class Doubled(NamedTuple):
    """Offsets [start, end) of what was read twice, and what it says."""

    start: int
    end: int
    text: str


def doubled(text: str) -> list[Doubled]:
    """What stands twice in a text by the fault of the print, in order."""
    known = reference()
    place = known.indices(text)
    found: list[Doubled] = []
    for start, size in sorted(_repetitions(place)):
        if found and start < found[-1].end:
            continue
        for begin, parts, end in _decoded(text, start, size):
            if begin == 0 or end == len(text):
                continue
            once = "".join(parts)
            framed = text[begin - 1] + once + text[end]
            printed = text[begin - 1 : end + 1]
            if any(known.count_text(framed[i : i + 2]) < _KNOWN for i in range(len(framed) - 1)):
                continue
            if all(known.count_text(printed[i : i + 3]) for i in range(len(printed) - 2)):
                continue
            # A phrase may well follow the heading that it repeats: a repetition alone must also break a word.
            if len(parts) > 1 or (size >= _PHRASE and known.word_text(framed[:2]) >= _BROKEN_WORD):
                found.append(Doubled(begin, end, once))
                break
    return found


def _repetitions(place: Indices) -> Iterator[tuple[int, int]]:
    """(offset, size) of every run of letters that is followed by itself; of runs one on another, the first."""
    letters = place > 0
    for size in _SIZES:
        if len(place) < 2 * size:
            return
        same = ((place[:-size] == place[size:]) & letters[:-size]).tobytes()
        run = b"\x01" * size
        start = same.find(run)
        while start >= 0:
            yield start, size
            end = same.find(b"\x00", start)
            start = same.find(run, end) if end >= 0 else -1


def _decoded(text: str, start: int, size: int) -> Iterator[tuple[int, list[str], int]]:
    """(start, parts, end): a repetition woven with a second one beside it, then the repetition by itself."""
    end = start + 2 * size
    part = text[start : start + size]
    for second in range(1, _SECOND_AT_MOST + 1):
        beside = text[end : end + second]
        if beside == text[end + second : end + 2 * second] and len(beside) == second and beside != part:
            yield start, [part, beside], end + 2 * second
    if start >= 2 and text[start - 1] == text[start - 2]:
        yield start - 2, [text[start - 1], part], end
    yield start, [part], end
