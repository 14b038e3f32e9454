"""Blocks from lines: nothing is lost, and the ledger leads back to every byte."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.assembling import Drop, Span, assemble, printed_offsets
from pipeline.cleaning.ledger import undo
from pipeline.values import Volume, line_offsets

GLYPHS = '中国办发（一）()，。:,2022年 　\t\r\u2003\ufeff\x0c\x85AbC.+十-〔[]一1草命“”"•％－'
LINE = st.one_of(
    st.just(""),
    st.just(" "),
    st.text(alphabet=GLYPHS, max_size=30),
    st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["第一章 总  则", "— 4—", "\ufeff中共中央 国务院", "加强党的全的全面面领导", "https://a.gov.cn/b"]),
)


def volume(lines, page_of=None):
    return Volume("v", "v.txt", "", "text/plain", "utf-8", 0, lines, page_of or [1] * len(lines), [])


@st.composite
def pages(draw):
    """Lines, paragraphs of some of them (also parts of a line), and drops inside and between."""
    lines = draw(st.lists(LINE, min_size=1, max_size=25))
    spans, drops = [], []
    for _, start, end in printed_offsets(volume(lines)):
        cuts = sorted({start, end, *draw(st.lists(st.integers(start, end), max_size=3))})
        for a, b in pairwise(cuts):
            what = draw(st.sampled_from(["new", "on", "on", "drop", "drop inside"]))
            if what == "drop":
                drops.append(Drop(a, b, "drop_url"))
            elif what == "new" or not spans or (drops and drops[-1].start >= spans[-1].end):
                spans.append(Span(a, b, "table" if draw(st.booleans()) else "paragraph", draw(st.booleans())))
            else:
                spans[-1] = spans[-1]._replace(end=b)
                if what == "drop inside":
                    drops.append(Drop(a, b, "drop_page_number"))
    return lines, spans, drops


@settings(max_examples=300, deadline=None)
@given(pages())
def test_undoing_the_ledger_gives_the_raw_lines_back(case):
    lines, spans, drops = case
    cleaned = assemble(volume(lines), spans, drops)
    assert undo(cleaned.blocks, cleaned.edits, len(lines)) == lines
    places = [(e.line, e.column) for e in cleaned.edits]
    assert places == sorted(places)
    for block in cleaned.blocks:
        assert block.text == block.text.strip()
        assert block.breaks[0] == (0, block.line_start)
        assert block.breaks[-1][1] == block.line_end
        assert block.breaks == sorted(block.breaks)
        assert block.breaks[-1][0] < len(block.text)


def spans_of(lines, starts):
    spans = []
    for number, start, end in printed_offsets(volume(lines)):
        if number in starts:
            spans.append(Span(start, end))
        else:
            spans[-1] = spans[-1]._replace(end=end)
    return spans


def texts(lines, starts, drops=()):
    cleaned = assemble(volume(lines), spans_of(lines, starts), drops)
    assert undo(cleaned.blocks, cleaned.edits, len(lines)) == lines
    return [b.text for b in cleaned.blocks]


def test_wrapped_lines_are_joined():
    lines = ["面向关键核心技", "", "术 APP Access", "", "Control 应用。\r", "", "　　二、保障\r"]
    assert texts(lines, {1, 7}) == ["面向关键核心技术APP Access Control应用。", "二、保障"]


def test_a_page_number_in_mid_sentence_keeps_its_row():
    lines = ["加强组织领", "", "— 23 —", "", " 导。"]
    at = line_offsets(lines)[2]
    cleaned = assemble(volume(lines, [1, 1, 1, 1, 2]), spans_of(lines, {1}), [Drop(at, at + 6, "drop_page_number")])
    assert [b.text for b in cleaned.blocks] == ["加强组织领导。"]
    assert next(e.rule for e in cleaned.edits if e.line == 3) == "drop_page_number"
    assert undo(cleaned.blocks, cleaned.edits, 5) == lines


def test_breaks_say_which_line_each_character_is_from():
    lines = ["为贯彻落", "", "实《中共中央 国务院关于深化改革的意见》", "", "。"]
    block = assemble(volume(lines), spans_of(lines, {1}), []).blocks[0]
    assert [block.line_at(block.text.index(c)) for c in "落实中。"] == [1, 3, 3, 5]


def test_tables_keep_their_lines_and_cells():
    lines = ["序号 示范区名称", "", "1  长 寿 区", "", "12 个 项目"]
    spans = [Span(0, len("\n".join(lines)), "table", keep_lines=True)]
    cleaned = assemble(volume(lines), spans, [])
    assert cleaned.blocks[0].text == "序号 示范区名称\n1 长寿区\n12个项目"
    assert undo(cleaned.blocks, cleaned.edits, 5) == lines


def test_a_paragraph_of_which_nothing_is_left_makes_no_block():
    lines = ["http://a.cn", "正文。"]
    cleaned = assemble(volume(lines), [Span(0, 11), Span(12, 15)], [Drop(0, 11, "drop_url")])
    assert [b.text for b in cleaned.blocks] == ["正文。"]
    assert undo(cleaned.blocks, cleaned.edits, 2) == lines


def test_text_in_no_paragraph_is_refused():
    with pytest.raises(ValueError, match="line 2, column 1: '二'"):
        assemble(volume(["一", "二"]), [Span(0, 1)], [])


def test_a_drop_across_the_end_of_a_paragraph_is_refused():
    with pytest.raises(ValueError, match="lies across"):
        assemble(volume(["一二三"]), [Span(0, 2), Span(2, 3)], [Drop(1, 3, "drop_url")])


@pytest.mark.parametrize("line", [" " * 200_000, "草 " * 50_000, "(" * 100_000, "[2020" * 40_000, "<" * 100_000 + ">",
                                  '"' * 100_000, "一十" * 100_000, "全的" * 100_000, ". 5" * 30_000])  # fmt: skip
def test_a_long_hostile_line_takes_linear_time(line):
    lines = ["一" + line + "一", "", "二"]
    began = time.process_time()
    cleaned = assemble(volume(lines), [Span(0, len("\n".join(lines)))], [])
    assert time.process_time() - began < 5
    assert undo(cleaned.blocks, cleaned.edits, 3) == lines
