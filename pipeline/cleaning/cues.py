"""Cues for paragraph breaks: what each printed line tells about whether a paragraph begins with it.

Belongs here: markers, shapes (dates, document numbers, addressees, signatures, titles) and how each stands to the lines
around it. Does not belong here: geometry (`pipeline.cleaning.layout`), the decision (`pipeline.cleaning.paragraphs`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from pipeline.cleaning import layout as lay
from pipeline.cleaning.affinity import affinity_cues
from pipeline.cleaning.layout import Floats, Page, shifted
from pipeline.cleaning.markers import MARKER_FIRST, MARKER_KINDS, Marker, marker_of
from pipeline.cleaning.shapes import FLAGS, line_flags


def _markers(page: Page) -> dict[int, Marker]:
    """What the lines that begin with a marker begin with, by line, in order."""
    found = ((i, marker_of(page.texts[i])) for i in page.beginning_with(MARKER_FIRST))
    return {i: marker for i, marker in found if marker.kind}


def _sequence_cues(markers: Mapping[int, Marker], lines: int) -> dict[str, Floats]:
    """How each line's marker continues the numbering of its kind: step from the one before and to the one after."""
    before, after, far = (np.full(lines, 9, np.float32) for _ in range(3))
    values = np.full(lines, -1, np.float32)
    last: dict[int, int] = {}
    for i, (kind, value, _) in markers.items():
        values[i] = value
        if value < 0:
            continue
        j = last.get(kind, -1)
        if j >= 0 and i - j < 200:
            step = min(8, max(-8, value - markers[j].value))
            before[i] = after[j] = step
            far[i] = math.log2(i - j)
        last[kind] = i
    return {
        "marker_step_before": before,
        "marker_step_after": after,
        "marker_far": far,
        "marker_value": np.minimum(values, 60),
    }


def _runs(yes: np.ndarray) -> tuple[Floats, Floats]:
    """How many lines up to and including each (from above, from below) are `yes` without a break; at most 30."""
    at = np.arange(len(yes))
    last_no = np.maximum.accumulate(np.where(yes, -1, at))
    next_no = np.minimum.accumulate(np.where(yes, len(yes), at)[::-1])[::-1]
    return np.minimum(at - last_no, 30).astype(np.float32), np.minimum(next_no - at, 30).astype(np.float32)


def _until(mark: np.ndarray, through: np.ndarray, backwards: bool = False) -> Floats:
    """Lines to the next `mark` line below (or above) with only `through` lines between; 20 where there is none."""
    if backwards:
        return _until(mark[::-1], through[::-1])[::-1]
    at = np.arange(len(mark))
    next_mark = np.minimum.accumulate(np.where(mark, at, 1 << 30)[::-1])[::-1]
    next_mark = shifted(next_mark, 1, 1 << 30)
    next_wall = np.minimum.accumulate(np.where(through | mark, 1 << 30, at)[::-1])[::-1]
    next_wall = shifted(next_wall, 1, 1 << 30)
    distance = np.where(next_mark < next_wall, next_mark - at, 20)
    return np.minimum(distance, 20).astype(np.float32)


def cue_matrix(page: Page) -> tuple[list[str], Floats]:
    """Names and values of the cues: one row a printed line, about the break before it."""
    cues: dict[str, np.ndarray] = {}
    markers = _markers(page)
    flags = line_flags(page)
    kind = np.zeros(len(page.texts), np.float32)
    after_marker = np.full(len(page.texts), -1, np.float32)
    for i, marker in markers.items():
        kind[i], after_marker[i] = marker.kind, _class_after(page.texts[i], marker)
    _add_geometry(cues, page)
    _add_marks(cues, page)
    cues["marker"], cues["marker_before"], cues["marker_next"] = kind, shifted(kind, -1), shifted(kind, 1)
    cues["marker_2_before"] = shifted(kind, -2)
    cues["marker_heading_before"] = shifted(((kind == 2) | (kind == 3) | (kind == 4)).astype(np.float32), -1)
    cues["after_marker"] = after_marker
    cues |= _sequence_cues(markers, len(page.texts))
    for k, name in enumerate(FLAGS):
        cues[name] = flags[:, k]
        cues[name + "_before"] = shifted(flags[:, k], -1)
    for name in ("date_only", "number_line", "title_end", "body_end", "addressee", "title_start"):
        flag = flags[:, FLAGS.index(name)]
        cues[name + "_next"] = shifted(flag, 1)
        cues[name + "_2_before"] = shifted(flag, -2)
    _add_surroundings(cues, page, kind, flags)
    _add_likeness(cues, page)
    cues |= affinity_cues(page)
    names = list(cues)
    matrix = np.empty((len(page.texts), len(names)), np.float32, order="F")
    for k, name in enumerate(names):
        matrix[:, k] = cues[name]
    return names, matrix


def _class_after(text: str, marker: Marker) -> int:
    """Class of the glyph that a line's marker stands before; 99 at the end of the line."""
    rest = text[marker.length : marker.length + 1]
    return 99 if not rest else int(lay.class_of(rest))


def _add_geometry(cues: dict[str, np.ndarray], page: Page) -> None:
    width = page.width
    unit = page.head_unit()
    before = shifted(width, -1)
    near, wide, far = (lay.usual_width(width, k, k) for k in (6, 18, 50))
    above, below = lay.usual_width(width, 14, 0, 0.75), lay.usual_width(width, 0, 14, 0.75)
    common = lay.commonest_width(width, 20)
    cues["width"], cues["width_before"], cues["width_next"] = width, before, shifted(width, 1)
    cues["width_2_before"] = shifted(width, -2)
    cues["unit"] = unit
    for name, usual in (
        ("near", near),
        ("wide", wide),
        ("far", far),
        ("above", above),
        ("below", below),
        ("common", common),
    ):
        cues["slack_" + name] = usual - before - unit
        cues["own_" + name] = usual - width
    for name, usual in (("near", near), ("common", common)):
        cues["slack_next_" + name] = usual - width - shifted(unit, 1)
        cues["slack_2_before_" + name] = usual - shifted(width, -2) - shifted(unit, -1)
    cues["usual_near"], cues["usual_common"] = near, common
    cues["fall"] = before - width
    cues["rise"] = shifted(width, 1) - width
    for name, values in (("lead", page.lead), ("trail", page.trail), ("gap", page.gap)):
        cues[name] = np.minimum(values, 8)
        cues[name + "_before"] = shifted(cues[name], -1)
        cues[name + "_next"] = shifted(cues[name], 1)
    cues["wide_lead"], cues["turned"], cues["turned_next"] = page.wide_lead, page.turned, shifted(page.turned, 1)
    cues["turned_before"] = shifted(page.turned, -1)
    rough = (cues["slack_common"] > 1).astype(np.float32)
    trail = (shifted(page.trail, -1) > 0).astype(np.float32)
    lead = ((page.lead > 0) & ~page.turned).astype(np.float32)
    for name, cue in (("trail", trail), ("lead", lead)):
        cues[name + "_agrees"] = _local_agreement(cue, rough, 40)
        cues[name + "_share"] = _moving_mean(cue, 40)
    cues["gap_share"] = _moving_mean((page.gap == 0).astype(np.float32), 20)


def _moving_mean(values: Floats, around: int) -> Floats:
    total = np.concatenate(([0], np.cumsum(values, dtype=np.float64)))
    at = np.arange(len(values))
    low, high = np.maximum(at - around, 0), np.minimum(at + around + 1, len(values))
    return ((total[high] - total[low]) / (high - low)).astype(np.float32)


def _local_agreement(cue: Floats, other: Floats, around: int) -> Floats:
    """Correlation of two yes-no cues over the lines around each line."""
    both, one, two = (_moving_mean(v, around) for v in (cue * other, cue, other))
    spread = np.sqrt(np.maximum(one * (1 - one) * two * (1 - two), 1e-4))
    return ((both - one * two) / spread).astype(np.float32)


def _add_marks(cues: dict[str, np.ndarray], page: Page) -> None:
    for k in (0, 1, 2):
        cues[f"head_{k}"] = page.class_at(k)
        cues[f"tail_{k}"] = shifted(page.class_at(-1 - k), -1)
    cues["own_tail"], cues["next_head"] = page.class_at(-1), shifted(page.class_at(0), 1)
    cues["tail_before_2"] = shifted(page.class_at(-1), -2)
    for name, kinds in (
        ("stops", (lay.STOP,)), ("commas", (lay.COMMA,)), ("pauses", (lay.PAUSE,)), ("semicolons", (lay.SEMICOLON,)),
        ("blanks", (lay.BLANK,)), ("digits", (lay.DIGIT,)), ("latin", (lay.LATIN,)), ("colons", (lay.COLON,)),
    ):  # fmt: skip
        count = np.minimum(page.count(*kinds), 20)
        cues[name], cues[name + "_before"], cues[name + "_next"] = count, shifted(count, -1), shifted(count, 1)
    open_left = np.zeros(len(page.texts), np.float32)
    close_due = np.zeros(len(page.texts), np.float32)
    carried = np.zeros(len(page.texts), np.float32)
    for k, (opening, closing) in enumerate(lay.PAIRS):
        opened = page.last(opening) > page.last(closing)
        closes = page.first(closing) < page.first(opening)
        balance = page.count(opening) - page.count(closing)
        before = shifted(opened, -1)
        open_left += before
        close_due += closes
        carried += (shifted(balance, -2) + shifted(balance, -1) > 0) & closes
        cues[f"open_{k}"] = before.astype(np.float32) + 2 * closes
    cues["open_left"], cues["close_due"], cues["carried"] = open_left, close_due, carried


def _add_surroundings(cues: dict[str, np.ndarray], page: Page, kind: Floats, flags: np.ndarray) -> None:
    common = cues["usual_common"]
    flag = {name: flags[:, k] for k, name in enumerate(FLAGS)}
    short = page.width < 0.72 * common
    up, down = _runs(short)
    cues["short_up"], cues["short_down"] = shifted(up, -1), down
    plain = page.count(lay.STOP, lay.SEMICOLON) == 0
    plain_up, plain_down = _runs(plain)
    cues["plain_up"], cues["plain_down"] = shifted(plain_up, -1), plain_down
    head = flag["number_line"] | flag["addressee"]
    titled = plain & (kind == 0)
    cues["to_head"] = _until(head, titled)
    cues["to_title_end"] = _until(flag["title_end"], titled)
    cues["to_date"] = _until(flag["date_only"], plain)
    cues["from_date"] = _until(flag["date_only"], plain, backwards=True)
    cues["from_title_start"] = _until(flag["title_start"], titled, backwards=True)
    cues["from_annex"] = _until((kind == MARKER_KINDS.index("annex")), plain, backwards=True)
    cues["from_colon"] = _until(page.class_at(-1) == lay.COLON, np.ones(len(kind), np.bool_), backwards=True)
    cues["from_turn"] = _until(page.turned, np.ones(len(kind), np.bool_), backwards=True)
    ends = page.class_at(-1)
    finished = np.isin(ends, (lay.STOP, lay.SEMICOLON, lay.COLON)).astype(np.float32)
    cues["finished_share"] = _moving_mean(finished, 8)
    cues["short_share"] = _moving_mean(short.astype(np.float32), 8)
    cues["marker_share"] = _moving_mean((kind > 0).astype(np.float32), 8)
    cues["width_spread"] = np.sqrt(np.maximum(_moving_mean(page.width**2, 8) - _moving_mean(page.width, 8) ** 2, 0))


def _add_likeness(cues: dict[str, np.ndarray], page: Page) -> None:
    """How much the lines around begin and end alike, as the entries of a list do."""
    heads = [page.class_at(k) for k in range(4)]
    first, last = page.code_at(0), page.code_at(-1)
    for by in (-1, 1, -2, 2):
        cues[f"same_head_{by}"] = np.sum([shifted(head, by) == head for head in heads], axis=0)
        cues[f"same_first_{by}"] = shifted(first, by) == first
        cues[f"same_last_{by}"] = shifted(last, by) == last
    head, second = heads[:2]
    odd = (head != lay.CJK) & (head == shifted(head, -1)) & (first != 0)
    up, down = _runs(odd)
    cues["odd_head_up"], cues["odd_head_down"] = up, shifted(down, 1)
    odd_pair = (head != lay.CJK) & (shifted(head, 1) == head)
    cues["odd_head_next"] = odd_pair & (shifted(second, 1) == second)
    blank = page.classes == lay.BLANK
    chinese = (page.classes == lay.CJK) | (page.classes == lay.NUMERAL)
    torn = np.zeros(len(blank), np.int32)
    torn[1:-1] = blank[1:-1] & chinese[:-2] & chinese[2:]
    count = np.minimum(np.add.reduceat(torn, page.offsets[:-1]), 9).astype(np.float32)
    cues["torn"], cues["torn_before"] = count, shifted(count, -1)
    cues["torn_share"] = _moving_mean(np.minimum(count, 1), 12)
