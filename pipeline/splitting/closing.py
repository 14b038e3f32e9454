"""Where the body of a document ends: concluding paragraphs, signature, date, list of attachments, notes follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.splitting.body import ATTACHMENTS, BODY_KINDS, is_closed
from pipeline.splitting.outlining import Label
from pipeline.values import Block

_CLOSING_KINDS = frozenset(("signature", "date", "note", "attachment_list", "label"))
_DIGITS = "[0-9〇○零一二三四五六七八九十]"
_DATE = re.compile(rf"{_DIGITS}{{4}} ?年 ?{_DIGITS}{{1,3}} ?月 ?{_DIGITS}{{1,3}} ?日")
_NOTE = re.compile(r"[（(](?:此件|本文|信息公开|联系[人电]|代章)")
_CONCLUDES = re.compile(
    r"请(?:各|你|相关|有关|按|遵照|认真)|特此|以上|各(?:地|省|市|区县|单位|部门|高校|有关)[^，。]{0,20}(?:要|请|应|可)"
    r"|本(?:通知|意见|办法|公告|决定|方案|措施|通告|规定)(?:自|由|从|印发|有效)|此前|执行中|实施中"
)
_CONTACT = re.compile(r"联系(?:人|电话|方式)")
_LISTED = re.compile(r"\d{1,2} ?[.．、]|附 ?件")
_SENTENCE = re.compile(r"[。；：，！？]")
_LONGEST_NAME = 45
_LONGEST_SIGNATURE = 16


def closing_start(own: Sequence[int], blocks: Sequence[Block], labels: Sequence[Label]) -> int:
    """Index of the first block that closes a document (its blocks are `own`), or the index after its last block.

    Looked for after the last label; in a document without any, after its first full paragraph. Sets the kind of
    signature, date and list of attachments where they are still plain paragraphs.
    """
    if not own:
        return 0
    end = own[-1] + 1
    begin = labels[-1].block if labels else _first_paragraph(own, blocks)
    if begin is None:
        return end
    after = [i for i in own if i > begin]
    start = next((n for n in range(len(after)) if _closes(after, n, blocks)), len(after))
    _mark(after[start:], blocks)
    concluding = _concluding(after[:start], own, blocks, labels)
    return [*after, end][start if concluding is None else concluding]


def _first_paragraph(own: Sequence[int], blocks: Sequence[Block]) -> int | None:
    for i in own:
        if blocks[i].kind in BODY_KINDS and _SENTENCE.search(blocks[i].text):
            return i
    return None


def _concluding(
    tail: Sequence[int], own: Sequence[int], blocks: Sequence[Block], labels: Sequence[Label]
) -> int | None:
    """Position in `tail` (the paragraphs after the last label's) of the first that speaks for the whole document again.

    It says so, or it would be the only second paragraph of a unit in a document whose units have one.
    """
    if not labels or any(label.marker.style == "条" for label in labels):
        return None
    single = _single_paragraphs(blocks, labels)
    contact = not any(_CONTACT.search(blocks[i].text) for i in _last_labels(labels))
    before = blocks[labels[-1].block]
    heading = not before.text.endswith(("。", "）", "；"))
    for n, i in enumerate(tail):
        text = blocks[i].text
        may = blocks[i].kind in BODY_KINDS and not (n == 0 and heading) and is_closed(before.text, labelled=False)
        if may and (single or _CONCLUDES.match(text) or (contact and _CONTACT.match(text))):
            return n
        before = blocks[i]
    return None


def _last_labels(labels: Sequence[Label]) -> list[int]:
    """The blocks of the last label and of those it stands under."""
    found = []
    k: int | None = len(labels) - 1
    while k is not None:
        found.append(labels[k].block)
        k = labels[k].parent
    return found


def _single_paragraphs(blocks: Sequence[Block], labels: Sequence[Label]) -> bool:
    """Whether the document's innermost units (the last left out) have, but for a heading, one paragraph each."""
    parents = {label.parent for label in labels}
    starts = [label.block for label in labels]
    sizes = []
    for k, (start, stop) in enumerate(pairwise(starts)):
        if k not in parents:
            headed = not blocks[start].text.endswith(("。", "；", "）"))
            sizes.append(sum(block.kind in BODY_KINDS for block in blocks[start + 1 : stop]) - headed)
    return len(sizes) >= 4 and sum(size <= 0 for size in sizes) >= 0.9 * len(sizes)


def _closes(after: Sequence[int], n: int, blocks: Sequence[Block]) -> bool:
    """Whether the block at position `n` of `after` belongs to the closing."""
    block = blocks[after[n]]
    if block.kind in _CLOSING_KINDS:
        return True
    if block.kind not in BODY_KINDS:
        return False
    if _DATE.fullmatch(block.text) or ATTACHMENTS.match(block.text) or _NOTE.match(block.text):
        return True
    for i in after[n : n + _LONGEST_SIGNATURE]:
        text = blocks[i].text
        if blocks[i].kind in ("date", "signature") or _DATE.fullmatch(text):
            return True
        if len(text) > _LONGEST_NAME or _SENTENCE.search(text) or blocks[i].kind not in BODY_KINDS:
            return False
    return False


def _mark(closing: Sequence[int], blocks: Sequence[Block]) -> None:
    listed = False
    for n, i in enumerate(closing):
        block = blocks[i]
        if block.kind not in BODY_KINDS:
            listed = block.kind == "attachment_list"
        elif _DATE.fullmatch(block.text):
            block.kind, listed = "date", False
        elif ATTACHMENTS.match(block.text):
            block.kind, listed = "attachment_list", True
        elif _NOTE.match(block.text):
            block.kind, listed = "note", False
        elif listed and _LISTED.match(block.text):
            block.kind = "attachment_list"
        elif _closes(closing, n, blocks):
            block.kind, listed = "signature", False
