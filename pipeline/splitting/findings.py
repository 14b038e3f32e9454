"""What is amiss with the structure of documents, told apart: what the source prints so, and what was not found in it.

Belongs here: the finding, and all of them together. Does not belong here: how a numbering is followed (`sequences`),
what a text announces (`announced`), what the raw lines say for it (`reasons`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.splitting.announced import announced_breaks
from pipeline.splitting.reasons import Evidence
from pipeline.splitting.sequences import Break, Structure, numbering_breaks
from pipeline.values import Volume


class Finding(NamedTuple):
    """A break of the structure with its cause (`source` or `defect`) and reason.

    `seen_line` is the raw line on which stands what was not taken, or which tells that nothing is missing.
    """

    at: Break
    cause: str
    reason: str
    seen_line: int | None


def find_all(volume: Volume, made: Structure) -> list[Finding]:
    """Everything amiss with the structure of a volume's documents, in order, each thing once."""
    breaks = [*numbering_breaks(made), *announced_breaks(made)]
    found: dict[tuple[int, int, str, str, str], Finding] = {}
    if breaks:
        evidence = Evidence(volume, made)
        for b in sorted(breaks, key=lambda b: (b.document, b.line, b.what, b.kind, b.label)):
            found.setdefault((b.document, b.line, b.what, b.kind, b.label), Finding(b, *evidence.of(b)))
    return list(found.values())
