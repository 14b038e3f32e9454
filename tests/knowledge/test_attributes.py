"""Head and foot together, as real documents have them."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_pages import page, volume

from pipeline.knowledge.attributes import read_attributes
from pipeline.knowledge.sources import unsupported
from pipeline.values import Attributes, Edit

DAY = datetime.date

NOTICE = (
    "国务院办公厅关于进一步规范行政裁量权基准制定和管理工作的意见",
    [
        "国办发〔2022〕27 号",
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
        "行政裁量权基准是行政机关结合本地区本部门行政管理实际。根据《行政法规制定程序条例》（国办发〔2018〕37号）办理。",
        "国务院办公厅",
        "2022 年 7 月 29 日",
        "（此件公开发布）",
    ],
)


def read(title: str, rest: list[str], **more: object) -> Attributes:
    document, blocks = page(title, rest, **more)  # type: ignore[arg-type]
    return read_attributes([document], blocks)[0]


@pytest.mark.parametrize("merged", [False, True])
def test_a_notice(merged: bool) -> None:
    said = read(*NOTICE, merged=merged)
    assert said == Attributes(
        form="意见",
        doc_number="国办发〔2022〕27号",
        doc_number_prefix="国办发",
        doc_number_year=2022,
        doc_number_serial=27,
        issuers=["国务院办公厅"],
        issuers_as_printed=["国务院办公厅"],
        addressees=["各省、自治区、直辖市人民政府", "国务院各部委、各直属机构"],
        issued_date=DAY(2022, 7, 29),
        effective_date=None,
        hierarchy_level="国务院规范性文件",
        disclosure="此件公开发布",
    )


def test_a_decree_and_what_it_issues() -> None:
    documents, blocks = volume(
        (
            "中华人民共和国国务院令",
            "main",
            None,
            [
                "第 746 号",
                "《中华人民共和国市场主体登记管理条例》已经2021年4月14日国务院第131次常务会议通过，现予公布，自2022年3月1日起施行。",
                "总理 李克强",
                "2021 年 7 月 27 日",
            ],
        ),
        (
            "中华人民共和国市场主体登记管理条例",
            "issued",
            0,
            [
                "第一章 总则",
                "第一条 为了规范市场主体登记管理行为，制定本条例。",
                "第五十五条 本条例自 2022 年 3 月 1日起施行。",
            ],
        ),
    )
    decree, regulation = read_attributes(documents, blocks)
    assert (decree.doc_number, decree.issuers, decree.issued_date) == ("国务院令第746号", ["国务院"], DAY(2021, 7, 27))
    assert (decree.effective_date, decree.hierarchy_level, decree.form) == (DAY(2022, 3, 1), "行政法规", "令")
    assert (regulation.doc_number, regulation.issuers_as_printed, regulation.issued_date) == (None, [], None)
    assert (regulation.issuers, regulation.hierarchy_level) == (["国务院"], "行政法规")
    assert regulation.effective_date == DAY(2022, 3, 1)


def test_a_regulation_revised_by_the_council_is_the_councils() -> None:
    history = (
        "（1991 年 5 月 6 日中华人民共和国国家工商行政管理局令第 7号发布 "
        "2020 年 12 月 14 日国务院第 118 次常务会议修订通过）"
    )
    said = read("企业名称登记管理规定", [history, "第一条 为了规范企业名称登记管理，制定本规定。"], role="issued")
    assert (said.issuers, said.issued_date, said.hierarchy_level) == (["国务院"], DAY(2020, 12, 14), "行政法规")


def test_a_form_has_no_addressee() -> None:
    said = read("投标评审书", ["所在院、系、所", "申请日期：", "投标人承诺：我承诺"], role="attachment")
    assert said.addressees == []


def test_what_is_forwarded_has_the_issuers_the_title_names() -> None:
    documents, blocks = volume(
        (
            "国务院办公厅转发国家发展改革委关于在重点工程项目中大力实施以工代赈工作方案的通知",
            "main",
            None,
            ["国办函〔2022〕58 号", "各省、自治区、直辖市人民政府：", "现转发给你们。", "国务院办公厅", "2022年7月5日"],
        ),
        (
            "关于在重点工程项目中大力实施以工代赈的工作方案",
            "issued",
            0,
            ["为贯彻落实党中央、国务院决策部署，制定本方案。"],
        ),
    )
    forwarded = read_attributes(documents, blocks)[1]
    assert (forwarded.issuers, forwarded.hierarchy_level) == (["国家发展和改革委员会"], "国务院规范性文件")


def test_a_signature_behind_the_attachments_is_the_notices() -> None:
    documents, blocks = volume(
        (
            "工业和信息化部办公厅关于组织推荐示范平台的通知",
            "main",
            None,
            ["有关行业协会：", "现就有关事项通知如下。", "附件：1.名单.doc"],
        ),
        (
            "示范平台认定管理办法",
            "attachment",
            0,
            ["第一条 为了促进发展。", "工业和信息化部办公厅", "2021 年 4 月 25 日"],
        ),
    )
    notice, attachment = read_attributes(documents, blocks)
    assert notice.issued_date == DAY(2021, 4, 25)
    assert (attachment.issued_date, attachment.issuers_as_printed) == (None, [])


def test_a_signature_behind_what_another_notice_issues_is_not_taken() -> None:
    documents, blocks = volume(
        ("工业和信息化部办公厅关于组织推荐示范平台的通知", "main", None, ["现就有关事项通知如下。"]),
        (
            "工业和信息化部办公厅关于印发认定管理办法的通知",
            "main",
            None,
            ["现印发你们。", "工业和信息化部办公厅", "2021 年 4 月 20 日"],
        ),
        ("认定管理办法", "issued", 1, ["第一条 为了促进发展。", "工业和信息化部办公厅", "2021 年 4 月 25 日"]),
    )
    assert [said.issued_date for said in read_attributes(documents, blocks)] == [
        None,
        DAY(2021, 4, 20),
        DAY(2021, 4, 25),
    ]


def test_a_date_that_slipped_below_the_title_of_what_is_issued() -> None:
    documents, blocks = volume(
        (
            "关于印发助力中小微企业若干措施的通知",
            "main",
            None,
            ["现印发你们。", "国务院促进中小企业发展工作领导小组办公室"],
        ),
        ("助力中小微企业若干措施", "issued", 0, ["2023 年 1月 11 日", "为深入贯彻党的二十大精神"]),
    )
    assert read_attributes(documents, blocks)[0].issued_date == DAY(2023, 1, 11)


def test_a_signature_in_mid_document_where_the_instrument_has_no_title() -> None:
    plan = [f"（{i}）坚持创新驱动，推动产业发展，提升保障能力。" for i in range(160)]
    said = read(
        "工业和信息化部关于印发“十四五”软件业发展规划的通知",
        ["部直属有关单位：", "现将规划印发给你们。", "工业和信息化部", "2021年11月15日", *plan],
    )
    assert (said.issued_date, said.issuers_as_printed) == (DAY(2021, 11, 15), ["工业和信息化部"])


def test_the_date_of_the_web_page_only_where_nothing_else_is_printed() -> None:
    title = "中共中央 国务院印发《全面深化前海深港现代服务业合作区改革开放方案》"
    document, blocks = page(title, ["新华社北京 9 月 6日电 近日，中共中央、国务院印发了方案，全文如下。"])
    dropped = [Edit(2, 1, "drop_metadata", "发文机关：中共中央 国务院 发布日期：2021-09-06", "")]
    (said,) = read_attributes([document], blocks, dropped)
    assert said.issued_date == DAY(2021, 9, 6)
    (silent,) = read_attributes([document], blocks)
    assert silent.issued_date is None
    signed, blocks = page("商务部关于印发规划的通知", ["各省：", "现印发你们。", "商务部", "2021年11月18日"])
    (said,) = read_attributes([signed], blocks, [Edit(2, 1, "drop_metadata", "发布日期：2021-11-23", "")])
    assert said.issued_date == DAY(2021, 11, 18)


def test_a_dateline_without_year_is_no_date() -> None:
    said = read(
        "中共中央 国务院印发《国家标准化发展纲要》", ["新华社北京 10 月 10 日电 近日，中共中央、国务院印发了纲要。"]
    )
    assert (said.issued_date, said.issuers) == (None, ["中共中央", "国务院"])


def test_an_interpretation_issues_nothing() -> None:
    said = read(
        "国家发展改革委有关负责同志就《建设高标准市场体系行动方案》答记者问",
        ["问：请介绍背景。"],
        role="interpretation",
    )
    assert (said.form, said.issuers, said.doc_number, said.hierarchy_level) == ("答记者问", [], None, None)


def test_every_claim_of_the_examples_stands_in_the_text() -> None:
    document, blocks = page(*NOTICE)
    (said,) = read_attributes([document], blocks)
    text = "\n".join(b.text for b in blocks)
    assert unsupported(said, text) == []
    said.issued_date = DAY(2022, 7, 30)
    said.doc_number = "国办发〔2022〕28号"
    said.issuers_as_printed = ["国务院"]
    said.addressees.append("中央军委")
    said.disclosure = "此件主动公开"
    assert len(unsupported(said, text)) == 4


LINE = st.one_of(
    st.sampled_from(
        [
            "国务院办公厅",
            "2022 年 6 月 6 日",
            "国办发〔2022〕27 号",
            "（2021年2月7日国务院反垄断委员会印发）",
            "财 政 部",
            "附件：1.名单",
            "各省、自治区、直辖市人民政府：",
            "本办法自印发之日起施行。",
            "（代章）",
            "第 734 号",
            "总理 李克强",
            "教育部财政部",
            "特此通知。",
        ]
    ),
    st.text(alphabet="国务院关于印发办法的通知年月日0123456789〔〕（）：。、 一二", max_size=30),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            LINE, st.sampled_from(["main", "issued", "attachment", "interpretation"]), st.lists(LINE, max_size=12)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_nothing_is_said_that_no_page_of_the_volume_says(pages: list[tuple[str, str, list[str]]]) -> None:
    parts = [
        (t or "通知", role if i else "main", 0 if i and role != "main" else None, rest)
        for i, (t, role, rest) in enumerate(pages)
    ]
    documents, blocks = volume(*parts)
    found = read_attributes(documents, blocks)
    assert found == read_attributes(documents, blocks)
    everything = ["".join(b.text for b in blocks)]
    for said in found:
        assert unsupported(said, everything[0]) == []


def test_hostile_lines_cost_no_more_than_their_length() -> None:
    for junk in ("（" * 100_000, "部" * 100_000, "2022年" * 30_000, "《" * 100_000, "、".join(["各"] * 50_000)):
        read("关于印发办法的通知", [junk, "财政部", "2022年1月1日", junk])
        read(junk[:2000], [junk])


RAW = Path(__file__).parents[2] / "raw"


@pytest.mark.slow
@pytest.mark.skipif(not RAW.is_dir(), reason="the volumes are not here")
def test_every_claim_about_the_five_volumes_stands_in_them() -> None:
    from pipeline.cleaning.stage import clean
    from pipeline.reading import read_volume
    from pipeline.splitting.stage import split

    for path in sorted(RAW.glob("*.txt")):
        raw = read_volume(path.name, path.read_bytes())
        cleaned = clean(raw)
        documents = split(raw, cleaned).documents
        texts = ["" for _ in documents]
        for block in cleaned.blocks:
            if block.document is not None:
                texts[block.document] += block.text + "\n"
        for i, said in enumerate(read_attributes(documents, cleaned.blocks, cleaned.edits)):
            line = documents[i].title_line
            near = [t for j, t in enumerate(texts) if abs(j - i) <= 8]
            dropped = [e.before for e in cleaned.edits if e.rule.startswith("drop_") and line <= e.line <= line + 20]
            assert unsupported(said, texts[i], [*near, *dropped, "".join(dropped)]) == [], f"{path.name}, line {line}"
