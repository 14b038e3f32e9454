from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.knowledge.definitions import find_definitions
from tests.knowledge.texts import one


def found(*paragraphs: str) -> list[tuple[str, str, str]]:
    return [(d.kind, d.term, d.meaning) for d in find_definitions(one(*paragraphs))]


@pytest.mark.parametrize(
    ("paragraph", "term", "meaning"),
    [
        ("《认定管理办法》（工信部企业〔2017〕156号，以下简称《管理办法》），", "管理办法", "认定管理办法"),
        (
            "现就组织推荐2021年度国家中小企业公共服务示范平台（以下简称示范平台）有关事项通知如下",
            "示范平台", "国家中小企业公共服务示范平台",
        ),
        (
            "第十一条 矿山安全标准技术委员会及其分技术委员会（以下统称为技术委员会）设秘书处。",
            "技术委员会", "矿山安全标准技术委员会及其分技术委员会",
        ),
        ("正式发布《建设规范》（教职成函〔2015〕1号）（以下简称《规范》），", "规范", "建设规范"),
        ("（三）国家标准化管理委员会（以下简称国家标准委）规定的项目建议书", "国家标准委", "国家标准化管理委员会"),
        ("保管单位（以下简称“馆藏机构”）所保管的", "馆藏机构", "保管单位"),
        ("以高耗能高排放项目（以下称“两高”项目）集聚度高的园区", "“两高”项目", "以高耗能高排放项目"),
        ("推送简易注销登记的数据接口（统称信息共享交换平台）推送给", "信息共享交换平台", "推送简易注销登记的数据接口"),
        ("科研机构（科学技术研究开发机构以下简称科研单位）", "科研单位", "科学技术研究开发机构"),
    ],
)  # fmt: skip
def test_short_names(paragraph: str, term: str, meaning: str) -> None:
    assert found(paragraph) == [("abbreviation", term, meaning)]


def test_several_short_names_at_once() -> None:
    assert [t for _, t, _ in found("以小巨人企业、单项冠军（以下简称“小巨人”企业、单项冠军企业）为代表的")] == [
        "“小巨人”企业",
        "单项冠军企业",
    ]


@pytest.mark.parametrize(
    ("paragraph", "term"),
    [
        ("（一）特别重大事故，是指造成30人以上死亡，或者1亿元以上直接经济损失的事故；", "特别重大事故"),
        ("小微企业是指符合《中小企业划型标准规定》的小型企业、微型企业。", "小微企业"),
        ("第九条 非煤矿山开采是指金属矿、非金属矿及其他矿产资源的勘探作业。", "非煤矿山开采"),
        ("第三条 本细则所称涉密地质资料包括涉及国家秘密、工作秘密的地质资料。", "涉密地质资料"),
        ("（六）本条件中“工业设计专业奖项”指由政府行业主管部门设立的评比。", "工业设计专业奖项"),
        ("第三条 本办法所称教育从业人员指第二条所列学校中从事管理的人员。", "教育从业人员"),
        ("一般事故，是指造成3人以下死亡的事故。", "一般事故"),
    ],
)
def test_definitions(paragraph: str, term: str) -> None:
    ((kind, said, meaning),) = found(paragraph)
    assert (kind, said) == ("definition", term)
    assert meaning and meaning in paragraph


def test_a_term_may_have_a_short_name_and_a_meaning() -> None:
    paragraph = "第三条 本办法所称矿山生产安全事故（以下简称事故），是指在生产经营活动中发生的生产安全事故。"
    assert found(paragraph) == [
        ("definition", "矿山生产安全事故", "在生产经营活动中发生的生产安全事故"),
        ("abbreviation", "事故", "矿山生产安全事故"),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "本条所称的“以上”包括本数，所称的“以下”不包括本数。",
        "加强工作指导，提出指标要求，指定专人负责。",
        "不得使用政党、党政军机关名称及其简称、特定称谓。",
        "授予以下称号：先进集体。",
        "这主要是指导企业合规经营。",
    ],
)
def test_what_defines_nothing(paragraph: str) -> None:
    assert found(paragraph) == []


@settings(max_examples=60)
@given(st.text(alphabet="（）《》“”以下简称统是指所称，。；、法一第条\n本", max_size=120))
def test_terms_stand_where_the_row_says(paragraph: str) -> None:
    passage = one(paragraph.replace("|", ""))
    for d in find_definitions(passage):
        assert d.term in passage.text[d.start : d.end].replace("\n", "")
        assert d.line == passage.line_at(d.start)
        assert d.meaning
