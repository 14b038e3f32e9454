"""Printed lines as the search for tables sees them: width, place on the page, words of column headings, numbering.

Belongs here: what one line, by itself and its place, tells about tables. Does not belong here: where a table begins and
ends (`pipeline.cleaning.table_regions`), its rows (`pipeline.splitting.tables`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from pipeline.cleaning.blanks import BLANKS
from pipeline.values import Volume

LONGEST_HEADING_LINE = 60

_REMEMBERED = 1 << 15
"""Lines whose marks are remembered: the search for tables comes back to a line several times."""


class TableLine(NamedTuple):
    """A printed line: its raw line, stripped text, width in full-width characters, empty lines before, and whether a
    page begins with it."""

    number: int
    text: str
    width: float
    gap: int
    top: bool


def table_lines(
    volume: Volume, dropped: Collection[int] = (), first: int = 1, last: int | None = None
) -> list[TableLine]:
    """The printed lines among the raw lines [first, last], without those in `dropped` (raw lines)."""
    numbers: list[int] = []
    texts: list[str] = []
    for number, raw in enumerate(volume.lines[first - 1 : last], first):
        if raw and (text := raw.strip(BLANKS)) and number not in dropped:
            numbers.append(number)
            texts.append(text)
    if not texts:
        return []
    pages = [volume.page_of[number - 1] for number in numbers]
    before = [first - 1, *numbers]
    pages_before = [volume.page_of[first - 1], *pages]
    return [
        TableLine(number, text, width, number - last_number - 1, page != last_page)
        for number, text, width, last_number, page, last_page in zip(
            numbers, texts, widths_of(texts), before, pages, pages_before, strict=False
        )
    ]


_LAST_NARROW = 0x24F


def widths_of(texts: Sequence[str]) -> list[float]:
    """Widths in full-width characters of texts of which none is empty."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    wide = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32) > _LAST_NARROW
    widths: list[float] = ((lengths + np.add.reduceat(wide, np.cumsum(lengths) - lengths, dtype=np.int64)) / 2).tolist()
    return widths


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("pipeline.vocabulary").joinpath("table_headings.toml").read_text("utf8"))
    return {name: frozenset(words) for name, words in data.items()}


@cache
def _words() -> frozenset[str]:
    return _vocabulary()["serial"] | _vocabulary()["words"]


@cache
def _last_characters() -> frozenset[str]:
    """Characters a column heading may end with: most lines fail here."""
    return frozenset(word[-1] for word in _words()) | frozenset("）)")


_LINK = frozenset("/、")
_LINKS_BEFORE, _LINKS_BETWEEN = 7, 2
_BRACKET_AFTER = re.compile(r"[（(][^（）()]{1,8}[）)]$")


@cache
def _word_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in _words()}))


def _is_heading(cell: str) -> bool:
    """Whether a cell is words of headings, with few other characters between and before them, and a bracket behind.

    Goes from word to word and comes to each place once: how a cell divides into words may be told in many ways.
    """
    bracket = _BRACKET_AFTER.search(cell)
    ends = {len(cell), bracket.start() if bracket else len(cell)}
    words, lengths = _words(), _word_lengths()
    begins = set(range(_linked(cell, 0, _LINKS_BEFORE) + 1))
    for at in range(len(cell)):
        if at not in begins:
            continue
        for length in lengths:
            end = at + length
            if cell[at:end] in words:
                if end in ends:
                    return True
                begins.update(range(end, end + _linked(cell, end, _LINKS_BETWEEN) + 1))
    return False


def _linked(cell: str, at: int, most: int) -> int:
    """How many characters from `at` on may stand between two words."""
    found = 0
    while (
        found < most
        and at + found < len(cell)
        and ("\u4e00" <= cell[at + found] <= "\u9fff" or cell[at + found] in _LINK)
    ):
        found += 1
    return found


def cells_of(text: str) -> list[str]:
    """The cells of one printed line: what blanks part, letter-spaced words put together (`重 点 方 向`)."""
    cells: list[str] = []
    spaced = False
    for token in text.split():
        single = len(token) == 1 and token > "\u2fff"
        if single and spaced:
            cells[-1] += token
        else:
            cells.append(token)
        spaced = single
    return cells


def heading_cells(text: str) -> tuple[str, ...]:
    """The column headings that a line is made of; none if it holds anything else."""
    return _heading_cells(text) if may_be_heading(text) else ()


def may_be_heading(text: str) -> bool:
    """Whether a line's last character and length allow that it holds column headings alone."""
    return text[-1] in _last_characters() and len(text) <= LONGEST_HEADING_LINE


@lru_cache(_REMEMBERED)
def _heading_cells(text: str) -> tuple[str, ...]:
    if marker_of(text):
        return ()
    cells = cells_of(text)
    if not all(map(_is_heading, cells)):
        return ()
    if len(cells) == 1 and len(text) >= 2 * len(cells[0]) - 1:
        return tuple(_words_of(cells[0]) or cells)
    return tuple(cells)


def _words_of(spaced: str) -> list[str]:
    """The headings that a letter-spaced line holds one after the other (`时 间 工 作`)."""
    words: list[str] = []
    at = 0
    while at < len(spaced):
        word = next((spaced[at:end] for end in range(len(spaced), at, -1) if spaced[at:end] in _words()), None)
        if word is None:
            return []
        words.append(word)
        at += len(word)
    return words


def is_serial_word(text: str) -> bool:
    """Whether a cell is the heading of the column that numbers the rows."""
    return text in _vocabulary()["serial"]


_HAN = "一二三四五六七八九十百"
_MARKERS = (
    ("item", re.compile(rf"([{_HAN}]{{1,4}})、")),
    ("subitem", re.compile(rf"[（(]([{_HAN}]{{1,4}})[）)]")),
    ("article", re.compile(rf"第([{_HAN}]{{1,5}})条")),
    ("chapter", re.compile(rf"第([{_HAN}]{{1,4}})[章节编]")),
    ("decimal", re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2}){1,4})(?![0-9.％%])")),
    ("arabic", re.compile(r"([0-9]{1,3})[.．、﹒](?![0-9])")),
    ("bracketed", re.compile(r"[（(]([0-9]{1,3})[）)]")),
    ("clause", re.compile(r"([0-9]{1,2})\s+(?=[\u4e00-\u9fff]{2})")),
)


_MARKER_STARTS = frozenset(_HAN + "（(第0123456789")


class Marker(NamedTuple):
    """A number at the head of a line: its kind and its value (several figures for 10.2)."""

    kind: str
    value: tuple[int, ...]


def marker_of(text: str) -> Marker | None:
    """The number a line begins with."""
    return _marker_of(text) if text[0] in _MARKER_STARTS else None


@lru_cache(_REMEMBERED)
def _marker_of(text: str) -> Marker | None:
    for kind, pattern in _MARKERS:
        if m := pattern.match(text):
            figures = m[1].split(".") if kind == "decimal" else [m[1]]
            return Marker(kind, tuple(int(f) if f.isdigit() else _han_value(f) for f in figures))
    return None


def _han_value(text: str) -> int:
    total = digit = 0
    for c in text:
        at = _HAN.index(c)
        if at < 9:
            digit = at + 1
        else:
            unit = 10 if at == 9 else 100
            total += (digit or 1) * unit
            digit = 0
    return total + digit


_SERIAL = re.compile(r"([0-9]{1,4})(?:\s+(?=\S)|$)")


def serial_of(text: str) -> int | None:
    """The number of a row that a line begins with or consists of."""
    m = _SERIAL.match(text)
    return int(m[1]) if m else None


_LABEL = re.compile(r"(?:附件|附表|附录|附)\s*[0-9一二三四五六七八九十]{0,3}\s*[:：]?")
_PART = re.compile(rf"第[{_HAN}]{{1,3}}部分(?:\s.*)?")
_DOC_NUMBER = re.compile(
    r"[（(]?[\u4e00-\u9fff]{2,16}\s*[〔\[﹝（(［]\s*(?:19|20)[0-9]{2}\s*[〕\]﹞）)］]\s*[0-9]{1,5}\s*号[）)]?|第\s*[0-9]{1,4}\s*号"
)
_ADDRESSEE = re.compile(r"(?:各|中共|有关|国务院|国家|市政府).*[：:]|.*(?:[:：])$")
_TITLE_END = re.compile(
    r"(?:的|)(?:通知|意见|决定|办法|规定|公告|通告|批复|函|命令|条例|细则)(?:（.{1,12}）|\(.{1,12}\))?$"
)


def begins_document(lines: Sequence[TableLine], i: int) -> bool:
    """Whether the line is a label or a part heading, or begins a page whose first lines are a document's head."""
    line = lines[i]
    if _LABEL.fullmatch(line.text) or _PART.fullmatch(line.text):
        return True
    if not line.top:
        return False
    ahead = lines[i : i + 8]
    if any(_DOC_NUMBER.fullmatch(x.text) for x in ahead):
        return True
    title = next((k for k, x in enumerate(ahead[:5]) if _TITLE_END.search(x.text)), None)
    return title is not None and any(_ADDRESSEE.fullmatch(x.text) for x in ahead[title + 1 :])
