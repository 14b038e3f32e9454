"""The cleaners: small named functions from a joined paragraph to replacements, run in the order of `CLEANERS`.

A cleaner gets the current text of one paragraph and returns replacements in order, without overlap. It neither knows
nor cares what stood there before: the draft keeps the ledger. To change the cleaning, pass another list of names. What
a blank means is decided in `blanks`, what is a recognition error in `fixes`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from pipeline.cleaning.blanks import BLANK_RUN, BLANKS, meaning_of_blanks
from pipeline.cleaning.ledger import Draft, Replacement

Cleaner = Callable[[str], list[Replacement]]

CJK = r"\u3400-\u9fff〇"
MARKS = r"，。、；：？！“”‘’（）《》〈〉【】〔〕…—·"


# Control, bidi and format characters, private use, noncharacters, U+FFFD: they print as nothing, or as a box.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200e\u200f\u202a-\u202e\u2061-\u206f\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufff0-\ufffb\ufffd-\uffff\U000e0000-\U0010ffff]+"
)


def drop_unprintable(text: str) -> list[Replacement]:
    """Characters that no reader sees, and glyphs that have no code: gone from the text, kept in the ledger."""
    if text.isprintable() and "\ufffd" not in text:
        return []
    return [Replacement(m.start(), m.end(), "", "drop_unprintable") for m in _UNPRINTABLE.finditer(text)]


def printable(text: str) -> str:
    """Text without what `drop_unprintable` drops, for what is read off raw lines."""
    return _UNPRINTABLE.sub("", text)


_MARGIN = BLANKS + "\n"


def space_margin(text: str) -> list[Replacement]:
    """Blanks at the start and end of a paragraph: lost indents, page-break blanks, trailing blanks."""
    start = len(text) - len(text.lstrip(_MARGIN))
    end = len(text.rstrip(_MARGIN))
    found = [Replacement(0, start, "", "space_margin")] if start else []
    if start < end < len(text):
        found.append(Replacement(end, len(text), "", "space_margin"))
    return found


def space_inner(text: str) -> list[Replacement]:
    """Blanks inside a paragraph: none, or one where it is meant (Latin words, labels, issuers, names in a list)."""
    runs = [m.span() for m in BLANK_RUN.finditer(text)]
    if not runs:
        return []
    return [
        Replacement(start, end, meant, "space_inner")
        for (start, end), meant in zip(runs, meaning_of_blanks(text, runs), strict=True)
    ]


def _dresses() -> dict[str, str]:
    """Characters that are plainly another dress of one: full-width letters, compatibility forms, radicals."""
    dress = {chr(c): chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    dress |= dict(
        zip(
            "﹐﹑﹔﹕﹖﹗﹙﹚﹝﹞﹤﹥％＋•‧∙・－⻓⻔⻢⻋⻛⻅⻉⻘⻩⻚⻜⻰",
            "，、；：？！（）〔〕〈〉%+····—长门马车风见贝青黄页飞龙",
            strict=True,
        )
    )
    for c in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)):
        plain = unicodedata.normalize("NFKC", chr(c))
        if plain != chr(c):
            dress[chr(c)] = plain
    return dress


_DRESS = _dresses()
_DRESSED = re.compile(f"[{re.escape(''.join(_DRESS))}]")
_POINT = re.compile(r"(?<=[0-9０-９])[．﹒]")


def width_dress(text: str) -> list[Replacement]:
    """Another dress of a letter, digit or mark: ２ to 2, ％ to %, ﹝ to 〔, • to ·, a radical to its character."""
    if text.isascii() or not _DRESSED.search(text):
        return []
    return [Replacement(m.start(), m.end(), _DRESS[m.group()], "width_dress") for m in _DRESSED.finditer(text)]


def width_point(text: str) -> list[Replacement]:
    """The point after a digit: 1． and 1﹒ are 1."""
    if "．" not in text and "﹒" not in text:
        return []
    return [Replacement(m.start(), m.end(), ".", "width_point") for m in _POINT.finditer(text)]


_WIDE = {"(": "（", ")": "）", ":": "：", ",": "，", ";": "；", "?": "？", "!": "！"}
_NARROW = re.compile(r"[(),:;?!]")
_CHINESE = re.compile(rf"[{CJK}{MARKS}]")
_BRACKET = re.compile(r"[()（）]")
_ANGLED = re.compile(r"<[^<>\n]{2,80}>")


def width_punctuation(text: str) -> list[Replacement]:
    """ASCII brackets, colons, commas, semicolons, question and exclamation marks become full-width next to Chinese."""
    if text.isascii() or not _NARROW.search(text):
        return []
    widened = _widened(text, {m.start(): m.end() - 1 for m in _ANGLED.finditer(text)} if "<" in text else {})
    return [
        Replacement(m.start(), m.end(), _WIDE[m.group()], "width_punctuation")
        for m in _NARROW.finditer(text)
        if m.start() in widened
    ]


def _widened(text: str, angles: Mapping[int, int]) -> set[int]:
    """Where marks become full-width, and where those of the pairs < > in `angles` begin that do.

    What is widened is Chinese to its neighbours and its partner, so one widens the next.
    """
    narrow = {m.start() for m in _NARROW.finditer(text)}
    pairs = _bracket_pairs(text)
    reached = [at for at in narrow if _beside_chinese(text, at) or text[pairs.get(at, at)] in "（）"]
    reached += [at for at in angles if _beside_chinese(text, at)]
    widened = set(reached)
    while reached:
        at = reached.pop()
        end = angles.get(at, at)
        for other in {*_beside(text, at), *_beside(text, end), pairs.get(at, at)}:
            if (other in narrow or other in angles) and other not in widened:
                widened.add(other)
                reached.append(other)
    return widened


def _beside(text: str, at: int) -> tuple[int, int]:
    """What stands before and after the mark at `at`, a blank between them or not; outside of the text at its ends."""
    return at - 1 - text.startswith(" ", max(0, at - 1)), at + 1 + text.startswith(" ", at + 1)


def _beside_chinese(text: str, at: int) -> bool:
    """Whether Chinese stands next to the mark at `at`."""
    before, after = _beside(text, at)
    return bool((before >= 0 and _CHINESE.match(text, before)) or _CHINESE.match(text, after))


def _bracket_pairs(text: str) -> dict[int, int]:
    """Both ends of each pair of round brackets, so that a pair is widened together."""
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for m in _BRACKET.finditer(text):
        if m.group() in "(（":
            open_at.append(m.start())
        elif open_at:
            start = open_at.pop()
            pairs[start], pairs[m.start()] = m.start(), start
    return pairs


def width_angle(text: str) -> list[Replacement]:
    """<…> about Chinese is 〈…〉."""
    if "<" not in text:
        return []
    found = []
    angled = list(_ANGLED.finditer(text))
    widened = _widened(text, {m.start(): m.end() - 1 for m in angled})
    for m in angled:
        if m.start() in widened:
            found.append(Replacement(m.start(), m.start() + 1, "〈", "width_angle"))
            found.append(Replacement(m.end() - 1, m.end(), "〉", "width_angle"))
    return found


_QUOTE = re.compile(r'["“”]')


def width_quote(text: str) -> list[Replacement]:
    """A straight quote whose partner is “ or ” becomes like it. A pair of straight ones is the source's own."""
    if '"' not in text:
        return []
    found = []
    opened: re.Match[str] | None = None
    for m in _QUOTE.finditer(text):
        mark = m.group()
        if opened is None:
            opened = None if mark == "”" else m
            continue
        if mark == '"' and opened.group() == "“":
            found.append(Replacement(m.start(), m.end(), "”", "width_quote"))
        elif mark == "”" and opened.group() == '"':
            found.append(Replacement(opened.start(), opened.end(), "“", "width_quote"))
        opened = m if mark == "“" else None
    return found


_NUMBER_YEAR = re.compile(r"(?<=[\u4e00-\u9fff])([\[［〔（(【])((?:19|20)[0-9]{2})([\]］〕）)】])(?=第?[0-9]{1,5}号)")


def width_doc_number(text: str) -> list[Replacement]:
    """The year of a document number stands in 〔〕."""
    if "号" not in text:
        return []
    found = []
    for m in _NUMBER_YEAR.finditer(text):
        found.append(Replacement(m.start(1), m.end(1), "〔", "width_doc_number"))
        found.append(Replacement(m.start(3), m.end(3), "〕", "width_doc_number"))
    return found


CLEANERS: dict[str, Cleaner] = {
    "drop_unprintable": drop_unprintable,
    "space_margin": space_margin,
    "width_point": width_point,
    "width_dress": width_dress,
    "space_inner": space_inner,
    "width_punctuation": width_punctuation,
    "width_angle": width_angle,
    "width_quote": width_quote,
    "width_doc_number": width_doc_number,
}


def run_cleaners(draft: Draft, names: Iterable[str] = tuple(CLEANERS)) -> None:
    """Run the named cleaners over a draft.

    Raises:
        ValueError: an unknown name; the message lists the valid ones.
    """
    for cleaner in chosen(tuple(names)):
        found = cleaner(draft.text)
        if found:
            draft.apply(found)


@cache
def chosen(names: tuple[str, ...]) -> list[Cleaner]:
    """The cleaners of these names."""
    unknown = [n for n in names if n not in CLEANERS]
    if unknown:
        raise ValueError(f"unknown cleaner {unknown[0]!r}; valid names: {', '.join(CLEANERS)}")
    return [CLEANERS[n] for n in names]
