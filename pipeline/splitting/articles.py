"""The citable provisions of a document: 条, or the smallest 一、/（一） units, what stands before them and after.

Articles partition the blocks of a document, but for the headings of the units above them, which stand in their `path`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.splitting.headings import HEADED, Placed
from pipeline.values import Article, Block, Document

_CONTAINERS = HEADED | {"level1", "level2"}


class _Stretch(NamedTuple):
    """Blocks [first, last] of one article; `unit` is the unit it is made of (None: preamble, closing)."""

    kind: str
    first: int
    last: int
    unit: int | None = None


def build_articles(
    document: Document, index: int, blocks: Sequence[Block], placed: Sequence[Placed], closing: int
) -> list[Article]:
    """A document's articles in reading order; sets `article` of its units to indices into this list.

    `closing` is the index of the first block after the body.
    """
    own = [i for i in range(document.first_block, document.last_block + 1) if blocks[i].document == index]
    stretches = [piece for s in _stretches(own, placed, closing) for piece in _side_by_side(s, index, blocks)]
    articles = [_article(s, n, index, blocks, placed) for n, s in enumerate(stretches, 1)]
    _point_units(placed, stretches)
    seen: Counter[str] = Counter()
    for article in articles:
        seen[article.eid] += 1
        if seen[article.eid] > 1:
            article.eid = f"{article.eid}~{seen[article.eid]}"
    return articles


def _stretches(own: Sequence[int], placed: Sequence[Placed], closing: int) -> list[_Stretch]:
    bounds = _boundaries(placed)
    parents = {p.unit.parent for p in placed}
    starts = [placed[k].block for k in bounds]
    found: list[_Stretch] = []

    def add(kind: str, start: int, stop: int, unit: int | None = None) -> None:
        lo, hi = bisect_left(own, start), bisect_left(own, stop)
        if lo < hi:
            found.append(_Stretch(kind, own[lo], own[hi - 1], unit))

    add("preamble", own[0], starts[0] if starts else closing)
    for n, k in enumerate(bounds):
        stop = starts[n + 1] if n + 1 < len(bounds) else closing
        unit = placed[k].unit
        heads_others = k in parents and unit.kind != "article" and bool(unit.heading) and not unit.text
        if not heads_others or stop > starts[n] + 1:
            add("article" if unit.kind == "article" else "section", starts[n], stop, k)
    add("closing", closing, own[-1] + 1)
    return found


def _side_by_side(stretch: _Stretch, index: int, blocks: Sequence[Block]) -> list[_Stretch]:
    """A closing cut where an attachment stands in its midst; anything else as it is."""
    found = [stretch]
    if stretch.kind != "closing":
        return found
    last = stretch.first
    for i in range(stretch.first, stretch.last + 1):
        if blocks[i].document == index:
            if any(b.document is not None for b in blocks[last + 1 : i]):
                found[-1:] = [found[-1]._replace(last=last), stretch._replace(first=i)]
            last = i
    return found


def _boundaries(placed: Sequence[Placed]) -> list[int]:
    """The units at which an article begins or a heading stands above some.

    A document with neither 条 nor 一、/（一） is cut at its outermost units, one with decimals at these too.
    """
    found = _outer(placed, _CONTAINERS)
    if found:
        return found
    outermost = {p.unit.kind for p in placed if p.unit.parent is None} - {"dash"}
    found = _outer(placed, outermost | {"decimal"})
    return found if len(found) > 1 else []


def _outer(placed: Sequence[Placed], kinds: Collection[str]) -> list[int]:
    """Articles, and the units of these kinds that stand only in such."""
    outside: list[bool] = []
    found = []
    for k, (unit, _, _) in enumerate(placed):
        bound = (unit.parent is None or outside[unit.parent]) and (unit.kind == "article" or unit.kind in kinds)
        if bound:
            found.append(k)
        outside.append(bound and unit.kind != "article")
    return found


def _article(stretch: _Stretch, ordinal: int, index: int, blocks: Sequence[Block], placed: Sequence[Placed]) -> Article:
    texts = [b.text for b in blocks[stretch.first : stretch.last + 1] if b.document == index]
    lines = blocks[stretch.first].line_start, blocks[stretch.last].line_end
    if stretch.unit is None:
        text = "\n".join(texts)
        return Article(index, ordinal, stretch.kind, None, None, None, [], stretch.kind, text, *stretch[1:3], *lines)
    unit, block, body = placed[stretch.unit]
    if block == stretch.first:
        texts[0] = texts[0][body:]
    text = "\n".join(t for t in texts if t) or blocks[block].text
    eid = f"art_{unit.number}" if unit.kind == "article" else unit.eid
    path = _path(stretch.unit, placed)
    return Article(
        index, ordinal, stretch.kind, unit.label, unit.number, unit.heading, path, eid, text, *stretch[1:3], *lines
    )


def _path(k: int, placed: Sequence[Placed]) -> list[str]:
    """Labels and headings above a unit, the outermost first."""
    path = []
    parent = placed[k].unit.parent
    while parent is not None:
        unit = placed[parent].unit
        path.append(title_of(unit.label, unit.heading))
        parent = unit.parent
    return path[::-1]


def title_of(label: str, heading: str | None) -> str:
    """Label and heading as one: 第二章 登记, 一、总体要求."""
    if not heading:
        return label
    return f"{label} {heading}" if label.startswith("第") or label[-1].isdigit() else f"{label}{heading}"


def _point_units(placed: Sequence[Placed], stretches: Sequence[_Stretch]) -> None:
    """Each unit learns the article that it is or stands in."""
    n = 0
    for unit, block, _ in placed:
        while n < len(stretches) and stretches[n].last < block:
            n += 1
        if n < len(stretches) and stretches[n].first <= block:
            unit.article = n
