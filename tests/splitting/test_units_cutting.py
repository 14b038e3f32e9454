"""Cutting blocks where a unit begins inside one: the ledger stays exact, documents move along."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.assembling import Span, assemble
from pipeline.cleaning.ledger import undo
from pipeline.splitting.cutting import cut_at_labels, cut_blocks
from pipeline.splitting.outlining import outline
from pipeline.values import Document, Volume, line_offsets


def volume(*lines: str) -> Volume:
    return Volume("v", "v.txt", "", "text/plain", "utf-8", 0, list(lines), [1] * len(lines), [])


def one_block(*lines: str):
    """A volume whose first line is the title and whose other lines are one paragraph."""
    page = volume(*lines)
    starts = line_offsets(page.lines)
    raw = "\n".join(page.lines)
    cleaned = assemble(page, [Span(0, len(lines[0]), "title"), Span(starts[1], len(raw))], [])
    for block in cleaned.blocks:
        block.document = 0
    return page, cleaned, Document(0, len(cleaned.blocks) - 1, lines[0], 1, 1)


def cut(*lines: str):
    page, cleaned, document = one_block(*lines)
    outlines = [outline(document, 0, cleaned.blocks)]
    labels = cut_at_labels(page, cleaned, [document], outlines)[0]
    assert undo(cleaned.blocks, cleaned.edits, len(page.lines)) == page.lines
    assert document.last_block == len(cleaned.blocks) - 1
    return cleaned.blocks, labels


def test_a_label_in_mid_line():
    blocks, labels = cut(
        "长三角国际一流营商环境建设三年行动方案",
        "（一）坚持党的全面领导。重大事项及时向党",
        "",
        " 中央、国务院报告。（二）健全工作机制。长三角四省（市）要落实",
        "",
        "主体责任。",
    )
    assert [b.text for b in blocks[1:]] == [
        "（一）坚持党的全面领导。重大事项及时向党中央、国务院报告。",
        "（二）健全工作机制。长三角四省（市）要落实主体责任。",
    ]
    assert [(b.line_start, b.line_end) for b in blocks[1:]] == [(2, 4), (4, 6)]
    assert [(label.block, label.offset, label.marker.label) for label in labels] == [(1, 0, "（一）"), (2, 0, "（二）")]
    assert blocks[2].document == 0


def test_an_article_joined_to_the_one_before_keeps_the_blank_after_its_label():
    blocks, labels = cut("办法", "第一条 为了规范。", "第二条 本办法", "适用于本市。", "第三条 自公布之日起施行。")
    assert [b.text for b in blocks[1:]] == [
        "第一条 为了规范。",
        "第二条 本办法适用于本市。",
        "第三条 自公布之日起施行。",
    ]
    assert [label.marker.end for label in labels] == [4, 4, 4]


def test_an_item_on_the_line_of_its_heading():
    page = volume("任务分工", "(一)加大援企稳岗力度。1.阶段性降低", "失业保险费率。", "2.落实普惠金融政策。")
    starts = line_offsets(page.lines)
    spans = [Span(0, 4, "title"), Span(starts[1], starts[3] - 1), Span(starts[3], len("\n".join(page.lines)))]
    cleaned = assemble(page, spans, [])
    for block in cleaned.blocks:
        block.document = 0
    document = Document(0, 2, "任务分工", 1, 1)
    labels = cut_at_labels(page, cleaned, [document], [outline(document, 0, cleaned.blocks)])[0]
    assert [b.text for b in cleaned.blocks[1:3]] == ["（一）加大援企稳岗力度。", "1.阶段性降低失业保险费率。"]
    assert [label.marker.label for label in labels] == ["（一）", "1.", "2."]
    assert undo(cleaned.blocks, cleaned.edits, 4) == page.lines


def test_an_item_below_a_heading_at_the_end_of_another_paragraphs_line():
    page = volume(
        "绿色低碳发展行动计划",
        "（一）指导思想。立足新发展阶段，贯彻新发展理念，构建新发展格局，统筹处理好发展和减排的",
        "关系，全面提高绿色低碳发展质量，助力如期实现碳达峰、碳中和目标。（二）基本原则",
        "——统筹发展。循序渐进，推进节能减排。",
        "——目标导向。聚焦重点领域，落实任务。",
    )
    starts = line_offsets(page.lines)
    ends = [starts[1] - 1, starts[3] - 1, starts[4] - 1, len("\n".join(page.lines))]
    begins = [0, starts[1], starts[3], starts[4]]
    kinds = ["title", "paragraph", "paragraph", "paragraph"]
    cleaned = assemble(page, [Span(a, b, k) for a, b, k in zip(begins, ends, kinds, strict=True)], [])
    for block in cleaned.blocks:
        block.document = 0
    labels = outline(Document(0, 3, page.lines[0], 1, 1), 0, cleaned.blocks)
    assert [label.marker.label for label in labels] == ["（一）", "（二）", "——", "——"]


TEXT = st.text(alphabet="中办（）(),1 2.第条。 　\u2003“”", min_size=1, max_size=14)


@settings(max_examples=100)
@given(st.lists(st.one_of(TEXT, st.just("")), min_size=1, max_size=8), st.data())
def test_any_cut_can_be_undone(lines, data):
    page, cleaned, document = one_block("标题", "甲" + "".join(lines[:1]), *lines[1:], "乙")
    text = cleaned.blocks[1].text
    offsets = data.draw(st.lists(st.integers(1, len(text) - 1), max_size=4, unique=True).map(sorted))
    offsets = [o for o in offsets if not text[o].isspace() and not text[o - 1].isspace()]
    cut_blocks(page, cleaned, [document], {1: offsets} if offsets else {})
    assert undo(cleaned.blocks, cleaned.edits, len(page.lines)) == page.lines
    assert len(cleaned.blocks) == 2 + len(offsets)
    pieces = "".join(b.text for b in cleaned.blocks[1:])
    assert "".join(pieces.split()) == "".join(text.split()) or len(pieces) >= len("".join(text.split())) - len(offsets)
