"""Which printed lines begin a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

_MARK = "一二三四五六七八九十"


def paragraph_starts(lines: Sequence[str], numbers: Sequence[int], page_of: Sequence[int]) -> list[bool]:
    """For each printed line of `numbers` (1-based): does it begin a paragraph?"""
    starts = []
    width = 40
    before = ""
    for number in numbers:
        text = lines[number - 1].strip()
        starts.append(not before or before[-1] in "。：；" or len(before) < width * 0.6)
        before = text
    return starts
