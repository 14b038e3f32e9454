"""The measured page."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.layout import CLOSE_ROUND, DIGIT, OPEN_ROUND, commonest_width, measure, shifted, usual_width


def _page(*lines: str):
    return measure(lines, range(1, len(lines) + 1), [1] * len(lines))


def test_widths_are_in_full_width_glyphs():
    page = _page("现印发给你们。", "2022 年 5 月", " （一）坚持  ")
    assert page.width.tolist()[0] == 7
    assert abs(page.width[1] - (2 + 0.45 + 1 + 0.45 + 0.5 + 0.45 + 1)) < 1e-5
    assert (page.lead[2], page.trail[2]) == (1, 2)


def test_first_last_and_count_look_at_one_line_each():
    page = _page("（一）坚持12", "没有", "末）3（")
    assert page.count(DIGIT).tolist() == [2, 0, 1]
    assert page.first(OPEN_ROUND).tolist() == [0, 1 << 30, 3]
    assert page.last(CLOSE_ROUND).tolist() == [2, -1, 1]


def test_what_cannot_be_broken_is_measured_whole():
    page = _page("cnmaker@miit.gov.cn 邮箱", "“十四五”期间", "支持", "2022 年")
    assert page.head_unit().tolist() == [9.5, 2, 1, 2]


def test_the_local_width_follows_the_page():
    width = np.array([40.0] * 60 + [26.0] * 60, np.float32)
    usual = usual_width(width, 6, 6)
    common = commonest_width(width, 20)
    assert (usual[20], usual[100], common[20], common[100]) == (40, 26, 40, 26)


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=12), min_size=1))
def test_any_lines_can_be_measured(lines):
    page = _page(*lines)
    assert len(page.texts) == len(lines) == len(page.width)
    assert page.lengths.min() >= 1
    assert page.count(DIGIT).sum() <= len(page.codes)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.integers(-12, 12))
def test_shifting_fills_what_lies_beyond(values, by):
    found = shifted(np.array(values), by, -1).tolist()
    assert found == [values[i + by] if 0 <= i + by < len(values) else -1 for i in range(len(values))]
