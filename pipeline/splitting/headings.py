"""Headings of units (alone on their line, run in before the text, or in brackets) and the units' own text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.values import Block, Unit

HEADED = frozenset(("part", "chapter", "section"))
"""Kinds that hold a heading and other units, mostly no text of their own."""

_PLAIN = frozenset(("paragraph", "dash"))
_NO_RUN_IN = _PLAIN | {"article", "item", "subitem", "lettered"}
_NO_RUN_IN = _PLAIN | {"article", "item", "subitem", "lettered"}
_NO_SENTENCE = (
    r"(?!根据|按照|依据|请|对于|凡|如果|若|其中|同时|有下列|符合|自(?:\d|本|印发|公布|发布)"
    r"|本(?:通知|办法|规定|意见|条|细则))"
)
_RUN_IN = re.compile(_NO_SENTENCE + r"([^。；！？：，]{2,24}|[^。；！？：]{2,36})。(?=[^”’）》])")
_ENDED_HEADING = re.compile(_NO_SENTENCE + r"([^。；！？：]{2,36})。")
_BRACKETED = re.compile(r"(?:【([^】]{1,40})】|[（(〔]([^）)〕。，；：]{2,30})[）)〕])")
_ENDED = re.compile(r"[。；！？：，、:;,]$")
_LONGEST = 60


class Placed(NamedTuple):
    """A unit, and where in the text of the block it begins in its own text begins (after its label)."""

    unit: Unit
    block: int
    body: int


class _Opening(NamedTuple):
    """What follows a unit's label in its block (None: that is its first paragraph's), and whether more follows."""

    first: str | None
    more: bool


def read_headings(placed: Sequence[Placed], blocks: Sequence[Block]) -> None:
    """Set `heading` and `text` of the units, and the `kind` of the blocks they begin."""
    parents = {p.unit.parent for p in placed}
    openings = [_opening(k, p, blocks, parents) for k, p in enumerate(placed)]
    families = _headed_families(placed, openings)
    bracketed = _most_articles(placed, openings, lambda o: bool(o.first and _BRACKETED.match(o.first)))
    alone = _most_articles(placed, openings, _is_alone)
    for (unit, block, _), opening in zip(placed, openings, strict=True):
        texts = [blocks[i].text for i in unit.blocks]
        if opening.first is None:
            unit.text = "\n".join(texts)
            continue
        first = opening.first
        if unit.kind in HEADED and len(first) <= _LONGEST:
            unit.heading, first = first or None, ""
        elif unit.kind == "article" and bracketed and (m := _BRACKETED.match(first)):
            unit.heading = m.group(1) or m.group(2)
            first = first[m.end() :].lstrip()
        elif unit.kind not in _PLAIN and (unit.kind != "article" or alone) and _is_alone(opening):
            unit.heading, first = first, ""
        elif (unit.kind, unit.parent) in families and (m := _RUN_IN.match(first)):
            unit.heading = m.group(1)
            first = first[m.end() :]
        elif (unit.kind, unit.parent) in families and opening.more and (m := _ENDED_HEADING.fullmatch(first)):
            unit.heading, first = m.group(1), ""
        unit.text = "\n".join(t for t in (first, *texts[1:]) if t)
        _mark(blocks[block], unit, first)


def _opening(k: int, placed: Placed, blocks: Sequence[Block], parents: set[int | None]) -> _Opening:
    unit, block, body = placed
    if not unit.blocks or unit.blocks[0] != block:
        return _Opening(None, True)
    return _Opening(blocks[block].text[body:], len(unit.blocks) > 1 or k in parents)


def _mark(block: Block, unit: Unit, first: str) -> None:
    if block.kind not in ("paragraph", "heading", "item"):
        return
    if not first and (unit.heading or unit.kind in HEADED):
        block.kind = "heading"
    elif unit.kind not in HEADED and unit.kind not in ("article", "paragraph"):
        block.kind = "item"


def _headed_families(placed: Sequence[Placed], openings: Sequence[_Opening]) -> set[tuple[str, int | None]]:
    """Kinds under one parent that mostly begin with a heading: then a short first sentence is one."""
    counts: dict[tuple[str, int | None], list[int]] = {}
    for (unit, _, _), opening in zip(placed, openings, strict=True):
        if unit.kind not in _NO_RUN_IN and opening.first is not None:
            count = counts.setdefault((unit.kind, unit.parent), [0, 0])
            ended = opening.more and _ENDED_HEADING.fullmatch(opening.first)
            count[0] += bool(ended or _RUN_IN.match(opening.first)) or _is_alone(opening)
            count[1] += 1
    return {family for family, (headed, of) in counts.items() if headed >= 0.7 * of}


def _most_articles(placed: Sequence[Placed], openings: Sequence[_Opening], has: Callable[[_Opening], bool]) -> bool:
    """Whether most articles of the document begin like that."""
    articles = [o for p, o in zip(placed, openings, strict=True) if p.unit.kind == "article" and o.first is not None]
    return sum(map(has, articles)) * 2 > len(articles)


def _is_alone(opening: _Opening) -> bool:
    """A short line without a mark at its end, and something after it."""
    first = opening.first or ""
    return opening.more and 0 < len(first) <= _LONGEST and not _ENDED.search(first) and "。" not in first
