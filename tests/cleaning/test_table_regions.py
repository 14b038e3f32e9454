"""Where tables and forms stand, on stretches as the volumes print them."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.table_lines import cells_of, heading_cells, marker_of, widths_of
from pipeline.cleaning.table_regions import find_table_regions
from pipeline.reading import read_volume

PROSE = "推动行业扩大与旅游景点、酒店宾馆等旅游场所的合作，丰富活动内涵，提升服务水平，推动企业"


def regions(lines):
    """(first, last) stripped line of each table."""
    v = read_volume("v.txt", "\n".join(lines).encode())
    return [(v.lines[t.start - 1].strip(), v.lines[t.end - 1].strip()) for t in find_table_regions(v)]


def spaced(*lines):
    return [x for line in lines for x in (line, "")]


TEXT = spaced(*[PROSE] * 8)


def test_heading_words():
    assert heading_cells("序号 改革事项 主要内容 主管部门和单位") == ("序号", "改革事项", "主要内容", "主管部门和单位")
    assert heading_cells("重点领域 重 点 方 向") == ("重点领域", "重点方向")
    assert heading_cells("时 间 工 作") == ("时间", "工作")
    assert heading_cells("地区 省份总数") == ("地区", "省份总数")


@pytest.mark.parametrize(
    "text",
    [
        "中共中央办公厅 国务院办公厅印发",
        "财政部 税务总局公告 2022年第 32号",
        "五、经费预算",
        "徐晓兰  工业和信息化部副部长",
        "第一章 总 则",
        "2022年 10月 28日",
        "国家市场监督管理总局",
    ],
)
def test_titles_signatures_and_dates_are_no_headings(text):
    assert heading_cells(text) == ()


def test_cells_widths_markers():
    assert cells_of("市 民 族 宗 教 委") == ["市民族宗教委"]
    assert cells_of("教师 1. 常态化应用") == ["教师", "1.", "常态化应用"]
    assert widths_of(["12个A", "，"]) == [2.5, 1]
    assert marker_of("10.2中等职业学校").value == (10, 2)
    assert marker_of("（二十三）加强").value == (23,)
    assert marker_of("2022 年") is None


def test_a_numbered_list_of_names_ends_before_the_next_document():
    lines = [
        *spaced("增设国家进口贸易促进创新示范区名单", "（2022年 11月 3日，按行政区划排序）", "序号 示范区名称"),
        *spaced("1 北京首都国际机场临空经济区", "2 天津经济技术开发区", "3 河北唐山曹妃甸区"),
        "4 山西转型综合改革示范区",
        " 国家知识产权局 工业和信息化部",
        "",
        *spaced("关于知识产权助力专精特新中小企业创新发展", "若干措施的通知", "国知发运字〔2022〕38号", PROSE),
    ]
    assert regions([*TEXT, *lines]) == [("序号 示范区名称", "4 山西转型综合改革示范区")]


def test_a_table_narrower_than_the_text_ends_where_the_numbering_of_the_text_goes_on():
    cell = "1.粮油精深加工产业。完善进口原料口岸功能，依托龙头企业增强对"
    lines = [
        *spaced("(一)做优传统优势产业。", *[PROSE] * 6, "专栏 1 传统优势产业发展重点", "重点领域 重 点 方 向"),
        *spaced("农副食品", cell, cell, "康粮油食品。", "特色轻工", cell, "规模，做强品牌。"),
        *spaced("(二)培育发展新兴消费品产业。", PROSE),
    ]
    assert regions(lines) == [("重点领域 重 点 方 向", "规模，做强品牌。")]


def test_figures_in_rows_end_at_a_sentence():
    lines = [
        *spaced("（四）档次分配。", PROSE, "地区 省份总数"),
        *["第一档省份", "", "个数（25%）", "", "第二档省份", "", "个数（50%）", ""],
        *spaced("东部地区 8 2 4", "中部和东北地区 11 3 5", "西部地区 13 3 7"),
        *spaced("合计 32 8 16", "此外，每年 3 个计划单列市可纳入示范区。", "（五）绩效考核。", PROSE),
    ]
    assert regions([*TEXT, *lines]) == [("地区 省份总数", "合计 32 8 16")]


def test_serials_bridge_wide_cells_and_headings_across_the_table():
    wide = "除直接涉及公共安全和人民群众生命健康的领域外，"
    rows = [
        x
        for n in range(1, 12)
        for x in spaced(
            *(["二、健全更加开放透明、规范高效的市场主体准入和退出机制"] if n == 6 else []),
            *(str(n), "开展“一照多", "址”改革", wide, wide, "事后核查和监管。", "市场监管总局等国", "务院相关部门"),
        )
    ]
    lines = [
        *TEXT,
        *spaced("附件 1", "改革事项清单", "序号 改革事项 主要内容 主管部门和单位", "一、进一步破除限制"),
        *rows,
    ]
    assert regions([*lines, *spaced("附件 2", PROSE)]) == [("序号 改革事项 主要内容 主管部门和单位", "务院相关部门")]


def test_a_form_of_fields_without_a_heading_row():
    lines = [
        *spaced("投标评审书", "课 题 名 称", "首 席 专 家", "所 在 学 校", "所在院、系、所"),
        "申 请 日 期 年 月 日",
        " 教育部社会科学司制",
        "",
    ]
    assert regions([*TEXT, *lines, *TEXT]) == [("课 题 名 称", "申 请 日 期 年 月 日")]


def test_a_form_begins_under_its_caption():
    lines = [
        " 重庆市制造业创新中心建设基本信息表",
        *spaced("统一社会信", "用代码", "注册地址 邮编", "法人代表 联系电话 Email", "□国际标准 □国家标准 □行业标准"),
        *spaced("单位签章： 日期： 年 月 日"),
    ]
    assert regions([*TEXT[:-1], *lines[:-1], " 附件 2", "", *TEXT]) == [("统一社会信", "单位签章： 日期： 年 月 日")]


@pytest.mark.parametrize(
    "lines",
    [
        ["国家发展改革委", "工业和信息化部", "财  政  部", "农 业 农 村 部", "国 家 能 源 局", "2021年 7 月 28日"],
        ["6.遵义 1964文化创意园（贵州省）", "7.中核 711铀矿（湖南省）", "8.大港油田港 5井（天津市）"],
        ["（一）审批部门", "名 称：", "联系方式：", "（二）申请人", "名 称：", "证件编号：", "联系方式：", "二、告知"],
        ["专栏 3 智能建造与智慧运维", "数字强贸工程", "贸易投资融合工程", "边贸富民强边工程"],
        ["第一条 总 则", "第二条 附 则", "1.2 亿元", "2022 年", "10.3"],
    ],
)
def test_signatures_lists_and_boxes_are_no_tables(lines):
    assert regions([*TEXT, *spaced(*lines), *TEXT]) == []


@given(
    st.lists(st.sampled_from(["", "序号 名称", "1", "2 甲", "一、总则", PROSE, " 附件 2", "地区", "金 额", "□是 □否"]))
)
def test_regions_are_in_order_and_apart(lines):
    v = read_volume("v.txt", "\n".join(["正文", *lines]).encode())
    found = find_table_regions(v)
    assert all(t.start <= t.end for t in found)
    assert all(a.end < b.start for a, b in pairwise(found))


def test_many_headings_take_linear_time():
    v = read_volume("v.txt", "\n".join(["序号 名称", "", "1", "", "地区", "金额", ""] * 8_000).encode())
    start = time.process_time()
    find_table_regions(v)
    assert time.process_time() - start < 20
