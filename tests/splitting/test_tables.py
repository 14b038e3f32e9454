"""Tables of documents: caption, columns, rows, and what is said where rows cannot be told apart."""

from pipeline.reading import read_volume
from pipeline.splitting.tables import build_tables
from pipeline.values import Block, Cleaned, Edit

LINES = [
    "附件",
    "增设国家进口贸易促进创新示范区名单",
    "序号 示范区名称",
    "1 北京首都国际机场临空经济区",
    "17",
    "2 天津经济技术开发区",
    "特此通知。",
    "表 2.课题组其他成员情况",
    "序号 姓名 职称",
    "1",
    "2",
    "3",
]


def block(first, last, kind="paragraph", document=0):
    return Block("\n".join(LINES[first - 1 : last]), first, last, 1, [(0, first)], kind, document)


def cleaned():
    blocks = [
        block(1, 1, "label"),
        block(2, 2, "title"),
        block(3, 6, "table"),
        block(7, 7),
        block(8, 8),
        block(9, 12, "table"),
    ]
    return Cleaned(blocks, [Edit(5, 1, "drop_page_number", "17", "")])


def tables(made):
    return build_tables(read_volume("v.txt", "\n".join(LINES).encode()), made)


def test_rows_columns_and_caption():
    first, _ = tables(cleaned())
    assert (first.document, first.ordinal, first.line_start, first.line_end) == (0, 1, 3, 6)
    assert first.caption == "增设国家进口贸易促进创新示范区名单"
    assert first.columns == ["序号", "示范区名称"]
    assert [r.cells for r in first.rows] == [["1", "北京首都国际机场临空经济区"], ["2", "天津经济技术开发区"]]
    assert [(r.line_start, r.line_end) for r in first.rows] == [(4, 4), (6, 6)]


def test_rows_that_cannot_be_told_apart_are_none():
    _, second = tables(cleaned())
    assert second.rows is None
    assert second.columns == ["序号", "姓名", "职称"]
    assert second.ordinal == 2


def test_only_a_paragraph_becomes_a_caption_block():
    made = cleaned()
    tables(made)
    assert [b.kind for b in made.blocks] == ["label", "title", "table", "paragraph", "table_caption", "table"]


def test_a_table_outside_every_document_is_left_out():
    made = cleaned()
    made.blocks[2].document = None
    assert [t.ordinal for t in tables(made)] == [1]
