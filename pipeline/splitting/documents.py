"""Where documents begin and end, and how they hang together.

Finds the heads (`heads`), cuts the blocks so that a title is one block, gives every block its document and kind, and tells
role and parent (`families`). Does not read numbers, issuers or dates off the head: that is knowledge's part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.cleaning.assembling import Span, line_offsets
from pipeline.cleaning.reblocking import reblock
from pipeline.splitting import cues, titles
from pipeline.splitting.families import kinships
from pipeline.splitting.heads import Head, find_heads
from pipeline.splitting.printed import Line, compact, printed_lines
from pipeline.values import Block, Cleaned, Document, Volume


def find_documents(volume: Volume, cleaned: Cleaned) -> list[Document]:
    """Documents in reading order; cuts the blocks of `cleaned` at titles and labels, sets their `kind` and `document`."""
    lines = printed_lines(volume, cleaned)
    heads = find_heads(lines)
    cut = reblock(volume, cleaned, _wanted(volume, lines, heads))
    cleaned.blocks, cleaned.edits = cut.blocks, cut.edits
    kin = kinships(lines, heads)
    documents = []
    begins = [b.line_start for b in cleaned.blocks]
    firsts = [_first_block(begins, cleaned.blocks, lines, h) for h in heads]
    for i, head in enumerate(heads):
        stop = firsts[i + 1] if i + 1 < len(heads) else len(cleaned.blocks)
        last = _last_block(cleaned.blocks, firsts[i], stop)
        document = Document(
            first_block=firsts[i],
            last_block=last,
            title=titles.join_title([_line_title(lines[k], head) for k in range(head.first, head.last + 1)]),
            title_line=lines[head.first].number,
            title_end_line=lines[head.last].number,
            role=kin[i].role,
            parent=kin[i].parent,
            label=head.label_text,
            label_line=None if head.label is None else lines[head.label].number,
            evidence=head.evidence,
        )
        _mark(cleaned.blocks, document, i)
        documents.append(document)
    _mark_parts(cleaned.blocks, documents)
    return documents


def _line_title(line: Line, head: Head) -> str:
    """The clean text of a title line, a label before it left out."""
    text = line.printed
    if head.offset and line is not None and head.label_text and compact(text).startswith(head.label_text):
        text = text[_printed_offset(text, head.offset) :] if compact(text)[: head.offset] == head.label_text else text
    return _spaced(text)


def _printed_offset(text: str, characters: int) -> int:
    """Where in `text` the character after `characters` printed ones stands."""
    seen = 0
    for at, c in enumerate(text):
        if not c.isspace():
            if seen == characters:
                return at
            seen += 1
    return len(text)


def _spaced(text: str) -> str:
    """A title line with blanks only between two bodies and between Latin words."""
    words = text.split()
    return titles.join_title(words) if words else ""


def _wanted(volume: Volume, lines: Sequence[Line], heads: Sequence[Head]) -> list[Span]:
    """One span a label, one a title."""
    starts = line_offsets(volume.lines)
    spans = []
    for head in heads:
        first, last = lines[head.first].number, lines[head.last].number
        start, end = starts[first - 1], starts[last - 1] + len(volume.lines[last - 1])
        if head.label is not None and head.label != head.first:
            number = lines[head.label].number
            spans.append(Span(starts[number - 1], starts[number - 1] + len(volume.lines[number - 1]), "label"))
        elif head.offset:
            cut = start + _printed_offset(volume.lines[first - 1], head.offset)
            spans.append(Span(start, cut, "label"))
            start = cut
        spans.append(Span(start, end, "title"))
    return spans


def _first_block(begins: Sequence[int], blocks: Sequence[Block], lines: Sequence[Line], head: Head) -> int:
    """The block of the label, or else of the title."""
    top = head.first if head.label is None else min(head.first, head.label)
    at = bisect_right(begins, lines[top].number) - 1
    while at > 0 and begins[at - 1] == begins[at]:
        at -= 1
    while blocks[at].kind not in ("title", "label") and at + 1 < len(blocks) and begins[at + 1] == begins[at]:
        at += 1
    return at


def _last_block(blocks: Sequence[Block], first: int, stop: int) -> int:
    """The last block before the next document that is no heading of a part."""
    last = stop - 1
    while last > first and _is_part(blocks[last].text):
        last -= 1
    return last


def _is_part(text: str) -> bool:
    text = compact(text)
    return bool(cues.PART.fullmatch(text) or cues.SUBPART.fullmatch(text))


def _mark(blocks: Sequence[Block], document: Document, index: int) -> None:
    for block in blocks[document.first_block : document.last_block + 1]:
        block.document = index
        text = compact(block.text)
        if block.kind != "paragraph":
            continue
        if cues.DATE.fullmatch(text):
            block.kind = "date"
        elif cues.NOTE.fullmatch(text):
            block.kind = "note"
        elif len(text) < 40 and cues.DOC_NUMBER.fullmatch(text) and block.line_start < document.title_end_line + 8:
            block.kind = "doc_number"
        elif cues.ADDRESSEE.fullmatch(text) and block.line_start < document.title_end_line + 16:
            block.kind = "addressee"


def _mark_parts(blocks: Sequence[Block], documents: Sequence[Document]) -> None:
    part = None
    for block in blocks:
        if block.document is None and _is_part(block.text):
            block.kind = "part_heading"
            part = block.text
        elif block.document is not None and block is blocks[documents[block.document].first_block]:
            documents[block.document].part = part
