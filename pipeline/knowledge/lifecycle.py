"""What a document says of its own validity and of others': 同时废止, 修订, 试行, 有效期至….

Belongs here: such statements, each with its place and, where it gives or implies one, its date. Does not belong here:
what follows from all of them together (the view `document_status`). Nothing is claimed that no sentence says.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.knowledge.citations import Citation
from pipeline.knowledge.passages import Passage
from pipeline.knowledge.relations import AMENDS, REPEALS
from pipeline.splitting.numerals import parse_numeral
from pipeline.values import Attributes

EVENTS = ("repeals", "repeals_part", "amends", "trial", "expires", "revised")


class Statement(NamedTuple):
    """A statement about validity. `start` and `end` are offsets of what says so in the text of its document.

    `event` is one of `EVENTS`; `date` the day from which it holds (`expires`: the last day). `citation` is the index of
    the reference to the instrument it is said of, None where the document speaks of itself.
    """

    document: int
    article: int | None
    line: int
    start: int
    end: int
    event: str
    date: datetime.date | None
    citation: int | None = None


def find_statements(
    passages: Sequence[Passage], attributes: Sequence[Attributes], citations: Sequence[Citation]
) -> list[Statement]:
    """Statements about validity in all documents of a volume, in reading order."""
    found: list[Statement] = []
    begins = [_begins(passage, passages, attributes) for passage in passages]
    for passage in passages:
        found += _trial(passage)
        found += _revisions(passage)
        found += _expiry(passage, begins[passage.index])
    for i, citation in enumerate(citations):
        if citation.relation in (REPEALS, AMENDS):
            found += _of_others(i, citation, passages[citation.document], begins[citation.document])
    return sorted(found, key=lambda s: (s.document, s.start, s.event))


def _begins(passage: Passage, passages: Sequence[Passage], attributes: Sequence[Attributes]) -> datetime.date | None:
    """The day a document takes effect: as it says, else the day it or what issues it was issued."""
    at: int | None = passage.index
    while at is not None:
        date = attributes[at].effective_date or attributes[at].issued_date
        if date:
            return date
        at = passages[at].document.parent
    return None


_TRIAL = re.compile(r"[（(](?:试行|暂行)[）)]|暂行(?=条例|办法|规定|细则)|试行(?=办法|规定|细则|方案)")


def _trial(passage: Passage) -> Iterator[Statement]:
    """试行 or 暂行 in the title of the instrument itself, not of one that the title names."""
    end = next((s for b, s in zip(passage.blocks, passage.starts, strict=True) if b.kind not in _HEAD), 0)
    title = passage.text[: end or len(passage.document.title)]
    if passage.document.role == "interpretation" or "《" in title or "通知" in title:
        return
    m = _TRIAL.search(title)
    if m:
        yield _statement(passage, m.start(), m.end(), "trial", None)


_HEAD = ("title", "label")
_DAY = r"(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日"
_REVISED = re.compile(rf"{_DAY}(?:(?!\d{{4}}\s?年)[^。；]){{0,120}}?(?:修订|修正)(?:通过)?(?=[，。；）)\s]|$)")
_FIRST_BLOCKS = 8


def _revisions(passage: Passage) -> Iterator[Statement]:
    """The history in brackets under a title: 根据2012年11月9日《…决定》修订."""
    for block, start in list(zip(passage.blocks, passage.starts, strict=True))[:_FIRST_BLOCKS]:
        if block.kind == "title" or not block.text.startswith(("（", "(")) or "修" not in block.text:
            continue
        for m in _REVISED.finditer(block.text):
            yield _statement(passage, start + m.start(), start + m.end(), "revised", _day(m))


_OWN = (
    r"本(?:办法|规定|细则|通知|意见|公告|规则|方案|条例|措施|规划|计划|指南|规范|决定|政策|文件"
    r"|准则|指引|条件|目录|清单)"
)
_BEGINS = r"自[^。；]{1,40}?(?:施行|执行|实施|生效)[，,]"
_UNTIL = re.compile(
    rf"{_OWN}(?:{_BEGINS})?[^。；]{{0,12}}?(?:有效期限?|执行期限|实施期限|施行期限|执行|有效)(?:为[^。；]{{0,24}}?)?[至到]{_DAY}"
)
_YEARS = re.compile(rf"{_OWN}{_BEGINS}(?:有效期限?|试行期限?)为?(?P<years>[\d一二三四五六七八九十]{{1,2}})年")


def _expiry(passage: Passage, begins: datetime.date | None) -> Iterator[Statement]:
    """有效期至2027年8月31日; 自…起施行，有效期五年, counted from the day the document takes effect."""
    for block, start in zip(passage.blocks, passage.starts, strict=True):
        if "期" not in block.text and "执行至" not in block.text and "有效至" not in block.text:
            continue
        for m in _UNTIL.finditer(block.text):
            yield _statement(passage, start + m.start(), start + m.end(), "expires", _day(m))
        for m in _YEARS.finditer(block.text):
            years = parse_numeral(m["years"])
            last = _last_day(begins, years) if begins and years else None
            yield _statement(passage, start + m.start(), start + m.end(), "expires", last)


def _of_others(index: int, citation: Citation, passage: Passage, begins: datetime.date | None) -> Iterator[Statement]:
    event = "amends" if citation.relation == AMENDS else "repeals_part" if citation.provision else "repeals"
    yield _statement(passage, citation.start, citation.end, event, begins)._replace(citation=index)


def _statement(passage: Passage, start: int, end: int, event: str, date: datetime.date | None) -> Statement:
    return Statement(passage.index, passage.article_at(start), passage.line_at(start), start, end, event, date)


def _day(m: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(m["year"]), int(m["month"]), int(m["day"]))
    except ValueError:
        return None


def _last_day(begins: datetime.date, years: int) -> datetime.date:
    """The last of so many years that begin on a day."""
    try:
        return begins.replace(year=begins.year + years) - datetime.timedelta(days=1)
    except ValueError:  # 29 February
        return begins.replace(year=begins.year + years, day=28)
