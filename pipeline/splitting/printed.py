"""The printed lines of a volume as a reader of its layout sees them: text without blanks, how full, what stood before.

Belongs here: what is true of a line on its page. Does not belong here: what the line says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.values import Cleaned, Volume

_FORMS = str.maketrans(
    {
        "(": "（", ")": "）", ":": "：", ",": "，", ";": "；", "?": "？", "!": "！",
        "[": "〔", "]": "〕", "﹝": "〔", "﹞": "〕", "［": "〔", "］": "〕",
        "－": "-", "—": "-", "–": "-", "―": "-", "﹒": ".", "．": ".",
    }
)  # fmt: skip
_FORMED = re.compile(f"[{re.escape(''.join(map(chr, _FORMS)))}]")
_FURNITURE = re.compile(
    r"[-·•]{0,2}\d{1,4}[-·•]{0,2}|第\d{1,4}页(?:共\d{1,4}页)?|(?:https?|www|ftp)[：.:].*|发文机关：.*|发布日期：.*|发布时间：.*"
    r"|\d{4}-\d\d-\d\d.*|字号大中小.*|打印本页.*|javascript.*|来源：.*"
)
_FURNITURE_BEGINS = frozenset("-·•第hwf发字打j来")
_NEIGHBOURS = 40


class Line(NamedTuple):
    """A printed line.

    `number` is its raw line, `text` its characters without blanks and in one form each (character for character),
    `printed` the line without its margins, `fill` its length against the width of the lines about it. `gap`: an empty
    line stands before it. `page_top`: a page begins with it. `after_furniture`: a page number, URL or web metadata
    stands between it and the line before. `in_table`: cleaning took it for part of a table.
    """

    number: int
    text: str
    printed: str
    fill: float
    gap: bool
    page_top: bool
    after_furniture: bool
    in_table: bool


def compact(text: str) -> str:
    """`text` without blanks, its brackets, colons, dashes and points in one form."""
    text = "".join(text.split()).replace("\ufeff", "")
    return text.translate(_FORMS) if _FORMED.search(text) else text


def printed_lines(volume: Volume, cleaned: Cleaned) -> list[Line]:
    """The printed lines of a volume, page numbers, URLs and what else cleaning dropped left out."""
    dropped = _dropped(volume, cleaned)
    tabular = {n for b in cleaned.blocks if b.kind == "table" for n in range(b.line_start + 1, b.line_end + 1)}
    rows: list[tuple[int, str, str, bool, bool, bool]] = []
    last, page, furniture = 0, 0, False
    for number, (raw, own_page) in enumerate(zip(volume.lines, volume.page_of, strict=True), 1):
        text = compact(raw) if raw else ""
        if not text:
            continue
        if number in dropped or (number not in tabular and _is_furniture(text)):
            furniture = True
            continue
        rows.append((number, text, raw.strip(" \t\r\u3000\ufeff"), number > last + 1, own_page != page, furniture))
        last, page, furniture = number, own_page, False
    widths = _widths([len(r[1]) for r in rows])
    return [
        Line(n, t, p, len(t) / w, g, top, f, n in tabular) for (n, t, p, g, top, f), w in zip(rows, widths, strict=True)
    ]


def _is_furniture(text: str) -> bool:
    """Whether a line is a page number, a URL or what a web page says of itself."""
    return (text[0] in _FURNITURE_BEGINS or text[0].isdecimal()) and _FURNITURE.fullmatch(text) is not None


def _dropped(volume: Volume, cleaned: Cleaned) -> set[int]:
    """Raw lines of which nothing is left but what the ledger says was dropped."""
    lines = set()
    for edit in cleaned.edits:
        if edit.rule.startswith("drop_"):
            rows = edit.before.split("\n")
            for i, row in enumerate(rows):
                if len(row.strip()) == len(volume.lines[edit.line - 1 + i].strip()):
                    lines.add(edit.line + i)
    return lines


def _widths(lengths: Sequence[int]) -> list[float]:
    """For each line the width of a full line about it: a high quantile of its neighbours, in steps for speed.

    Among the cells of tables no line is full; there the width of the volume's prose tells more.
    """
    usual = _quantile(sorted(lengths)) if lengths else 0
    widths: list[float] = []
    for start in range(0, len(lengths), _NEIGHBOURS):
        about = _quantile(sorted(lengths[max(0, start - _NEIGHBOURS) : start + 2 * _NEIGHBOURS]))
        widths += [max(12.0, about, 0.75 * usual)] * min(_NEIGHBOURS, len(lengths) - start)
    return widths


def _quantile(ordered: Sequence[int]) -> float:
    return float(ordered[int(len(ordered) * 0.8)])
