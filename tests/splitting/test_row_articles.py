"""Rows of long tables become articles; what stands before the first row stays."""

from pipeline.splitting.row_articles import FEWEST_ROWS, cut_at_rows
from pipeline.splitting.table_rows import Row
from pipeline.splitting.tables import Table
from pipeline.values import Article, Block, Unit

ROWS = [
    Row(20 + n, 20 + n, [str(n), "市公安局", name])
    for n, name in enumerate(("枪支许可", "户口迁移审批", "犬类准养证核发", "护照签发", "旅馆业许可"), 1)
]
LINES = ["序号 部门 事项", *(" ".join(r.cells) for r in ROWS)]


def table_block() -> Block:
    text = "\n".join(LINES)
    breaks, at = [], 0
    for n, line in enumerate(LINES):
        breaks.append((at, 20 + n))
        at += len(line) + 1
    return Block(text, 20, 25, 1, breaks, kind="table", document=0)


def cut(rows: list[Row]) -> tuple[list[Article], list[Unit]]:
    blocks = [Block("行政许可事项清单", 18, 18, 1, [(0, 18)], kind="title", document=0), table_block()]
    text = "\n".join(b.text for b in blocks)
    preamble = Article(0, 1, "preamble", None, None, None, [], "preamble", text, 0, 1, 18, 25)
    after = Article(1, 1, "preamble", None, None, None, [], "preamble", "另一件", 2, 2, 30, 30)
    unit = Unit(1, None, "level1", "1", "一、", None, "l1_1", 1, 1, 30, 30, article=1)
    blocks.append(Block("另一件", 30, 30, 1, [(0, 30)], document=1))
    table = Table(0, 1, "行政许可事项清单", ["序号", "部门", "事项"], rows, 20, 25)
    return cut_at_rows([preamble, after], [unit], [table], blocks), [unit]


def test_each_row_is_an_article_with_its_lines() -> None:
    articles, units = cut(ROWS)
    assert [a.ordinal for a in articles] == [1, 2, 3, 4, 5, 6, 1]
    third = articles[3]
    assert (third.kind, third.label, third.text) == ("section", "3", "市公安局\n犬类准养证核发")
    assert (third.line_start, third.line_end, third.path) == (23, 23, ["行政许可事项清单"])
    assert units[0].article == 6
    assert len({a.eid for a in articles[:-1]}) == 6


def test_what_stands_before_the_first_row_stays() -> None:
    preamble = cut(ROWS)[0][0]
    assert preamble.text == "行政许可事项清单\n序号 部门 事项"
    assert preamble.line_end == 20


def test_short_tables_stay_whole() -> None:
    assert len(cut(ROWS[: FEWEST_ROWS - 1])[0]) == 2
