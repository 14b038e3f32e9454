"""What a document says of itself in its head and foot: number, issuers, addressees, dates, disclosure, level."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.values import Attributes, Block, Document


def read_attributes(documents: Sequence[Document], blocks: Sequence[Block]) -> list[Attributes]:
    """Attributes of each document, in the order of `documents`."""
    return [Attributes() for _ in documents]
