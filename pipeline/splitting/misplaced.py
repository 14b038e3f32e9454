"""Blocks that stand apart from their document: a closing after the attachment, a letter before the notice's title.

Belongs here: whose they are. Does not belong here: what a closing is made of (`closing`), whose date and signature they
hold (knowledge).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

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


_ISSUES = re.compile(r"现将《([^》]{4,80})》(?:印发|发给|转发)")
_LETTER_BLOCKS = 10
_LONGEST_ADDRESSEES = 200


def return_letters(blocks: Sequence[Block], documents: Sequence[Document]) -> None:
    """Give addressees, letter, signature and date that stand before the title of a notice to the notice.

    A compiler put them there: the letter names the very instrument that the title after it says is issued.
    """
    for k, (document, following) in enumerate(pairwise(documents)):
        first = _letter(blocks, document, compact(following.title)) if following.parent is None else None
        if first is None:
            continue
        for block in blocks[first : document.last_block + 1]:
            block.document = k + 1
        blocks[first].kind = "addressee"
        following.first_block, document.last_block = first, first - 1


def _letter(blocks: Sequence[Block], document: Document, title: str) -> int | None:
    """The first block of a letter at a document's end that issues what a title names, None where there is none."""
    last = document.last_block
    if blocks[last].kind != "date":
        return None
    for i in range(last - 1, max(document.first_block + 1, last - _LETTER_BLOCKS), -1):
        m = _ISSUES.search(blocks[i].text)
        if m:
            before = blocks[i - 1].text
            addressed = before.endswith(("：", ":")) and len(before) <= _LONGEST_ADDRESSEES
            return i - 1 if addressed and compact(m.group(1)) in title else None
    return None


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
