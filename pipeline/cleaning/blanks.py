"""What a blank means: nothing, or a border between words, names, a label and its heading.

OCR and typesetting put blanks between Chinese and digits, spread the letters of a heading, and leave them where an
older wrap stood. Those mean nothing. A blank between two issuers, two names, a label and what it labels, two Latin
words is the only thing that parts them, so it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

BLANK = r"\t\x0b-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
"""Every character that prints as nothing or as a gap (the line feed aside), for a character class."""

BLANKS = "".join(re.findall(f"[{BLANK}]", "".join(map(chr, range(0x10000)))))
BLANK_RUN = re.compile(f"[{BLANK}]+")

_WIDE_BLANKS = "\t\u3000\u2001\u2003"
_SENTENCE = re.compile(r"[，。；！？：,;]")
_LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百千零〇两0-9]+(?:[编章节条](?:之[一二三四五六七八九十]+)?|部分)"
    rf"|(?:专栏|附件|附表|附录|附图|表|图)[{BLANK}]*[0-9一二三四五六七八九十]+)$"
)
_BODY_END = re.compile(
    r"(?:中共中央|中央军委|国务院|办公厅|办公室|人民政府|委员会|总局|协会|银行|法院|检察院|[委部局院厅署会社])$"
)
_BODY_LAST = frozenset("央委院厅室府会局行部署社")
_BODY = re.compile(
    r"(?!办公|综合|[的和与及在是为由对把将被从于以并可应])(?:[\u4e00-\u9fff]{2,14}?(?:部|委|局|厅|院|署|会|行|办公室|总社|政府))"
)
_FUNCTION = re.compile(r"[的在是为由对把将被从于以并可应]")
_POST = re.compile(r"(?:(?:部|局|署|行|会|院|司|厅|省|市|社|检察|审计)长|主任|总理|主席|书记|主编)$")
_WORD = re.compile(r"[\u4e00-\u9fff]{1,4}")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}$")
_FIELD = re.compile(r"(?:[\u4e00-\u9fff]{2,8}|E-?mail)[:：]", re.IGNORECASE)
_OPENING, _CLOSING = "（(“《〈〔[、，：；,:;", "）)”》〉〕]、，。：；？！,:;?!.%"
_UNIT = re.compile(r"[年月日号个条项款家万亿元人次类级批届章节时天名%）、]")
_CELL = 40
_ISSUERS_AT_MOST = 200
_SHORT = 60


def meaning_of_blanks(text: str, runs: Sequence[tuple[int, int]]) -> list[str]:
    """For each run of blanks in a paragraph (ascending offsets): a blank where it is a border, else nothing.

    In text of several lines (a table) the blanks of each line part its cells.
    """
    if "\n" in text:
        return [" " if _parts_cells(text, s, e) else "" for s, e in runs]
    prose = bool(_SENTENCE.search(text))
    borders = _listed(text, runs) if not prose else frozenset()
    return [" " if i in borders or _is_border(text, s, e, prose) else "" for i, (s, e) in enumerate(runs)]


def blank_between(text: str, start: int, end: int) -> str:
    """What stands instead of the line end at [start, end): a blank where it parts two words, else nothing."""
    left, right = text[start - 1], text[end]
    if left.isascii() and right.isascii():
        if text[start:end].strip("\n"):
            return " " if _parts_latin(text, start, end) else ""
        return " " if right.isalpha() and (left.isalpha() or left in ",;:") else ""
    if left > "\u2fff" and right > "\u2fff" and len(text) <= _ISSUERS_AT_MOST and _parts_bodies(text, start, end):
        # Two lines of a title: a body's name may run on. That issuers are parted by blanks here says it does not.
        others = (m.span() for m in BLANK_RUN.finditer(text))
        if any(e <= start and s and _parts_bodies(text, s, e) for s, e in others):
            return " "
    return ""


def _is_border(text: str, start: int, end: int, prose: bool) -> bool:
    if start == 0 or end == len(text):
        return False
    left, right = text[start - 1], text[end]
    if left < "\u0250" and right < "\u0250":
        return _parts_latin(text, start, end)
    if right == "□":
        return True
    if left in _OPENING or right in _CLOSING:
        return False
    head = text[max(0, start - 12) : start]
    if (
        start <= 12
        and right > "\u2fff"
        and _LABEL.match(head)
        and (head[0] == "第" or (not prose and len(text) <= _SHORT))
    ):
        return True
    if _FIELD.match(text, end, end + 12) and (left.isalnum() or left in "）)"):
        return True
    return left > "\u2fff" and right > "\u2fff" and (_parts_bodies(text, start, end) or _parts_post(text, start, end))


def _parts_cells(text: str, start: int, end: int) -> bool:
    line_start = text.rfind("\n", max(0, start - _CELL), start) + 1 or max(0, start - _CELL)
    line_end = text.find("\n", end, end + _CELL)
    left = text[line_start:start].rsplit(None, 1)[-1:]
    right = text[end : line_end if line_end >= 0 else end + _CELL].split(None, 1)[:1]
    if not left or not right:
        return False
    a, b = left[0], right[0]
    if a[-1] < "\u0250" and b[0] < "\u0250":
        return True
    if a[-1].isdigit() or b[0].isdigit():
        return a.isdigit() and line_start + len(a) >= start and not _UNIT.match(b)
    return len(a) > 1 and len(b) > 1


def _parts_latin(text: str, start: int, end: int) -> bool:
    """Whether a blank between two Latin letters, digits or marks parts two words."""
    left, right = text[start - 1], text[end]
    if left == "." and right.isdigit() and start > 1 and text[start - 2].isdigit():
        return start <= 4  # a number broken after its point; at the start of a paragraph, a label before a number
    return (left.isalnum() or left in ".,;:)'\"") and (right.isalnum() or right in "('\"")


def _parts_bodies(text: str, start: int, end: int) -> bool:
    if text[start - 1] not in _BODY_LAST or not _BODY_END.search(text, max(0, start - 4), start):
        return False
    m = _BODY.match(text, end, end + 18)
    return m is not None and not _FUNCTION.search(m.group())


def _parts_post(text: str, start: int, end: int) -> bool:
    return bool(_POST.search(text, max(0, start - 4), start)) and len(text) - end <= 8 and bool(_NAME.match(text, end))


def _width(text: str) -> int:
    return sum(2 if c in _WIDE_BLANKS else 1 for c in text)


def _listed(text: str, runs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Which runs of blanks part the cells of a line that has no sentence: columns, names.

    Between single characters blanks are spread letters, unless wider than the others; else two blanks part columns,
    and one does where three or more short words stand in a row.
    """
    edges = [0, *(e for _, e in runs), len(text)]
    words = [text[a:b].strip(BLANKS) for a, b in pairwise(edges)]
    widths = [_width(text[s:e]) for s, e in runs]
    spread = [len(words[i]) == 1 and len(words[i + 1]) == 1 for i in range(len(runs))]
    narrow = min((w for w, one in zip(widths, spread, strict=True) if one), default=0)
    cells = 1 + sum(not one for one in spread)
    row_of_words = cells >= 3 and all(map(_WORD.fullmatch, words))
    return frozenset(
        i
        for i, (width, one) in enumerate(zip(widths, spread, strict=True))
        if (width > narrow if one else width >= 2 or row_of_words)
        and words[i]
        and words[i + 1]
        and words[i][-1] not in _OPENING
        and words[i + 1][0] not in _CLOSING
    )
