"""What a printed line begins with: 第三条, 一、, （一）, 1., ①, ——, 附件 … or what looks like it.

Belongs here: the form of a marker on one line. Whether it is one is decided elsewhere, by its neighbours.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def chinese_number(text: str) -> int:
    """The value of a Chinese or Arabic numeral; -1 where it is none."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for glyph in text:
        if glyph in _DIGITS:
            digit = _DIGITS[glyph]
        elif glyph in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[glyph]
            digit = 0
        else:
            return -1
    return total + digit


class Marker(NamedTuple):
    """What a line begins with: kind (index into `MARKER_KINDS`, 0 none), value (-1 none), length in glyphs."""

    kind: int
    value: int
    length: int


MARKER_KINDS = (
    "none", "article", "chapter", "chinese", "bracket_chinese", "bracket_digit", "digit", "decimal", "circled", "dash",
    "annex", "box", "letter", "half_bracket", "bullet", "ordinal",
)  # fmt: skip
_NUMERAL = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"第\s?(?P<article>[{_NUMERAL}百千零〇\d]{{1,7}})\s?条(?:之[{_NUMERAL}])?"
    rf"|第\s?(?P<chapter>[{_NUMERAL}百\d]{{1,4}})\s?(?:章|节|编|部分|篇|类)"
    rf"|(?P<chinese>[{_NUMERAL}]{{1,4}})\s?[、．.﹒]"
    rf"|[（(]\s?(?P<bracket_chinese>[{_NUMERAL}百]{{1,5}})\s?[）)]"
    r"|[（(]\s?(?P<bracket_digit>\d{1,3})\s?[）)]"
    r"|(?P<digit>\d{1,3})\s?[.．﹒、](?!\s?\d(?!\d{3}\s?年))"
    r"|(?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,4})(?![\d.．%％]|\s?[亿万千百升元倍米吨个])"
    r"|(?P<circled>[\u2460-\u2473])"
    r"|(?P<dash>[—－–─-]{1,3})"
    r"|(?P<annex>附\s?(?:件|录|表|图))\s?[\d一二三四五六七八九十]{0,3}\s?[：:．.]?"
    r"|(?P<box>专\s?栏|表\s?(?=\d)|图\s?(?=\d)|行动(?=\d))\s?\d{0,3}"
    r"|(?P<letter>[a-zA-Z])[)）.．]"
    r"|(?P<half_bracket>\d{1,3})\s?[)）]"
    r"|(?P<bullet>[●■◆★•·□○▲])"
    rf"|第(?P<ordinal>[{_NUMERAL}]{{1,2}})[，,、是]"
)
_CITED = re.compile(r"[、和及至或与，,第（(]|规定|所列|所称|所述|款|项|目的")
"""What follows a marker that is cited, not set."""
MARKER_FIRST = frozenset(
    "第（(附专表图行—－–─-●■◆★•·□○▲" + _NUMERAL + digits + ascii_letters + "".join(map(chr, range(0x2460, 0x2474)))
)
"""Glyphs that a marker may begin with."""


def marker_of(text: str) -> Marker:
    """The structural marker that a line (without margins) begins with, or looks as if it did."""
    first = text[0]
    m = _MARKER.match(text) if first in MARKER_FIRST else None
    if not m:
        return Marker(0, -1, 0)
    name = m.lastgroup or "none"
    if _CITED.match(text, m.end()) and name in ("article", "chapter", "bracket_chinese", "bracket_digit"):
        return Marker(0, -1, 0)
    kind = MARKER_KINDS.index(name)
    value = -1
    if name == "circled":
        value = ord(first) - 0x245F
    elif name in (
        "article",
        "chapter",
        "chinese",
        "bracket_chinese",
        "bracket_digit",
        "digit",
        "half_bracket",
        "ordinal",
    ):
        value = chinese_number(m.group(name))
    elif name == "decimal":
        value = int(re.split(r"[.．]", m.group(name))[-1])
    elif name == "letter":
        value = ord(first.lower()) - 96
    return Marker(kind, value, m.end())
