"""The shape of titles: 文种, issuers, brackets; and how the lines of a title are joined."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest
from operator import add
from typing import NamedTuple

from pipeline.cleaning.cleaners import printable


class TitleWords(NamedTuple):
    """The words of `vocabulary/titles.toml` as endings to be tried with `str.endswith`."""

    notices: tuple[str, ...]
    instruments: tuple[str, ...]
    papers: tuple[str, ...]
    interpretations: tuple[str, ...]
    bodies: tuple[str, ...]


@cache
def title_words() -> TitleWords:
    """The reviewed words that titles are made of."""
    data = tomllib.loads(files("pipeline.vocabulary").joinpath("titles.toml").read_text(encoding="utf-8"))
    return TitleWords(*(tuple(data[name]) for name in TitleWords._fields))


_TAIL = re.compile(r"(?:（[^（）]{0,40}）|[》”」]|--.{2,40}|[-]?\d{4}年?)+$")
_TAIL_ENDS = "）》”」年"
_ISSUED = re.compile(r"(?:印发|转发|发布|公布|批转|下发|颁布|制定)")
_STOP = re.compile(r"[。；！]|：.")
_KEY = re.compile(r"[^\w]|_")
_PAIRS = {"《": "》", "（": "）", "“": "”", "〈": "〉", "〔": "〕"}


def core(title: str) -> str:
    """A title without the brackets, quotes and years that follow its 文种."""
    may = title[-1:] in _TAIL_ENDS or title[-1:].isdecimal() or "--" in title
    return _TAIL.sub("", title) if may else title


def is_balanced(title: str) -> bool:
    """Every bracket and quotation mark that opens closes, and none closes that has not opened."""
    return all(title.count(a) == title.count(b) for a, b in _PAIRS.items())


@lru_cache(maxsize=1 << 10)  # each piece of evidence on a title asks for it
def key(title: str) -> str:
    """What of a title is compared: characters alone, without 关于, 的, 印发 marks and blanks."""
    text = _KEY.sub("", unicodedata.normalize("NFKC", title))
    return text.replace("关于", "").replace("的", "")


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a key."""
    return frozenset(map(add, text, text[1:]))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice's coefficient of two sets of bigrams, 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def ends_in_body(text: str) -> bool:
    """Does it end like the name of a body?"""
    return text.endswith(title_words().bodies)


def join_title(lines: Sequence[str]) -> str:
    """The lines of a title as one: a blank between two issuers and between Latin words, else none."""
    title = ""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        torn = line + following if _TORN.fullmatch(line) else line  # 财政 / 部办公厅, where a line ends inside a name
        if title and (_needs_blank(title, line) or _needs_blank(title, torn)):
            title += " "
        title += line
    return title


_TORN = re.compile(r".{0,2}[^部委局署厅院会行办]")
_ISSUER_START = re.compile(
    r"(?:中共|中央|国家|国务院|全国|最高人民|中国|[\u4e00-\u9fff]{2,14}?(?:部|委|局|署|厅|院|会|行|办公室|办公厅|总社|公司|政府)(?:\s|关于|等|$|联合|[\u4e00-\u9fff]{0,20}?关于))"
)


_OFFICES = ("办公厅", "办公室", "综合司")
"""What a line may begin with that belongs to the body named before it."""

_DECREE = re.compile(r"令(?:第?\d+号|（|《|〔|$)")
_BRACKETS = re.compile(r"(?<!令)（[^（）]*）")


def is_decree(title: str) -> bool:
    """Is it the head of a decree (国务院令, 中国人民银行令〔2021〕第4号)? A decree cited in brackets makes none."""
    return _DECREE.search(_BRACKETS.sub("", title)) is not None


_WIDE = str.maketrans({"(": "（", ")": "）", ":": "：", ",": "，", "[": "〔", "]": "〕"})


def tidy(title: str) -> str:
    """A title with full-width brackets and colons, without what no reader sees."""
    return printable(title).translate(_WIDE)


def _needs_blank(before: str, after: str) -> bool:
    if before[-1].isascii() and after[0].isascii() and before[-1].isalpha() and after[0].isalpha():
        return True
    may = "关于" not in before and ends_in_body(before) and not after.startswith(_OFFICES)
    return may and _ISSUER_START.match(after) is not None
