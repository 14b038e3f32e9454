from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.knowledge.responsibilities import find_responsibilities
from tests.knowledge.texts import one


def found(paragraph: str) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for r in find_responsibilities(one(paragraph)):
        rows.setdefault(r.role, []).append(r.name)
    return rows


@pytest.mark.parametrize(
    ("bracket", "rows"),
    [
        (
            "（市经济信息委牵头，市发展改革委、市能源局等配合）",
            {"lead": ["市经济信息委"], "support": ["市发展改革委", "市能源局"]},
        ),
        ("（市发展改革委、市财政局等按职责分工负责）", {"joint": ["市发展改革委", "市财政局"]}),
        ("（责任单位：中心城区各区政府，市经济信息委）", {"joint": ["中心城区各区政府", "市经济信息委"]}),
        (
            "（牵头单位：市科技局；配合单位：市委网信办、市教委）",
            {"lead": ["市科技局"], "support": ["市委网信办", "市教委"]},
        ),
        (
            "（工业和信息化部、水利部，沿黄河省、区按职责分工负责）",
            {"joint": ["工业和信息化部", "水利部", "沿黄河省、区"]},
        ),
        (
            "（国家发展改革委、司法部等国务院相关部门及各地区按职责分工负责）",
            {"joint": ["国家发展改革委", "司法部", "各地区"]},
        ),
        ("（财政部、税务总局等部门会同各地方按职责分工负责）", {"joint": ["财政部", "税务总局", "各地方"]}),
        ("（人民银行、银保监会牵头，6月底前出台相关政策，年内持续推进）", {"lead": ["人民银行", "银保监会"]}),
        (
            "（工业和信息化部牵头、相关部门按照职责分工负责、有关行业协会配合相关工作）",
            {"lead": ["工业和信息化部"], "joint": ["相关部门"], "support": ["有关行业协会"]},
        ),
        ("（教育、市场监管部门按职责分工负责）", {"joint": ["教育", "市场监管部门"]}),
        ("（单位主管部门、市财政局负责落实）", {"joint": ["单位主管部门", "市财政局"]}),
        (
            "（配合单位：两江新区管委会，各区县〔自治县，以下简称区县〕政府）",
            {"support": ["两江新区管委会", "各区县政府"]},
        ),
        (
            "〔责任单位：市商务委，各区县（自治县）政府；以下均需各区县政府负责，不再列出〕",
            {"joint": ["市商务委", "各区县（自治县）政府"]},
        ),
        (
            "（责任单位：重庆市商务委；四川省商务厅、省农业农村厅）",
            {"joint": ["重庆市商务委", "四川省商务厅", "省农业农村厅"]},
        ),
        (
            "（国家发展改革委、住房和城乡建设部和各省级人民政府负责）",
            {"joint": ["国家发展改革委", "住房和城乡建设部", "各省级人民政府"]},
        ),
    ],
)  # fmt: skip
def test_brackets(bracket: str, rows: dict[str, list[str]]) -> None:
    assert found("加快建设数字重庆。" + bracket) == rows


def test_a_line_of_its_own() -> None:
    assert found("责任单位：市规划自然资源局、市农业农村委") == {"joint": ["市规划自然资源局", "市农业农村委"]}


@pytest.mark.parametrize(
    "paragraph",
    [
        "工业和信息化部负责示范平台的认定管理工作。",
        "坚持统一领导、分工负责的原则。",
        "（一般煤矿事故可由矿山安全监察机构内设处室负责人担任）",
        "（负责司法部实施事项的初审）",
        "（以下简称审改牵头机构）",
        "牵头单位：",
        "（学校负责人、食堂管理人员参与）",
    ],
)
def test_what_assigns_nothing(paragraph: str) -> None:
    assert found(paragraph) == {}


def test_a_row_names_its_clause() -> None:
    passage = one("建设示范区。（市经济信息委牵头，市发展改革委、市科技局等配合）")
    lead, first, second = find_responsibilities(passage)
    assert lead.text == "市经济信息委牵头" and not lead.open_list
    assert first.text == second.text == "市发展改革委、市科技局等配合" and first.open_list
    assert passage.text[first.start : first.end] == first.text


@settings(max_examples=80)
@given(st.text(alphabet="（）〔〕市部委局各、，；：。责任单位牵头配合负按职等和及以下", max_size=120))
def test_names_stand_in_their_clause(paragraph: str) -> None:
    passage = one(paragraph)
    for r in find_responsibilities(passage):
        assert passage.text[r.start : r.end] == r.text
        assert r.name and r.line == passage.line_at(r.start)


def test_a_body_whose_name_says_what_bodies_do() -> None:
    found = find_responsibilities(one("（责任部门：保护司、初审流程部、文献部）"))
    assert [r.name for r in found] == ["保护司", "初审流程部", "文献部"]


def test_what_part_of_the_matters_a_body_has_is_no_part_of_its_name() -> None:
    found = find_responsibilities(one("table|市政府（部分事\n项 由 市 交 通 局\n承办，部分事项由区县交通局承办）"))
    assert [r.name for r in found] == ["市交通局", "区县交通局"]
