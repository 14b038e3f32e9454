"""What is amiss with the structure of documents: gaps, repeats and jumps of a numbering, lists without items.

Pure functions from units to findings. Which of them are the source's own slips and which are defects of the splitting,
a reader decides; where the source itself gives the reason, it is named. Does not belong here: how units are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.splitting.numerals import NUMERAL, parse_numeral
from pipeline.values import Block, Document, Unit

NUMBERING = ("missing", "repeated", "jumped")
STRUCTURE = ("list_without_items", "orphan_item", "chapter_order", "declared_count")

_RUN_ON = frozenset(("article", "chapter", "level2", "level3"))
_EXCERPT = re.compile(r"节选|摘录|摘编|摘要")
_OMITTED = re.compile(r"[（(]\s*(?:略|此处略|已?删除|已?废止|空缺|保留)\s*[）)]|……$")
_LIST_LEAD = re.compile(r"(?:下列|以下|如下)[^。；]{0,60}：$")
_DECLARED = re.compile(
    rf"(?:共|分为?|包括)\s*([{NUMERAL}\d]{{1,4}})\s*章[、，,和及]?\s*(?:共计?)?\s*([{NUMERAL}\d]{{1,5}})\s*条"
)


class Finding(NamedTuple):
    """Something amiss at raw line `line` of document `document` (an index): what, of which kind of unit, the numbers.

    `reason` is what the source itself says for it, None where it says nothing.
    """

    document: int
    what: str
    unit_kind: str
    label: str
    expected: str
    found: str
    line: int
    reason: str | None = None


def numbering_findings(documents: Sequence[Document], units: Sequence[Unit]) -> list[Finding]:
    """Every number missing, repeated or out of order, document by document.

    A sequence may restart at 1 under each parent, or run on through the document.
    """
    found: list[Finding] = []
    for index, own in groupby(units, key=lambda u: u.document):
        excerpt = bool(_EXCERPT.search(documents[index].title))
        found += _numbering(list(own), "excerpt" if excerpt else None)
    return found


def unbroken_share(units: Sequence[Unit], findings: Sequence[Finding]) -> float | None:
    """Share of the documents with numbered units whose numbering has no unexplained finding; None if there are none."""
    numbered = {u.document for u in units if u.number is not None}
    broken = {f.document for f in findings if f.what in NUMBERING and f.reason is None}
    return 1 - len(broken & numbered) / len(numbered) if numbered else None


def _numbering(own: Sequence[Unit], reason: str | None) -> Iterator[Finding]:
    beside: dict[tuple[int | None, str], tuple[int, ...]] = {}
    through: dict[tuple[int, str], tuple[int, ...]] = {}  # articles run on at any depth
    before: Unit | None = None
    for unit in own:
        if unit.number is None or unit.kind == "paragraph":
            continue
        number = tuple(int(n) for n in re.split(r"[-.]", unit.number))
        place = unit.parent, unit.kind
        level = 0 if unit.kind == "article" else unit.depth, unit.kind
        expected = _expected(beside.get(place), through.get(level), number, unit.kind)
        if expected is not None:
            omitted = "omitted" if before is not None and _OMITTED.search(before.text) else None
            yield _finding(unit, number, expected, reason or omitted)
        beside[place] = through[level] = number
        before = unit


def _expected(
    beside: tuple[int, ...] | None, through: tuple[int, ...] | None, number: tuple[int, ...], kind: str
) -> int | None:
    """The number that should stand here, None if the one that does is right."""
    last = number[-1]
    if kind == "decimal" or len(number) > 1:
        if last == 1 or (beside and beside[:-1] == number[:-1] and last == beside[-1] + 1):
            return None
        if kind != "decimal":
            return None if last == 2 or (beside and last == beside[-1] + 1) else 2
        return beside[-1] + 1 if beside and beside[:-1] == number[:-1] else 1
    if beside is not None:
        same = last == beside[0] + 1 or (last == 1 and kind != "article")
        return None if same or (through and last == through[0] + 1) else beside[0] + 1
    if last == 1:
        return None
    if through is not None and kind in _RUN_ON:
        return None if last == through[0] + 1 else through[0] + 1
    return 1


def _finding(unit: Unit, number: tuple[int, ...], expected: int, reason: str | None) -> Finding:
    last = number[-1]
    what = "missing" if last > expected else "repeated" if last == expected - 1 else "jumped"
    return Finding(unit.document, what, unit.kind, unit.label, str(expected), str(last), unit.line_start, reason)


def structure_findings(documents: Sequence[Document], blocks: Sequence[Block], units: Sequence[Unit]) -> list[Finding]:
    """下列…： without items, items that nothing leads in, chapters out of order, 共七章四十三条 that does not agree."""
    found: list[Finding] = []
    found += _lists(units, blocks)
    found += _chapters(units)
    found += _declared(documents, blocks, units)
    return sorted(found, key=lambda f: (f.document, f.line))


def _lists(units: Sequence[Unit], blocks: Sequence[Block]) -> Iterator[Finding]:
    parents = {u.parent for u in units}
    for k, unit in enumerate(units):
        if k not in parents and _LIST_LEAD.search(unit.text) and not _table_follows(unit, blocks):
            yield Finding(unit.document, "list_without_items", unit.kind, unit.label, "items", "none", unit.line_start)
        above = None if unit.parent is None else units[unit.parent]
        if unit.kind in ("item", "subitem") and above is not None and not above.text and not above.heading:
            yield Finding(unit.document, "orphan_item", unit.kind, unit.label, "a lead", "none", unit.line_start)


def _table_follows(unit: Unit, blocks: Sequence[Block]) -> bool:
    after = unit.blocks[-1] + 1 if unit.blocks else len(blocks)
    return after < len(blocks) and blocks[after].kind in ("table", "table_caption", "formula")


def _chapters(units: Sequence[Unit]) -> Iterator[Finding]:
    last: dict[int, tuple[int | None, int]] = {}
    for unit in units:
        if unit.kind == "chapter" and unit.number is not None:
            number = int(unit.number)
            parent, before = last.get(unit.document, (None, 0))
            if number <= before and not (number == 1 and parent != unit.parent):
                yield Finding(
                    unit.document, "chapter_order", "chapter", unit.label, str(before + 1), str(number), unit.line_start
                )
            last[unit.document] = unit.parent, number


def declared_counts(text: str) -> tuple[int, int] | None:
    """Chapters and articles that a text says there are: 共七章四十三条 as (7, 43)."""
    m = _DECLARED.search(text)
    if not m:
        return None
    chapters, articles = parse_numeral(m.group(1)), parse_numeral(m.group(2))
    return (chapters, articles) if chapters and articles else None


def _declared(documents: Sequence[Document], blocks: Sequence[Block], units: Sequence[Unit]) -> Iterator[Finding]:
    """Counts declared in a document with articles, in the one that issues it, or in one that interprets it."""
    counted: dict[int, list[int]] = {}
    for unit in units:
        if unit.kind in ("chapter", "article"):
            counted.setdefault(unit.document, [0, 0])[unit.kind == "article"] += 1
    for block in blocks:
        declared = declared_counts(block.text) if block.document is not None and "条" in block.text else None
        if declared is None or block.document is None:
            continue
        target = _declared_of(block, documents, counted)
        if target is not None and tuple(counted[target]) != declared:
            said = "{}章{}条".format(*declared)
            really = "{}章{}条".format(*counted[target])
            yield Finding(target, "declared_count", "article", said, said, really, block.line_start)


def _declared_of(block: Block, documents: Sequence[Document], counted: Mapping[int, Sequence[int]]) -> int | None:
    """The document with articles of which a block speaks: its own, its parent, or the only child."""
    own = block.document
    if own is None:
        return None
    if own in counted:
        return own
    parent = documents[own].parent
    if parent in counted:
        return parent
    family = [k for k in counted if documents[k].parent is not None and documents[k].parent in (own, parent)]
    return family[0] if len(family) == 1 else None
