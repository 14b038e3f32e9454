"""References in texts of the volumes: what is one, where it stands, how the document refers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.knowledge.citations import Citation, find_citations
from pipeline.knowledge.definitions import find_definitions
from pipeline.knowledge.records import Ids, knowledge_records
from pipeline.splitting.stage import Split
from pipeline.values import Attributes
from tests.knowledge.texts import cited, cited_in, texts


def said(citations: list[Citation]) -> list[tuple[str | None, str | None, str]]:
    return [(c.title or c.number, c.provision, c.relation) for c in citations]


def test_a_notice_issues_and_rests_on() -> None:
    found = cited(
        (
            "矿山安全局关于印发《矿山安全标准工作管理办法》的通知", "main", None,
            ["《矿山安全标准工作管理办法》已经国家矿山安全监察局2023年第3次局务会议审议通过，现印发给你们，请认真贯彻执行。"],
        ),
        (
            "矿山安全标准工作管理办法", "issued", 0,
            ["第一条 根据《中华人民共和国标准化法》《中华人民共和国安全生产法》等有关法律法规，制定本办法。",
             "第二条 落实《矿山安全规划》，依据《煤矿安全监察条例》第五条处罚。"],
        ),
    )  # fmt: skip
    assert said(found) == [
        ("矿山安全标准工作管理办法", None, "issues"),
        ("矿山安全标准工作管理办法", None, "issues"),
        ("中华人民共和国标准化法", None, "based_on"),
        ("中华人民共和国安全生产法", None, "based_on"),
        ("矿山安全规划", None, "cites"),
        ("煤矿安全监察条例", "第五条", "cites"),
    ]


def test_what_a_report_brings_it_issues_and_what_it_says_of_it_cites() -> None:
    found = cited_in(
        "近日，中共中央印发了《中国共产党政治协商工作条例》（以下简称《条例》），并发出通知。",
        "各地区各部门在执行《条例》中的重要情况和建议，要及时报告党中央。",
        "《条例》全文如下。",
        title="中共中央印发《中国共产党政治协商工作条例》",
    )
    assert [(c.title, c.relation) for c in found[1:]] == [
        ("中国共产党政治协商工作条例", "issues"),
        ("条例", "cites"),
        ("条例", "issues"),
    ]


def test_short_names_hold_in_their_document() -> None:
    found = cited_in(
        "根据《国家中小企业公共服务示范平台认定管理办法》（工信部企业〔2017〕156号，以下简称《管理办法》），"
        "现就组织推荐示范平台有关事项通知如下：",
        "一、根据《管理办法》第二十三条规定，示范平台认定有效期为三年。",
    )
    first, second = found
    assert (first.number, first.relation, first.text) == (
        "工信部企业〔2017〕156号", "based_on", "《国家中小企业公共服务示范平台认定管理办法》",
    )  # fmt: skip
    assert (second.title, second.full_title, second.provision) == (
        "管理办法", "国家中小企业公共服务示范平台认定管理办法", "第二十三条",
    )  # fmt: skip
    assert (second.method, second.relation, second.text) == ("short_name", "cites", "《管理办法》第二十三条")


def test_what_a_short_name_of_a_form_is() -> None:
    assert cited_in("应当出示《涉密地质资料借阅复制证书》（以下简称《证书》）；出示《证书》的，予以借阅。") == []


def test_repeals_take_the_whole_list() -> None:
    found = cited_in(
        "第五十五条 《中华人民共和国公司登记管理条例》、《农民专业合作社登记管理条例》同时废止。",
        "第五十六条 《减税通知》（财税〔2019〕13号）第一条同时废止。",
        "第五十七条 各地执行《甲办法》，《乙办法》同时废止。",
    )
    assert said(found) == [
        ("中华人民共和国公司登记管理条例", None, "repeals"),
        ("农民专业合作社登记管理条例", None, "repeals"),
        ("减税通知", "第一条", "repeals"),
        ("甲办法", None, "cites"),
        ("乙办法", None, "repeals"),
    ]


def test_amends_only_what_is_revised() -> None:
    found = cited_in(
        "对《国土资源部关于印发〈涉密地质资料管理细则〉的通知》（国土资发〔2008〕69号）进行了修订，现印发你们。",
        "按照新修订的《安全生产法》要求，推动修订《反洗钱法》。",
        "落实《教育信息化行动计划》的精神，原《建设规范》已不能满足今天的变化要求，特对此进行修订。",
    )
    assert [(c.title, c.relation) for c in found] == [
        ("国土资源部关于印发〈涉密地质资料管理细则〉的通知", "amends"),
        ("安全生产法", "cites"),
        ("反洗钱法", "cites"),
        ("教育信息化行动计划", "cites"),
        ("建设规范", "amends"),
    ]


def test_an_interpretation_interprets_its_instrument_alone() -> None:
    found = cited(
        ("建设高标准市场体系行动方案", "main", None, ["一、总体要求"]),
        (
            "国家发展改革委负责同志就《建设高标准市场体系行动方案》答记者问", "interpretation", 0,
            ["国务院办公厅近日印发《建设高标准市场体系行动方案》（以下简称《行动方案》）。",
             "答：《行动方案》与《优化营商环境条例》相衔接。"],
        ),
    )  # fmt: skip
    assert said(found) == [
        ("建设高标准市场体系行动方案", None, "interprets"),
        ("建设高标准市场体系行动方案", None, "interprets"),
        ("行动方案", None, "interprets"),
        ("优化营商环境条例", None, "cites"),
    ]


def test_provisions_of_the_document_itself() -> None:
    found = cited_in(
        "第十五条 申请立项应当报送下列材料：",
        "（一）建议立项的书面意见；",
        "前款第三项材料仅国家标准项目提交，第五项材料仅强制性标准项目提交。",
        "第十六条 按照本办法第十二条、第十三条规定的条件和要求，负责推荐工作。",
        title="矿山安全标准工作管理办法",
    )
    assert [(c.text, c.title, c.method) for c in found] == [
        ("前款第三项", None, "own"),
        ("第五项", None, "own"),
        ("第十二条、第十三条", None, "own"),
    ]


def test_a_provision_follows_its_name_over_a_bracket_and_in_a_table() -> None:
    found = cited_in(
        "按照《发票管理办法》（国家税务总局令第16号公布，第44号修改）第十八条的规定核定。",
        "table|《植物检疫条例》\n第十条第一款 省间调运本条例\n第七条\n规定必须经过检疫的植物",
    )
    assert [(c.title, c.provision) for c in found] == [("发票管理办法", "第十八条"), ("植物检疫条例", "第十条第一款")]


def test_laws_named_without_marks() -> None:
    found = cited_in(
        "第一条 同时又构成刑法第二百二十一条规定的损害商业信誉罪，第二百七十八条规定的煽动罪的，从重处罚。",
        "第二条 可以参照税收征管法第三十一条第二款的批准权限。",
        title="关于办理刑事案件适用法律若干问题的解释",
    )
    assert [(c.title, c.full_title, c.provision) for c in found] == [
        ("刑法", None, "第二百二十一条"),
        (None, "刑法", "第二百七十八条"),
        ("税收征管法", None, "第三十一条第二款"),
    ]


def test_numbers_without_names() -> None:
    found = cited_in("doc_number|国办发〔2022〕2号", "在深入落实国办发〔2020〕35号文件部署的基础上，聚焦便利企业。")
    assert [(c.number, c.title, c.method) for c in found] == [("国办发〔2020〕35号", None, "number")]


def test_what_announcements_bear_in_brackets() -> None:
    (found,) = cited_in("《国家税务总局关于公布税务行政许可事项目录的公告》（2015年第87号）同时废止。")
    assert (found.number, found.relation) == ("国家税务总局公告2015年第87号", "repeals")


def test_lists_of_attachments_cite_nothing() -> None:
    assert cited_in("attachment_list|附件：1.名单", "item|2.工业和信息化部印发《示范平台认定管理办法》") == []


@pytest.mark.parametrize("paragraph", ["第三条 本细则所称涉密地质资料。", "第一条第一款", "一、第一项目标"])
def test_labels_are_no_references(paragraph: str) -> None:
    assert cited_in(paragraph, title="涉密地质资料管理细则") == []


@settings(max_examples=60)
@given(
    st.lists(
        st.text(alphabet="《》（）第一二条款项、，。法办根据废止修订以下简称印发\n〔〕0号国", max_size=60),
        min_size=1,
        max_size=4,
    )
)
def test_every_span_is_what_stands_there(paragraphs: list[str]) -> None:
    found = texts(("关于印发《国法》的通知", "main", None, [p.replace("|", "") for p in paragraphs]))
    passage = found[0]
    for c in find_citations(found, [find_definitions(passage)], [None]):
        assert passage.text[c.start : c.end] == c.text
        assert passage.line_at(c.start) == c.line
        assert c.title is None or c.title in c.text.replace("\n", "")


def test_ids_depend_on_the_document_and_the_place_alone() -> None:
    def ids(*paragraphs: str) -> list[str]:
        found = texts(("某办法", "main", None, paragraphs))
        blocks = [b for p in found for b in p.blocks]
        records = knowledge_records(Ids("v", ["v.d"], []), Split([found[0].document]), blocks, [Attributes()])
        return [c["citation_id"] for c in records["citations"]]

    before = ids("根据《甲法》。", "落实《乙法》。", "依照《甲法》。")
    assert len(set(before)) == 3
    assert ids("前面多了一段。", "根据《甲法》。", "落实《乙法》。", "依照《甲法》。") == before


@pytest.mark.parametrize(
    ("cell", "text", "number"),
    [
        (
            "《关于深化改革的通知》（国\n发〔2021〕7号）",
            "《关于深化改革的通知》（国\n发〔2021〕7号）",
            "国发〔2021〕7号",
        ),
        ("《资质管理规定》（建\n设部令第158号公布）", "《资质管理规定》", "建设部令第158号"),
        ("公布，住房城乡建\n设部令第52号修正）", "住房城乡建\n设部令第52号", "住房城乡建设部令第52号"),
        ("公布，住房城乡建设部\n令第52号修正）", "住房城乡建设部\n令第52号", "住房城乡建设部令第52号"),
        ("市教委\n国发〔2021〕7号文件", "国发〔2021〕7号", "国发〔2021〕7号"),
    ],
)
def test_a_number_broken_by_the_wrap_of_a_cell(cell: str, text: str, number: str) -> None:
    (found,) = cited_in(f"table|序号\n{cell}")
    assert (found.text, found.number) == (text, number)
