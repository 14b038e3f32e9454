"""What stands on the page but is no text of a document: page numbers, URLs, web metadata, repeated table headings."""

from __future__ import annotations

from pipeline.cleaning.assembling import Drop
from pipeline.values import Volume


def find_artefacts(volume: Volume) -> list[Drop]:
    """Drops in raw order."""
    return []
