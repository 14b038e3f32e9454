"""Splitting: blocks to documents, units, articles and tables. Decides where things begin and end, not what they say."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.splitting.documents import find_documents
from pipeline.splitting.units import find_articles, find_units
from pipeline.values import Article, Cleaned, Document, Unit, Volume

__all__ = ["Split", "split"]


@dataclass(slots=True)
class Split:
    """What splitting finds in a volume. `documents`, `units` and `articles` refer to each other by index."""

    documents: list[Document]
    units: list[Unit] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def split(volume: Volume, cleaned: Cleaned) -> Split:
    """Documents, units and articles of a volume; fills in `kind`, `document`, `unit_id`, `article_id` of the blocks."""
    documents = find_documents(volume, cleaned)
    units = find_units(documents, cleaned.blocks)
    articles = find_articles(documents, cleaned.blocks, units)
    return Split(documents, units, articles)
