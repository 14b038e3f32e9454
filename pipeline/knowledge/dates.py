"""Dates as documents print them, and the two that a document has of its own: 成文日期 and 施行日期."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.knowledge.sheet import Line, Sheet
from pipeline.splitting.numerals import NUMERAL, parse_numeral

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○ＯO零一二三四五六七八九]{3})"
_TWO = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = rf"{_YEAR}年{_TWO}月{_TWO}日"
"""A date without blanks, for a regex; `parse_date` reads it."""
_DATE = re.compile(rf"({_YEAR})年({_TWO})月({_TWO})日")
_ISO = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_BLANKS = re.compile(r"\s+")


def parse_date(text: str) -> datetime.date | None:
    """The date that stands at the start of a text without blanks, or None where there is none or no such day.

    >>> parse_date("二〇二一年三月十二日"), parse_date("2021年2月30日")
    (datetime.date(2021, 3, 12), None)
    """
    m = _DATE.match(text) or _ISO.match(text)
    return _day(m) if m else None


_DIGITS = str.maketrans("〇○ＯO零一二三四五六七八九", "00000123456789")


def _day(m: re.Match[str]) -> datetime.date | None:
    month, day = (parse_numeral(m.group(i)) for i in (2, 3))
    try:
        return datetime.date(int(m.group(1).translate(_DIGITS)), month or 0, day or 0)
    except ValueError:
        return None


def dates_in(text: str) -> Iterator[datetime.date]:
    """All dates of a text, in the order of their forms: with 年月日, then in figures alone (2021-09-06)."""
    for pattern, printed in ((_DATE, _BLANKS.sub("", text)), (_ISO, text), (_ISO, _BLANKS.sub("", text))):
        for m in pattern.finditer(printed):
            date = _day(m)
            if date:
                yield date


class DateLine(NamedTuple):
    """A date that ends a line: lines [start, end] of the foot, and what stands before it on the first of them."""

    date: datetime.date
    start: int
    end: int
    before: str


_DATE_AT_END = re.compile(rf"(.*?)({DATE})$")
_WRAPPED = re.compile(rf"(?:{_YEAR}(?:年(?:{_TWO}(?:月(?:{_TWO})?)?)?)?|\d{{2}})$")


def date_lines(lines: Sequence[Line]) -> Iterator[DateLine]:
    """Dates that stand alone at the end of a line, or of a line wrapped inside the date, from the last to the first."""
    for at in range(len(lines) - 1, -1, -1):
        if "日" not in lines[at].text:
            continue
        here = lines[at].compact
        if len(here) > 60:
            continue
        m = _DATE_AT_END.match(here)
        if m:
            date = parse_date(m.group(2))
            if date:
                yield DateLine(date, at, at, _before(lines[at].text, m.group(2)))
        elif at and len(here) < 9 and _WRAPPED.search(lines[at - 1].compact):
            m = _DATE_AT_END.match(lines[at - 1].compact[-60:] + here)
            date = parse_date(m.group(2)) if m else None
            if m and date:
                yield DateLine(date, at - 1, at, m.group(1))


def _before(text: str, date: str) -> str:
    """What stands on the line before its date, with the blanks it has."""
    left = len(date)
    for at in range(len(text) - 1, -1, -1):
        if not text[at].isspace():
            left -= 1
        if not left:
            return text[:at].strip()
    return ""


# ---------------------------------------------------------------------------------------------------- under the title

_HEAD_BRACKET_LINES = 14
_IN_FORCE = re.compile(r"起?(?:正式|开始)?(?:施行|实施|执行|生效|试行)")
_TITLE_DATE = re.compile(rf"——({DATE})在")
_DATELINE = re.compile(rf"^(?:本报|新华社|人民网|中新社)?[\u4e00-\u9fff]{{1,8}}({DATE})(?:电|讯)")


class History(NamedTuple):
    """What stands in brackets under a title: the events of the document's life, and the day it came into force."""

    text: str
    dates: list[datetime.date]
    in_force: datetime.date | None = None

    @property
    def by_decree(self) -> bool:
        """Whether it was published by a decree (令第N号)."""
        return bool(_BY_DECREE.search(self.text))


def history_under_title(head: Sequence[Line]) -> History | None:
    """The bracket or the bare date that stands right under the title, or None."""
    if not head:
        return None
    first = head[0].compact
    if first[:1] in "（(":
        text = ""
        for line in head[:_HEAD_BRACKET_LINES]:
            text += line.compact
            if text.count("（") + text.count("(") <= text.count("）") + text.count(")"):
                break
        else:
            return None
        inner = text[1:-1]
        dates, in_force = _dates_in(inner)
        return History(inner, dates, in_force) if dates or in_force else None
    whole = re.fullmatch(DATE, first)
    date = parse_date(first) if whole else None
    return History(first, [date]) if date else None


_BY_DECREE = re.compile(rf"令(?:〔\d{{4}}〕)?第[\d{NUMERAL}]{{1,6}}号")


def _dates_in(text: str) -> tuple[list[datetime.date], datetime.date | None]:
    """Dates of a history, and apart from them the last on which it came into force."""
    dates, in_force = [], None
    for m in _DATE.finditer(text):
        date = _day(m)
        if date and _IN_FORCE.match(text, m.end()):
            in_force = date
        elif date:
            dates.append(date)
    return dates, in_force


def history_date(history: History | None) -> datetime.date | None:
    """The latest date of a document's history: its last revision, or the day it was published."""
    return max(history.dates, default=None) if history else None


def date_in_title(title: str) -> datetime.date | None:
    """The day of a speech, from ——2020年5月22日在… in its title."""
    m = _TITLE_DATE.search(_BLANKS.sub("", title))
    return parse_date(m.group(1)) if m else None


def dateline_date(head: Sequence[Line]) -> datetime.date | None:
    """The date of a news dateline that has its year: 新华社北京2021年9月1日电."""
    for line in head[:3]:
        m = _DATELINE.match(line.compact)
        if m:
            return parse_date(m.group(1))
    return None


_METADATA = re.compile(
    r"(?:发布(?:日期|时间)|成文日期|发文日期|时间|日期)[:：]?((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})"
    r"|^((?:19|20)\d\d-\d\d-\d\d)(?:\d\d:\d\d|来源|$)|(?:文章来源|字号大中小).*?((?:19|20)\d\d-\d\d-\d\d)"
)


def metadata_date(texts: Sequence[str]) -> datetime.date | None:
    """The day on which a web page says the document was published (发布日期：2021-09-06), from the page's own lines."""
    joined = "".join(_BLANKS.sub("", t) for t in texts)
    for text in (*(_BLANKS.sub("", t) for t in texts), joined):
        m = _METADATA.search(text)
        if m:
            found = next(g for g in m.groups() if g)
            date = parse_date(re.sub("[年月]", "-", found))
            if date:
                return date
    return None


# ------------------------------------------------------------------------------------------------- coming into force

_ON_ISSUE = r"(?:印发|发布|公布|颁布|下发|签发|发文)之日"
_FORCE = re.compile(
    rf"(?:自|于|从)(?P<when>{DATE}|{_ON_ISSUE})(?:起|开始)?(?:正式|开始|全面)?(?:施行|实施|执行|生效|试行)"
)
_PERIOD = re.compile(
    rf"本[\u4e00-\u9fff]{{1,10}}(?:执行|实施|施行|有效)(?:期限|期)?(?:为|自|从)(?P<when>{DATE})(?:起)?至"
)
_SENTENCE = re.compile(r"[。；;！？]")
_OWN = re.compile(
    r"(?:^|[，、）.．]|[一二三四五六七八九十]、|条|\d)(?:本[\u4e00-\u9fff（）]{1,14}|(?:上述|以上)[\u4e00-\u9fff]{2,6})(?:由.{2,60}解释，|.{0,40}，)?$|现予?(?:公布|发布|印发|颁布).{0,8}，$"
)
_ONLY_PARTS = re.compile(r"第[一二三四五六七八九十百]+[条款项]")


def effective_date(sheet: Sheet, issued: datetime.date | None) -> datetime.date | None:
    """The day on which the document says that it comes into force; 自印发之日起 is its own issued date.

    A start of what it governs (自2021年7月1日起，在全国…) and the day another instrument came into force are not meant.
    """
    news = "印发" in sheet.document.title or "发布" in sheet.document.title
    for block in reversed(sheet.blocks):
        if "日" not in block.text:
            continue
        text = _BLANKS.sub("", block.text)
        for m in reversed([*_FORCE.finditer(text), *_PERIOD.finditer(text)]):
            if m.re is _FORCE and not _speaks_of_itself(text, m.start(), news and sheet.document.role == "main"):
                continue
            date = parse_date(m.group("when"))
            if date or issued:
                return date or issued
    history = history_under_title(sheet.head)
    return history.in_force if history else None


def _speaks_of_itself(text: str, at: int, news: bool) -> bool:
    """Whether the sentence whose predicate begins at `at` has the document itself for its subject."""
    begins = max((m.end() for m in _SENTENCE.finditer(text, max(0, at - 200), at)), default=max(0, at - 200))
    subject = text[begins:at]
    if _ONLY_PARTS.search(re.sub(r"^第[一二三四五六七八九十百零]+条", "", subject)):
        return False
    if _OWN.search(subject):
        return True
    return news and "（以下简称《" in subject
