"""What a text announces and its structure must hold: lists after 下列…：, items under a lead, chapters that ascend,
the chapters and articles that 共七章四十三条 counts.

Does not belong here: numberings (`sequences`), why something announced is not there (`reasons`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.splitting.body import BODY_KINDS
from pipeline.splitting.numerals import NUMERAL, parse_numeral
from pipeline.splitting.sequences import Break, Structure
from pipeline.values import Block, Document, Unit

_LIST_LEAD = re.compile(r"(?:下列|以下)[^。；]{0,60}：$")
_LIKE_AN_ITEM = re.compile(rf"[{NUMERAL}0-9（(①-⒛㉑-㉟㊱-㊿—A-Za-z]|第[{NUMERAL}]{{1,2}}[，、]|首先")
_ANNOUNCED_KINDS = frozenset(("table", "table_caption", "formula", "contents", "attachment_list"))
_EXCERPT = 40
_FORMULA = re.compile(r"[=＝]")
_DECLARED = re.compile(
    rf"(?:共|分为?|包括) ?([{NUMERAL}0-9]{{1,4}}) ?章[、，,和及]?(?:共计?)? ?([{NUMERAL}0-9]{{1,5}}) ?条"
)


def announced_breaks(made: Structure) -> list[Break]:
    """Lists without items, items that nothing leads in, chapters out of order, counts that do not agree."""
    return [
        *_lists(made.blocks, made.units),
        *_orphans(made.units),
        *_chapters(made.units),
        *_declared(made.documents, made.blocks, made.units),
    ]


def _lists(blocks: Sequence[Block], units: Sequence[Unit]) -> Iterator[Break]:
    """Paragraphs that end in 下列…： after which neither an item nor a table nor a formula stands in the document."""
    begins = {u.blocks[0]: u for u in units if u.blocks}
    unit_of = {i: k for k, u in enumerate(units) for i in u.blocks}
    for i, (block, after) in enumerate(pairwise(blocks)):
        if block.document is None or block.document != after.document or block.kind not in BODY_KINDS:
            continue
        own = unit_of.get(i)
        following = begins.get(i + 1)
        past = own is not None and following is not None and _is_past(following, units[own])
        if _LIST_LEAD.search(block.text) and (past or not _is_announced(after)):
            yield Break(
                block.document, own, "list_without_items", "list", block.text[-_EXCERPT:].lstrip(), "items", "none",
                block.line_start, block.line_start,
            )  # fmt: skip


def _is_past(following: Unit, unit: Unit) -> bool:
    """Whether a unit goes on with what stands around another, not with what stands in it."""
    beside = following.depth == unit.depth and following.number not in (None, "1")
    return following.depth < unit.depth or beside


def _is_announced(after: Block) -> bool:
    return after.kind in _ANNOUNCED_KINDS or bool(_LIKE_AN_ITEM.match(after.text) or _FORMULA.search(after.text))


def _orphans(units: Sequence[Unit]) -> Iterator[Break]:
    """Items right after the label of what they stand in, without a word that leads them in."""
    for k, unit in enumerate(units):
        above = None if unit.parent is None else units[unit.parent]
        if unit.kind in ("item", "subitem") and above is not None and not above.text and not above.heading:
            yield Break(
                unit.document, k, "orphan_item", unit.kind, unit.label, "a lead", "none", unit.line_start,
                above.line_start,
            )  # fmt: skip


def _chapters(units: Sequence[Unit]) -> Iterator[Break]:
    """Chapters that do not ascend: under one parent, or through the document but for a first one under another."""
    through: dict[int, tuple[int, int]] = {}
    beside: dict[tuple[int, int | None], tuple[int, int]] = {}
    for k, unit in enumerate(units):
        if unit.kind == "chapter" and unit.number is not None:
            number, place = int(unit.number), (unit.document, unit.parent)
            none_before = 0, unit.line_start
            (before, since), other = beside.get(place, none_before), through.get(unit.document, none_before)
            if before < number <= other[0] and number != 1:
                before, since = other
            if number <= before:
                yield Break(
                    unit.document, k, "chapter_order", "chapter", unit.label, str(before + 1), str(number),
                    unit.line_start, since,
                )  # fmt: skip
            beside[place] = through[unit.document] = number, unit.line_start


def declared_counts(text: str) -> tuple[int, int] | None:
    """Chapters and articles that a text says there are: 共七章四十三条 as (7, 43)."""
    m = _DECLARED.search(text)
    if not m:
        return None
    chapters, articles = parse_numeral(m.group(1)), parse_numeral(m.group(2))
    return (chapters, articles) if chapters and articles else None


def _declared(documents: Sequence[Document], blocks: Sequence[Block], units: Sequence[Unit]) -> Iterator[Break]:
    """Counts declared in a document with articles, in the one that issues it, or in one that interprets it."""
    counted: dict[int, list[int]] = {}
    for unit in units:
        if unit.kind in ("chapter", "article"):
            counted.setdefault(unit.document, [0, 0])[unit.kind == "article"] += 1
    for block in blocks:
        declared = declared_counts(block.text) if block.document is not None and "条" in block.text else None
        if declared is None or block.document is None:
            continue
        target = _declared_of(block.document, documents, counted)
        if target is not None and tuple(counted[target]) != declared:
            said = "{}章{}条".format(*declared)
            really = "{}章{}条".format(*counted[target])
            line = block.line_start
            yield Break(target, None, "declared_count", "article", said, said, really, line, line)


def _declared_of(own: int, documents: Sequence[Document], counted: Mapping[int, Sequence[int]]) -> int | None:
    """The document with articles of which another speaks: itself, its parent, or the only child."""
    if own in counted:
        return own
    parent = documents[own].parent
    if parent is None:
        family = [k for k in counted if documents[k].parent == own]
    elif parent in counted:
        return parent
    else:
        family = [k for k in counted if documents[k].parent in (own, parent)]
    return family[0] if len(family) == 1 else None
