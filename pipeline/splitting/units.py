"""The numbered structure of a document: units from the labels that its numbering confirms.

Belongs here: kinds, ids and extents of units, the kind of the blocks they stand in. Does not belong here: which marker
is a label (`outlining`), headings (`headings`), the citable provisions (`articles`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.splitting.body import BODY_KINDS, is_closed
from pipeline.splitting.headings import HEADED, Placed, read_headings
from pipeline.splitting.markers import BOX_STYLE, DASH_STYLE, Marker
from pipeline.splitting.outlining import Label
from pipeline.values import Block, Document, Unit

_KINDS = {
    "编": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article",
    "一、": "level1", "（一）": "level2", "1.": "level3", "（1）": "level4", "1）": "level5", "①": "level5",
    "A.": "lettered", "a)": "lettered", "（a）": "lettered", DASH_STYLE: "dash",
}  # fmt: skip
_EIDS = {
    "part": "part", "chapter": "chp", "section": "sec", "article": "art", "paragraph": "para", "item": "point",
    "subitem": "subpoint", "level1": "l1", "level2": "l2", "level3": "l3", "level4": "l4", "level5": "l5",
    "decimal": "dec", "lettered": "let", "dash": "dash",
}  # fmt: skip
_UNNUMBERED = {"总则": "general", "分则": "special", "附则": "supplementary"}
_UNNUMBERED_CHAPTER = re.compile(r"([总分附]) ?则")
_FORMULA = re.compile(r"^[^。]{0,200}[=＝][^。]*$")
_LONGEST_HEADING = 40
_CLAUSES = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def build_units(
    document: Document, index: int, blocks: Sequence[Block], labels: Sequence[Label], closing: int
) -> list[Placed]:
    """A document's units in reading order, parents before children; `parent` is an index into this list.

    Each label stands at the start of its block; `closing` is the index of the first block after the body. Sets the
    `kind` of heading and item blocks.
    """
    body = [i for i in range(document.first_block, closing) if blocks[i].document == index]
    statute = any(label.marker.style == "条" for label in labels)
    builder = _Builder(index, blocks, statute)
    builder.place(labels, body, _clauses(labels, body, blocks) if statute else {})
    read_headings(builder.placed, blocks)
    units = [p.unit for p in builder.placed]
    _extend(units, blocks)
    _name(units)
    return builder.placed


def _clauses(labels: Sequence[Label], body: Sequence[int], blocks: Sequence[Block]) -> dict[int, int]:
    """款 of the articles that have more than one: block → position in its article, from 1."""
    found: dict[int, int] = {}
    starts = [label.block for label in labels]
    for k, label in enumerate(labels):
        if label.marker.style != "条":
            continue
        after = next((j for j in range(k + 1, len(labels)) if labels[j].marker.style in _OUTSIDE), len(labels))
        lo = bisect_left(body, label.block)
        hi = bisect_left(body, starts[after]) if after < len(labels) else len(body)
        clauses = _clauses_of(k, labels[k:after], body[lo:hi], blocks)
        if len(clauses) > 1:
            found.update({block: n for n, block in enumerate(clauses, 1)})
    return found


_CHAPTERS = frozenset(("编", "部分", "章"))
_OUTSIDE = frozenset(("编", "部分", "章", "节", "条"))


def _clauses_of(article: int, labels: Sequence[Label], own: Sequence[int], blocks: Sequence[Block]) -> list[int]:
    """Blocks at which a 款 begins: the article's own, and each unnumbered paragraph that is none of an item's.

    A paragraph between two items of one sequence belongs to the item before it; one after a heading, to what is headed.
    """
    at = {label.block: label for label in labels}
    items = [label for label in labels[1:] if label.parent == article]
    item_blocks = [label.block for label in items]
    headed = len(own) > 1 and own[1] not in at and _is_heading_alone(blocks[own[0]].text, labels[0].marker.end)
    clauses = list(own[headed : headed + 1])
    for previous, i in pairwise(own[headed:]):
        text = blocks[i].text
        if i in at or blocks[i].kind not in BODY_KINDS or _UNNUMBERED_CHAPTER.fullmatch(text) or _FORMULA.search(text):
            continue
        later = bisect_left(item_blocks, i)
        goes_on = later < len(items) and items[later].marker.number[-1] > 1
        under = previous in at and _is_heading_alone(blocks[previous].text, at[previous].marker.end)
        if not goes_on and not under and is_closed(blocks[previous].text, labelled=False):
            clauses.append(i)
    return clauses


def _is_heading_alone(text: str, body: int) -> bool:
    """A label with a few words after it that are no sentence."""
    return 0 < len(text) - body <= _LONGEST_HEADING and text[-1] not in "。；：，、！？”"


class _Builder:
    """One document's units on their way."""

    def __init__(self, index: int, blocks: Sequence[Block], statute: bool):
        self.index, self.blocks, self.statute = index, blocks, statute
        self.placed: list[Placed] = []

    def place(self, labels: Sequence[Label], body: Sequence[int], clauses: dict[int, int]) -> None:
        """Units in order; each block goes to the innermost unit open where it stands."""
        label_at = {label.block: k for k, label in enumerate(labels)}
        unit_of: list[int | None] = [None] * len(labels)
        article: int | None = None
        clause: int | None = None
        current: int | None = None
        unnumbered: int | None = None  # the 附则 that numbered units after it stand in
        for i in body:
            block = self.blocks[i]
            k = label_at.get(i)
            if k is not None:
                marker, above = labels[k].marker, labels[k].parent
                parent = None if above is None else unit_of[above]
                if marker.style in _CHAPTERS:
                    unnumbered = None
                elif unnumbered is not None and (parent is None or parent < unnumbered):
                    parent = unnumbered
                if marker.style == BOX_STYLE:
                    block.kind, unit_of[k] = "heading", parent
                else:
                    within = clause if clause is not None and parent == article is not None else parent
                    current = unit_of[k] = self.add(marker, within, i)
                    if marker.style in _OUTSIDE:
                        article, clause = (current, None) if marker.style == "条" else (None, None)
            elif self.statute and block.kind in BODY_KINDS and _UNNUMBERED_CHAPTER.fullmatch(block.text):
                current = unnumbered = self.add_chapter(i)
                article = clause = None
            elif current is not None and block.text.endswith("："):
                current = self.led_unit(current, labels, label_at.get(i + 1), unit_of)
            if i in clauses and article is not None:
                current = clause = self.add_clause(clauses[i], article, i, k is not None)
            if current is not None:
                self.placed[current].unit.blocks.append(i)

    def led_unit(
        self, current: int, labels: Sequence[Label], following: int | None, unit_of: Sequence[int | None]
    ) -> int:
        """The unit of a paragraph without a label that leads in a new list: the one in which the list stands."""
        if following is None:
            return current
        parent = labels[following].parent
        above: int | None = current
        wanted = None if parent is None else unit_of[parent]
        while above is not None and above != wanted:
            above = self.placed[above].unit.parent
        return current if above is None else above

    def add(self, marker: Marker, parent: int | None, block: int) -> int:
        kind = "decimal" if marker.style.startswith("1.1") else _KINDS[marker.style]
        if parent is not None and kind not in HEADED and kind not in ("article", "dash"):
            above = self.placed[parent].unit.kind
            kind = "item" if above in ("article", "paragraph") else "subitem" if above == "item" else kind
        joint = "." if kind == "decimal" else "-"
        number = None if kind == "dash" else joint.join(map(str, marker.number))
        return self.append(parent, kind, number, marker.label, block=block, body=marker.end)

    def add_chapter(self, block: int) -> int:
        text = self.blocks[block].text
        beside = next((p.unit.parent for p in reversed(self.placed) if p.unit.kind == "chapter"), None)
        return self.append(beside, "chapter", None, text.replace(" ", ""), block=block, body=len(text))

    def add_clause(self, position: int, article: int, block: int, first: bool) -> int:
        label = f"第{_CLAUSES[position]}款" if position < len(_CLAUSES) else f"第{position}款"
        body = self.placed[article].body if first else 0
        return self.append(article, "paragraph", str(position), label, block=block, body=body)

    def append(self, parent: int | None, kind: str, number: str | None, label: str, *, block: int, body: int) -> int:
        depth = 1 if parent is None else self.placed[parent].unit.depth + 1
        line = self.blocks[block].line_start
        ordinal = len(self.placed) + 1
        unit = Unit(self.index, parent, kind, number, label, None, "", depth, ordinal, line, line)
        self.placed.append(Placed(unit, block, body))
        return ordinal - 1


def _extend(units: Sequence[Unit], blocks: Sequence[Block]) -> None:
    """A unit ends where its last block or the last unit in it ends."""
    for unit in reversed(units):
        unit.line_end = max([unit.line_end, *(blocks[i].line_end for i in unit.blocks)])
        if unit.parent is not None:
            above = units[unit.parent]
            above.line_end = max(above.line_end, unit.line_end)


def _name(units: Sequence[Unit]) -> None:
    """eId-like ids, unique in the document: the path of kinds and numbers; a repeat gets its occurrence after `~`."""
    seen: Counter[str] = Counter()
    for unit in units:
        above = units[unit.parent] if unit.parent is not None else None
        while above is not None and unit.kind == "decimal" == above.kind:  # 2.1.3 says itself that it stands in 2.1
            above = units[above.parent] if above.parent is not None else None
        path = "" if above is None else above.eid + "__"
        if unit.kind == "dash":
            seen[f"{path}dash"] += 1
        number = unit.number or _UNNUMBERED.get(unit.label) or str(seen[f"{path}dash"])
        eid = f"{path}{_EIDS[unit.kind]}_{number}"
        seen[eid] += 1
        unit.eid = eid if seen[eid] == 1 else f"{eid}~{seen[eid]}"
