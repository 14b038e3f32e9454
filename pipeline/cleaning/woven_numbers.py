"""Page numbers of an older setting that stand inside the lines of this one (`坚持新 2 发展理念`).

A figure between blanks with no word of measure behind it is not enough to tell. But where several such figures grow
with the lines between them as page numbers do, at one pace, they are the pages of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

FEWEST = 3
"""Figures that must grow at one pace."""

FARTHEST = 400
"""Printed lines between two of them at most."""

PACES = (12.0, 45.0)
"""Printed lines on a page of the older setting."""

SAME_PACE = 0.3
"""By what share paces may differ."""

OPEN_CHAINS = 16
"""How many of the last chains a figure may go on with."""

_LEADS_TO_FIGURE = "第共约达至到有为近超前后计各每满按逾即的是于件栏表图"
_MEASURE = (
    "年月日时号个项条家次名位人届章节批类种级页万亿元台套件户所座处部张份米公里吨度小分秒天周岁倍者款层线期成大省区市县镇乡村"
    "方面点余多强以至及和与或"
)
# Begins with the blank and then looks back: so the search leaps from blank to blank.
_FIGURE = re.compile(
    rf"[ \u3000](?<=[\u4e00-\u9fff，、。；：）》”].)(?<![{_LEADS_TO_FIGURE}].)[ \u3000]*([0-9]{{1,3}})"
    rf"(?:[ \u3000]+(?=[\u4e00-\u9fff“《（])(?![{_MEASURE}])|[ \u3000]*$)",
    re.MULTILINE,
)


class WovenNumber(NamedTuple):
    """A page number inside a line: index of the line, the characters [start, end) that hold it and its blanks."""

    line: int
    start: int
    end: int


class _Figure(NamedTuple):
    line: int
    number: int
    start: int
    end: int


def woven_numbers(texts: Sequence[str]) -> list[WovenNumber]:
    """Page numbers inside the printed lines `texts`, in order."""
    chains: list[list[_Figure]] = []
    for figure in _figures(texts):
        chain = next((c for c in reversed(chains[-OPEN_CHAINS:]) if _goes_on(c, figure)), None)
        if chain is None:
            chains.append([figure])
        else:
            chain.append(figure)
    found = sorted(f for chain in chains if len(chain) >= FEWEST for f in chain)
    return [WovenNumber(f.line, f.start, f.end) for f in found]


def _figures(texts: Sequence[str]) -> list[_Figure]:
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    found = []
    for m in _FIGURE.finditer("\n".join(texts)):
        i = bisect_right(starts, m.start()) - 1
        found.append(_Figure(i, int(m[1]), m.start() - starts[i], m.end() - starts[i]))
    return found


def _goes_on(chain: Sequence[_Figure], figure: _Figure) -> bool:
    """Whether a figure is a later page of a chain, at its pace."""
    last = chain[-1]
    lines, pages = figure.line - last.line, figure.number - last.number
    if pages <= 0 or not 0 < lines <= FARTHEST or not PACES[0] <= lines / pages <= PACES[1]:
        return False
    if len(chain) == 1:
        return True
    pace = (last.line - chain[0].line) / (last.number - chain[0].number)
    return abs(lines / pages - pace) <= SAME_PACE * pace
