"""What the body of a document consists of, and the lists in it that are no part of its structure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.splitting.markers import read_markers
from pipeline.values import Block

BODY_KINDS = frozenset(("paragraph", "heading", "item"))
"""Kinds of blocks that may begin a unit: no title, table, contents, signature, note."""

ATTACHMENTS = re.compile(r"附 ?(?:件|表)(?: ?[：:]|\d{0,2} ?[.．：:]|$)")
"""The label of a list of attachments."""

_ENTRY = re.compile(r"(?:附 ?件 ?)?(\d{1,2}) ?[.．﹒、：:]")
_RUN_IN_ENTRY = re.compile(r"附 ?件 ?[：:]? ?(\d{1,2}) ?[.．﹒、]")
_CONTENTS = ("目录", "目次")
_SENTENCE_END = "。；：！？”）)】》…;:!?"
_SHORT = 24
_LONGEST_ENTRY = 90
_LONGEST_CONTENTS_LINE = 60


def is_closed(text: str, labelled: bool) -> bool:
    """Whether a paragraph came to its end: with a mark, or because it is a heading."""
    return text[-1:] in _SENTENCE_END or len(text) <= (_SHORT * 2 if labelled else _SHORT)


def mark_lists(own: Sequence[int], blocks: Sequence[Block]) -> None:
    """Set the kind of a document's table of contents and of its lists of attachments (`own` are its blocks)."""
    _mark_contents(own, blocks)
    n = 0
    while n < len(own):
        block = blocks[own[n]]
        n += 1
        if block.kind == "attachment_list" or (block.kind in BODY_KINDS and ATTACHMENTS.match(block.text)):
            end = _entries_end(own, n, blocks)
            if block.kind != "attachment_list" and end == n and not _RUN_IN_ENTRY.match(block.text):
                continue
            for i in own[n - 1 : end]:
                blocks[i].kind = "attachment_list"
            n = end


def _entries_end(own: Sequence[int], n: int, blocks: Sequence[Block]) -> int:
    """The position after the last entry of a list of attachments whose label stands before position `n`."""
    run_in = _RUN_IN_ENTRY.match(blocks[own[n - 1]].text)
    number = int(run_in.group(1)) if run_in else 0
    while n < len(own):
        block = blocks[own[n]]
        entry = _ENTRY.match(block.text)
        if not entry or int(entry.group(1)) != number + 1 or len(block.text) > _LONGEST_ENTRY or "。" in block.text:
            break
        number += 1
        n += 1
    return n


def _mark_contents(own: Sequence[int], blocks: Sequence[Block]) -> None:
    """目录 and the list of headings after it, which the text repeats."""
    for at, i in enumerate(own):
        may = blocks[i].kind in BODY_KINDS or blocks[i].kind == "contents"
        if may and blocks[i].text.replace(" ", "") in _CONTENTS:
            blocks[i].kind = "contents"
            for k in _listed(own[at + 1 :], blocks):
                blocks[k].kind = "contents"
            return


def _listed(after: Sequence[int], blocks: Sequence[Block]) -> list[int]:
    """The list of headings: short lines, up to the first that comes again; empty if the text repeats few of them."""
    keys: list[str] = []
    wanted: set[str] = set()
    for i in after:
        block = blocks[i]
        key = _heading_key(block.text)
        may = block.kind in BODY_KINDS or block.kind == "contents"
        styles = {r.style for r in read_markers(block.text)}
        again = key in wanted and "节" not in styles
        if not may or "条" in styles or len(block.text) > _LONGEST_CONTENTS_LINE or again:
            break
        keys.append(key)
        wanted.add(key)
    later = {_heading_key(blocks[i].text) for i in after[len(keys) :] if len(blocks[i].text) <= _LONGEST_CONTENTS_LINE}
    return list(after[: len(keys)]) if len(wanted & later) * 2 >= len(wanted) else []


def _heading_key(text: str) -> str:
    """A heading without blanks, leaders and the page number after it."""
    return text.replace(" ", "").rstrip("0123456789.…·（）()-—")
