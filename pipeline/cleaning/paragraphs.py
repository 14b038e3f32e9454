"""Which printed lines begin a paragraph.

Belongs here: the decision. What the page shows is measured in `pipeline.cleaning.layout`, read in `pipeline.cleaning.cues`;
how the cues weigh is a model shipped as data (`paragraphs.json`), trained offline by tools/train_paragraphs.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from pipeline.cleaning.cues import cue_matrix
from pipeline.cleaning.layout import measure
from pipeline.cleaning.trees import Trees, loads


@cache
def _model(name: str) -> Trees:
    return loads((resources.files("pipeline.cleaning") / f"{name}.json").read_text("utf-8"))


def paragraph_starts(lines: Sequence[str], numbers: Sequence[int], page_of: Sequence[int]) -> list[bool]:
    """For each printed line of `numbers` (raw lines from 1, ascending): does it begin a paragraph?

    `lines` are the raw lines of the volume, `page_of` the page of each. Lines that are no text (page numbers, URLs) must
    be left out of `numbers`.
    """
    if not numbers:
        return []
    page = measure(lines, numbers, page_of)
    scores = _model("paragraphs").scores(cue_matrix(page)[1])
    starts = [bool(s > 0) for s in scores]
    starts[0] = True
    return starts
