"""Which document of the corpus a reference means: names, numbers, versions, provisions."""

from __future__ import annotations

import datetime
import random
from typing import Any

from pipeline.knowledge.resolution import resolve

DAY = datetime.date


def document(document_id: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "volume_id": document_id.split(".", maxsplit=1)[0],
        "parent_document_id": None,
        "role": "main",
        "title": title,
        "doc_number": None,
        "issued_date": None,
        "line_start": 1,
        **more,
    }


def article(document_id: str, number: str, **more: Any) -> dict[str, Any]:
    return {
        "article_id": f"{document_id}#art_{number}",
        "document_id": document_id,
        "ordinal": int(number),
        "kind": "article",
        "number": number,
        "label": f"第{number}条",
        "path": [],
        "paragraphs": 2,
        "items": 0,
        **more,
    }


def citation(document_id: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "citation_id": f"{document_id}.c-{more.get('char_start', 0)}",
        "document_id": document_id,
        "article_id": None,
        "char_start": 0,
        "char_end": 10,
        "cited_title": title,
        "full_title": None,
        "cited_doc_number": None,
        "cited_article": None,
        "relation": "cites",
        "method": "title",
        **more,
    }


NOTICE = document(
    "b.notice",
    "工业和信息化部关于印发《认定管理办法》的通知",
    doc_number="工信部企业〔2017〕156号",
    issued_date=DAY(2017, 7, 3),
)
RULES = document("b.rules", "认定管理办法", role="issued", parent_document_id="b.notice")
LAW = document("b.law", "中华人民共和国反垄断法", issued_date=DAY(2007, 8, 30))
CITING = document("a.citing", "某部关于组织推荐的通知", issued_date=DAY(2021, 4, 25))


def target(citation: dict[str, Any], *documents: dict[str, Any], articles: list[dict[str, Any]] | None = None) -> Any:
    links, _ = resolve([CITING, *documents], articles or [], [citation])
    return links[0]


def test_with_and_without_the_countrys_name() -> None:
    assert target(citation("a.citing", "反垄断法"), LAW).document_id == "b.law"
    assert target(citation("a.citing", "中华人民共和国反垄断法"), LAW).document_id == "b.law"
    assert target(citation("a.citing", "反不正当竞争法"), LAW).document_id is None


def test_the_instrument_rather_than_its_notice() -> None:
    by_number = citation("a.citing", "认定管理办法", cited_doc_number="工信部企业〔2017〕156号")
    by_notice = citation("a.citing", "工业和信息化部关于印发《认定管理办法》的通知")
    alone = citation("a.citing", cited_doc_number="工信部企业〔2017〕156号", method="number")
    assert [target(c, NOTICE, RULES).document_id for c in (by_number, by_notice, alone)] == ["b.rules"] * 3


def test_a_notice_stands_for_what_is_no_document_of_its_own() -> None:
    plan = document("b.plan", "工业和信息化部关于印发“十四五”软件发展规划的通知")
    report = document("b.report", "中共中央办公厅 国务院办公厅印发《关于深化改革的意见》")
    assert target(citation("a.citing", "“十四五”软件发展规划"), plan).document_id == "b.plan"
    assert target(citation("a.citing", "关于深化改革的意见"), report).document_id == "b.report"


def test_short_names() -> None:
    short = citation("a.citing", "管理办法", full_title="认定管理办法", method="short_name")
    link = target(short, NOTICE, RULES)
    assert (link.document_id, link.resolved_by) == ("b.rules", "short_name")


def test_the_version_that_the_date_allows() -> None:
    name = "公平竞争审查制度实施细则"
    old = document("b.old", name, issued_date=DAY(2017, 10, 23), doc_number="发改价监〔2017〕1849号")
    new = document("b.new", name, issued_date=DAY(2021, 6, 29), doc_number="国市监反垄规〔2021〕2号")
    before = document("c.before", "某通知", issued_date=DAY(2020, 1, 1))
    after = document("c.after", "某通知之二", issued_date=DAY(2022, 1, 1))
    documents = [old, new, before, after]
    citations = [citation(d, name) for d in ("c.before", "c.after")]
    citations.append(citation("c.after", name, cited_doc_number="发改价监〔2017〕1849号"))
    citations.append(citation("c.after", name, cited_doc_number="发改价监〔2016〕1号"))
    citations.append(citation("b.new", "公平竞争审查制度实施细则（暂行）", relation="repeals"))
    links, issues = resolve(documents, [], citations)
    assert [link.document_id for link in links] == ["b.old", "b.new", "b.old", None, "b.old"]
    assert issues == []


def test_a_number_may_lead_forward_but_not_in_silence() -> None:
    later = document("b.later", "某公告", doc_number="某公告2022年第1号", issued_date=DAY(2022, 1, 1))
    wanted = citation("a.citing", cited_doc_number="某公告2022年第1号", method="number")
    links, issues = resolve([CITING, later], [], [wanted])
    assert links[0].document_id == "b.later"
    assert [(i.citation_id, i.reason) for i in issues] == [(wanted["citation_id"], "issued_later")]


def test_provisions_that_are_there_and_that_are_not() -> None:
    articles = [article("b.law", str(n), items=3 if n == 2 else 0) for n in range(1, 6)]
    cases = {
        "第二条": (("b.law#art_2",), []),
        "第二条至第四条": (("b.law#art_2", "b.law#art_3", "b.law#art_4"), []),
        "第九条": ((), ["no_such_article"]),
        "第三条第三款": (("b.law#art_3",), ["no_such_paragraph"]),
        "第二条第四项": (("b.law#art_2",), ["no_such_item"]),
    }
    for expression, (ids, reasons) in cases.items():
        links, issues = resolve([CITING, LAW], articles, [citation("a.citing", "反垄断法", cited_article=expression)])
        assert (links[0].article_ids, [i.reason for i in issues]) == (ids, reasons), expression


def test_the_document_itself() -> None:
    own = [
        article("b.rules", "1"),
        article("b.rules", "2", path=["第二章 认定"]),
        article("b.rules", "3", path=["第二章 认定"], paragraphs=1),
    ]

    def meant(*expressions: str, here: str) -> list[tuple[str, ...]]:
        wanted = [
            citation("b.rules", method="own", cited_article=e, article_id=here, char_start=20 * n, char_end=20 * n + 9)
            for n, e in enumerate(expressions)
        ]
        links, issues = resolve([NOTICE, RULES], own, wanted)
        assert issues == [] and {link.document_id for link in links} == {"b.rules"}
        return [link.article_ids for link in links]

    assert meant("前款第三项", "第五项", here="b.rules#art_2") == [("b.rules#art_2",)] * 2
    assert meant("前条", here="b.rules#art_2") == [("b.rules#art_1",)]
    assert meant("第二章", here="b.rules#art_1") == [("b.rules#art_2", "b.rules#art_3")]
    assert meant("第二条第一款", "第二款", here="b.rules#art_3") == [("b.rules#art_2",)] * 2


def test_a_form_means_what_it_is_attached_to() -> None:
    form = document("b.form", "推荐表", role="attachment", parent_document_id="b.notice")
    wanted = citation("b.form", method="own", cited_article="第二条")
    links, _ = resolve([NOTICE, RULES, form], [article("b.rules", "2")], [wanted])
    assert links[0].article_ids == ("b.rules#art_2",)


def test_copies_in_several_volumes() -> None:
    copy = document("a.copy", "中华人民共和国反垄断法", issued_date=DAY(2007, 8, 30), line_start=90)
    assert target(citation("a.citing", "反垄断法"), LAW, copy).document_id == "a.copy"


def test_the_order_of_volumes_does_not_matter() -> None:
    documents = [CITING, NOTICE, RULES, LAW, document("c.law", "反垄断法", issued_date=DAY(2007, 8, 30))]
    wanted = [citation("a.citing", "反垄断法"), citation("a.citing", "认定管理办法", char_start=9)]
    expected = resolve(documents, [], wanted)
    for seed in range(5):
        shuffled = documents[:]
        random.Random(seed).shuffle(shuffled)
        assert resolve(shuffled, [], wanted) == expected


def test_a_title_quoted_with_a_small_word_more_or_less() -> None:
    documents = [
        document("v.d1", "国务院关于支持浙江建设示范区意见"),
        document("v.d2", "标准立项审查、评估和复审暂行办法", role="issued", parent_document_id="v.d3"),
        document("v.d3", "办公厅关于印发《标准立项审查、评估、复审暂行办法》的通知"),
        document("v.d5", "商务部深化“证照分离”改革工作实施方案", role="issued", parent_document_id="v.d6"),
        document("v.d6", "商务部关于印发《深化“证照分离”改革工作实施方案》的通知"),
    ]
    cited = [
        citation("v.d6", "国务院关于支持浙江建设示范区的意见"),
        citation("v.d3", "标准立项审查、评估、复审暂行办法", relation="issues"),
        citation("v.d6", "深化“证照分离”改革工作实施方案", relation="issues", char_start=1),
    ]
    links, _ = resolve(documents, [], cited)
    assert [(k.document_id, k.resolved_by) for k in links] == [
        ("v.d1", "title_nearly"),
        ("v.d2", "title_nearly"),
        ("v.d5", "title_without_issuer"),
    ]


def test_the_report_of_the_year_is_meant() -> None:
    documents = [
        document("v.d1", "政府工作报告——2020年5月22日在第十三届全国人民代表大会第三次会议"),
        document("v.d2", "关于落实重点工作的意见", issued_date=DAY(2020, 6, 6)),
        document("v.d3", "关于稳住经济的通知", issued_date=DAY(2022, 5, 24)),
    ]
    links, _ = resolve(documents, [], [citation("v.d2", "政府工作报告"), citation("v.d3", "政府工作报告")])
    assert [k.document_id for k in links] == ["v.d1", None]


def test_a_report_that_bears_the_number_is_not_the_notice() -> None:
    documents = [
        document("v.d1", "财政部联合印发《关于支持企业的通知》", doc_number="财建〔2021〕2号"),
        document("v.d2", "财政部 工业和信息化部关于支持企业的通知", doc_number="财建〔2021〕2号", line_start=9),
    ]
    cited = citation("v.d1", "关于支持企业的通知", cited_doc_number="财建〔2021〕2号", relation="issues")
    links, _ = resolve(documents, [], [cited])
    assert [k.document_id for k in links] == ["v.d2"]
