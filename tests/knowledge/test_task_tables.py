"""Who does what, in tables of tasks."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.knowledge.agencies import Speaker
from pipeline.knowledge.passages import Passage, passages
from pipeline.knowledge.task_tables import table_responsibilities
from pipeline.splitting.table_rows import Row
from pipeline.splitting.tables import Table
from pipeline.values import Block, Document

COLUMNS = ["序号", "重点任务", "牵头单位", "责任单位"]
Named = list[tuple[str, str, str, int]]


def page(*lines: str) -> Passage:
    """A document that is one table, its first line raw line 11."""
    breaks, at = [], 0
    for n, line in enumerate(lines):
        breaks.append((at, 11 + 2 * n))
        at += len(line) + 1
    last = 11 + 2 * (len(lines) - 1)
    block = Block("\n".join(lines), 11, last, 1, breaks, "table", document=0)
    return passages([Document(0, 0, "任务分工表", 11, 11)], [block], [])[0]


def found(passage: Passage, *rows: tuple[int, int, Sequence[str]], columns: Sequence[str] = COLUMNS) -> Named:
    table = Table(0, 1, None, list(columns), [Row(a, b, list(cells)) for a, b, cells in rows], 11, 99)
    named = table_responsibilities(table, passage, Speaker(regions=("重庆市",)))
    assert all(passage.text[r.start : r.end] == r.text for r in named)
    return [(r.name, r.role, r.text, r.line) for r in named]


def test_each_column_gives_its_bodies_their_part() -> None:
    passage = page("1", "市科技局要配合建设大学", "市教委", "市卫生健", "康委、市科技局", "2")
    assert found(passage, (11, 19, ["1", "市科技局要配合建设大学", "市教委", "市卫生健康委、市科技局"])) == [
        ("市教委", "lead", "市教委", 15),
        ("市卫生健康委", "joint", "市卫生健\n康委", 17),
        ("市科技局", "joint", "市科技局", 19),
    ]


def test_the_heading_may_be_broken_and_a_list_left_open() -> None:
    passage = page("1", "办理变更", "市场监管总局等国务院相关部门")
    columns = ["序号", "主要内容", "主管部门 和单位"]
    assert found(passage, (11, 15, ["1", "办理变更", "市场监管总局等国务院相关部门"]), columns=columns) == [
        ("市场监管总局", "joint", "市场监管总局", 15)
    ]


def test_two_cells_that_ran_together_are_parted() -> None:
    passage = page("1", "建设平台", "市发展改革委、市科技局市药监局、市教委")
    cells = ["1", "建设平台", "市发展改革委、市科技局市药监局、市教委", ""]
    assert [(n, r) for n, r, _, _ in found(passage, (11, 15, cells))] == [
        ("市发展改革委", "lead"), ("市科技局", "lead"), ("市药监局", "joint"), ("市教委", "joint"),
    ]  # fmt: skip


def test_what_strayed_into_a_cell_is_no_body() -> None:
    passage = page("1", "建设平台", "委、市卫生健康委", "市大数据发展局面的应用。")
    assert found(passage, (11, 17, ["1", "建设平台", "委、市卫生健康委", "市大数据发展局面的应用。"])) == [
        ("市卫生健康委", "lead", "市卫生健康委", 15)
    ]


def test_other_tables_say_nothing() -> None:
    passage = page("1", "市教委")
    assert found(passage, (11, 13, ["1", "市教委"]), columns=["序号", "实施机关"]) == []
    assert table_responsibilities(Table(0, 1, None, COLUMNS, None, 11, 13), passage, Speaker()) == []


def test_rows_that_share_their_lines_say_it_once() -> None:
    passage = page("1 2", "建设平台", "市教委")
    assert len(found(passage, (11, 15, ["1", "", "市教委", ""]), (11, 15, ["2", "建设平台", "市教委", ""]))) == 1
