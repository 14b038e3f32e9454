"""The cleaners: small named functions from a joined paragraph to replacements, run in the order of `CLEANERS`.

A cleaner gets the current text of one paragraph and returns replacements in order, without overlap. It neither knows nor
cares what stood there before: the draft keeps the ledger. To change the cleaning, pass another list of names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from pipeline.cleaning.ledger import Draft, Replacement

Cleaner = Callable[[str], list[Replacement]]

CJK = r"\u3400-\u9fff〇"
MARKS = r"，。、；：？！“”‘’（）《》〈〉【】〔〕…—·％"

_BLANKS = r"[ \t\r\u00a0\u2002-\u200a\u3000\ufeff]"
_BLANK_RUN = re.compile(_BLANKS + "+")
_LABEL = re.compile(r"第[一二三四五六七八九十百千零〇两]+[编章节条](?:之[一二三四五六七八九十]+)?$")
_BODY_END = re.compile(r"(?:中共中央|国务院|办公厅|办公室|人民政府|委员会|总局|委|部|局|院|厅|署|会|协会|银行|法院|检察院|中央|政府)$")
_HEAD_WORD = re.compile(r"^[（(]?(?:中共|中央|国家|国务院|全国|最高人民|[\u4e00-\u9fff]{2,12}?(?:部|委|局|厅|院|署|会|行|办公室))")


def space_margin(text: str) -> list[Replacement]:
    """Blanks at the start and end of a paragraph: lost indents, page-break blanks, trailing blanks."""
    body = text.strip(" \t\r\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000\ufeff")
    if len(body) == len(text):
        return []
    start = text.index(body) if body else len(text)
    found = [Replacement(0, start, "", "space_margin")] if start else []
    if start + len(body) < len(text):
        found.append(Replacement(start + len(body), len(text), "", "space_margin"))
    return found


def space_inner(text: str) -> list[Replacement]:
    """Blanks inside a paragraph: none between Chinese and anything, one between Latin words, labels and issuers."""
    found = []
    for m in _BLANK_RUN.finditer(text):
        start, end = m.span()
        found.append(Replacement(start, end, _blank_between(text, start, end), "space_inner"))
    return found


def _blank_between(text: str, start: int, end: int) -> str:
    if start == 0 or end == len(text):
        return ""
    left, right = text[start - 1], text[end]
    if left < "\u0250" and right < "\u0250":
        return " " if (left.isalnum() or left in ",.;:)'\"") and (right.isalnum() or right in "('\"") else ""
    if left > "\u2fff" and right > "\u2fff":
        before = text[max(0, start - 12) : start]
        if _LABEL.search(before) and start <= 12:
            return " "
        if _BODY_END.search(before) and _HEAD_WORD.match(text[end : end + 16]):
            return " "
    return ""


_WIDE = {"(": "（", ")": "）", ":": "：", ",": "，", ";": "；", "?": "？", "!": "！"}
_NARROW = re.compile(r"[(),:;?!]")
_CHINESE = re.compile(rf"[{CJK}{MARKS}]")


def width_punctuation(text: str) -> list[Replacement]:
    """ASCII brackets, colons, commas, semicolons, question and exclamation marks become full-width next to Chinese."""
    if not _NARROW.search(text):
        return []
    pairs = _bracket_pairs(text)
    found = []
    for m in _NARROW.finditer(text):
        at = m.start()
        places = (at, pairs[at]) if at in pairs else (at,)
        if any(_beside_chinese(text, p) for p in places):
            found.append(Replacement(at, at + 1, _WIDE[m.group()], "width_punctuation"))
    return found


def _beside_chinese(text: str, at: int) -> bool:
    return bool((at and _CHINESE.match(text[at - 1])) or (at + 1 < len(text) and _CHINESE.match(text[at + 1])))


def _bracket_pairs(text: str) -> dict[int, int]:
    """Both ends of each pair of ASCII brackets, so that a pair is widened together."""
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for m in re.finditer(r"[()（）]", text):
        if m.group() in "(（":
            open_at.append(m.start())
        elif open_at:
            start = open_at.pop()
            pairs[start], pairs[m.start()] = m.start(), start
    return pairs


_NUMBER_YEAR = re.compile(r"(?<=[\u4e00-\u9fff])([\[﹝［〔（(])((?:19|20)\d\d)([\]﹞］〕）)])(?=第?\d{1,5}号)")


def width_doc_number(text: str) -> list[Replacement]:
    """The year of a document number stands in 〔〕."""
    found = []
    for m in _NUMBER_YEAR.finditer(text):
        found.append(Replacement(m.start(1), m.end(1), "〔", "width_doc_number"))
        found.append(Replacement(m.start(3), m.end(3), "〕", "width_doc_number"))
    return found


CLEANERS: dict[str, Cleaner] = {
    "space_margin": space_margin,
    "space_inner": space_inner,
    "width_punctuation": width_punctuation,
    "width_doc_number": width_doc_number,
}


def run_cleaners(draft: Draft, names: Iterable[str] = tuple(CLEANERS)) -> None:
    """Run the named cleaners over a draft.

    Raises:
        ValueError: an unknown name; the message lists the valid ones.
    """
    for cleaner in chosen(tuple(names)):
        draft.apply(cleaner(draft.text))


def chosen(names: Sequence[str]) -> list[Cleaner]:
    """The cleaners of these names."""
    unknown = [n for n in names if n not in CLEANERS]
    if unknown:
        raise ValueError(f"unknown cleaner {unknown[0]!r}; valid names: {', '.join(CLEANERS)}")
    return [CLEANERS[n] for n in names]
