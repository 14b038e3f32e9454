"""Plots as inline SVG: horizontal bars that grow with the page and need no script, font or network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

_ROW = 26
_WIDTH = 400
_LABEL = 148
_VALUE = 66


class Bar(NamedTuple):
    """A bar: its label, how long it is, what stands after it, and how it is coloured."""

    label: str
    length: float
    value: str
    kind: str = "plain"


def bars(title: str, found: Sequence[Bar], longest: float | None = None) -> str:
    """Horizontal bars, one below the other; `longest` is what fills the width (default: the longest bar)."""
    if not found:
        return ""
    full = longest or max(b.length for b in found) or 1
    room = _WIDTH - _LABEL - _VALUE
    lines = [
        f'<svg viewBox="0 0 {_WIDTH} {_ROW * len(found) + 4}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
    ]
    for position, bar in enumerate(found):
        top = position * _ROW
        length = room * min(1.0, max(0.0, bar.length / full))
        lines += [
            f'<text class="l" x="{_LABEL - 8}" y="{top + 18}" text-anchor="end">{escape(_short(bar.label))}</text>',
            f'<rect class="t" x="{_LABEL}" y="{top + 5}" width="{room}" height="17" rx="3"/>',
            f'<rect class="{bar.kind}" x="{_LABEL}" y="{top + 5}" width="{length:.1f}" height="17" rx="3"/>',
            f'<text class="v" x="{_LABEL + room + 8}" y="{top + 18}">{escape(bar.value)}</text>',
        ]
    return "\n".join([*lines, "</svg>"])


def count_bars(title: str, counts: Mapping[str, int]) -> str:
    """Bars of plain counts."""
    return bars(title, [Bar(name, n, f"{n:,}") for name, n in counts.items()])


def _short(label: str) -> str:
    """A label that fits: a Chinese character takes the room of two others."""
    room, told = 19, ""
    for character in label:
        room -= 1 if ord(character) < 0x2E80 else 2
        if room < 0:
            return told + "…"
        told += character
    return told
