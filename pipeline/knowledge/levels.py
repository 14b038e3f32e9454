"""文种 and 效力级别: what kind of document it is by its title, what force it has by its issuer and its way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from pipeline.knowledge.agencies import Agency

_BRACKETS = re.compile(r"(?:[（(][^（）()]*[）)]|——[^—]{0,30}在.{2,60}$|[”\"』」])+$")
_ISSUED_IN_NEWS = re.compile(r"(?:印发|发布|公布|转发|批转|出台)《(.+)》$")
_TALK = re.compile(r"负责(?:人|同志)(?:解读|谈)")
_DECREE = re.compile(r"^[\u4e00-\u9fff 、]{2,60}令(?:$|[（(《〔第])")


@cache
def _endings() -> dict[str, list[tuple[str, str]]]:
    """What titles end in, with the 文种 that it tells, by last character; the longest first."""
    data = tomllib.loads(resources.files("pipeline").joinpath("vocabulary", "forms.toml").read_text(encoding="utf-8"))
    pairs = [(ending, form) for form, endings in data["forms"].items() for ending in endings]
    found: dict[str, list[tuple[str, str]]] = {}
    for ending, form in sorted(pairs, key=lambda p: (-len(p[0]), p)):
        found.setdefault(ending[-1], []).append((ending, form))
    return found


def form_of(title: str) -> str | None:
    """The 文种 of a document by what its title ends in; a news title's is that of the instrument it names.

    >>> form_of("中共中央办公厅印发《关于加强科普工作的意见》"), form_of("管理办法（试行）"), form_of("研发人员表")
    ('意见', '办法', None)
    """
    title = title.strip()
    if _DECREE.match(title):
        return "令"
    if _TALK.search(title):
        return "解读"
    news = _ISSUED_IN_NEWS.search(title)
    if news:
        return form_of(news.group(1))
    core = _BRACKETS.sub("", title)
    return next((form or None for ending, form in _endings().get(core[-1:], ()) if core.endswith(ending)), None)


_COURT_FORMS = ("解释", "规定", "规则", "批复", "决定")
# Only a local congress may call what it passes 条例; 城市…条例 names no city.
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:省|自治区|自治州|自治县|(?<![城都])市(?![场政容民区]))")
_PARTY_RULES = ("条例", "规定", "办法", "规则", "细则", "准则", "章程")
_REGULATION_FORMS = ("条例", "规定", "办法", "细则", "规则", "实施细则")


def level_of(title: str, form: str | None, issuers: Sequence[Agency], by_decree: bool) -> str | None:
    """The 效力级别 of a document, or None where issuer and form do not say.

    `by_decree` tells whether it is a decree (令) or what a decree issues.
    """
    name = title.removeprefix("中华人民共和国")
    if re.fullmatch(r"宪法(?:修正案)?(?:（.{2,12}）)?", name):
        return "宪法"
    bodies = [a.name for a in issuers]
    if not bodies:
        if title.startswith("中华人民共和国") and form in ("法", "法典"):
            return "法律"
        return "地方性法规" if form == "条例" and _PLACE.match(title) else None
    first = issuers[0]
    if first.name in ("全国人民代表大会", "全国人民代表大会常务委员会", "中华人民共和国主席"):
        return "法律"
    if first.name in ("最高人民法院", "最高人民检察院"):
        return "司法解释" if form in _COURT_FORMS else None
    if first.name == "国家监察委员会" and form in _REGULATION_FORMS:
        return "监察法规"
    if first.name == "中央军事委员会":
        return "军事法规" if form in _REGULATION_FORMS else None
    if _is_party(first):
        return "党内法规" if form in _PARTY_RULES and "国务院" not in bodies else "党内规范性文件"
    if by_decree:
        return _decree_level(first)
    return _document_level(first, form)


def _is_party(agency: Agency) -> bool:
    return agency.name.startswith(("中共", "中央")) and not agency.name.startswith("中央广播")


def _decree_level(first: Agency) -> str | None:
    if first.name == "国务院":
        return "行政法规"
    if first.level == "central":
        return "部门规章"
    if first.name.endswith("人民政府"):
        return "地方政府规章"
    return None


_SOCIETY = re.compile(r"(?:公司|银行|协会|学会|商会|联合会|总工会|促进会|总社|研究院|大学|学院|妇联|团中央)$")
_LOCAL_CONGRESS = re.compile(r"人民代表大会(?:常务委员会)?$")


def _document_level(first: Agency, form: str | None) -> str | None:
    if form in ("报告", "答记者问", "解读"):
        return None
    if first.name in ("国务院", "国务院办公厅"):
        return "国务院规范性文件"
    if _SOCIETY.search(first.name) and first.name != "中国人民银行":
        return "团体规定"
    if first.level == "central":
        return "部门规范性文件"
    if first.level and _LOCAL_CONGRESS.search(first.name):
        return "地方性法规"
    return "地方规范性文件" if first.level else None


@cache
def level_names() -> tuple[str, ...]:
    """The closed vocabulary of `hierarchy_level`, the highest first."""
    data = tomllib.loads(resources.files("pipeline").joinpath("vocabulary", "levels.toml").read_text(encoding="utf-8"))
    return tuple(x["name"] for x in sorted(data["level"], key=lambda x: (x["rank"], x["name"])))
