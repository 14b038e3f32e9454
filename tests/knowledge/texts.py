"""Documents with their passages for the tests, from paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.knowledge.citations import Citation, find_citations
from pipeline.knowledge.definitions import find_definitions
from pipeline.knowledge.passages import Passage, passages
from pipeline.splitting.numerals import parse_numeral
from pipeline.values import Article, Block, Document

_ARTICLE = re.compile(r"第([一二三四五六七八九十百]+)条[\s　]")

Text = tuple[str, str, int | None, Sequence[str]]
"""Title, role, parent, paragraphs."""


def texts(*wanted: Text) -> list[Passage]:
    """Passages of documents one after the other; a paragraph that begins with 第N条 begins an article.

    A paragraph is its text, or kind and text with a bar between (`table|…`).
    """
    documents: list[Document] = []
    blocks: list[Block] = []
    articles: list[Article] = []
    line = 1
    for index, (title, role, parent, paragraphs) in enumerate(wanted):
        first = len(blocks)
        documents.append(Document(first, first + len(paragraphs), title, line, line, role=role, parent=parent))
        for n, paragraph in enumerate([f"title|{title}", *paragraphs]):
            kind, bar, text = paragraph.partition("|")
            kind, text = (kind, text) if bar else ("paragraph", paragraph)
            blocks.append(Block(text, line, line, 1, [(0, line)], kind, document=index))
            label = _ARTICLE.match(text)
            if n and label:
                number = str(parse_numeral(label[1]))
                articles.append(
                    Article(
                        index, len(articles) + 1, "article", label[0].strip(), number, None, [], f"art_{number}",
                        text[label.end() :], len(blocks) - 1, len(blocks) - 1, line, line,
                    )
                )  # fmt: skip
            elif articles and articles[-1].document == index:
                articles[-1].last_block, articles[-1].line_end = len(blocks) - 1, line
                articles[-1].text += "\n" + text
            line += 2
    return passages(documents, blocks, articles)


def one(*paragraphs: str, title: str = "某部关于某事的通知", role: str = "main") -> Passage:
    """The passage of a single document."""
    return texts((title, role, None, paragraphs))[0]


def cited(*wanted: Text, own_numbers: Sequence[str | None] | None = None) -> list[Citation]:
    """The references in documents."""
    found = texts(*wanted)
    return find_citations(found, [find_definitions(p) for p in found], own_numbers or [None] * len(found))


def cited_in(*paragraphs: str, title: str = "某部关于某事的通知", role: str = "main") -> list[Citation]:
    """The references in a single document."""
    return cited((title, role, None, paragraphs))
