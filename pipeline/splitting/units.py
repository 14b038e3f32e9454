"""The numbered structure of a document."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.values import Article, Block, Document, Unit


def find_units(documents: Sequence[Document], blocks: Sequence[Block]) -> list[Unit]:
    """Units in reading order, parents before children; sets `kind` of heading and item blocks."""
    return []


def find_articles(documents: Sequence[Document], blocks: Sequence[Block], units: Sequence[Unit]) -> list[Article]:
    """The citable provisions in reading order; per document they partition its blocks."""
    return []
