"""Quotations over several paragraphs: what an amending decision quotes is no structure of its own."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 60
"""Paragraphs after which an unclosed quotation mark is taken for a lost one."""


def quoted_paragraphs(texts: Sequence[str]) -> list[bool]:
    """For each paragraph: does it begin inside a quotation that an earlier one opened and a later one closes?"""
    quoted = [False] * len(texts)
    open_at: int | None = None
    for i, text in enumerate(texts):
        if open_at is not None and i - open_at > _LONGEST:
            open_at = None
        depth = 0 if open_at is None else 1
        if depth and text.startswith("“"):
            depth = 0  # each paragraph of a long quotation opens it anew
        last_open = text.rfind("“")
        last_close = text.rfind("”")
        depth += text.count("“") - text.count("”")
        if open_at is not None and (last_close >= 0 or last_open >= 0) and depth <= 0:
            _mark(quoted, open_at + 1, i)
            open_at = None
        elif depth > 0 and last_open > last_close:
            open_at = i if open_at is None else open_at
        elif depth <= 0:
            open_at = None if last_close >= 0 else open_at
    return quoted


def _mark(quoted: list[bool], first: int, last: int) -> None:
    for i in range(first, last + 1):
        quoted[i] = True
