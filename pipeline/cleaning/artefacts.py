"""What stands on the page but is no text of a document: page numbers, addresses, web metadata, stray marks.

Belongs here: gathering them into drops, each with its rule. Does not belong here: mending of characters, tables
(`pipeline.cleaning.table_regions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.cleaning.assembling import Drop, printed_offsets
from pipeline.cleaning.web_remains import address_lines, metadata_lines
from pipeline.values import Volume

_STRAY_MARK = re.compile(r"[•·●“”‘’\"'\s]+|[-—–－]{1,2}")
_DASHES = re.compile(r"[-—–－]{1,2}")
_SENTENCE_END = "。；：！？…"

Printed = Sequence[tuple[int, int, int]]


def find_artefacts(volume: Volume) -> list[Drop]:
    """Drops of whole lines, in raw order."""
    printed = printed_offsets(volume.lines)
    texts = [volume.lines[line - 1].strip() for line, _, _ in printed]
    rules: dict[int, tuple[str, float]] = {}
    for i in _stray_marks(texts):
        rules[i] = ("drop_stray_mark", 0.9)
    for i in metadata_lines(texts):
        rules[i] = ("drop_web_metadata", 0.98)
    for i in address_lines(texts):
        rules[i] = ("drop_url", 1.0)
    for i, (line, _, _) in enumerate(printed):
        if line in volume.page_number_lines:
            rules[i] = ("drop_page_number", 0.99)
    return [Drop(printed[i][1], printed[i][2], *rules[i]) for i in sorted(rules)]


def _stray_marks(texts: Sequence[str]) -> Iterator[int]:
    """Indices of lines that hold a bullet, an empty pair of quotes, or what is left of a dressed page number.

    A dash is a cell where the lines beside it are short or dashes too; in running text it is no line of its own.
    """
    for i, text in enumerate(texts):
        if len(text) > 8 or not _STRAY_MARK.fullmatch(text):
            continue
        if _DASHES.fullmatch(text):
            before, after = texts[i - 1] if i else "", texts[i + 1] if i + 1 < len(texts) else ""
            if len(after) < 12 or not before or before[-1] in _SENTENCE_END:
                continue
        yield i
