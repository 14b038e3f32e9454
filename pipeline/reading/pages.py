"""Page breaks and printed page numbers.

A page break is no form feed: it shows as one leading blank on a printed line with no empty line before it, or as a line
of one blank alone. A printed page number stands at the foot or the head of a page, so beside a break, and may stand
between the two halves of a sentence or a word.
"""

from __future__ import annotations

import re

from pipeline.values import Page

_NUMBER = re.compile(r"\s*[-—–－·•]{0,2}\s*([0-9０-９]{1,4})\s*[-—–－·•]{0,2}\s*")
_DRESSED = re.compile(r"\s*(?:[-—–－·•]{1,2}\s*[0-9]{1,4}\s*[-—–－·•]{1,2}|第\s*[0-9]{1,4}\s*页(?:\s*共\s*[0-9]{1,4}\s*页)?)\s*")


def find_pages(lines: list[str]) -> tuple[list[int], list[Page], frozenset[int]]:
    """Page of every line, the pages, and the raw lines (1-based) that hold a printed page number alone."""
    page_of: list[int] = []
    page, printed_before, seen_text = 1, False, False
    for line in lines:
        printed = bool(line.strip())
        broken = line.startswith(" ") and not line.startswith("  ") and printed_before if printed else line == " "
        if broken and seen_text:
            page += 1
        page_of.append(page)
        printed_before = printed
        seen_text = seen_text or printed
    return page_of, _pages(lines, page_of, {}), frozenset()


def _pages(lines: list[str], page_of: list[int], numbers: dict[int, str]) -> list[Page]:
    bounds: dict[int, list[int]] = {}
    for number, (line, page) in enumerate(zip(lines, page_of, strict=True), 1):
        if line.strip():
            bounds.setdefault(page, [number, number])[1] = number
    return [Page(page, numbers.get(page), first, last) for page, (first, last) in bounds.items()]
