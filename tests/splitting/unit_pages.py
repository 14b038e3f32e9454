"""Documents whose paragraphs are given, for the tests of units and articles."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.splitting.articles import build_articles
from pipeline.splitting.closing import closing_start
from pipeline.splitting.outlining import outline
from pipeline.splitting.units import build_units
from pipeline.values import Article, Block, Document, Unit


class Structure(NamedTuple):
    document: Document
    blocks: list[Block]
    units: list[Unit]
    articles: list[Article]

    def labels(self, *kinds: str) -> list[str]:
        return [u.label for u in self.units if not kinds or u.kind in kinds]

    def tree(self) -> list[tuple[int, str]]:
        return [(u.depth, u.label) for u in self.units]

    def unit(self, label: str) -> Unit:
        return next(u for u in self.units if u.label == label)

    def article(self, label: str) -> Article:
        return next(a for a in self.articles if a.label == label)


def structure(*paragraphs: str, title: str = "某某管理办法", kinds: dict[int, str] | None = None) -> Structure:
    """The structure of a document of these paragraphs, one raw line each (every second line is empty, as in a volume).

    `kinds` sets the kind of some paragraphs by their position from 1, the title being 0.
    """
    blocks = []
    for n, text in enumerate([title, *paragraphs]):
        kind = "title" if n == 0 else (kinds or {}).get(n, "paragraph")
        blocks.append(Block(text, 2 * n + 1, 2 * n + 1, 1, [(0, 2 * n + 1)], kind, 0))
    document = Document(0, len(blocks) - 1, title, 1, 1)
    labels = outline(document, 0, blocks)
    assert all(label.offset == 0 for label in labels), "hidden labels need their blocks cut first"
    closing = closing_start(range(len(blocks)), blocks, labels)
    placed = build_units(document, 0, blocks, labels, closing)
    articles = build_articles(document, 0, blocks, placed, closing)
    return Structure(document, blocks, [p.unit for p in placed], articles)
