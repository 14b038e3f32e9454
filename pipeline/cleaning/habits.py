"""What a first reading of the lines tells about the habits of each stretch.

A first reading gives each printed line a score (a logit: positive where it seems to begin a paragraph). From them
follow the width that full lines really have here, what margins, blanks and page turns mean here, and
where in the structure (numbered item, open bracket) a line stands.

Belongs here: cues made from scores. Does not belong here: cues of the lines themselves (`pipeline.cleaning.cues`).
"""

from __future__ import annotations

import numpy as np

from pipeline.cleaning import layout as lay
from pipeline.cleaning.layout import Floats, Page, moving_sum, shifted

_REACH = 5


def habit_cues(page: Page, scores: Floats, kinds: Floats, values: Floats, common: Floats) -> dict[str, Floats]:
    """Cues from a reading.

    `scores` are its logits, `kinds` and `values` the markers the lines begin with, `common` the width commonest around.
    """
    scores = np.clip(scores, -8, 8)
    begins = (1 / (1 + np.exp(-scores))).astype(np.float32)
    cues: dict[str, Floats] = {"score": scores}
    for by in range(1, _REACH + 1):
        cues[f"score_{by}_before"] = shifted(scores, -by, 8)
        cues[f"score_{by}_after"] = shifted(scores, by, 8)
    cues |= _width_cues(page, begins, common)
    cues |= _margin_cues(page, begins)
    cues |= _structure_cues(page, scores > 0, kinds, values)
    return cues


def _width_cues(page: Page, begins: Floats, common: Floats) -> dict[str, Floats]:
    """How full the lines are against the width of the nearest lines that certainly go on."""
    before, unit = shifted(page.width, -1), page.head_unit()
    first = shifted(begins, -1, 1)
    sure = (begins < 0.1) & (first < 0.1)
    above, below, far_above, far_below = _nearest(before, sure, common)
    main = np.where(far_above <= far_below, above, below)
    main = np.where(np.abs(above - below) < 1.5, (above + below) / 2, main)
    cues: dict[str, Floats] = {"far_above": far_above, "far_below": far_below, "measure": main}
    for name, width in (("above", above), ("below", below), ("", main)):
        cues["left_over_" + name] = width - before - unit
        cues["left_over_next_" + name] = width - page.width - shifted(unit, 1)
    cues["left_over_indented"] = cues["left_over_"] - 2 * first
    cues["own_measure"] = main - page.width
    next_goes_on = 1 - shifted(begins, 1, 1)
    filled = _bins(cues["left_over_"]) + _BINS * (first > 0.5)
    cues["odds_filled"] = _habit_odds(filled, 2 * _BINS, begins, np.ones_like(begins))
    cues["odds_indented"] = _habit_odds(_bins(cues["left_over_next_"]), _BINS, begins, next_goes_on)
    cues["odds_indented_sure"] = np.where(next_goes_on > 0.9, cues["odds_indented"], 0)
    short = np.where((first > 0.9) & (begins < 0.1) & (np.abs(cues["left_over_"]) < 4), 1, 0).astype(np.float32)
    cues["usual_indent"] = _others_mean(cues["left_over_"], short, 40, -1)
    plain = sure.astype(np.float32)
    cues["raggedness"] = _others_mean(np.abs(np.clip(cues["left_over_"], -10, 10)), plain, 30, 1)
    return cues


_NEAREST = 5
_BINS = 24


def _nearest(values: Floats, sure: np.ndarray, otherwise: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Medians of `values` at the `_NEAREST` sure lines above and below each line, and how far these reach."""
    n = len(values)
    lines = np.flatnonzero(sure)
    if len(lines) < 2 * _NEAREST + 1:
        unknown = np.full(n, 99, np.float32)
        return otherwise, otherwise, unknown, unknown
    at = np.arange(n)
    steps = np.arange(_NEAREST)
    upto = np.searchsorted(lines, at)[:, None] - 1 - steps
    past = np.searchsorted(lines, at, "right")[:, None] + steps
    middle = _NEAREST // 2
    found = []
    for places in (upto, past):
        inside = lines[np.clip(places, 0, len(lines) - 1)]
        median = np.partition(values[inside], middle, axis=1)[:, middle]
        reach = np.minimum(np.abs(inside[:, middle] - at), 99).astype(np.float32)
        reach[(places[:, -1] < 0) | (places[:, -1] >= len(lines))] = 99
        found.append((median.astype(np.float32), reach))
    (above, far_above), (below, far_below) = found
    above, below = np.where(far_above < 99, above, below), np.where(far_below < 99, below, above)
    return above, below, far_above, far_below


def _bins(values: Floats) -> np.ndarray:
    return np.clip(np.rint(values * 2) + 10, 0, _BINS - 1).astype(np.int64)


def _habit_odds(bins: np.ndarray, count: int, begins: Floats, weight: Floats, around: int = 150) -> Floats:
    """Log odds of a start by the bin a line falls in, as the other lines around (and, weakly, the volume) have it."""
    alike = []  # of each bin: its lines, and which of them lie around each
    for b in range(count):
        here = np.flatnonzero(bins == b)
        alike.append((here, np.searchsorted(here, here - around), np.searchsorted(here, here + around, "right")))
    shares = []
    for chance in (begins, 1 - begins):
        sure = np.where(chance > 0.8, chance * weight, 0).astype(np.float32)
        whole = np.bincount(bins, sure, count) + 0.05
        whole = (whole / whole.sum()).astype(np.float32)
        total = moving_sum(sure, around) - sure
        inside = np.empty(len(bins), np.float32)
        for here, low, high in alike:
            running = np.concatenate(([0], np.cumsum(sure[here])))
            inside[here] = running[high] - running[low] - sure[here]
        shares.append((inside + 8 * whole[bins]) / (total + 8))
    return np.log(shares[0] / shares[1]).astype(np.float32)


def _others_mean(values: Floats, weight: Floats, around: int, otherwise: float) -> Floats:
    """Weighted mean over the lines around, the line itself left out."""
    total = moving_sum(weight, around) - weight
    mean = (moving_sum(weight * values, around) - weight * values) / np.maximum(total, 0.5)
    return np.where(total > 0.5, mean, otherwise).astype(np.float32)


def _margin_cues(page: Page, begins: Floats) -> dict[str, Floats]:
    """What the blanks and gaps before a line mean here: log odds of a start, by the other lines around."""
    goes_on = 1 - begins
    ends = shifted(page.class_at(-1), -1, lay.STOP)
    signs = {
        "trail": shifted(page.trail, -1) > 0,
        "trail_2": shifted(page.trail, -1) > 1,
        "lead": (page.lead > 0) & ~page.turned,
        "tight": (page.gap == 0) & ~page.turned,
        "turned": page.turned,
        "stopped": ends == lay.STOP,
        "unmarked": ~np.isin(ends, (lay.STOP, lay.SEMICOLON, lay.COLON)),
    }
    cues: dict[str, Floats] = {}
    for name, sign in signs.items():
        around = 60 if name != "stopped" else 30
        yes = sign.astype(np.float32)
        on, off = begins * yes, goes_on * yes
        starts, others = (moving_sum(v, around) - v for v in (begins, goes_on))
        on_share = (moving_sum(on, around) - on + 0.3) / (starts + 0.6)
        off_share = (moving_sum(off, around) - off + 0.3) / (others + 0.6)
        present = np.log(on_share / off_share)
        absent = np.log((1 - on_share) / (1 - off_share))
        cues["odds_" + name] = np.where(sign, present, absent).astype(np.float32)
        cues["means_" + name] = present.astype(np.float32)
    cues["start_share"] = moving_sum(begins, 12) / np.float32(25)
    cues["start_share_wide"] = moving_sum(begins, 40) / np.float32(81)
    return cues


def _structure_cues(page: Page, starts: np.ndarray, kinds: Floats, values: Floats) -> dict[str, Floats]:
    """Where a line stands between the last start above it and the next below it."""
    n = len(starts)
    at = np.arange(n)
    starts = starts.copy()
    starts[0] = True
    last = shifted(np.maximum.accumulate(np.where(starts, at, 0)), -1, 0).astype(np.int64)
    following = np.minimum.accumulate(np.where(starts, at, n)[::-1])[::-1]
    following = shifted(following, 1, n).astype(np.int64)
    inside = np.minimum(following, n - 1)
    cues: dict[str, Floats] = {
        "since_start": np.minimum(at - last, 30).astype(np.float32),
        "to_start": np.minimum(following - at, 30).astype(np.float32),
        "item_kind": kinds[last],
        "next_kind": kinds[inside],
        "next_is_sibling": ((kinds[last] == kinds[inside]) & (kinds[last] > 0)).astype(np.float32),
        "item_step": np.clip(values[inside] - values[last], -9, 9),
        "own_step": np.clip(values - values[last], -9, 9) * (kinds == kinds[last]),
        "own_kind_is_items": ((kinds == kinds[last]) & (kinds > 0)).astype(np.float32),
    }
    for pair, (opening, closing) in enumerate(lay.PAIRS[:3]):
        balance = np.cumsum(page.count(opening) - page.count(closing))
        balance = np.concatenate(([0], balance))
        cues[f"open_since_{pair}"] = np.clip(balance[at] - balance[last], -3, 3).astype(np.float32)
    stops = np.concatenate(([0], np.cumsum(page.count(lay.STOP, lay.SEMICOLON))))
    cues["stops_since"] = np.minimum(stops[at] - stops[last], 20).astype(np.float32)
    length = np.concatenate(([0], np.cumsum(page.width)))
    cues["length_since"] = np.minimum(length[at] - length[last], 400).astype(np.float32)
    return cues
