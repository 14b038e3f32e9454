"""Names of bodies printed one after the other, with blanks or without: where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.knowledge.agencies import begins_with_body, find_agency, is_body_shape, may_end_body, register

_SEPARATORS = re.compile(r"[、，,；;。]")
_BLANKS = re.compile(r"\s+")
_LONGEST_UNLISTED = 30
_LONGEST_TEXT = 900

# What a name costs; the cheapest way to cut a text wins. A name on the list is worth more than one that only looks like
# a name; a blank is crossed at a price, dearer where what stands before it is a name itself; so is a second body or
# province in mid-name.
_LISTED, _COMPOSED, _UNLISTED, _LETTER = 1.0, 1.3, 2.0, 0.02
_CROSS_WRAP, _CROSS_NAME, _SECOND, _UNMARKED = 0.8, 2.5, 2.5, 0.1


def split_names(text: str) -> list[str]:
    """The bodies that a text names and is made of, in the order printed; empty where it is not made of names alone.

    Blanks may part two names, two letters of one (财 政 部), or stand where a line was wrapped. Names that are run
    together are told apart by the list of bodies, and by the shape of names where that says nothing.
    """
    if len(text) > _LONGEST_TEXT:
        return []
    names: list[str] = []
    for piece in _SEPARATORS.split(text):
        if not piece.strip():
            continue
        found = _split_piece(piece)
        if not found:
            return []
        names += found
    return names


@lru_cache(maxsize=1 << 12)  # signatures grow line by line, and titles are asked for their bodies more than once
def _split_piece(piece: str) -> tuple[str, ...]:
    """Names of a text without separators but blanks: the cheapest way to cut it."""
    words = _BLANKS.sub(" ", piece.strip())
    letters = words.replace(" ", "")
    gaps = _gaps(words)
    size = len(letters)
    known = register().by_name
    longest = max(_LONGEST_UNLISTED, register().longest)
    ends_body = [False] * (size + 1)
    for end in range(2, size + 1):
        ends_body[end] = may_end_body(letters[max(0, end - 16) : end])
    best: list[tuple[float, int]] = [(0.0, 0)] + [(_IMPOSSIBLE, 0)] * size
    for start in range(size):
        if best[start][0] >= _IMPOSSIBLE:
            continue
        for end in range(start + 2, min(size, start + longest) + 1):
            if not (ends_body[end] or letters[start:end] in known):
                continue
            price = _price(letters[start:end], ends_body[end])
            if price is None:
                continue
            total = best[start][0] + price + (0.0 if end == size or end in gaps else _UNMARKED)
            if price != _LISTED:
                total += sum(_CROSS_NAME if ends_body[g] else _CROSS_WRAP for g in gaps if start < g < end)
            if total < best[end][0]:
                best[end] = (total, start)
    if best[size][0] >= _IMPOSSIBLE:
        return ()
    names: list[str] = []
    at = size
    while at:
        names.append(letters[best[at][1] : at])
        at = best[at][1]
    return tuple(names[::-1])


_IMPOSSIBLE = 1e9


def _gaps(words: str) -> frozenset[int]:
    """Offsets among the letters at which a blank parts words of more than one letter (财 政 部 has none)."""
    gaps, at = set(), 0
    pieces = words.split(" ")
    for i, piece in enumerate(pieces[:-1]):
        at += len(piece)
        if len(piece) > 1 or len(pieces[i + 1]) > 1:
            gaps.add(at)
    return frozenset(gaps)


def _price(name: str, ends_body: bool) -> float | None:
    """What it costs to take these letters as one name, or None where they make none."""
    if name in register().by_name:
        return _LISTED
    if not ends_body or len(name) > _LONGEST_UNLISTED or not is_body_shape(name):
        return None
    agency = find_agency(name)
    if agency is None:
        return None
    if agency.listed:
        return _COMPOSED
    return _UNLISTED + _LETTER * len(name) + (_SECOND if _has_second(name) else 0.0)


def _has_second(name: str) -> bool:
    """Whether a listed body or a province begins right behind what may be a body's name: …人民政府重庆市…"""
    return any(
        may_end_body(name[max(0, p - 16) : p]) and (begins_with_body(name[p:]) or _REGION.match(name, p))
        for p in range(3, len(name) - 2)
    )


_REGION = re.compile("|".join(sorted((n for n in register().regions if n[-1] in "省市区团"), key=len, reverse=True)))


def join_lines(lines: Sequence[str]) -> str:
    """Lines of names as one text, each wrap a blank."""
    return " ".join(line.strip() for line in lines)
