"""Blocks cut anew: each wanted span is one block, and the ledger still leads back to every byte."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.assembling import Drop, Span, assemble, printed_offsets
from pipeline.cleaning.ledger import undo
from pipeline.cleaning.reblocking import reblock
from pipeline.values import Volume, line_offsets

LINE = st.one_of(
    st.just(""),
    st.just(" "),
    st.text(alphabet='中国办发（一）()，。:2022年 　\t\u2003AbC“”"', max_size=20),
    st.sampled_from(
        ["第一章 总  则", "附件 2：国家小型微型企业示范基地建设管理办法  ", " 国务院办公厅关于加快发展外贸的意见"]
    ),
)


def volume(lines):
    return Volume("v", "v.txt", "", "text/plain", "utf-8", 0, lines, [1] * len(lines), [])


def line_blocks(lines):
    """Every printed line a block of its own."""
    return assemble(volume(lines), [Span(a, b) for _, a, b in printed_offsets(volume(lines))], [])


def test_a_title_on_two_lines_becomes_one_block():
    lines = [" 国务院办公厅关于全面实行行政许可事项", "", "清单管理的通知", "", "国办发〔2022〕2 号"]
    end = line_offsets(lines)[2] + len(lines[2])
    cut = reblock(volume(lines), line_blocks(lines), [Span(0, end, "title")])
    assert [(b.kind, b.line_start, b.line_end) for b in cut.blocks] == [("title", 1, 3), ("paragraph", 5, 5)]
    assert cut.blocks[0].text == "国务院办公厅关于全面实行行政许可事项清单管理的通知"
    assert undo(cut.blocks, cut.edits, len(lines)) == lines


def test_a_label_is_cut_from_the_title_on_its_line():
    lines = ["附件 2：国家小型微型企业创业创新示范基地建设管理办法  ", "", "创新创业是指基于技术创新。"]
    at = lines[0].index("国")
    wanted = [Span(0, at, "label"), Span(at, len(lines[0]), "title")]
    cut = reblock(volume(lines), line_blocks(lines), wanted)
    assert [b.kind for b in cut.blocks] == ["label", "title", "paragraph"]
    assert cut.blocks[1].text == "国家小型微型企业创业创新示范基地建设管理办法"
    assert undo(cut.blocks, cut.edits, len(lines)) == lines


def test_what_a_title_cuts_through_keeps_the_rest():
    lines = ["现印发给你们。", "工业领域碳达峰", "实施方案", "为深入贯彻"]
    whole = assemble(volume(lines), [Span(0, sum(map(len, lines)) + 3)], [])
    starts = line_offsets(lines)
    cut = reblock(volume(lines), whole, [Span(starts[1], starts[2] + len(lines[2]), "title")])
    assert [b.text for b in cut.blocks] == ["现印发给你们。", "工业领域碳达峰实施方案", "为深入贯彻"]
    assert undo(cut.blocks, cut.edits, len(lines)) == lines


def test_what_was_dropped_stays_dropped():
    lines = ["关于明确增值税政策", "100", "的公告"]
    starts = line_offsets(lines)
    spans = [Span(0, len(lines[0])), Span(starts[2], starts[2] + len(lines[2]))]
    cleaned = assemble(volume(lines), spans, [Drop(starts[1], starts[1] + 3, "drop_page_number")])
    cut = reblock(volume(lines), cleaned, [Span(0, starts[2] + len(lines[2]), "title")])
    assert [b.text for b in cut.blocks] == ["关于明确增值税政策的公告"]
    assert [e.before.strip() for e in cut.edits if e.rule == "drop_page_number"] == ["100"]
    assert undo(cut.blocks, cut.edits, len(lines)) == lines


@given(st.lists(LINE, min_size=1, max_size=14), st.data())
@settings(max_examples=150, deadline=None)
def test_the_ledger_stays_exact(lines, data):
    printed = [p for p in printed_offsets(volume(lines)) if lines[p[0] - 1].strip()]
    cleaned = assemble(volume(lines), _paragraphs(printed, lines, data), [])
    wanted, at = [], 0
    while at < len(printed):
        size = data.draw(st.integers(0, 3))
        if size:
            run = printed[at : at + size]
            wanted.append(Span(run[0][1], run[-1][2], "title"))
        at += max(size, 1)
    cut = reblock(volume(lines), cleaned, wanted)
    assert undo(cut.blocks, cut.edits, len(lines)) == lines
    assert sum(b.kind == "title" for b in cut.blocks) == len(wanted)


def _paragraphs(printed, lines, data):
    """The printed lines in paragraphs of some lines each; lines of rare blanks alone are paragraphs of their own."""
    spans, open_lines = [], 0
    for number, start, end in printed_offsets(volume(lines)):
        if spans and lines[number - 1].strip() and open_lines and data.draw(st.booleans()):
            spans[-1] = spans[-1]._replace(end=end)
        else:
            spans.append(Span(start, end))
        open_lines = 1 if printed else 0
    return spans
