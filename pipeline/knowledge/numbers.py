"""发文字号: the number a document bears, in all the forms it is printed in, and its normal form.

Belongs here: a document's own number. Does not belong here: numbers of other documents in running text (citations).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.knowledge.sheet import Line, Sheet
from pipeline.splitting.numerals import NUMERAL, parse_numeral


class Number(NamedTuple):
    """A number in normal form and its parts. `year` is None for decrees that have none."""

    text: str
    prefix: str
    year: int | None
    serial: int

    @property
    def names_no_body(self) -> bool:
        """Whether it begins with 公告 or 令, the body that issued it being named elsewhere."""
        return self.prefix in ("公告", "通告", "令")


_WORD = r"[\u4e00-\u9fffA-Za-z0-9]"
_SERIAL = rf"(\d{{1,6}}|[{NUMERAL}]{{1,6}})"
_YEARED = re.compile(rf"({_WORD}{{1,24}}?)[〔\[（【〈<]?((?:19|20)\d\d)[〕\]）】〉>](第?)(\d{{1,6}})号")
_ANNOUNCED = re.compile(rf"((?:{_WORD}|[、·]){{0,80}}?(?:公告|通告))[〔\[（]?((?:19|20)\d\d)[〕\]）]?年?第{_SERIAL}号")
_DECREED = re.compile(rf"((?:{_WORD}|[、·]){{0,80}}?(?:令|公告))[〔（(]?第{_SERIAL}号[〕）)]?")
_BARE = re.compile(rf"[（(]?(?:((?:19|20)\d\d)年)?第{_SERIAL}号[）)]?")
_URGENCY = re.compile(r"^(?:特急|加急|平急|特提|急件|发文字号[:：]|文号[:：])+")
_STATE = re.compile(r"^中华人民共和国(?=[\u4e00-\u9fff])")
_FORMS = str.maketrans("()[]﹝﹞", "（）〔〕〔〕")
_NO_NUMBER_ENDS = frozenset("。，；：、")
_HEAD_LINES = 14
_LONGEST = 110


def parse_number(text: str) -> Number | None:
    """The number that a text is, brackets about it allowed, or None where it is anything else.

    >>> parse_number("国办发 [2022] 27 号").text, parse_number("财政部 税务总局公告 2021 年第 12 号").text
    ('国办发〔2022〕27号', '财政部税务总局公告2021年第12号')
    """
    if text[-1:] in _NO_NUMBER_ENDS or ("\u4e00" <= text[-1:] <= "\u9fff" and text[-1:] != "号"):
        return None
    text = _plain(text)
    if len(text) > _LONGEST or not text.endswith(("号", "）", "〕")):
        return None
    if text[:1] == "（" and text[-1:] == "）":
        text = text[1:-1]
    text = _URGENCY.sub("", text)
    m = _YEARED.fullmatch(text)
    if m:
        year, serial = int(m.group(2)), int(m.group(4))
        return Number(f"{m.group(1)}〔{year}〕{m.group(3)}{serial}号", m.group(1), year, serial)
    m = _ANNOUNCED.fullmatch(text)
    serial_value = parse_numeral(m.group(3)) if m else None
    if m and serial_value:
        prefix = _prefix(m.group(1))
        return Number(f"{prefix}{m.group(2)}年第{serial_value}号", prefix, int(m.group(2)), serial_value)
    m = _DECREED.fullmatch(text)
    serial_value = parse_numeral(m.group(2)) if m else None
    if m and serial_value:
        prefix = _prefix(m.group(1))
        return Number(f"{prefix}第{serial_value}号", prefix, None, serial_value)
    return None


def _plain(text: str) -> str:
    """Without blanks, figures and brackets in one form each."""
    text = unicodedata.normalize("NFKC", "".join(text.split()))
    return text.translate(_FORMS)


def _prefix(words: str) -> str:
    return _STATE.sub("", words.replace("、", ""))


def own_number(sheet: Sheet) -> Number | None:
    """The number a document bears: on a line of its head, in its title, or before its title."""
    for lines in (_number_lines(sheet.head), sheet.before[-6:]):
        found = _in_lines(lines, sheet.document.title)
        if found:
            return found
    return _in_title(sheet.document.title)


def _number_lines(head: Sequence[Line]) -> list[Line]:
    """The lines of a head as far as a number may stand: to the first sentence or the addressee."""
    lines: list[Line] = []
    for line in head[:_HEAD_LINES]:
        text = line.compact
        if parse_number(text) is None and ("。" in text or text.endswith(("：", ":", "；")) or text.count("，") > 1):
            break
        lines.append(line)
    return lines


def _in_lines(lines: Sequence[Line], title: str) -> Number | None:
    for at, line in enumerate(lines):
        found = parse_number(line.text) or _bare(line.text, title)
        if found is None and at + 1 < len(lines) and len(line.compact) < 60:
            found = parse_number(line.text + lines[at + 1].text)
        if found:
            return found
    return None


_DECREE_TITLE = re.compile(rf"^({_WORD}{{2,40}}?(?:令|公告))(?=$|[（(《〔第])")


def _bare(text: str, title: str) -> Number | None:
    """第 734 号 alone on its line, below 中华人民共和国国务院令."""
    m = _BARE.fullmatch(_plain(text))
    named = _DECREE_TITLE.match(_plain(title))
    serial = parse_numeral(m.group(2)) if m else None
    if m is None or serial is None:
        return None
    if named:
        prefix = _prefix(named.group(1))
    elif "公告" in title:
        prefix = "公告"
    else:
        return None
    year = f"{m.group(1)}年" if m.group(1) else ""
    return Number(f"{prefix}{year}第{serial}号", prefix, int(m.group(1)) if m.group(1) else None, serial)


_TITLE_BEGINS = re.compile(rf"^({_WORD}{{2,40}}?(?:令|公告)(?:〔\d{{4}}〕|\d{{4}}年)?第{_SERIAL}号)")
_TITLE_ENDS = re.compile(rf"(?:通知|意见|公告|通告|决定|批复|函|令)[（]?({_WORD}{{2,24}}〔\d{{4}}〕\d{{1,6}}号)[）]?$")


def _in_title(title: str) -> Number | None:
    """The number in a title: 中国人民银行令〔2021〕第4号（征信业务管理办法）, or behind its last word."""
    plain = _plain(title)
    m = _TITLE_BEGINS.match(plain) or _TITLE_ENDS.search(plain)
    return parse_number(m.group(1)) if m else None


def with_body(number: Number, bodies: Sequence[str]) -> Number:
    """公告2023年第7号 as 财政部税务总局公告2023年第7号, the bodies in the order printed."""
    if not number.names_no_body or not bodies:
        return number
    body = "".join(bodies)
    return number._replace(text=body + number.text, prefix=body + number.prefix)
