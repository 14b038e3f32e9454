"""Rows of long tables as articles: a list of permits is cited, and looked for, by its rows.

The article that ends with such a table keeps what stands before the first row; each row becomes a `section` of its own.
Its text is its cells in column order, for a wrapped cell is torn over the lines of the block.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.splitting.table_rows import Row
from pipeline.splitting.tables import Table
from pipeline.values import Article, Block, Unit

FEWEST_ROWS = 5


def cut_at_rows(
    articles: Sequence[Article], units: Sequence[Unit], tables: Sequence[Table], blocks: Sequence[Block]
) -> list[Article]:
    """Articles with the rows of long tables among them; units keep the article they stand in."""
    at_line = {(t.document, t.line_start): t for t in tables if t.rows and len(t.rows) >= FEWEST_ROWS}
    found: list[Article] = []
    place: list[int] = []
    shift: dict[int, int] = {}
    for article in articles:
        if article.ordinal == 1:
            shift[article.document] = 0
        article.ordinal += shift[article.document]
        place.append(len(found))
        found.append(article)
        table = at_line.get((article.document, blocks[article.last_block].line_start))
        if table is not None and blocks[article.last_block].kind == "table" and article.kind != "article":
            rows = _row_articles(article, table, blocks[article.last_block])
            shift[article.document] += len(rows)
            found += rows
    for unit in units:
        if unit.article is not None:
            unit.article = place[unit.article]
    return found


def _row_articles(article: Article, table: Table, block: Block) -> list[Article]:
    """The rows of the table that ends an article, which is cut before the first; none if nothing stands before it."""
    assert table.rows is not None
    first = table.rows[0].line_start
    before = [(offset, line) for offset, line in block.breaks if line < first]
    cut = next((offset for offset, line in block.breaks if line >= first), 0)
    kept = article.text.removesuffix(block.text) + block.text[:cut].rstrip("\n")
    if (
        not article.text.endswith(block.text)
        or not kept.strip()
        or not (before or article.first_block < article.last_block)
    ):
        return []
    heading = [h for h in (table.caption,) if h]
    path = [*article.path, *([article.heading] if article.heading else []), *heading]
    article.text = kept.rstrip("\n")
    article.line_end = before[-1][1] if before else min(article.line_end, first - 1)
    rows = [row for row in table.rows if any(row.cells)]
    return [_row_article(article, table, row, n, path) for n, row in enumerate(rows, 1)]


def _row_article(article: Article, table: Table, row: Row, n: int, path: list[str]) -> Article:
    label = row.cells[0] if row.cells[0].isdigit() else str(n)
    cells = row.cells[1:] if row.cells[0].isdigit() and len(row.cells) > 1 else row.cells
    text = "\n".join(c for c in cells if c) or label
    nothing = article.last_block, article.last_block - 1
    eid = f"t{table.ordinal}__row_{n}"
    return Article(
        article.document, article.ordinal + n, "section", label, label, None, path, eid, text, *nothing,
        row.line_start, row.line_end,
    )  # fmt: skip
