"""Where documents begin and end, and how they hang together.

Finds the heads (`heads`), cuts the blocks so that a title is one block, gives every block its document and kind, and
tells role and parent (`families`). Does not read numbers, issuers or dates off the head: that is knowledge's part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.cleaning.assembling import Span
from pipeline.cleaning.reblocking import reblock
from pipeline.splitting import cues, titles
from pipeline.splitting.evidence import Scene
from pipeline.splitting.families import kinships
from pipeline.splitting.heads import Head, find_heads
from pipeline.splitting.misplaced import return_closings, return_letters
from pipeline.splitting.parts import part_lines
from pipeline.splitting.printed import Line, compact, printed_lines
from pipeline.values import Block, Cleaned, Document, Volume


def find_documents(volume: Volume, cleaned: Cleaned) -> list[Document]:
    """Documents in reading order.

    Cuts the blocks of `cleaned` at titles, labels and part headings, and sets their `kind` and `document`.
    """
    scene = Scene(printed_lines(volume, cleaned))
    heads = find_heads(scene)
    parts = part_lines(scene, [h.top for h in heads])
    cut = reblock(volume, cleaned, _wanted(volume, scene.lines, heads, parts))
    cleaned.blocks, cleaned.edits = cut.blocks, cut.edits
    documents = _documents(scene, heads)
    _place(cleaned.blocks, scene.lines, heads, documents)
    for index, document in enumerate(documents):
        _mark(cleaned.blocks, document, index)
    return_closings(cleaned.blocks, documents)
    return_letters(cleaned.blocks, documents)
    _name_parts(cleaned.blocks, documents)
    _mark_contents(cleaned.blocks, scene)
    return documents


def _wanted(volume: Volume, lines: Sequence[Line], heads: Sequence[Head], parts: Sequence[int]) -> list[Span]:
    """One span a label, one a title (two where it is printed twice), one a part heading."""
    starts = volume.starts

    def whole(first: int, last: int, kind: str) -> Span:
        a, b = lines[first].number, lines[last].number
        return Span(starts[a - 1], starts[b - 1] + len(volume.lines[b - 1]), kind)

    spans = [whole(i, i, "part_heading") for i in parts]
    for head in heads:
        title = whole(head.first, head.last, "title")
        if head.lead is not None:
            spans.append(whole(head.lead, head.first - 1, "paragraph"))
        if head.offset:
            at = title.start + _printed_offset(volume.lines[lines[head.first].number - 1], head.offset)
            spans.append(Span(title.start, at, "part_heading" if head.label is None else "label"))
            title = title._replace(start=at)
        elif head.label is not None:
            spans.append(whole(head.label, head.label, "label"))
        if head.cut is not None:
            number = lines[head.last].number
            title = title._replace(end=starts[number - 1] + _printed_offset(volume.lines[number - 1], head.cut))
        spans.append(title)
        if head.again is not None:
            spans.append(whole(head.last + 1, head.again, "title"))
    return sorted(spans)


def _printed_offset(text: str, characters: int) -> int:
    """Where in `text` the character after `characters` printed ones stands."""
    seen = 0
    for at, c in enumerate(text):
        if not (c.isspace() or c == "\ufeff"):
            if seen == characters:
                return at
            seen += 1
    return len(text)


def _documents(scene: Scene, heads: Sequence[Head]) -> list[Document]:
    """The documents of the heads, their blocks not yet known."""
    lines = scene.lines
    return [
        Document(
            first_block=0,
            last_block=0,
            title=clean_title(lines, head),
            title_line=lines[head.first].number,
            title_end_line=lines[head.last if head.again is None else head.again].number,
            role=kin.role,
            parent=kin.parent,
            label=head.label_text,
            label_line=None if head.label is None else lines[head.label].number,
            evidence=[*head.evidence, kin.told_by],
        )
        for head, kin in zip(heads, kinships(scene, heads), strict=True)
    ]


def clean_title(lines: Sequence[Line], head: Head) -> str:
    """The title as it is to be read: its lines joined, a label before it and text after it left out."""
    words: list[str] = []
    for i in range(head.first, head.last + 1):
        text = lines[i].printed
        end = _printed_offset(text, head.cut) if i == head.last and head.cut is not None else len(text)
        start = _printed_offset(text, head.offset) if i == head.first else 0
        words += text[start:end].split()
    return titles.tidy(titles.join_title(words))


def _place(
    blocks: Sequence[Block], lines: Sequence[Line], heads: Sequence[Head], documents: Sequence[Document]
) -> None:
    """Give every document its first and last block: from its label or title to the next head or part heading."""
    begins = [b.line_start for b in blocks]
    firsts = []
    for head in heads:
        at = bisect_left(begins, lines[head.top].number)
        while head.lead is None and blocks[at].kind not in ("title", "label"):  # the line may hold another block's end
            at += 1
        firsts.append(at)
    for i, document in enumerate(documents):
        stop = firsts[i + 1] if i + 1 < len(firsts) else len(blocks)
        document.first_block = firsts[i]
        document.last_block = stop - 1
        while document.last_block > firsts[i] and blocks[document.last_block].kind == "part_heading":
            document.last_block -= 1


_HEAD_BLOCKS = 12
"""A number or an addressee stands among the first blocks."""


def _mark(blocks: Sequence[Block], document: Document, index: int) -> None:
    """Set the document of its blocks, and the kind of those that a line of their own tells."""
    for position, block in enumerate(blocks[document.first_block : document.last_block + 1]):
        block.document = index
        if block.kind != "paragraph" or len(block.text) > 300:
            continue
        kind = cues.line_kind(compact(block.text))
        if kind in ("date", "note"):
            block.kind = kind
        elif kind == "number" and position < _HEAD_BLOCKS:
            block.kind = "doc_number"
        elif kind == "addressee" and position < _HEAD_BLOCKS:
            block.kind = "addressee"
        elif kind == "signer":
            block.kind = "signature"
        elif kind == "contents":
            block.kind = "contents"
        elif kind == "list":
            block.kind = "attachment_list"


def _name_parts(blocks: Sequence[Block], documents: Sequence[Document]) -> None:
    """Name the part that each document stands under: the headings that stand together before it."""
    part: str | None = None
    previous = None
    for block in blocks:
        if block.kind == "part_heading":
            part = f"{part} {block.text}" if part and previous == "part_heading" else block.text
        elif block.document is not None:
            documents[block.document].part = part
        previous = block.kind


def _mark_contents(blocks: Sequence[Block], scene: Scene) -> None:
    """A table of contents, with its heading, is `contents`, whether it stands in a document or before all."""
    begins = [b.line_start for b in blocks]
    for first, last in scene.contents:
        heading = max(first - 1, 0)
        for block in blocks[bisect_left(begins, scene.lines[heading].number) :]:
            if block.line_start > scene.lines[last].number:
                break
            if block.kind not in ("title", "label"):
                block.kind = "contents"
