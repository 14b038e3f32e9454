"""Page numbers of an older setting, woven into a sentence when it was set anew: 坚持新 2 发展理念, 参考出口市 8 场.

One such number looks like any figure between blanks. What tells is that the words on its two sides belong together, and
that several run on through the pages, each a page's lines after the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.cleaning.reference import Reference, reference

_NUMBER = re.compile(
    r"(?<![ \u3000])[ \u3000]{1,4}([1-9][0-9]{0,2})(?:[ \u3000]{1,4}(?=[\u4e00-\u9fff])|[ \u3000]{0,4}$)"
)
_LINES_A_PAGE = range(12, 70)
_UNEVEN = 1.6
_AHEAD = 40
_NUMBERS = 3
_SURE_NUMBERS = 3
_PAGES_BETWEEN = 20
_LABEL_ENDS = "件栏表图第"
_PAIR, _OFTEN, _RUN, _WORD = 6, 20, 3, 50


class Woven(NamedTuple):
    """Offsets [start, end) of a number and the blanks about it, in the raw text."""

    start: int
    end: int


class _Candidate(NamedTuple):
    line: int
    number: int
    start: int
    end: int
    sure: bool


def woven_numbers(lines: Sequence[str], starts: Sequence[int]) -> list[Woven]:
    """The page numbers inside sentences. `starts` are the offsets of the lines in the raw text."""
    candidates = _candidates(lines, starts)
    chains = [_chain(candidates, first) for first in range(len(candidates))]
    taken: set[_Candidate] = set()
    for chain in sorted(chains, key=len, reverse=True):  # a figure that fits by chance makes no longer chain
        if len(chain) >= _NUMBERS and sum(c.sure for c in chain) >= _SURE_NUMBERS and taken.isdisjoint(chain):
            taken.update(chain)
    return [Woven(c.start, c.end) for c in candidates if c in taken]


def _candidates(lines: Sequence[str], starts: Sequence[int]) -> list[_Candidate]:
    known = reference()
    printed = [i for i, line in enumerate(lines) if line and not line.isspace()]
    found = []
    for k, i in enumerate(printed):
        line = lines[i]
        if " " not in line and "\u3000" not in line:
            continue
        for m in _NUMBER.finditer(line):
            before = line[: m.start()].rstrip()[-2:]
            after = line[m.end() :].lstrip()[:2]
            if not after and k + 1 < len(printed):
                after = lines[printed[k + 1]].lstrip()[:2]
            weight = _belongs(known, before, after)
            if weight:
                found.append(_Candidate(i + 1, int(m.group(1)), starts[i] + m.start(), starts[i] + m.end(), weight > 1))
    return found


def _belongs(known: Reference, before: str, after: str) -> int:
    """2 where what stands before and after the number is known together and nothing counted follows, 1 where it may."""
    if not before or not after or not "\u4e00" <= after[0] <= "\u9fff":
        return 0
    if before[-1] in "，、。；”》）":
        return int(after[0] not in known.after_number)
    pair = before[-1] + after[0]
    if after[0] in known.after_number or before[-1] in _LABEL_ENDS:
        return 0
    if known.word_text(pair) >= _WORD:
        return 2
    known_run = known.count_text(before + after[0]) >= _RUN or known.count_text(before[-1] + after) >= _RUN
    times = known.count_text(pair)
    return 2 if known_run or times >= _OFTEN else int(times >= _PAIR)


def _chain(candidates: Sequence[_Candidate], first: int) -> list[_Candidate]:
    """The numbers that run on from one, each as many pages after the one before as the lines between them make."""
    chain = [candidates[first]]
    pace: list[float] = []
    for c in candidates[first + 1 : first + _AHEAD]:
        last = chain[-1]
        if not last.number < c.number <= last.number + _PAGES_BETWEEN:
            continue
        lines_a_page = (c.line - last.line) / (c.number - last.number)
        if not _LINES_A_PAGE.start <= lines_a_page < _LINES_A_PAGE.stop:
            continue
        if max([*pace, lines_a_page]) <= _UNEVEN * min([*pace, lines_a_page]):
            chain.append(c)
            pace.append(lines_a_page)
    return chain
