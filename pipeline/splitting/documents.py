"""Where documents begin and end, and how they hang together."""

from __future__ import annotations

from pipeline.values import Cleaned, Document, Volume


def find_documents(volume: Volume, cleaned: Cleaned) -> list[Document]:
    """Documents in reading order; sets `kind` and `document` of the blocks."""
    return []
