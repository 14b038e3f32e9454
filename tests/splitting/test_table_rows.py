"""Rows and cells of flattened tables, on rows as the volumes print them."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.cleaning.table_lines import TableLine, widths_of
from pipeline.splitting.table_rows import grid_rows, heading_columns, is_numbered, numbered_rows


def printed(*lines):
    """Lines of a table: a bar stands for a line without an empty line before, a plus for the top of a page."""
    found = []
    for number, line in enumerate(lines, 1):
        text = line.lstrip("|+")
        found.append(TableLine(number * 2, text, widths_of([text])[0], 0 if line[0] in "|+" else 1, line[0] == "+"))
    return found


def wrapped(text, width):
    return [text[i : i + width] for i in range(0, len(text), width)]


PERMITS = [
    ("市民族宗教委", "宗教活动场所设立、变更、注销登记", "区县民族宗教部门", "《宗教事务条例》"),
    (
        "市民族宗教委",
        "清真食品生产、加工、经营场所审批",
        "市民族宗教委（由区县民族宗教部门初审）",
        "《重庆市散居少数民族权益保障条例》",
    ),
    (
        "市公安局",
        "公章刻制业特种行业许可",
        "区县公安机关",
        "《印铸刻字业暂行管理规则》《国务院对确需保留的行政审批项目设定行政许可的决定》",
    ),
    ("市公安局", "保安服务公司设立及法定代表人变更许可", "市公安局（由区县公安机关初审）", "《保安服务管理条例》"),
    (
        "市公安局",
        "大型群众性活动安全许可",
        "市公安局、区县公安机关",
        "《中华人民共和国消防法》《大型群众性活动安全管理条例》",
    ),
    ("市司法局", "律师执业、变更执业机构许可", "市司法局（由区县司法行政部门初审）", "《中华人民共和国律师法》"),
    (
        "市住房城乡建委",
        "建筑业企业资质认定",
        "市住房城乡建委、区县住房城乡建设部门",
        "《中华人民共和国建筑法》《建设工程质量管理条例》",
    ),
]


def permit_lines(permits):
    lines = []
    for n, (body, name, agency, basis) in enumerate(permits, 1):
        acts = [line for act in basis.replace("》《", "》|《").split("|") for line in wrapped(act, 17)]
        cells = [wrapped(body, 4), wrapped(name, 7), wrapped(agency, 7), acts]
        if len(body) <= 4:
            lines.append(f"{n} {body}")
            cells = cells[1:]
        else:
            lines.append(str(n))
        for cell in cells:
            lines += ["|" + cell[0], *cell[1:]]
    return lines


def test_wrapped_headings_are_put_together():
    lines = printed("序", "号", "市级主管", "部门", "|事项名称 实施机关 设定和实施依据")
    columns = heading_columns(lines)
    assert columns == ["序号", "市级主管部门", "事项名称", "实施机关", "设定和实施依据"]
    assert is_numbered(columns)
    lines = printed("序号 姓名 年龄 学历", "|所学", "专业", "毕业", "院校", "|职称 取得的技术成果或奖励")
    assert heading_columns(lines)[4:] == ["所学专业", "毕业院校", "职称", "取得的技术成果或奖励"]
    assert heading_columns(printed("序号 设备名称", "|设备原值", "|（万元）", "规格型号"))[2] == "设备原值（万元）"
    assert heading_columns(printed("时 间 工 作")) == ["时间", "工作"]


def test_columns_are_learned_from_the_table():
    permits = PERMITS * 6
    rows = numbered_rows(printed(*permit_lines(permits)), 5)
    assert [r.cells for r in rows] == [[str(n), *permit] for n, permit in enumerate(permits, 1)]
    assert rows[0].line_start == 2
    assert all(a.line_end + 2 == b.line_start for a, b in pairwise(rows))


def test_a_list_of_names():
    rows = numbered_rows(printed("1 北京首都国际机场临空经济区", "2 天津经济技术开发区", "3 河北唐山曹妃甸区"), 2)
    assert [r.cells for r in rows] == [
        ["1", "北京首都国际机场临空经济区"],
        ["2", "天津经济技术开发区"],
        ["3", "河北唐山曹妃甸区"],
    ]


def test_a_shared_cell_stands_in_each_of_its_rows():
    lines = [
        "1",
        "通用设备",
        "制造业",
        "锅炉及原动设备制造",
        "2 金属加工机械制造",
        "3 物料搬运设备制造",
        "4 轴承、齿轮制造",
    ]
    lines += ["5", "汽车制造业", "汽车车身制造", "6 汽车挂车制造", "7 汽车零部件制造", "8 汽车配件制造"]
    rows = numbered_rows(printed(*lines), 3)
    assert [r.cells[1] for r in rows] == ["通用设备制造业"] * 4 + ["汽车制造业"] * 4
    assert rows[6].cells[2] == "汽车零部件制造"


def test_a_number_right_after_a_torn_cell_begins_a_row():
    lines = ["1 化学纤维 纤维素纤维制造", "+制造业2 合成纤维制造", "3 生物基材料制造", "4 电气机械和器 电机制造"]
    lines += ["+材制造业5 输配电设备制造", "6 控制设备制造", "7 电池制造"]
    rows = numbered_rows(printed(*lines), 3)
    assert [r.cells for r in rows] == [
        ["1", "化学纤维制造业", "纤维素纤维制造"],
        ["2", "化学纤维制造业", "合成纤维制造"],
        ["3", "化学纤维制造业", "生物基材料制造"],
        ["4", "电气机械和器材制造业", "电机制造"],
        ["5", "电气机械和器材制造业", "输配电设备制造"],
        ["6", "电气机械和器材制造业", "控制设备制造"],
        ["7", "电气机械和器材制造业", "电池制造"],
    ]


def test_a_cell_cut_by_the_end_of_a_page_goes_on_after_the_others():
    wide = "优化常用低风险植物和植物产品跨区域流通检疫申请流程由调入地机构在相关信息系统公示和更新检疫要求。"
    lines = []
    for n in range(1, 16):
        lines += [str(n), "|开展司法专递面", "单电子化改革"]
        text = wrapped(wide, 20)
        agency = ["最高人民法院，国", "家邮政局"]
        lines += [*text[:-1], *agency, "+" + text[-1]] if n == 9 else [*text, *agency]
    rows = numbered_rows(printed(*lines), 4)
    assert {tuple(r.cells[1:]) for r in rows} == {("开展司法专递面单电子化改革", wide, "最高人民法院，国家邮政局")}


def test_headings_across_all_columns_are_in_no_row():
    lines = [
        "一、进一步破除区域分割和地方保护等不合理限制",
        "1 开展改革",
        "2 便利企业",
        "二、健全市场主体准入和退出机制",
        "3 拓展企业开办",
    ]
    assert [r.cells[1] for r in numbered_rows(printed(*lines), 2)] == ["开展改革", "便利企业", "拓展企业开办"]


def test_parts_with_cells_of_their_own_are_rows():
    lines = []
    for n in range(1, 9):
        lines += [str(n), "提升研", "发能力"]
        for part in range(1, 4):
            lines += [
                f"（{part}）支持医学院校积极承担各类重大科",
                "技专项，开展医学科技前瞻性问题研究工作，",
                "形成一批成果。",
            ]
            lines += ["市教委", "|市卫生健", "康委"]
    rows = numbered_rows(printed(*lines), 5)
    assert len(rows) == 24
    text = "支持医学院校积极承担各类重大科技专项，开展医学科技前瞻性问题研究工作，形成一批成果。"
    assert [r.cells for r in rows[:2]] == [
        ["1", "提升研发能力", "（1）" + text, "市教委", "市卫生健康委"],
        ["1", "提升研发能力", "（2）" + text, "市教委", "市卫生健康委"],
    ]


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (["1", "2", "3", "4", "5"], 4),  # a form with blank rows
        (["农副食品", "粮油精深加工产业。"], 2),
        (["1 只有一行"], 2),
        ([], 3),
    ],
)
def test_rows_that_cannot_be_told_apart(lines, columns):
    assert numbered_rows(printed(*lines), columns) == []


def test_one_row_a_line():
    lines = printed("东部地区 8 2 4 2", "中部和东北地区 11 3 5 3", "+合计 32 8 16 8")
    assert [r.cells for r in grid_rows(lines)][1] == ["中部和东北地区", "11", "3", "5", "3"]
    assert grid_rows(printed("东部地区 6000万元 4500万元", "计划单列市 3000万元")) == []


PIECES = [
    "1",
    "2",
    "3 甲",
    "4",
    "（1）支持",
    "（2）开展 市教委",
    "一、总",
    "市公安局",
    "《条例》",
    "+（一）",
    "|制造业 铁路",
    "CCC 免办",
]


@example(["1", "3 甲", "+（一）", "4"], 2)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(1, 6))
def test_every_piece_stands_in_a_cell_of_its_row(lines, columns):
    rows = numbered_rows(printed(*lines), columns)
    assert all(len(r.cells) == columns and r.line_start <= r.line_end for r in rows)
    assert rows == numbered_rows(printed(*lines), columns)


def test_a_long_table_takes_linear_time():
    lines = printed(*permit_lines(PERMITS * 300))
    start = time.process_time()
    rows = numbered_rows(lines, 5)
    assert time.process_time() - start < 20
    assert len(rows) == 2100
    assert [r.cells[1:] for r in rows] == [r.cells[1:] for r in rows[: len(PERMITS)]] * 300  # whatever stands beside


def test_a_row_without_end_is_no_row():
    assert numbered_rows(printed("1 甲", *["市公安局"] * 5000, "2 乙"), 5) == []
