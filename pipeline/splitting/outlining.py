"""Which paragraphs of a document, or places in them, begin a unit.

Gathers what may be labels (`markers`), with what stands before them, and lets their numbering decide (`numbering`). Does not
build units.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.splitting.markers import CONTAINER_STYLES, Marker, hidden_markers, read_markers
from pipeline.splitting.numbering import Sight, follow
from pipeline.splitting.quoted import quoted_paragraphs
from pipeline.values import Block, Document

BODY_KINDS = frozenset(("paragraph", "heading", "item"))
"""Kinds of blocks that may begin a unit: no title, table, contents, signature, note."""

_SENTENCE_END = "。；：！？”）)】》…;:!?"
_SHORT = 24


class Label(NamedTuple):
    """A unit's beginning: block and offset in its text, the marker, and the index of the parent's label (None: the document)."""

    block: int
    offset: int
    marker: Marker
    parent: int | None


def outline(document: Document, index: int, blocks: Sequence[Block]) -> list[Label]:
    """The labels of a document's units, in order; marks the blocks of a table of contents in it."""
    own = [i for i in range(document.first_block, document.last_block + 1) if blocks[i].document == index]
    _mark_contents(own, blocks)
    body = [i for i in own if blocks[i].kind in BODY_KINDS or _is_labelled_addressee(blocks[i])]
    quoted = quoted_paragraphs([blocks[i].text for i in body])
    places: list[int] = []
    sights: list[Sight] = []
    closed_after = True
    last = -1
    for i, inside in zip(body, quoted, strict=True):
        text = blocks[i].text
        closed = closed_after or i != last + 1
        readings = read_markers(text, closed=closed)
        if readings:
            places.append(i)
            sights.append(Sight(tuple(readings), inside))
        line_starts = frozenset(offset for offset, _ in blocks[i].breaks if offset)
        after = readings[0].end if readings else 0
        for hidden in hidden_markers(text, after, line_starts):
            places.append(i)
            sights.append(Sight(tuple(hidden), inside))
        closed_after = is_closed(text, bool(readings))
        last = i
    labels = [Label(places[t.sight], t.marker.start, t.marker, t.parent) for t in follow(sights)]
    for label in labels:
        if blocks[label.block].kind == "addressee":
            blocks[label.block].kind = "paragraph"
    return labels


def _is_labelled_addressee(block: Block) -> bool:
    """An article that introduces a list (第一条 …：) looks like a line of addressees near the head."""
    return block.kind == "addressee" and bool(read_markers(block.text))


def is_closed(text: str, labelled: bool) -> bool:
    """Whether a paragraph came to its end: with a mark, or because it is a heading."""
    return text[-1:] in _SENTENCE_END or len(text) <= (_SHORT * 2 if labelled else _SHORT)


def _mark_contents(own: Sequence[int], blocks: Sequence[Block]) -> None:
    """目录 and the list of headings after it, which the text repeats."""
    for at, i in enumerate(own):
        if blocks[i].kind in BODY_KINDS and blocks[i].text.replace(" ", "") in ("目录", "目次"):
            blocks[i].kind = "contents"
            _mark_list(own[at + 1 :], blocks)
            return


def _mark_list(after: Sequence[int], blocks: Sequence[Block]) -> None:
    """The list ends where its first heading comes a second time."""
    first: str | None = None
    listed: list[int] = []
    for i in after:
        block = blocks[i]
        readings = read_markers(block.text)
        if len(block.text) > 60 or block.kind not in BODY_KINDS:
            return
        if readings and first is None:
            first = _heading_key(block.text)
        elif first is not None and _heading_key(block.text) == first:
            for k in listed:
                blocks[k].kind = "contents"
            return
        elif readings and readings[0].style not in CONTAINER_STYLES and readings[0].style == "条":
            return
        listed.append(i)


def _heading_key(text: str) -> str:
    """A heading without blanks, leaders and the page number after it."""
    return text.replace(" ", "").rstrip("0123456789.…·（）()-—")
