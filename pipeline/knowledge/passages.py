"""A document's text as one string, with the way back to its blocks, raw lines and articles.

Belongs here: offsets. Does not belong here: what the text says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.values import Article, Block, Document

_HEAD_KINDS = frozenset(("title", "label", "doc_number", "addressee", "part_heading"))
_LIST_KINDS = frozenset(("attachment_list", "contents"))
_FURTHER = re.compile(r"\d{1,2}[.．、](?!.*。)")
"""A further item of a list of attachments, on a line of its own."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one document: its blocks joined by line feeds.

    `starts[i]` is the offset of `blocks[i]` in `text`; `articles[i]` the index of its article, or None. `numbers`
    are those of its own 条 in Arabic figures, none where it has no 条.
    """

    index: int
    document: Document
    text: str
    blocks: list[Block]
    starts: list[int]
    articles: list[int | None]
    numbers: frozenset[str]

    def block_at(self, offset: int) -> int:
        """Position in `blocks` of the block that holds the character at `offset`."""
        return bisect_right(self.starts, offset) - 1

    def line_at(self, offset: int) -> int:
        """Raw line of the character at `offset`."""
        i = self.block_at(offset)
        breaks = self.blocks[i].breaks
        return breaks[max(0, bisect_right(breaks, offset - self.starts[i], key=_offset) - 1)][1]

    def article_at(self, offset: int) -> int | None:
        """Index of the article that holds the character at `offset`."""
        return self.articles[self.block_at(offset)]

    def kind_at(self, offset: int) -> str:
        """Kind of the block that holds the character at `offset`."""
        return self.blocks[self.block_at(offset)].kind

    def is_head(self, offset: int) -> bool:
        """Whether the character stands in the title, the number or the addressees."""
        return self.kind_at(offset) in _HEAD_KINDS

    def is_list(self, offset: int) -> bool:
        """Whether the character stands in a list of attachments or a table of contents."""
        i = self.block_at(offset)
        while i and _FURTHER.match(self.blocks[i].text) and self.blocks[i].kind not in _LIST_KINDS:
            i -= 1
        return self.blocks[i].kind in _LIST_KINDS


def _offset(pair: tuple[int, int]) -> int:
    return pair[0]


def passages(documents: Sequence[Document], blocks: Sequence[Block], articles: Sequence[Article]) -> list[Passage]:
    """The text of each document, in the order of `documents`; `blocks` and `articles` are those of the whole volume."""
    own: list[list[Block]] = [[] for _ in documents]
    owners: list[list[int | None]] = [[] for _ in documents]
    for block, article in zip(blocks, _article_of(blocks, articles), strict=True):
        if block.document is not None:
            own[block.document].append(block)
            owners[block.document].append(article)
    numbers: list[set[str]] = [set() for _ in documents]
    for a in articles:
        if a.kind == "article" and a.number:
            numbers[a.document].add(a.number)
    return [
        _passage(i, document, own_blocks, owner, frozenset(numbers[i]))
        for i, (document, own_blocks, owner) in enumerate(zip(documents, own, owners, strict=True))
    ]


def _article_of(blocks: Sequence[Block], articles: Sequence[Article]) -> list[int | None]:
    """The article of each block. The range of an article may hold blocks of a document attached in its midst."""
    found: list[int | None] = [None] * len(blocks)
    for i, article in enumerate(articles):
        for b in range(article.first_block, min(article.last_block + 1, len(blocks))):
            if blocks[b].document == article.document:
                found[b] = i
    return found


def _passage(
    index: int, document: Document, blocks: list[Block], owners: list[int | None], numbers: frozenset[str]
) -> Passage:
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 1
    return Passage(index, document, "\n".join(b.text for b in blocks), blocks, starts, owners, numbers)
