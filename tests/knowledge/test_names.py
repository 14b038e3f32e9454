"""Names run together, letter-spaced, wrapped."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.agencies import register
from pipeline.knowledge.names import split_names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("财  政  部    工业和信息化部", ["财政部", "工业和信息化部"]),
        ("重庆市人民政府办公厅四川省人民政府办公厅", ["重庆市人民政府办公厅", "四川省人民政府办公厅"]),
        ("教育部办公厅财政部办公厅", ["教育部办公厅", "财政部办公厅"]),
        ("国家知识产权局      中国银保监会    国家发展改革 委", ["国家知识产权局", "中国银保监会", "国家发展改革委"]),
        ("江苏省卫生健康委员会江苏省应急管理厅", ["江苏省卫生健康委员会", "江苏省应急管理厅"]),
        (
            "国家税务总局重庆市税务局 中国人民银行重庆营业管理部",
            ["国家税务总局重庆市税务局", "中国人民银行重庆营业管理部"],
        ),
        ("财政部 国家林草局（国家公园局）", ["财政部", "国家林草局（国家公园局）"]),
        ("国务院促进中小企业发展工作领导 小组办公室", ["国务院促进中小企业发展工作领导小组办公室"]),
        ("江苏省文化和旅游厅 南京银行股份有限公司", ["江苏省文化和旅游厅", "南京银行股份有限公司"]),
        (
            "国家市场监督管理总局国家发展和改革委员会财 政 部商 务 部",
            ["国家市场监督管理总局", "国家发展和改革委员会", "财政部", "商务部"],
        ),
        ("国家知识产权局、中国银保监会、国家发展改革委", ["国家知识产权局", "中国银保监会", "国家发展改革委"]),
        ("住房和城乡建设部办公厅 商务部 办公厅", ["住房和城乡建设部办公厅", "商务部办公厅"]),
        ("省人力资源社会保障厅 省财政厅", ["省人力资源社会保障厅", "省财政厅"]),
        ("成都市人民政府重庆市渝中区人民政府", ["成都市人民政府", "重庆市渝中区人民政府"]),
        ("教育部职业教育与成人教育司", ["教育部职业教育与成人教育司"]),
    ],
)
def test_names(printed: str, names: list[str]) -> None:
    assert split_names(printed) == names


@pytest.mark.parametrize(
    "text",
    [
        "特此通知",
        "以上事项报国务院",
        "第一章 总则",
        "（各有关部门负责）",
        "实施方案",
        "2022年6月6日",
        "办公厅",
        "",
        "   ",
    ],
)
def test_what_is_made_of_other_things_has_no_names(text: str) -> None:
    assert split_names(text) == []


_LISTED = sorted(n for n in register().by_name if len(n) > 4 and "（" not in n and "“" not in n)


@given(st.lists(st.sampled_from(_LISTED), min_size=1, max_size=8))
def test_listed_names_parted_by_blanks_are_found_again(names: list[str]) -> None:
    assert split_names("  ".join(names)) == names


@given(st.text(alphabet="财政部国务院办公厅 、（）“委员会重庆市局", max_size=60))
def test_names_are_the_letters_of_the_text_in_order(text: str) -> None:
    names = split_names(text)
    if names:
        assert "".join(names) == "".join(c for c in text if not c.isspace() and c not in "、，,；;。")


def test_a_long_text_costs_no_more_than_its_length() -> None:
    assert split_names("部" * 200_000) == []
    assert len(split_names("财政部、" * 200)) == 200


def test_run_together_in_any_order() -> None:
    bodies = ["财政部", "国家税务总局", "海关总署", "商务部"]
    for order in itertools.permutations(bodies):
        assert split_names("".join(order)) == list(order)
