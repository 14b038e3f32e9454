"""Which paragraphs of a document, or places in them, begin a unit.

Gathers what may be labels (`markers`), with what stands before them, and lets their numbering decide (`numbering`).
Does not build units.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.splitting.body import BODY_KINDS, is_closed, mark_lists
from pipeline.splitting.markers import Marker, hidden_markers, read_markers
from pipeline.splitting.numbering import Before, Sight, follow
from pipeline.splitting.quoted import quoted_paragraphs
from pipeline.values import Block, Document

_BEFORE = {
    (True, False): Before.LABELLED,
    (True, True): Before.OPENING,
    (False, False): Before.TEXT,
    (False, True): Before.LEAD,
}


_MARKS = "。；：！？，、）;:,"


class Label(NamedTuple):
    """A unit's beginning: block and offset in its text, the marker, and the index of the parent's label (or None)."""

    block: int
    offset: int
    marker: Marker
    parent: int | None


def outline(document: Document, index: int, blocks: Sequence[Block]) -> list[Label]:
    """The labels of a document's units, in order; marks its table of contents and lists of attachments."""
    own = [i for i in range(document.first_block, document.last_block + 1) if blocks[i].document == index]
    mark_lists(own, blocks)
    body = [i for i in own if blocks[i].kind in BODY_KINDS or _is_labelled_addressee(blocks[i])]
    quoted = quoted_paragraphs([blocks[i].text for i in body])
    places: list[int] = []
    sights: list[Sight] = []
    closed_after = True
    before = Before.TEXT
    headed = False  # the paragraph before is a label with a heading alone
    last = -1
    for i, inside in zip(body, quoted, strict=True):
        text = blocks[i].text
        closed = closed_after or i != last + 1
        readings = read_markers(text, closed=closed)
        if readings:
            places.append(i)
            sights.append(Sight(tuple(readings), before, inside))
        line_starts = frozenset([offset for offset, _ in blocks[i].breaks[1:]])
        after = readings[0].end if readings else 0
        tail = text
        for hidden in hidden_markers(text, after, line_starts):
            places.append(i)
            sights.append(Sight(tuple(hidden), Before.LABELLED, inside))
            tail = text[hidden[0].start :]  # a heading may end the line that another paragraph began
        closed_after = is_closed(tail, bool(readings) or tail is not text)
        led = text.endswith(("：", ":"))
        before = Before.OPENING if led and headed else _BEFORE[bool(readings), led]
        headed = bool(readings) and text[-1:] not in _MARKS
        last = i
    labels = [Label(places[t.sight], t.marker.start, t.marker, t.parent) for t in follow(sights)]
    for label in labels:
        if blocks[label.block].kind == "addressee":
            blocks[label.block].kind = "paragraph"
    return labels


def _is_labelled_addressee(block: Block) -> bool:
    """An article that introduces a list (第一条 …：) looks like a line of addressees near the head."""
    return block.kind == "addressee" and bool(read_markers(block.text))
