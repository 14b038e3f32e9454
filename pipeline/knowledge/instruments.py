"""Names of instruments in running text: 《…》, 〈…〉 inside 《…》, 发文字号, codes of standards.

Belongs here: where a name stands and whether it names an instrument at all. Does not belong here: how the text refers
to it (`relations`), which document it is (`resolution`).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from pipeline.knowledge.agencies import register
from pipeline.knowledge.numbers import parse_number

_LONGEST = 300
_LINE_FEEDS = 4
_OPEN = "《〈<＜﹤"
_CLOSE = "》〉>＞﹥"
_MARK = re.compile(r"[《〈<＜﹤》〉>＞﹥\n]")


class Name(NamedTuple):
    """A name in 《》: `text[start:end]` with its marks; `inner` are the names inside it, outermost first."""

    start: int
    end: int
    inner: tuple[tuple[int, int], ...] = ()


def find_names(text: str) -> Iterator[Name]:
    """Names in 《》, left to right, without overlap. One left open, or too long for a title, is no name."""
    open_at: list[int] = []
    closed: list[tuple[int, int]] = []
    feeds = 0
    for m in _MARK.finditer(text):
        mark, at = m.group(), m.start()
        if open_at and (at - open_at[0] > _LONGEST or feeds > _LINE_FEEDS):
            yield from (Name(a, b) for a, b in sorted(closed) if text[a] in "《〈")
            open_at, closed, feeds = [], [], 0
        if mark == "\n":
            feeds += 1
        elif mark in _OPEN:
            if mark in "《〈" or open_at:
                if not open_at:
                    feeds = 0
                open_at.append(at)
        elif open_at:
            while len(open_at) > 1 and _OPEN.index(text[open_at[-1]]) != _CLOSE.index(mark) and mark == "》":
                open_at.pop()
            start = open_at.pop()
            if open_at:
                closed.append((start, at + 1))
            else:
                yield Name(start, at + 1, tuple(sorted(closed)))
                closed, feeds = [], 0


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads(files("pipeline.vocabulary").joinpath("instruments.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class _Words:
    endings: re.Pattern[str]
    kind_of: dict[str, str]
    cue_before: re.Pattern[str]
    paper_before: re.Pattern[str]
    paper_after: tuple[str, ...]
    cues_after: tuple[str, ...]
    standard_after: tuple[str, ...]


@cache
def _words() -> _Words:
    data = _vocabulary()
    kind_of = {word: kind for kind in ("cued", "usual", "papers", "sure") for word in data[kind]}
    longest_first = sorted(kind_of, key=lambda w: (-len(w), w))
    return _Words(
        re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})$"),
        kind_of,
        re.compile(f"(?:{'|'.join(map(re.escape, data['cues_before']))})(?:了|的|好)?{_BETWEEN}$"),
        re.compile(f"(?:{'|'.join(map(re.escape, data['paper_before']))})(?:了|的|好)?{_BETWEEN}$"),
        tuple(data["paper_after"]),
        tuple(data["cues_after"]),
        tuple(data["standard_after"]),
    )


_BETWEEN = (
    r"(?:[\u4e00-\u9fff、“”\s]{0,24}(?:部|委|局|院|厅|署|会|中央|政府|中国|我国|国家|我市|我省|市级|等部门)(?:联合)?"
    r"(?:的|印发的|发布的|制定的|公布的|制发的)?|的|好|国家标准|行业标准)?[\s“]*"
)
_OTHERS = re.compile(r"《[^《》]*》(?:[（(][^（()）]*[）)])?、?")
_QUALIFIER = re.compile(
    r"(?:[（(〔][^（）()〔〕]*[）)〕]|[\d.\s·—–-]年?版?|[“”\"])+$"
)  # one way to read each character
_TEMPLATE = re.compile(r"[X×Ｘ]{2}|20[2３\d][X×Ｘ]|某")


def names_instrument(title: str, before: str, after: str, known: bool = False) -> bool:
    """Whether a title names an instrument.

    `before` and `after` are the text around 《title》; `known` says that something else tells that it does (a document
    number behind it, a short name defined in the document).
    """
    if _TEMPLATE.search(title):
        return False
    words = _words()
    if known or after.startswith(words.standard_after):
        return True
    stem = _QUALIFIER.sub("", title)
    m = words.endings.search(stem)
    kind = words.kind_of[m.group()] if m else "unknown"
    if kind == "papers":
        return False
    before = _OTHERS.sub("", before)
    paper, cued = bool(words.paper_before.search(before)), bool(words.cue_before.search(before))
    if after.startswith(words.paper_after) and (paper or not (cued or kind == "sure")):
        return False
    if kind == "sure" or (cued and (kind != "unknown" or not paper)):
        return True
    if kind == "usual":
        return (len(stem) > 5 and not paper) or after.startswith(words.cues_after)
    return kind == "cued" and after.startswith(words.cues_after)


@cache
def short_laws() -> tuple[str, ...]:
    """Laws known by their short names wherever these stand: 宪法, 刑法."""
    return tuple(_vocabulary()["short_laws"])


_YEAR = r"[〔\[（(﹝]\s?(?:19|20)\d\d\s?[〕\]）)﹞]"
_DOCUMENT_NUMBER = re.compile(rf"(?P<year>{_YEAR})\s?(?:第\s?)?(?P<serial>\d{{1,5}})\s?号")
_SERIES_NUMBER = re.compile(
    r"(?P<form>公告|令)[（(]?\s?(?:(?P<of>(?:19|20)\d\d)\s?年\s?)?第\s?(?P<count>\d{1,5})\s?号[）)]?"
)
_CODE = re.compile(r"[\u4e00-\u9fff]+\Z")
_BODIES = re.compile(r"[\u4e00-\u9fff、 ]+\Z")
_CUT = re.compile(
    r".*(?:根据|依据|按照|依照|落实|贯彻|执行|参照|印发|发布|公布|关于|文件|通知|意见|规定|办法|批复同意|和|及|与|的|见|由|在|对|将|以|是|为|原|了|从|于|至|到|随)"
)
_BODY_CUT = re.compile(r".*(?:根据|依据|按照|依照|落实|贯彻|执行|参照|见|以|由|的|了|为|将|原|日|月|年)")


class Number(NamedTuple):
    """A document number: `text[start:end]`, and its normal form (`国办发〔2022〕27号`, `国务院令第734号`)."""

    start: int
    end: int
    normal: str


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Document numbers and codes of standards in `text[start:end]`, left to right."""
    stop = len(text) if end is None else end
    found = [*_document_numbers(text, start, stop), *_standards(text, start, stop)]
    yield from sorted(found)


def _document_numbers(text: str, start: int, stop: int) -> Iterator[Number]:
    for m in _DOCUMENT_NUMBER.finditer(text, start, stop):
        code = _before(text, max(start, m.start() - 16), m.start(), _CODE, _CUT)
        yield from _number(text, _wrapped(text, start, m.start() - len(code), m.start()), m.end())
    for m in _SERIES_NUMBER.finditer(text, start, stop):
        body = _before(text, max(start, m.start() - 60), m.start(), _BODIES, _BODY_CUT).lstrip("、 ")
        at = _wrapped(text, start, m.start() - len(body), m.start())
        if at < m.start():
            yield from _number(text, at, m.end())


_WRAP_BEFORE = re.compile(r"(?P<open>[（(〔《，、；]?)(?P<run>[\u4e00-\u9fff]{1,14})\Z")


def _wrapped(text: str, start: int, at: int, end: int) -> int:
    """Where the word before a number begins: above, where a cell of a table is wrapped in the word at `at`.

    （国 above 发〔2021〕7号 is all of a bracket; 住房城乡建 above 设部令第45号 makes the name of a body.
    """
    if at <= start or text[at - 1] != "\n":
        return at
    m = _WRAP_BEFORE.search(text[max(start, at - 16) : at - 1])
    if m is None:
        return at
    first = at - 1 - len(m["run"])
    if m["open"] in ("（", "(") and end > at:
        return first
    known = register().by_name
    return next((a for a in range(first, at - 1) if text[a : at - 1] + text[at:end] in known), at)


def _number(text: str, start: int, end: int) -> Iterator[Number]:
    if text[end - 1] in "）)" and not any(c in "（(" for c in text[start:end]):
        end -= 1  # of the bracket that holds the number
    normal = parse_number(text[start:end].replace("\n", ""))
    if normal is not None:
        yield Number(start, end, normal.text)


def _before(text: str, start: int, end: int, run: re.Pattern[str], cut: re.Pattern[str]) -> str:
    """The run of characters that ends at `end`, without the words of the sentence that stand before it."""
    m = run.search(text[start:end])
    found = m.group() if m else ""
    words = cut.match(found)
    return found[words.end() :] if words else found


_STANDARD = re.compile(
    r"(?P<code>[A-Z](?<![A-Za-z].)[A-Z]{1,2})(?:\s?/\s?[TZ])?\s?\d{1,6}(?:\.\d{1,3})*(?:\s?[-—–]\s?(?:19|20)\d\d)?(?![\d.])"
)


@cache
def _standard_codes() -> frozenset[str]:
    return frozenset(_vocabulary()["standards"])


def _standards(text: str, start: int, stop: int) -> Iterator[Number]:
    for m in _STANDARD.finditer(text, start, stop):
        if m["code"] in _standard_codes():
            yield Number(m.start(), m.end(), re.sub(r"\s", "", m.group()))


_KEY = re.compile(r"[^\w]|_")


_VERSION = re.compile(r"[（(](?:试行|暂行|修订|修正|修订版|\d{4}年?修[订正版]*|\d{4}年?版?)[）)]$")


def without_version(title: str) -> str:
    """A title without （试行） or （2021年版） at its end."""
    return _VERSION.sub("", title)


@lru_cache(maxsize=1 << 12)  # a name is compared with what a document issues, interprets and was found to cite
def name_key(title: str) -> str:
    """What names of one instrument have in common: letters and figures alone, without the country's name in front."""
    key = _KEY.sub("", unicodedata.normalize("NFKC", title))
    return key.removeprefix("中华人民共和国") or key
