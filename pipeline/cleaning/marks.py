"""Marks, digits and letters read for one another: 雷锋标.兵, 新一-代, 建筑-体化, “新闻十政务”, T0PCon, —、进一步.

Each rule says what it takes for a misreading and asks the reference where shape alone does not tell. `sure` findings
are mended anywhere, the others only among other misreadings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.cleaning.reference import reference


class Misread(NamedTuple):
    """Offsets [start, end) of what was misread, what it should be, the rule, and whether that is sure anywhere."""

    start: int
    end: int
    after: str
    rule: str
    sure: bool
    reason: str


def misread(text: str) -> Iterator[Misread]:
    """Misread marks, digits and letters of a text of many paragraphs (a line each), in no order."""
    yield from _first_numeral(text)
    for m in _INNER.finditer(text):
        mark = m.group()
        if mark == "十":
            found = _plus(text, m.start())
        elif mark == "-":
            found = _dash(text, m.start())
        elif mark in _BULLETS:
            found = _bullet(text, m.start())
        else:
            found = _stray(text, m.start(), m.end())
        if found:
            yield found
    for m in _MIXED.finditer(text):
        found = _letter(text, m)
        if found:
            yield found


# Each begins with the mark and then looks back: so the search leaps from mark to mark.
_INNER = re.compile(r"[-.十●■◆|_^~`\\](?<=[\u4e00-\u9fff、，；].)(?:(?<=[|_^~`\\])[|_^~`\\]+)?(?=[\u4e00-\u9fff])")
_FIRST = re.compile(r"[—–―-](?<![^\n].)(?=、)")
_BULLETS = "●■◆"
_WORD = 50
_OFTEN = 10
_QUOTE_AT_MOST = 16


def _first_numeral(text: str) -> Iterator[Misread]:
    """A dash before 、 at the start of a paragraph."""
    for m in _FIRST.finditer(text):
        yield Misread(*m.span(), "一", "fix_numeral", True, "a dash before 、 at the start of a paragraph is 一")


def _stray(text: str, start: int, end: int) -> Misread | None:
    if text[start] == "." and text[start - 1] in "、，；":
        return None
    sure = text[start] != "." or reference().word_text(text[start - 1] + text[end]) >= _WORD
    return Misread(start, end, "", "fix_stray_mark", sure, "a mark inside a word")


def _dash(text: str, at: int) -> Misread | None:
    """A dash is what is left of 一, or the second reading of it."""
    if text[at - 1] == "一":
        if reference().count_text("一" + text[at + 1]) >= _OFTEN:
            return Misread(at, at + 1, "", "fix_stray_mark", True, "一 read twice")
        return None
    follows = text[at + 1 : at + 3]
    if len(follows) == 2 and reference().count_text("一" + follows) >= _OFTEN and not reference().word_text(follows):
        return Misread(at, at + 1, "一", "fix_numeral", True, "a dash before what only 一 makes a word")
    return None


_NUMERALS = frozenset("一二三四五六七八九十百千万零〇两第数几")


def _plus(text: str, at: int) -> Misread | None:
    """十 that joins two words in quotes, “互联网十旅游”, is +."""
    before, after = text[at - 1], text[at + 1]
    if before in _NUMERALS or after in _NUMERALS:
        return None
    inside = _quoted(text, at)
    if inside is None or min(at - inside[0], inside[1] - at - 1) < 2:
        return None
    if reference().count_text(before + "十") or reference().count_text("十" + after):
        return None
    return Misread(at, at + 1, "+", "fix_plus", True, "十 between two words in quotes is +")


def _bullet(text: str, at: int) -> Misread | None:
    """A bullet inside a name in quotes is the point between its parts."""
    if _quoted(text, at) is None:
        return None
    return Misread(at, at + 1, "·", "fix_point", True, "a bullet between the parts of a name is ·")


def _quoted(text: str, at: int) -> tuple[int, int] | None:
    """Offsets of the short quotation about `at`, its quotes left out."""
    opened = text.rfind("“", max(0, at - _QUOTE_AT_MOST), at) + 1
    closed = text.find("”", at, at + _QUOTE_AT_MOST)
    if not opened or closed < 0:
        return None
    inside = text[opened:closed]
    return None if "”" in inside or "“" in inside or "\n" in inside else (opened, closed)


_MIXED = re.compile(r"[0Il|5](?:(?<=[A-Z]0)(?=[A-Z])|(?<=[0-9][Il|])(?=[kMGWVH])|(?<=5)6(?=[\u4e00-\u9fff]))")
_WORD_OF_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,20}0[A-Z][A-Za-z]{2,20}(?![A-Za-z0-9])")
_UNIT = re.compile(r"[kMG]?(?:W|V|Wh|VA|Hz)(?![A-Za-z])")


def _letter(text: str, m: re.Match[str]) -> Misread | None:
    start, end = m.span()
    if m.group() == "0":
        around = _WORD_OF_LETTERS.finditer(text, max(0, start - 20), end + 20)
        if any(w.start() < start < w.end() for w in around):
            return Misread(start, end, "O", "fix_letter", True, "0 inside a word of letters is O")
    elif m.group() == "56":
        if text[start - 1 : start] not in set("0123456789.") and text[end : end + 2] in _after_5g():
            return Misread(start, end, "5G", "fix_letter", True, "56 before a word that follows 5G and no number")
    elif _UNIT.match(text, end):
        return Misread(start, end, "", "fix_letter", True, "a letter between a number and its unit")
    return None


@cache
def _after_5g() -> frozenset[str]:
    data = tomllib.loads((resources.files("pipeline.vocabulary") / "confusions.toml").read_text("utf-8"))
    return frozenset(data["after_5g"]["words"])
