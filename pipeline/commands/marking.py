"""Marking the words that matched: where they stand, and the stretch of a text that holds most of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
_SENTENCE_END = "。！？；\n"


def spans(text: str, words: Iterable[str]) -> list[Span]:
    """Where words stand in a text, overlapping ones joined, in order."""
    alternatives = sorted(set(filter(None, words)), key=lambda w: (-len(w), w))
    if not alternatives:
        return []
    pattern = re.compile("(?=(" + "|".join(map(re.escape, alternatives)) + "))", re.IGNORECASE)
    joined: list[Span] = []
    for found in pattern.finditer(text):
        start, end = found.span(1)
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def excerpt(text: str, words: Sequence[str], length: int) -> str:
    """At most `length` characters of a text, from where most of the words stand; … where something is left out."""
    text = text.replace("\n", " ")
    if len(text) <= length:
        return text
    found = spans(text, words)
    starts = [0, *(start for start, _ in found)]
    best = max(starts, key=lambda s: (sum(e - b for b, e in found if s <= b and e <= s + length), -s))
    start = _sentence_start(text, best, length // 3)
    stop = min(len(text), start + length)
    return ("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else "")


def _sentence_start(text: str, position: int, reach: int) -> int:
    """The beginning of the sentence around a position, if it is near; else the position itself."""
    floor = max(0, position - reach)
    for i in range(position, floor, -1):
        if text[i - 1] in _SENTENCE_END:
            return i
    return 0 if floor == 0 else position
