"""The stage of splitting: documents first, then their units, articles and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.splitting.articles import build_articles
from pipeline.splitting.closing import closing_start
from pipeline.splitting.cutting import cut_at_labels
from pipeline.splitting.documents import find_documents
from pipeline.splitting.findings import Finding, find_all
from pipeline.splitting.outlining import Label, outline
from pipeline.splitting.row_articles import cut_at_rows
from pipeline.splitting.sequences import Structure
from pipeline.splitting.tables import Table, build_tables
from pipeline.splitting.units import build_units
from pipeline.values import Article, Block, Cleaned, Document, Unit, Volume


@dataclass(slots=True)
class Split:
    """What splitting finds in a volume: lists that refer to each other by index."""

    documents: list[Document]
    units: list[Unit] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def split(volume: Volume, cleaned: Cleaned) -> Split:
    """Documents, units, articles and tables of a volume, and what is amiss with their structure.

    Cuts the blocks of `cleaned` where a title or unit begins inside one, and fills in their `kind` and `document`.
    """
    documents = find_documents(volume, cleaned)
    outlines = [outline(d, i, cleaned.blocks) for i, d in enumerate(documents)]
    outlines = cut_at_labels(volume, cleaned, documents, outlines)
    found = Split(documents)
    for index, labels in enumerate(outlines):
        _structure(found, index, cleaned.blocks, labels)
    found.tables = build_tables(volume, cleaned)
    found.findings = find_all(volume, Structure(documents, cleaned.blocks, found.units, found.articles, found.tables))
    found.articles = cut_at_rows(found.articles, found.units, found.tables, cleaned.blocks)
    return found


def _structure(found: Split, index: int, blocks: Sequence[Block], labels: Sequence[Label]) -> None:
    """Add the units and articles of one document, their indices made those of the volume."""
    document = found.documents[index]
    own = [i for i in range(document.first_block, document.last_block + 1) if blocks[i].document == index]
    closing = closing_start(own, blocks, labels)
    placed = build_units(document, index, blocks, labels, closing)
    articles = build_articles(document, index, blocks, placed, closing)
    for unit, _, _ in placed:
        unit.parent = None if unit.parent is None else unit.parent + len(found.units)
        unit.article = None if unit.article is None else unit.article + len(found.articles)
    found.units += (p.unit for p in placed)
    found.articles += articles
