"""Provisions as they are cited: 第十五条第二款第（三）项, 第五条至第八条, 前款第三项.

Belongs here: where such an expression stands in a text and what it points at. Does not belong here: whose provision
it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.splitting.numerals import NUMERAL, parse_numeral

_N = rf"[{NUMERAL}\d]{{1,7}}"
_ITEM = r"(?:项(?!目)|目(?![标的录]))"
_STEP = (  # 第五条之二, 第三款, 第二项, 第一至三项, 第（一）、（三）项
    rf"(?:第(?:{_N}(?:条(?:之[一二三四五六七八九十]{{1,2}})?|款|(?:[至到]{_N})?{_ITEM})"
    rf"|（{_N}）(?:[、和]（{_N}）){{0,9}}{_ITEM}))"
)
_CHAPTER = rf"第{_N}[编章节]"
_ONE = (  # each begins with a character, so that a search is quick
    rf"(?:前[二两三四五]?[款条项]{_STEP}{{0,3}}|本[条款](?=第|前){_STEP}{{0,3}}"
    rf"|{_STEP}{_STEP}{{0,3}}|{_CHAPTER}(?:{_CHAPTER})?{_STEP}{{0,3}})"
)
_AND = r"(?:、|和|及|与|或者|或|以及|至|到)"
_BLANK = r"[ \n]?"

PROVISION = re.compile(rf"{_ONE}(?:{_BLANK}{_AND}{_BLANK}{_ONE})*")
"""One provision or several joined by 、和至. Blanks and line feeds are not part of a step."""

_STEPS = re.compile(
    rf"(?P<near>前[二两三四五]?[款条项]|本[条款])|第(?P<article>{_N})条(?:之(?P<branch>[一二三四五六七八九十]{{1,2}}))?"
    rf"|第(?P<paragraph>{_N})款|第（?(?P<item>{_N})(?:）|[项目]|[至到](?P<last>{_N})[项目])|（(?P<further>{_N})）|(?P<chapter>第{_N}[编章节])|(?P<to>[至到])"
)


class Provision(NamedTuple):
    """One cited provision. Numbers are Arabic figures as in `articles.number`; absent is None.

    `near` is 前款, 前条 or the like where the provision is named by its place; `chapter` the label of a 编, 章 or 节 as
    printed; `upto` marks the end of a range.
    """

    article: str | None
    paragraph: str | None = None
    item: str | None = None
    near: str | None = None
    chapter: str | None = None
    upto: bool = False


def find_provisions(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Provision expressions in `text[start:end]`, left to right, without overlap."""
    return PROVISION.finditer(text, start, len(text) if end is None else end)


def provision_at(text: str, at: int) -> re.Match[str] | None:
    """The provision expression that begins at `at`."""
    return PROVISION.match(text, at)


def parse_provisions(expression: str) -> list[Provision]:
    """The provisions an expression names, in order; what a later one leaves unsaid is that of the one before.

    >>> parse_provisions("第五条第二款、第三款")
    [Provision(article='5', paragraph='2', item=None, near=None, chapter=None, upto=False), \
Provision(article='5', paragraph='3', item=None, near=None, chapter=None, upto=False)]
    """
    found: list[Provision] = []
    depth = -1
    upto = False
    for m in _STEPS.finditer(expression):
        kind = m.lastgroup or ""
        if kind == "to":
            upto, depth = True, -1
            continue
        if kind == "further":
            found.append(_shared(found[-1], _LEVELS["item"])._replace(item=_figures(m["further"])))
            continue
        kind = {"branch": "article", "last": "item"}.get(kind, kind)
        level = _LEVELS[kind]
        if found and level > depth >= 0 and _joined(expression, m.start()):
            found[-1] = _with(found[-1], kind, m)
        else:
            before = found[-1] if found else Provision(None)
            found.append(_with(_shared(before, level)._replace(upto=upto), kind, m))
            upto = False
        depth = level
        if m["last"]:
            found.append(found[-1]._replace(item=_figures(m["last"]), upto=True))
    return found


_LEVELS = {"chapter": 0, "near": 1, "article": 1, "paragraph": 2, "item": 3}


def _joined(expression: str, at: int) -> bool:
    """Whether a step follows the step before it without a 、or 和 in between."""
    return at > 0 and expression[at - 1] not in "、和及与或者至到以\n "


def _shared(before: Provision, level: int) -> Provision:
    """What a further provision at `level` takes over from the one before it."""
    if level <= 1:
        return Provision(None)
    if level == 2:
        return Provision(before.article, near=before.near)
    return Provision(before.article, before.paragraph, near=before.near)


def _with(provision: Provision, kind: str, m: re.Match[str]) -> Provision:
    if kind == "near":
        return provision._replace(near=m["near"])
    if kind == "chapter":
        return provision._replace(chapter=m["chapter"])
    number = _figures(m[kind])
    if kind == "article" and m["branch"]:
        number = f"{number}-{_figures(m['branch'])}"
    if kind == "article":
        return provision._replace(article=number)
    if kind == "paragraph":
        return provision._replace(paragraph=number)
    return provision._replace(item=number)


def _figures(numeral: str) -> str:
    value = parse_numeral(numeral)
    return numeral if value is None else str(value)
