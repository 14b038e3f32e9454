"""Numberings followed from number to number: where one is missing, repeated or out of order.

Belongs here: 条, units of every other level, boxes (专栏 2), attachments (附件 2), the serials of table rows.
Does not belong here: why a number is not what it should be (`reasons`), what else may be amiss (`announced`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.splitting.tables import Table
from pipeline.values import Article, Block, Document, Unit

ROW, BOX, ATTACHMENT = "row", "box", "attachment"
"""Kinds of numbered things that are no units."""

_RUN_ON = frozenset(("chapter", "level2", "level3"))
_BOX_LABEL = re.compile(r"(专栏|行动|专项) ?(\d{1,3})")
_ATTACHMENT_LABEL = re.compile(r"附 ?件 ?(\d{1,2})")
_SERIAL_COLUMNS = frozenset(("序号", "编号"))


class Break(NamedTuple):
    """A number that is not the one that should stand there: at raw line `line` of document `document` (an index).

    `unit` is an index into the units, None where no unit is meant. The number before, or what the numbering stands
    in, begins at raw line `since`.
    """

    document: int
    unit: int | None
    what: str
    kind: str
    label: str
    expected: str
    found: str
    line: int
    since: int


class Structure(NamedTuple):
    """What was made of a volume: all refer to each other by index."""

    documents: Sequence[Document]
    blocks: Sequence[Block]
    units: Sequence[Unit]
    articles: Sequence[Article]
    tables: Sequence[Table]


def numbering_breaks(made: Structure) -> list[Break]:
    """Every number missing, repeated or out of order in the documents of a volume."""
    found = [
        *_articles(made.articles, made.documents, made.units),
        *_units(made.units, made.documents, made.blocks),
        *_boxes(made.blocks, made.documents),
        *_attachments(made.documents),
        *_rows(made.tables),
    ]
    return sorted(found, key=lambda b: (b.document, b.line, b.what, b.kind, b.label))


@lru_cache(maxsize=1 << 12)
def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.split(r"[-.]", number))


def _what(found: int, expected: int) -> str:
    return "missing" if found > expected else "repeated" if found == expected - 1 else "jumped"


def _articles(articles: Sequence[Article], documents: Sequence[Document], units: Sequence[Unit]) -> Iterator[Break]:
    """条 run from 1 through a document, whatever its chapters: 第五条 → 第五条之一 → 第六条."""
    unit_of = {u.article: k for k, u in reversed(list(enumerate(units))) if u.kind == "article"}
    document, since = -1, 0
    before: tuple[int, ...] = (0,)
    for k, article in enumerate(articles):
        if article.kind != "article" or article.number is None:
            continue
        if article.document != document:
            document, before, since = article.document, (0,), documents[article.document].title_line
        number = _parts(article.number)
        expected = _next_article(before, number)
        if number != expected:
            what = "missing" if number > expected else "repeated" if number == before else "jumped"
            yield Break(
                document, unit_of.get(k), what, "article", article.label or "", _written(expected), article.number,
                article.line_start, since,
            )  # fmt: skip
        before, since = number, article.line_start


def _next_article(before: tuple[int, ...], number: tuple[int, ...]) -> tuple[int, ...]:
    """What should stand where `number` stands: 第五条 or 第五条之一 may follow 第四条 and 第五条."""
    if len(number) > 1 and number[0] == before[0]:
        return before[0], before[1] + 1 if len(before) > 1 else 1
    return (before[0] + 1,)


def _written(number: tuple[int, ...]) -> str:
    return "-".join(map(str, number))


def _units(units: Sequence[Unit], documents: Sequence[Document], blocks: Sequence[Block]) -> Iterator[Break]:
    """Units other than 条. A numbering may restart at 1 in each unit above, or run on through a document.

    In one unit it may restart after a paragraph without a number, which leads in a list of its own.
    """
    begins = {u.blocks[0] for u in units if u.blocks and u.kind != "paragraph"}
    beside: dict[tuple[int, int | None, str], Unit] = {}
    through: dict[tuple[int, int, str], Unit] = {}
    for k, unit in enumerate(units):
        if unit.number is None or unit.kind in ("paragraph", "article"):
            continue
        place = unit.document, unit.parent, unit.kind
        level = unit.document, unit.depth, unit.kind
        last = beside.get(place) or (through.get(level) if unit.kind in _RUN_ON else None)
        expected = _expected(beside.get(place), through.get(level), _parts(unit.number), unit.kind)
        if expected is None and _restarts(unit, beside.get(place)) and _follows_label(unit, begins, blocks):
            expected = _parts(beside[place].number or "0")[-1] + 1
        if expected is not None:
            above = documents[unit.document].title_line if unit.parent is None else units[unit.parent].line_start
            number = _parts(unit.number)[-1]
            yield Break(
                unit.document, k, _what(number, expected), unit.kind, unit.label, str(expected), str(number),
                unit.line_start, above if last is None else last.line_start,
            )  # fmt: skip
        beside[place] = through[level] = unit


def _restarts(unit: Unit, beside: Unit | None) -> bool:
    """Whether a unit is numbered 1 again after another of its numbering."""
    if beside is None or beside.number is None or unit.number is None:
        return False
    number, before = _parts(unit.number), _parts(beside.number)
    return number[-1] == 1 and number[:-1] == before[:-1]


def _follows_label(unit: Unit, begins: Collection[int], blocks: Sequence[Block]) -> bool:
    """Whether the paragraph before a unit begins a unit itself, and leads in no other list."""
    before = unit.blocks[0] - 1 if unit.blocks else -1
    return before in begins and not blocks[before].text.endswith("：")


def _expected(beside: Unit | None, through: Unit | None, number: tuple[int, ...], kind: str) -> int | None:
    """The number that should stand here, None if the one that does is right."""
    last = number[-1]
    if last == 1:
        return None
    if beside is not None and beside.number is not None:
        before = _parts(beside.number)
        if len(number) > 1 and before[:-1] != number[:-1]:
            return 1
        return None if last == before[-1] + 1 else before[-1] + 1
    if kind in _RUN_ON and through is not None and through.number is not None:
        before = _parts(through.number)
        return None if last == before[-1] + 1 else before[-1] + 1
    return 1


def _boxes(blocks: Sequence[Block], documents: Sequence[Document]) -> Iterator[Break]:
    """专栏 1, 专栏 2 … through a document."""
    before: dict[tuple[int, str], tuple[int, int]] = {}
    for block in blocks:
        m = _BOX_LABEL.match(block.text) if block.kind == "heading" and block.document is not None else None
        if m is None or block.document is None:
            continue
        key = block.document, m.group(1)
        last, since = before.get(key, (0, documents[block.document].title_line))
        number = int(m.group(2))
        if number != last + 1:
            yield Break(
                block.document, None, _what(number, last + 1), BOX, m.group(), str(last + 1), str(number),
                block.line_start, since,
            )  # fmt: skip
        before[key] = number, block.line_start


def _attachments(documents: Sequence[Document]) -> Iterator[Break]:
    """附件 1, 附件 2 … of one document, those with a text of their own."""
    before: dict[int, tuple[int, int]] = {}
    for k, document in enumerate(documents):
        m = _ATTACHMENT_LABEL.match(document.label or "") if document.parent is not None else None
        if m is None or document.parent is None:
            continue
        last, since = before.get(document.parent, (0, documents[document.parent].title_line))
        number, line = int(m.group(1)), document.label_line or document.title_line
        if number != last + 1:
            yield Break(
                k, None, _what(number, last + 1), ATTACHMENT, m.group(), str(last + 1), str(number), line, since
            )
        before[document.parent] = number, line


def _rows(tables: Sequence[Table]) -> Iterator[Break]:
    """Serials of table rows. A cell that rows share stands in each of them; parts of a table begin at 1 again."""
    for table in tables:
        if not table.rows or not table.columns or table.columns[0] not in _SERIAL_COLUMNS:
            continue
        last, since = 0, table.line_start
        for row in table.rows:
            if not _is_serial(row.cells[0]):
                continue
            number = int(row.cells[0])
            if number not in (last, last + 1, 1):
                yield Break(
                    table.document, None, _what(number, last + 1), ROW, row.cells[0], str(last + 1), row.cells[0],
                    row.line_start, since,
                )  # fmt: skip
            last, since = number, row.line_start


def _is_serial(cell: str) -> bool:
    return cell.isascii() and cell.isdecimal() and len(cell) < 6
