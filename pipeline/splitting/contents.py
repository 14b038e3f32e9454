"""Tables of contents: of a volume (titles) or of a document (chapters). They repeat what follows and are no part of it.

A table of contents is known by its echo: what its first entry says stands again where the table ends, and no sentence
lies between. It stands under 目录, or at the front of the volume.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.splitting.printed import Line

_HEADING = re.compile(r"(?:总)?目[录次录]|CONTENTS", re.IGNORECASE)
_TAIL = re.compile(r"[.·…‥\-_]*(?:（?\d{1,4}）?)?$")
_LEADERS = re.compile(r"(?:[.·…‥]{4,}|-{4,})（?\d{0,4}）?$")
_ENTRY_NUMBER = re.compile(r"^(?:\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、(?=国务院|中共|关于))")
_LONGEST = 2000
_FEWEST_AT_FRONT = 6


def contents_ranges(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Ranges [first, last] of printed lines that are the entries of a table of contents, its heading left out."""
    ranges: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if ranges and i <= ranges[-1][1]:
            continue
        heading = len(line.text) < 9 and _HEADING.fullmatch(line.text) is not None
        if not heading and i:
            continue
        first = i + 1 if heading else i
        end = _echo(lines, first)
        if end is not None and end - first >= (2 if heading else _FEWEST_AT_FRONT):
            ranges.append((first, end - 1))
    return ranges


def _echo(lines: Sequence[Line], first: int) -> int | None:
    """The line after `first` on which the entry of line `first` stands again, with no sentence between."""
    if first >= len(lines):
        return None
    wanted = _entry(lines[first].text)
    if len(wanted) < 2:
        return None
    start = wanted[:10]
    for j in range(first + 1, min(first + _LONGEST, len(lines))):
        text = lines[j].text
        if text.startswith(start) and not _LEADERS.search(text) and (len(wanted) >= 10 or _entry(text) == wanted):
            return j
        if text[-1] in "。；：" or "。" in text:
            return None
    return None


def _entry(text: str) -> str:
    """An entry without its number, its leaders and its page."""
    return _ENTRY_NUMBER.sub("", _TAIL.sub("", text))
