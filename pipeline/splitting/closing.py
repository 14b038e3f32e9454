"""Where the body of a document ends: signature, date, list of attachments and notes come after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.values import Block

_CLOSING_KINDS = frozenset(("signature", "date", "note", "attachment_list", "label"))
_BODY_KINDS = frozenset(("paragraph", "heading", "item"))
_DATE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4}) ?年 ?[\d十一二三四五六七八九]{1,3} ?月 ?[\d十一二三四五六七八九]{1,3} ?日"
)
_ATTACHMENTS = re.compile(r"附 ?(?:件|表)(?: ?[：:]|\d{0,2} ?[.．：:]|$)")
_NOTE = re.compile(r"[（(](?:此件|本文|信息公开|联系[人电]|代章)")
_SENTENCE = re.compile(r"[。；：，！？]")
_LONGEST_NAME = 45
_LONGEST_SIGNATURE = 16


def closing_start(own: Sequence[int], blocks: Sequence[Block], last_label: int | None) -> int:
    """Index of the first block that closes a document (its blocks are `own`), or the index after its last block.

    Looked for after the last labelled block; in a document without any, after its first full paragraph. Sets the kind of the
    signature, date and list of attachments where they are still plain paragraphs.
    """
    if not own:
        return 0
    end = own[-1] + 1
    begin = last_label if last_label is not None else _first_paragraph(own, blocks)
    if begin is None:
        return end
    after = [i for i in own if i > begin]
    for n, i in enumerate(after):
        if _closes(after[n:], blocks):
            _mark(after[n:], blocks)
            return i
    return end


def _first_paragraph(own: Sequence[int], blocks: Sequence[Block]) -> int | None:
    for i in own:
        if blocks[i].kind in _BODY_KINDS and _SENTENCE.search(blocks[i].text):
            return i
    return None


def _closes(after: Sequence[int], blocks: Sequence[Block]) -> bool:
    """Whether the first of these blocks belongs to the closing."""
    block = blocks[after[0]]
    if block.kind in _CLOSING_KINDS:
        return True
    if block.kind not in _BODY_KINDS:
        return False
    if _DATE.fullmatch(block.text) or _ATTACHMENTS.match(block.text) or _NOTE.match(block.text):
        return True
    for i in after[:_LONGEST_SIGNATURE]:
        text = blocks[i].text
        if blocks[i].kind in ("date", "signature") or _DATE.fullmatch(text):
            return True
        if len(text) > _LONGEST_NAME or _SENTENCE.search(text) or blocks[i].kind not in _BODY_KINDS:
            return False
    return False


def _mark(closing: Sequence[int], blocks: Sequence[Block]) -> None:
    listed = False
    for n, i in enumerate(closing):
        block = blocks[i]
        if block.kind not in _BODY_KINDS:
            listed = block.kind == "attachment_list"
        elif _DATE.fullmatch(block.text):
            block.kind, listed = "date", False
        elif _ATTACHMENTS.match(block.text):
            block.kind, listed = "attachment_list", True
        elif _NOTE.match(block.text):
            block.kind, listed = "note", False
        elif _closes(closing[n:], blocks):
            block.kind, listed = "signature", False
        elif listed and re.match(r"\d{1,2} ?[.．、]|附 ?件", block.text):
            block.kind = "attachment_list"
