"""Corrections that a person has made and signed (`pipeline/vocabulary/corrections.toml`).

They are data: a correction is made only if what it corrects still stands on its line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.values import Suspect


class Correction(NamedTuple):
    """On raw line `line` of a volume stands `before` (as printed, blanks included) and should stand `after`."""

    volume_id: str
    line: int
    before: str
    after: str
    by: str


class Placed(NamedTuple):
    """A correction that applies: offsets [start, end) in the raw text, and what should stand there."""

    start: int
    end: int
    after: str


@cache
def corrections() -> tuple[Correction, ...]:
    """All corrections that are shipped, by volume and line.

    Raises:
        ValueError: one lacks a field, or changes nothing.
    """
    text = (resources.files("pipeline.vocabulary") / "corrections.toml").read_text("utf-8")
    return read_corrections(text)


def read_corrections(text: str) -> tuple[Correction, ...]:
    """The corrections of a TOML text: tables [[correction]] with volume, line, before, after, by.

    Raises:
        ValueError: one lacks a field, or changes nothing.
    """
    found = []
    for number, entry in enumerate(tomllib.loads(text).get("correction", []), 1):
        try:
            made = Correction(entry["volume"], int(entry["line"]), entry["before"], entry["after"], entry["by"])
        except KeyError as error:
            raise ValueError(f"corrections.toml, correction {number}: {error} is missing") from None
        if not made.before or made.before == made.after or "\n" in made.before + made.after:
            raise ValueError(
                f"corrections.toml, correction {number}: {made.before!r} to {made.after!r} corrects nothing"
            )
        found.append(made)
    return tuple(sorted(found))


def placed_corrections(
    volume_id: str, lines: Sequence[str], starts: Sequence[int], all_corrections: Sequence[Correction]
) -> tuple[list[Placed], list[Suspect]]:
    """Where the corrections of a volume apply, and those that no longer do, as suspects."""
    placed: list[Placed] = []
    lost: list[Suspect] = []
    for c in all_corrections:
        if c.volume_id != volume_id:
            continue
        line = lines[c.line - 1] if 0 < c.line <= len(lines) else ""
        column = line.find(c.before)
        start = starts[c.line - 1] + column if column >= 0 else -1
        if column < 0 or line.count(c.before) > 1 or any(start < p.end for p in placed):
            reason = f"a correction by {c.by} does not fit: it wants {c.before!r} once on line {c.line}"
            lost.append(Suspect(min(max(c.line, 1), len(lines)), 1, c.before, c.after, reason))
        else:
            placed.append(Placed(start, start + len(c.before), c.after))
    return placed, lost
