"""The names by which a document is cited, and what names of one document have in common.

Belongs here: titles and numbers as keys. Does not belong here: which of several documents of a name is meant
(`resolution`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.knowledge.agencies import register
from pipeline.knowledge.instruments import find_names, name_key, without_version


class Name(NamedTuple):
    """A name under which documents are looked for: in which way it was made a key, and the key that is compared."""

    way: str
    key: str


def names_borne(document: Mapping[str, Any], issues_text: bool) -> list[Name]:
    """The names of a document (a row of `documents`); `issues_text`: what it issues is a document of its own."""
    names = [Name("number", number_key(document["doc_number"]))] if document["doc_number"] else []
    if document["role"] == "interpretation":
        return names
    for title in filter(name_key, names_of(document["title"], issues_text)):
        names += (name for name, _ in _title_names(title))
    yearly = YEARLY.match(document["title"])
    if yearly:
        names.append(Name("title", of_year(yearly[1], yearly[2])))
    return names


def names_asked(citation: Mapping[str, Any], today: datetime.date | None) -> list[tuple[Name, str]]:
    """The names under which a reference (a row of `citations`) looks for its document, in order, each with what
    `resolved_by` says of it; `today` is the day of the citing document."""
    number, title = citation["cited_doc_number"], citation["full_title"] or citation["cited_title"]
    names = [(Name("number", number_key(number)), "number")] if number else []
    if title is not None:
        names += _title_names(title)
        if today:
            names.append((Name("title", of_year(title, today.year)), "title_without_qualifier"))
    return names


@lru_cache(maxsize=50_000)  # the same titles are asked for again and again
def _title_names(title: str) -> tuple[tuple[Name, str], ...]:
    return (
        (Name("title", name_key(title)), "title"),
        (Name("bare", name_key(without_issuer(title))), "title_without_issuer"),
        (Name("stem", name_key(without_version(title))), "title_without_qualifier"),
        (Name("loose", loose_key(title)), "title_nearly"),
    )


_ISSUER = re.compile(r"^[\u4e00-\u9fff、\s]{2,60}?(?=关于)")
_IN_BRACKETS = re.compile(r"[（(](.{4,60})[）)]$")
_ISSUES_TEXT = re.compile(r"印发|发布|公布|转发|批转|下发")
_ISSUED_END = re.compile(r"(?:等[^的]{0,8})?的(?:通知|公告|通告|决定|函)$")


def names_of(title: str, issues_text: bool) -> list[str]:
    """The names by which a document is cited: its title; where what it issues is no document of its own, that too:
    中办 国办印发《…的意见》, 关于印发…规划的通知, 国务院令（企业名称登记管理规定）."""
    names = [title]
    if issues_text:
        return names
    m = _ISSUES_TEXT.search(title)
    if m:
        names += [title[n.start + 1 : n.end - 1] for n in find_names(title)]
        names.append(_ISSUED_END.sub("", title[m.end() :]))
    m = _IN_BRACKETS.search(title)
    if m and re.search(r"令", title[: m.start()]):
        names.append(m[1])
    return names


_PARTICLES = re.compile(r"[的和与及]")
YEARLY = re.compile(r"(.{4,20}?)——(\d{4})年\d{1,2}月\d{1,2}日")
"""政府工作报告——2020年5月22日在…: a text of that name comes every year, and is cited without the day."""


def loose_key(title: str) -> str:
    """A title for comparison without its issuer and the small words that are added or left out when it is quoted."""
    return _PARTICLES.sub("", name_key(without_issuer(title)))


def without_issuer(title: str) -> str:
    """财政部关于… and 商务部深化…方案 without the body in front."""
    bare = _ISSUER.sub("", title)
    if bare != title or not title.endswith(("方案", "计划", "办法", "细则", "规划", "清单")):
        return bare
    known = register().by_name
    end = next((n for n in range(min(len(title) - 8, 20), 2, -1) if title[:n] in known), 0)
    return title[end:]


def of_year(title: str, year: int | str) -> str:
    """The key of the text of that name that came in a year."""
    return f"{name_key(title)}#{year}"


def number_key(number: str) -> str:
    """A document number for comparison: letters and figures alone, 第 left out."""
    return name_key(number).replace("第", "")
