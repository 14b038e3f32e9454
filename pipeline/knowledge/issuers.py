"""发文机关: the bodies that issued a document, from its signature, its title, its number, its history.

Belongs here: which names stand as issuers' names, as printed. Does not belong here: telling names apart (`names`), the
list of bodies (`agencies`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.knowledge.agencies import find_agency, is_body_class, register
from pipeline.knowledge.dates import DateLine, date_lines, history_under_title
from pipeline.knowledge.names import split_names
from pipeline.knowledge.numbers import Number
from pipeline.knowledge.sheet import Line, Sheet
from pipeline.splitting.numerals import NUMERAL


class Signature(NamedTuple):
    """The end of a document: who signed, the date line below, and the person who signed for a body (总理 李克强)."""

    names: list[str]
    date: DateLine | None
    person: str | None = None


# --------------------------------------------------------------------------------------------------------- signature

_STAMP = re.compile(r"[（(][^（）()]{0,30}(?:代\s*章|印\s*章|盖\s*章|公\s*章|章)\s*[）)]")
_NOT_NAMES = re.compile(r"[0-9a-zA-Z。：:《》〈〉？！%％/@=+]")
_OFFICE = "总理|主席|部长|省长|市长|州长|县长|区长|主任|院长|检察长|行长|局长|署长|审计长|关长|书记|委员长|社长|会长"
_PERSON = re.compile(
    rf"(?P<body>[\u4e00-\u9fff\s]{{0,24}}?)(?P<office>{_OFFICE})\s*(?P<name>[\u4e00-\u9fff·]{{2,4}}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff])$"
)
_MOST_LINES = 32
_FOOT_NOTE = re.compile(
    r"^[（(].*[）)]?$|^附件|^附[:：录]|^\d{1,2}[.．、]|^抄送|^(?:联系|电话|传真|邮箱|电子邮箱|地址|邮编|来源)|印发$|\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)$"
)


def find_signature(foot: Sequence[Line]) -> Signature:
    """The signature of a document; without one, its last date where only notes follow.

    Of several the first: what comes after a document's signature (attachments, lists) may bear signatures of its own.
    """
    signed: Signature | None = None
    bare: DateLine | None = None
    for dated in date_lines(foot):
        names, person = _names_above(foot, dated)
        if names or person:
            signed = Signature(names, dated, person)
        elif bare is None and _ends_document(foot, dated):
            bare = dated
    if signed is not None:
        return signed
    return Signature([] if bare else _names_at_end(foot), bare)


def _names_above(foot: Sequence[Line], dated: DateLine) -> tuple[list[str], str | None]:
    """Names in the lines above a date: as many lines as are made of names alone, a name may be wrapped over two."""
    lines = [dated.before] if dated.before else []
    taken: list[str] = split_names(_without_stamp(dated.before)) if dated.before else []
    if dated.before and not taken:
        return [], None
    for line in reversed(foot[max(0, dated.start - _MOST_LINES) : dated.start]):
        text = _without_stamp(line.text)
        if not text.strip():
            continue
        if not taken:
            person = _PERSON.fullmatch(text.strip())
            if person and not split_names(text):
                return [], person.group()
        if _NOT_NAMES.search(text) or len(text) > 120:
            break
        lines.insert(0, text)
        names = split_names(" ".join(lines))
        if names and _continues(names, taken):
            taken = names
        elif len(lines) - _lines_of(lines, taken) > 2:
            break
    return taken, None


def _lines_of(lines: Sequence[str], names: Sequence[str]) -> int:
    """How many of the last lines the names take up."""
    left = sum(map(len, names))
    count = 0
    for line in reversed(lines):
        if left <= 0:
            break
        left -= len("".join(line.split()))
        count += 1
    return count


def _continues(names: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the names of a longer run of lines are those of the shorter one and more.

    The first name below may be the rest of one that was wrapped, where that makes a better name of it.
    """
    if any(is_body_class(n) for n in names):
        return False
    kept = len(below)
    while kept and list(names[-kept:]) != list(below[-kept:]):
        kept -= 1
    return kept == len(below) or (kept == len(below) - 1 and (not _is_listed(below[0]) or _is_listed(names[-kept - 1])))


def _without_stamp(text: str) -> str:
    return _STAMP.sub(" ", text)


def _ends_document(foot: Sequence[Line], dated: DateLine) -> bool:
    """Whether a date without names above it still is the document's: only notes follow it."""
    if dated.before:
        return False
    after = [line.compact for line in foot[dated.end + 1 :]]
    return len(after) <= 12 and all(_FOOT_NOTE.search(t) for t in after)


def _names_at_end(foot: Sequence[Line]) -> list[str]:
    """A signature without a date: the last line is a body's name, on its own."""
    rest = list(foot)
    while rest and (re.match(r"[（(].*[）)]$", rest[-1].compact)):
        rest.pop()
    if not rest:
        return []
    last = rest[-1]
    names = split_names(last.text) if last.first and not _NOT_NAMES.search(last.text) else []
    return names if names and all(_is_listed(n) for n in names) else []


def _is_listed(name: str) -> bool:
    agency = find_agency(name)
    return agency is not None and agency.listed


# ------------------------------------------------------------------------------------------------------------- title

_VERB = re.compile(
    r"关于|联合印发|联合发布|联合设立|联合下发|联合公布|联合制定|印发|转发|批转|发布|公布|下发|出台|决定|办公会|令|公告|通告|召开|部署|启动|贯彻|对"
)
_AND_MORE = re.compile(
    rf"等\s*(?:[\d{NUMERAL}]+\s*(?:个|家)?)?\s*(?:部门|部委|单位|机构|委局|部委局|部|省市|地区).{{0,4}}$"
)
_COUNT = re.compile(rf"(?:^|等)\s*([\d{NUMERAL}]+)\s*(?:个|家)?\s*(?:部门|部委|单位|机构)")
_STATE = re.compile(r"^中华人民共和国(?=国务院|主席|[\u4e00-\u9fff]{2,12}(?:部|委员会|署|总局|银行)(?:令|公告))")


def title_names(title: str) -> list[str]:
    """The bodies a title begins with, up to 关于, 印发, 转发, 令 …; empty where it begins with none."""
    for m in _VERB.finditer(title):
        head = _AND_MORE.sub("", title[: m.start()]).strip()
        if not head:
            return []
        if len(head) > 260:
            break
        names = split_names(_STATE.sub("", head))
        if names and not any(is_body_class(n) for n in names):
            return names
    return _leading_list(title)


def _leading_list(title: str) -> list[str]:
    """Bodies joined by 、 that a title without 关于 begins with: 公安部、国家广播电视总局网络直播营销管理办法."""
    *pieces, last = title.split("、")
    if not pieces or not all(_is_listed(p) for p in pieces):
        return []
    end = next((n for n in range(min(len(last), register().longest), 2, -1) if last[:n] in register().by_name), 0)
    return [*pieces, last[:end]] if end else []


def names_more(title: str) -> bool:
    """Whether a title counts bodies that it does not name: 教育部等十部门, 九部门."""
    m = _VERB.search(title)
    return bool(m and (_AND_MORE.search(title[: m.start()]) or _COUNT.search(title[: m.start()])))


# ----------------------------------------------------------------------------------------- about and under the title

_AUTHOR_LINES = 4
_PUBLISHED = re.compile(r"日(?P<body>[\u4e00-\u9fff]{2,40}?)(?:令第.{1,6}号)?(?:印发|发布|公布|颁布)")
_COUNCIL = re.compile(rf"日国务院第[\d{NUMERAL}]{{1,5}}次常务会议")
_PASSED = re.compile(
    r"日(?P<place>[\u4e00-\u9fff]{2,12}?)?第[一二三四五六七八九十]{1,3}届(?P<body>[\u4e00-\u9fff]{0,10}?人民代表大会(?:常务委员会|常委会)?)第[一二三四五六七八九十\d]{1,4}次会议[^日]{0,80}?(?:通过|修订|修正)"
)


def author_names(sheet: Sheet) -> list[str]:
    """Bodies named alone on the lines between a title and its text, on the lines before the title, or in a history."""
    before = [line.text for line in sheet.before if line.compact != (sheet.document.label or "")]
    names = split_names(" ".join(before)) if before and not _NOT_NAMES.search("".join(before).rstrip("。 ")) else []
    if names and all(_is_listed(n) for n in names):
        return names
    lines: list[str] = []
    for line in sheet.head[:_AUTHOR_LINES]:
        if _NOT_NAMES.search(line.text) or not line.text.strip():
            break
        lines.append(line.text)
    for count in range(len(lines), 0, -1):
        names = split_names(" ".join(lines[:count]))
        if names and all(_is_listed(n) for n in names):
            return names
    if sheet.head:
        person = _PERSON.fullmatch(sheet.head[0].text.strip())
        names = split_names(person.group("body")) if person and person.group("body").strip() else []
        if names:
            return names
    return _history_names(sheet)


def _history_names(sheet: Sheet) -> list[str]:
    """Who published or passed a document, by the history under its title."""
    history = history_under_title(sheet.head)
    if history is None:
        return []
    passed = [(m.start(), (m.group("place") or "") + m.group("body")) for m in _PASSED.finditer(history.text)]
    published = [(m.start(), m.group("body")) for m in _PUBLISHED.finditer(history.text)]
    published += [(m.start(), "国务院") for m in _COUNCIL.finditer(history.text)]
    for _, name in sorted(published + passed, reverse=True):
        names = split_names(_STATE.sub("", name))
        if names:
            return names
    return []


# --------------------------------------------------------------------------------------------------------- running text

_LISTED_IN_TEXT = re.compile(
    r"(?:^|[，。；：])((?:[\u4e00-\u9fff（）]{2,24}、){1,30}[\u4e00-\u9fff（）]{2,24}?)(?:等|决定|联合|近日|日前|印发|发布|制定|研究)"
)


def text_names(sheet: Sheet) -> list[str]:
    """Bodies that the first paragraph of a news report lists as those that act, the title naming only the first."""
    for block in [b for b in sheet.blocks if b.line_start > sheet.document.title_end_line][:4]:
        text = "".join(block.text.split())[:2000]
        for m in _LISTED_IN_TEXT.finditer(text):
            names = split_names(m.group(1))
            if len(names) > 1 and sum(_is_listed(n) for n in names) * 2 > len(names):
                return names
    return []


# ------------------------------------------------------------------------------------------------------------------ all


def printed_issuers(sheet: Sheet, signature: Signature, number: Number | None) -> list[str]:
    """The issuers of a document as printed, in the order printed."""
    title = sheet.document.title
    titled = title_names(title)
    if signature.names and _fits(signature.names, titled, title):
        return signature.names
    if titled and not names_more(title):
        return titled
    if signature.names:
        return signature.names
    if number is not None and not titled:
        numbered = _number_names(number)
        if numbered:
            return numbered
    if sheet.document.role == "main" and names_more(title):
        return text_names(sheet) or titled
    return titled or author_names(sheet)


def _fits(signed: Sequence[str], titled: Sequence[str], title: str) -> bool:
    """Whether names above a date are the signature rather than a part of it or of the text."""
    if not titled:
        return True
    return any(_is_listed(n) for n in signed) or not all(_is_listed(n) for n in titled)


def _number_names(number: Number) -> list[str]:
    """The bodies in 财政部税务总局公告2021年第12号 and 国务院令第734号."""
    m = re.match(r"(.{2,}?)(?:公告|通告|令)$", number.prefix)
    return split_names(m.group(1)) if m else []
