"""A document as one holds it in hand: what stands before its title, its head, its foot, line by line in clean text.

Belongs here: which lines they are. Does not belong here: what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipeline.values import Block, Document

HEAD_LINES = 70
"""How far down a head is looked for: a title may be printed again over the notice, below a news paragraph."""
FOOT_LINES = 110
"""How far up a foot is looked for: nineteen signers, twenty attachments, contact lines."""

_NO_LETTERS = re.compile(r"[\W_]+")
_FURNITURE = re.compile(
    r"(?:https?|www|ftp)[:：.].*|javascript.*|[-·•—]{0,2}\d{1,4}[-·•—]{0,2}|发文机关[:：].*|(?:发布)?(?:日期|时间)[:：].*|(?:19|20)\d\d-\d\d-\d\d(?:\d\d:\d\d.*|来源.*)?|字号大中小.*|打印本页.*"
)
_FURNITURE_BEGINS = frozenset("hwfj-·•—发日时字打")


class Line(NamedTuple):
    """A printed line in clean text: its raw line, its text, the index of its block, and whether it begins the block."""

    number: int
    text: str
    block: int
    first: bool

    @property
    def compact(self) -> str:
        """The text without blanks."""
        return "".join(self.text.split())


@dataclass(slots=True)
class Sheet:
    """The lines of a document that speak of the document: `before` its title, `head` behind it, `foot` at its end.

    `head` and `foot` may overlap. `furniture` is what stands among the first lines and is no text of the document (web
    metadata, where cleaning left it). `blocks` are the document's own blocks; the title's are among them.
    """

    document: Document
    before: list[Line]
    head: list[Line]
    foot: list[Line]
    furniture: list[str]
    blocks: Sequence[Block]


def sheet_of(document: Document, index: int, blocks: Sequence[Block]) -> Sheet:
    """The sheet of the document with this index in the list of documents."""
    own = range(document.first_block, document.last_block + 1)
    own_blocks = [blocks[i] for i in own if blocks[i].document in (index, None)]
    before: list[Line] = []
    head: list[Line] = []
    for line in _lines_down(blocks, own, index):
        if line.number < document.title_line:
            before.append(line)
        elif line.number > document.title_end_line:
            head.append(line)
            if len(head) == HEAD_LINES:
                break
    foot: list[Line] = []
    for line in _lines_up(blocks, own, index):
        if line.number <= document.title_end_line or len(foot) == FOOT_LINES:
            break
        foot.append(line)
    texts = (b.text[start:end].strip() for b in own_blocks[:8] for (start, _), (end, _) in _stretches(b))
    furniture = [t for t in texts if t and is_furniture(t)]
    return Sheet(document, before, _without_repeated_title(head, document.title), foot[::-1], furniture, own_blocks)


def _lines_down(blocks: Sequence[Block], own: range, index: int) -> Iterator[Line]:
    for i in own:
        if blocks[i].document in (index, None):
            yield from _lines(blocks[i], i, _stretches(blocks[i]))


def _lines_up(blocks: Sequence[Block], own: range, index: int) -> Iterator[Line]:
    for i in reversed(own):
        if blocks[i].document in (index, None):
            yield from _lines(blocks[i], i, reversed(_stretches(blocks[i])))


def block_lines(block: Block, index: int) -> list[Line]:
    """The printed lines of a block, without what is only furniture of a page (numbers, URLs, web metadata)."""
    return list(_lines(block, index, _stretches(block)))


_Stretch = tuple[tuple[int, int], tuple[int, int]]
"""Offset and raw line of a line, and of the one after it."""


def _stretches(block: Block) -> list[_Stretch]:
    return list(pairwise([*block.breaks, (len(block.text), 0)]))


def _lines(block: Block, index: int, stretches: Iterable[_Stretch]) -> Iterator[Line]:
    """The printed lines of these stretches, one by one: of a table of thousands only the last few are asked for."""
    begins = len(block.text) - len(block.text.lstrip())
    for (start, number), (end, _) in stretches:
        text = block.text[start:end].strip()
        if text and not is_furniture(text):
            yield Line(number, text, index, start <= begins < end)


def is_furniture(text: str) -> bool:
    """Whether a line (without margins, not empty) is a page number, a URL or what a web page says of itself."""
    if len(text) >= 300 or not (text[0] in _FURNITURE_BEGINS or text[0].isdecimal()):
        return False
    return _FURNITURE.fullmatch("".join(text.split())) is not None


def _without_repeated_title(head: list[Line], title: str) -> list[Line]:
    """The head behind the last place where its title is printed again (under the first, or below a news paragraph)."""
    wanted = letters_of(title)
    if len(wanted) < 8:
        return head
    for start in range(len(head)):
        first = head[start].text[0]
        if first != wanted[0] and first.isalnum():
            continue
        seen = ""
        for end in range(start, min(start + 5, len(head))):
            seen += letters_of(head[end].text)
            if seen == wanted:
                return head[end + 1 :]
            if not wanted.startswith(seen):
                break
    return head


def letters_of(text: str) -> str:
    """Letters, figures and Chinese characters alone."""
    return _NO_LETTERS.sub("", text)
