"""The names by which a document is cited, and what names of one document have in common.

Belongs here: titles and numbers as keys. Does not belong here: which of several documents of a name is meant
(`resolution`).
"""

from __future__ import annotations

import re

from pipeline.knowledge.agencies import register
from pipeline.knowledge.instruments import find_names, name_key

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
