"""Why a structure is not as it should be: what the raw lines say for a break.

A break is the source's own where its lines print it so; it is a defect of the splitting where what is missing does
stand in them, or where what breaks the numbering is the middle of a sentence. Knows lines and blocks, not how breaks
are found (`sequences`, `announced`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.splitting.body import BODY_KINDS, is_closed
from pipeline.splitting.markers import read_markers
from pipeline.splitting.numerals import NUMERAL, parse_numeral, write_numeral
from pipeline.splitting.printed import compact
from pipeline.splitting.sequences import ATTACHMENT, BOX, ROW, Break, Structure
from pipeline.values import Block, Volume

SOURCE, DEFECT = "source", "defect"

_EXCERPT = re.compile(r"节选|摘录|摘编|摘要")
_OMITTED = re.compile(r"[（(]\s*(?:略|此处略|已?删除|已?废止|空缺|保留)\s*[）)]|……$")
_NUMBERS = re.compile(rf"[{NUMERAL}]+|[0-9]+|[①-⒛㉑-㉟㊱-㊿]|[A-Za-z]")
_MOST_MISSING = 40
_SURE = 2.0
"""What a reading may cost at most to be taken for a label."""
_NOT_TEXT = frozenset(("table", "contents", "attachment_list"))
_RUNS = ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x3251, 15), (0x32B1, 15))
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

Reason = tuple[str, str, int | None]
"""Cause, reason, and the raw line that tells."""


class Evidence:
    """The raw lines of a volume and what was made of them."""

    def __init__(self, volume: Volume, made: Structure):
        self.lines = volume.lines
        self.documents, self.blocks, self.units = made.documents, made.blocks, made.units
        self.taken = {(u.line_start, u.number) for u in made.units}
        self.kind_at = {n: b.kind for b in made.blocks for n in range(b.line_start, b.line_end + 1)}
        self.block_at = {b.line_start: i for i, b in reversed(list(enumerate(made.blocks)))}
        self.starts = {u.blocks[0] for u in made.units if u.blocks and u.kind != "paragraph"}

    def of(self, b: Break) -> Reason:
        """Cause and reason of a break."""
        if b.what == "missing":
            return self._missing(b)
        if b.what in ("list_without_items", "orphan_item"):
            return self._list(b)
        if b.what == "declared_count":
            return self._counted(b)
        return self._printed(b)

    def _missing(self, b: Break) -> Reason:
        seen = self._seen(b)
        if seen is not None:
            return DEFECT, "not_taken", seen
        if self._within_sentence(b):
            return DEFECT, "within_sentence", b.line
        if _EXCERPT.search(self.documents[b.document].title):
            return SOURCE, "excerpt", None
        if b.unit is not None and self._unnumbered(b):
            return SOURCE, "unnumbered", self._line_before(b)
        before = self._block_before(b)
        if before is not None and _OMITTED.search(before.text):
            return SOURCE, "omitted", before.line_start
        return SOURCE, "not_printed", None

    def _printed(self, b: Break) -> Reason:
        """What is printed twice or out of order, unless it stands within a sentence."""
        if self._within_sentence(b):
            return DEFECT, "within_sentence", b.line
        return SOURCE, "printed_so", b.line

    def _list(self, b: Break) -> Reason:
        at = self.block_at.get(b.line)
        after = self.blocks[at + 1] if at is not None and at + 1 < len(self.blocks) else None
        if b.what == "orphan_item":
            return SOURCE, "printed_so", b.line
        if after is not None and after.kind in BODY_KINDS and at is not None and at + 1 not in self.starts:
            return SOURCE, "unnumbered", after.line_start
        return SOURCE, "not_printed", None

    def _counted(self, b: Break) -> Reason:
        """Whether the article after the last one stands in a document that is said to have more, or fewer."""
        document = self.documents[b.document]
        own = [u for u in self.units if u.document == b.document and u.kind == "article"]
        if own and own[-1].number is not None:
            last = int(own[-1].number.split("-")[0])
            more = b._replace(
                kind="article", label=own[-1].label, expected=str(last + 1), found=str(last + 2),
                since=own[-1].line_start, line=self.blocks[document.last_block].line_end,
            )  # fmt: skip
            seen = self._seen(more)
            if seen is not None:
                return DEFECT, "not_taken", seen
        return SOURCE, "excerpt" if _EXCERPT.search(document.title) else "counted_otherwise", b.line

    def _seen(self, b: Break) -> int | None:
        """The raw line on which a missing number stands where a unit may begin, None if it stands nowhere."""
        forms = "|".join(_forms(b))
        if not forms:
            return None
        if b.kind == ROW:
            pattern = re.compile(rf"(?<![0-9.．])(?:{forms})(?=\D|$)(?![.．]\d)")
        elif b.kind in (BOX, ATTACHMENT):
            pattern = re.compile(rf"(?:{forms})(?![0-9])")
        else:
            pattern = re.compile(rf"(?:^|(?<=[。；：！？”）]))(?:{forms})")
        for number in range(b.since, b.line + 1):
            if b.kind != ROW and self.kind_at.get(number) in _NOT_TEXT:
                continue
            text = compact(self.lines[number - 1]).translate(_DIGITS)
            for m in pattern.finditer(text):
                if self._is_label(b, text, m) and not self._is_taken(b, number, m.group()):
                    return number
        return None

    def _is_label(self, b: Break, text: str, m: re.Match[str]) -> bool:
        if b.kind == BOX:
            return m.start() == 0
        if b.kind == ATTACHMENT:
            return m.start() == 0 and (m.end() == len(text) or text[m.end()] == "：")
        if b.kind == ROW:
            return m.start() == 0 or m.end() == len(text) or not text[m.end()].isdigit()
        return any(r.taking < _SURE and r.end >= m.end() for r in read_markers(text, m.start()))

    def _is_taken(self, b: Break, line: int, label: str) -> bool:
        """Whether a label that stands on a line is one of the units there."""
        if b.kind in (ROW, BOX, ATTACHMENT):
            return False
        number = _NUMBERS.findall(label)[-1]
        return any((line, n) in self.taken for n in (number, str(_value(number))))

    def _within_sentence(self, b: Break) -> bool:
        """Whether the paragraph before a unit did not come to its end."""
        before = self._block_before(b) if b.unit is not None else None
        if before is None or before.kind not in BODY_KINDS:
            return False
        return not is_closed(before.text, bool(read_markers(before.text)))

    def _unnumbered(self, b: Break) -> bool:
        """Whether as many paragraphs without a number stand before a unit, after what leads them in, as are missing."""
        at = self._first_block(b)
        missing = int(b.found) - int(b.expected) if b.expected.isdigit() and b.found.isdigit() else 0
        count = 0
        while at is not None and at and self.blocks[at - 1].document == b.document:
            at -= 1
            if self.blocks[at].line_start < b.since or self.blocks[at].text.endswith("：") or at in self.starts:
                break
            count += 1
        return count == missing > 0

    def _first_block(self, b: Break) -> int | None:
        if b.unit is None or not self.units[b.unit].blocks:
            return None
        return self.units[b.unit].blocks[0]

    def _block_before(self, b: Break) -> Block | None:
        at = self._first_block(b)
        if not at or self.blocks[at - 1].document != b.document:
            return None
        return self.blocks[at - 1]

    def _line_before(self, b: Break) -> int | None:
        before = self._block_before(b)
        return None if before is None else before.line_start


def _forms(b: Break) -> Iterator[str]:
    """Patterns of the labels that are missing, in the form of the one that stands there."""
    label = compact(b.label)
    numbers = list(_NUMBERS.finditer(label))
    first, last = b.expected.rpartition("-")[2], b.found.rpartition("-")[2]
    if not numbers or not first.isdigit() or not last.isdigit():
        return
    at = numbers[-1]
    for n in range(int(first), min(max(int(last), int(first) + 1), int(first) + _MOST_MISSING)):
        number = "|".join(re.escape(x) for x in _written(at.group(), n))
        end = label[at.end() :]
        yield re.escape(label[: at.start()]) + f"(?:{number})" + ("[、.,，]" if end in ("、", ".") else re.escape(end))


def _written(like: str, n: int) -> list[str]:
    """A number in the characters of another: Chinese ones may also be figures."""
    if like[0] in NUMERAL:
        return [write_numeral(n), str(n)]
    if like.isascii() and like.isdigit():
        return [str(n)]
    if like.isascii():
        return [chr(ord("A" if like.isupper() else "a") + n - 1)] if n <= 26 else []
    return [chr(code + n - 1) for code, size in _RUNS if n <= size]


def _value(text: str) -> int | None:
    if text.isascii() and text.isalpha():
        return ord(text.lower()) - 96
    if text[0] in NUMERAL or text.isdecimal():
        return parse_numeral(text)
    return next((ord(text) - code + 1 for code, size in _RUNS if code <= ord(text) < code + size), None)
