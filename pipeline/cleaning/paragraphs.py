"""Which printed lines begin a paragraph.

Belongs here: the decision. What the page shows is measured in `pipeline.cleaning.layout` and read in
`pipeline.cleaning.cues`; how the cues weigh is a model shipped as data (`paragraphs.json`), trained offline by
tools/train_paragraphs.py.

The lines are read twice. The first reading judges each line by its own cues and those of the lines around it. The
second reading judges the unsure lines again, knowing the first one's judgement of all lines around
(`pipeline.cleaning.habits`): the width that full lines have in this stretch, what blanks and indents mean in it, where
numbering and brackets stand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.cues import cue_matrix
from pipeline.cleaning.habits import habit_cues
from pipeline.cleaning.layout import Floats, Page, measure
from pipeline.cleaning.trees import Trees, unpack

CERTAIN = 6.0
"""A line that the first reading scores higher, or lower than the opposite, is not judged again."""


@cache
def _readings() -> tuple[Trees, Trees]:
    data = json.loads((resources.files("pipeline.cleaning") / "paragraphs.json").read_text("utf-8"))
    return unpack(data["first"]), unpack(data["second"])


def paragraph_starts(lines: Sequence[str], numbers: Sequence[int], page_of: Sequence[int]) -> list[bool]:
    """For each printed line of `numbers` (raw lines from 1, ascending): does it begin a paragraph?

    `lines` are the raw lines of the volume, `page_of` the page of each. Lines that are no running text (page numbers,
    URLs, tables) must be left out of `numbers`.
    """
    if not numbers:
        return []
    page = measure(lines, numbers, page_of)
    names, cues = cue_matrix(page)
    first, second = _readings()
    scores = first.scores(cues)
    unsure = np.flatnonzero(np.abs(scores) < CERTAIN)
    scores[unsure] = second.scores(second_rows(page, names, cues, scores, unsure)[1])
    starts: list[bool] = (scores > 0).tolist()
    starts[0] = True
    return starts


def second_rows(
    page: Page, names: list[str], cues: Floats, scores: Floats, lines: NDArray[np.int64] | None = None
) -> tuple[list[str], Floats]:
    """Names and values of the second reading's cues: the first one's and what its scores tell.

    One row for each line whose index is in `lines`, or for every line.
    """
    own = {name: cues[:, names.index(name)] for name in ("marker", "marker_value", "usual_common")}
    more = habit_cues(page, scores, own["marker"], own["marker_value"], own["usual_common"])
    if lines is None:
        lines = np.arange(len(cues))
    rows = np.empty((len(lines), len(names) + len(more)), np.float32, order="F")
    rows[:, : len(names)] = cues[lines]
    for k, name in enumerate(more, len(names)):
        rows[:, k] = more[name][lines]
    return [*names, *more], rows
