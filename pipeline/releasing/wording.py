"""What changed in a text, word by word, in time that grows with the text and not with its square."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Change = Literal["same", "removed", "added"]

_WORDS = re.compile(r"[0-9A-Za-z.%]+|\n|.", re.DOTALL)
"""Figures and Latin words whole; of Chinese each character, for a dictionary would cut the two texts differently."""
_AT_ONCE = 2_000
"""So many words a side are compared word by word; a stretch longer than that is told as removed and added whole."""


class Piece(NamedTuple):
    """A stretch of text that is the same, was removed or was added."""

    change: Change
    text: str


def text_diff(old: str, new: str) -> list[Piece]:
    """The pieces that, the added left out, give the old text; the removed left out, the new one."""
    return list(_merged(_paragraphs(old.splitlines(keepends=True), new.splitlines(keepends=True))))


def marked(pieces: Sequence[Piece], context: int = 20) -> str:
    """Pieces in one line: [-removed-]{+added+}, of what is the same only `context` characters either side."""
    signs = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
    told = []
    for position, piece in enumerate(pieces):
        text = piece.text
        if piece.change == "same" and len(text) > 2 * context + 1:
            head = text[:context] if position else ""
            tail = text[-context:] if position < len(pieces) - 1 else ""
            text = f"{head}…{tail}"
        before, after = signs[piece.change]
        told.append(f"{before}{text}{after}")
    return "".join(told).replace("\n", "⏎")


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    head, old, new, tail = _trimmed(old, new)
    yield Piece("same", "".join(head))
    if max(len(old), len(new)) > _AT_ONCE:
        yield from _whole("".join(old), "".join(new))
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                yield Piece("same", "".join(old[i1:i2]))
            else:
                yield from _words("".join(old[i1:i2]), "".join(new[j1:j2]))
    yield Piece("same", "".join(tail))


def _words(old: str, new: str) -> Iterator[Piece]:
    head, before, after, tail = _trimmed(_WORDS.findall(old), _WORDS.findall(new))
    yield Piece("same", "".join(head))
    if max(len(before), len(after)) > _AT_ONCE:
        yield from _whole("".join(before), "".join(after))
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag == "equal":
                yield Piece("same", "".join(before[i1:i2]))
            else:
                yield from _whole("".join(before[i1:i2]), "".join(after[j1:j2]))
    yield Piece("same", "".join(tail))


def _trimmed(
    old: Sequence[str], new: Sequence[str]
) -> tuple[Sequence[str], Sequence[str], Sequence[str], Sequence[str]]:
    """What both begin with, what is left of each, what both end with."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return old[:head], old[head : len(old) - tail], new[head : len(new) - tail], old[len(old) - tail :]


def _whole(old: str, new: str) -> Iterator[Piece]:
    yield Piece("removed", old)
    yield Piece("added", new)


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Pieces of one kind that follow each other as one; empty ones left out."""
    waiting: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if waiting is not None and waiting.change == piece.change:
            waiting = Piece(piece.change, waiting.text + piece.text)
        else:
            if waiting is not None:
                yield waiting
            waiting = piece
    if waiting is not None:
        yield waiting
