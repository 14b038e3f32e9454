"""Documents and blocks for the tests, from printed lines."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.knowledge.sheet import Line, Sheet, sheet_of
from pipeline.values import Block, Document


def lines_of(*texts: str) -> list[Line]:
    return [Line(n, t, n, True) for n, t in enumerate(texts, 1)]


def page(
    title: str,
    rest: Sequence[str],
    *,
    before: Sequence[str] = (),
    role: str = "main",
    parent: int | None = None,
    start: int = 1,
    first_block: int = 0,
    index: int = 0,
    merged: bool = False,
) -> tuple[Document, list[Block]]:
    """A document whose title is one block and whose other lines are a block each, or all one block where `merged`."""
    line = start
    blocks: list[Block] = []
    for text in [*before, title]:
        blocks.append(Block(text, line, line, 1, [(0, line)], document=index))
        line += 2
    title_line = line - 2
    if merged and rest:
        breaks, joined = [], ""
        for i, text in enumerate(rest):
            breaks.append((len(joined), line + 2 * i))
            joined += text
        blocks.append(Block(joined, line, line + 2 * len(rest) - 2, 1, breaks, document=index))
    else:
        for i, text in enumerate(rest):
            blocks.append(Block(text, line + 2 * i, line + 2 * i, 1, [(0, line + 2 * i)], document=index))
    document = Document(
        first_block, first_block + len(blocks) - 1, title, title_line, title_line, role=role, parent=parent
    )
    return document, blocks


def sheet(title: str, rest: Sequence[str], **more: object) -> Sheet:
    document, blocks = page(title, rest, **more)  # type: ignore[arg-type]
    return sheet_of(document, 0, blocks)


def volume(*pages: tuple[str, str, int | None, Sequence[str]]) -> tuple[list[Document], list[Block]]:
    """Documents one after the other: (title, role, parent, other lines)."""
    documents: list[Document] = []
    blocks: list[Block] = []
    for index, (title, role, parent, rest) in enumerate(pages):
        start = blocks[-1].line_end + 2 if blocks else 1
        document, own = page(title, rest, role=role, parent=parent, start=start, first_block=len(blocks), index=index)
        documents.append(document)
        blocks += own
    return documents, blocks
