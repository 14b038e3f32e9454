"""Signature and date that stand after an attachment, and close the document it is attached to.

Belongs here: whose they are. Does not belong here: what a closing is made of (`closing`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.splitting.printed import compact
from pipeline.values import Block, Document

_LONGEST_NAME = 45
_MOST_NAMES = 8
_SENTENCE = re.compile(r"[。；：，！？]")


def return_closings(blocks: Sequence[Block], documents: Sequence[Document]) -> None:
    """Give signature and date at the end of an attachment to the document whose title they begin, if it has no date.

    A document's blocks are then no longer side by side: its closing follows its attachment.
    """
    dated = {b.document for b in blocks if b.kind == "date"}
    for document in documents:
        if document.parent is None or blocks[document.last_block].kind != "date":
            continue
        first = _first_name(blocks, document)
        names = "".join(compact(b.text) for b in blocks[first : document.last_block])
        above = document.parent if names and not _begins(document, names) else None
        while above is not None and not (_begins(documents[above], names) and above not in dated):
            above = documents[above].parent
        if above is not None:
            for block in blocks[first : document.last_block + 1]:
                block.document = above
                block.kind = "date" if block.kind == "date" else "signature"
            documents[above].last_block = document.last_block
            document.last_block = first - 1
            dated.add(above)


def _begins(document: Document, names: str) -> bool:
    return compact(document.title).startswith(names)


def _first_name(blocks: Sequence[Block], document: Document) -> int:
    """The first of the lines of names right before a document's date."""
    at = document.last_block
    while (
        at - 1 > document.first_block
        and document.last_block - at < _MOST_NAMES
        and blocks[at - 1].kind in ("paragraph", "signature")
        and len(blocks[at - 1].text) <= _LONGEST_NAME
        and not _SENTENCE.search(blocks[at - 1].text)
    ):
        at -= 1
    return at
