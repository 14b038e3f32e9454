"""Documents: boundaries, titles, labels, roles, parents, parts, ends, contents, on pages copied from volumes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.ledger import undo
from pipeline.cleaning.stage import clean
from pipeline.reading import read_volume
from pipeline.splitting.documents import find_documents
from pipeline.splitting.titles import join_title, tidy

BODY = """为深入贯彻党的二十大精神，落实中央经济工作会议决策部署，帮助中小微企业

应对当前面临的困难，进一步推动稳增长稳预期，制定以下措施。

一、总体要求

坚持稳中求进工作总基调，完整、准确、全面贯彻新发展理念，着力促进中小微

企业调结构强能力。

二、组织实施

各地区、各部门要加强组织领导，压实工作责任，确保各项措施落地见效。
"""
NOTICE = """ 国家知识产权局 工业和信息化部关于知识产权助力专精特新

中小企业创新发展若干措施的通知

国知发运字〔2022〕38 号

各省、自治区、直辖市知识产权局、中小企业主管部门：

为贯彻落实党中央、国务院决策部署，现将《关于知识产权助力专精特新中小企

业创新发展的若干措施》印发给你们，请结合实际认真贯彻执行。

国家知识产权局

工业和信息化部

2022 年 10 月 13 日
"""
ISSUED = "\n关于知识产权助力专精特新中小企业创新发展的若干措施\n\n" + BODY


def documents(text):
    volume = read_volume("v.txt", text.encode())
    cleaned = clean(volume)
    found = find_documents(volume, cleaned)
    assert undo(cleaned.blocks, cleaned.edits, len(volume.lines)) == volume.lines
    return found, cleaned.blocks


def test_a_notice_and_what_it_issues():
    found, blocks = documents(NOTICE + ISSUED)
    assert [(d.role, d.parent) for d in found] == [("main", None), ("issued", 0)]
    assert found[0].title == "国家知识产权局 工业和信息化部关于知识产权助力专精特新中小企业创新发展若干措施的通知"
    assert (found[0].title_line, found[0].title_end_line) == (1, 3)
    assert found[1].title == "关于知识产权助力专精特新中小企业创新发展的若干措施"
    assert blocks[found[0].first_block].kind == "title"
    assert blocks[found[0].last_block].text == "2022年10月13日"
    assert "issued_in_text" in found[1].evidence and "number_next" in found[0].evidence


def test_an_attachment_with_a_label_is_found_by_the_list_that_names_it():
    notice = NOTICE.replace("\n国家知识产权局\n", "\n附件：1.重点任务分工表\n\n国家知识产权局\n", 1)
    found, blocks = documents(notice + " 附件 1\n\n重点任务分工表\n\n" + BODY)
    assert [(d.role, d.parent, d.label) for d in found] == [("main", None, None), ("attachment", 0, "附件1")]
    assert found[1].title == "重点任务分工表"
    assert blocks[found[1].first_block].kind == "label"
    assert not any(d.title.startswith("1.") for d in found)


def test_a_decree_and_its_regulation():
    decree = """ 中华人民共和国国务院令

第 746 号

《中华人民共和国市场主体登记管理条例》已经 2021 年 4 月 14 日国务院第 131 次常务

会议通过，现予公布，自 2022 年 3 月 1 日起施行。

总理 李克强

2021 年 7 月 27 日

中华人民共和国市场主体登记管理条例

第一章 总 则

第一条 为了规范市场主体登记管理行为，推进法治化市场建设，维护良好市场秩序，制定本条例。

第二条 本条例所称市场主体，是指在中华人民共和国境内以营利为目的从事经营活动的组织。
"""
    found, _ = documents(decree)
    assert [(d.title, d.role, d.parent) for d in found] == [
        ("中华人民共和国国务院令", "main", None),
        ("中华人民共和国市场主体登记管理条例", "issued", 0),
    ]


def test_an_interpretation_with_nothing_before_it_stands_by_itself():
    found, _ = documents("国家知识产权局有关负责人就若干措施答记者问\n\n" + BODY)
    assert [(d.role, d.parent) for d in found] == [("main", None)]


def test_many_attachments_hang_on_their_notice():
    lists = "".join(
        f"附件{i}\n\n某某事项清单（第{i}批）\n\n为了规范管理，现就有关事项公布如下。\n\n" for i in range(1, 41)
    )
    found, _ = documents(NOTICE + lists)
    assert {(d.role, d.parent) for d in found[1:]} == {("attachment", 0)}
    assert len(found) == 41


def test_an_interpretation_hangs_on_the_instrument_it_names():
    text = """ 【政策解读】关于知识产权助力专精特新中小企业创新发展若干措施的

解读

近日，国家知识产权局会同工业和信息化部发布了若干措施，现解读如下。

一、出台的背景是什么？

专精特新中小企业是创新的重要力量，需要知识产权服务的有力支持。
"""
    found, _ = documents(NOTICE + ISSUED + text)
    assert [d.role for d in found] == ["main", "issued", "interpretation"]
    assert found[2].parent == 1 and found[2].label == "【政策解读】"
    assert found[2].title == "关于知识产权助力专精特新中小企业创新发展若干措施的解读"


def test_years_alone_on_the_last_line_belong_to_the_title():
    notice = NOTICE.replace("若干措施的通知", "行动计划（2022—2025 年）的通知").replace(
        "关于知识产权助力专精特新中小企\n\n业创新发展的若干措施",
        "知识产权助力专精特新中小企\n\n业创新发展行动计划（2022—2025年）",
    )
    plan = "\n知识产权助力专精特新中小企业创新发展行动计划\n\n（2022—2025 年）\n\n"
    found, _ = documents(notice + plan + BODY)
    assert found[1].title == "知识产权助力专精特新中小企业创新发展行动计划（2022—2025年）"
    assert found[1].title_end_line == found[1].title_line + 2


def test_a_title_printed_twice_is_one_title():
    title = "国务院关于加强数字政府建设的指导意见"
    text = f" {title}\n\n{title}\n\n国发〔2022〕14 号\n\n各省、自治区、直辖市人民政府：\n\n{BODY}"
    found, blocks = documents(text)
    assert [(d.title, d.title_line, d.title_end_line) for d in found] == [(title, 1, 3)]
    assert [b.kind for b in blocks[:2]] == ["title", "title"]


def test_a_title_with_its_text_running_on_the_same_line():
    plan = "\n关于知识产权助力专精特新中小企业创新发展的若干措施为深入贯彻党的二十大精神，落实\n\n部署，制定措施。\n"
    found, blocks = documents(NOTICE + plan)
    assert found[1].title == "关于知识产权助力专精特新中小企业创新发展的若干措施"
    assert blocks[found[1].first_block].text == found[1].title
    assert blocks[found[1].first_block + 1].text.startswith("为深入贯彻")


def test_part_headings_belong_to_no_document():
    found, blocks = documents("第一部分 中央文件\n" + NOTICE + ISSUED + " 第二部分 教育部文件\n\n" + NOTICE)
    assert [d.part for d in found] == ["第一部分 中央文件", "第一部分 中央文件", "第二部分 教育部文件"]
    heads = [b for b in blocks if b.kind == "part_heading"]
    assert len(heads) == 2 and all(b.document is None for b in heads)
    assert all(b.document is not None for b in blocks if b.kind != "part_heading")


@pytest.mark.parametrize("tail", ["", "…………………… 12", "....................3", " 7"])
def test_a_table_of_contents_is_no_document(tail):
    titles = [
        "国家知识产权局 工业和信息化部关于知识产权助力专精特新中小企业创新发展若干措施的通知",
        "国务院关于加强数字政府建设的指导意见",
        "国务院办公厅关于进一步规范行政裁量权基准制定和管理工作的意见",
        "国务院办公厅关于深化电子电器行业管理制度改革的意见",
    ]
    contents = "目 录\n\n" + "".join(f"{t}{tail}\n\n" for t in titles)
    found, blocks = documents(contents + NOTICE + ISSUED)
    assert [d.role for d in found] == ["main", "issued"]
    assert {b.kind for b in blocks if b.document is None} == {"contents"}


def test_the_numbers_of_sections_and_wrapped_names_are_no_documents():
    text = NOTICE.replace(
        "国家知识产权局\n\n工业和信息化部\n\n2022",
        """一、完善有关办法

各地要认真执行企业知识产权管理规范和

专利转化专项计划实施方案。

二、健全服务指南

按照有关规定办理。

国家知识产权局

工业和信息化部

2022""",
    )
    found, _ = documents(text + ISSUED)
    assert [d.role for d in found] == ["main", "issued"]


def test_a_body_without_any_head_is_no_document():
    found, blocks = documents(BODY)
    assert found == []
    assert all(b.document is None for b in blocks)


LINES = st.sampled_from(
    [*NOTICE.split("\n"), *ISSUED.split("\n"), "附件 1", "附件：", "目 录", "100", "（此件公开发布）"]
)


@given(st.lists(LINES, min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_pages_in_any_disorder_lose_nothing(lines):
    text = "\n".join(lines)
    if not text.strip():
        return
    found, blocks = documents(text)
    owned = [b.document for b in blocks if b.document is not None]
    assert owned == sorted(owned)
    for index, document in enumerate(found):
        assert document.parent is None or document.parent < index
        assert (document.parent is None) == (document.role == "main")
        assert blocks[document.first_block].document == blocks[document.last_block].document == index
        assert document.title and document.title_line <= document.title_end_line


def test_the_same_page_gives_the_same_documents():
    assert documents(NOTICE + ISSUED) == documents(NOTICE + ISSUED)


def test_titles_hold_no_character_that_no_reader_sees() -> None:
    assert tidy("国务院关于\u202e推进\ue000改革(试行)的通知") == "国务院关于推进改革（试行）的通知"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("国家发展改革委办公厅", "财政", "部办公厅", "国家税务总局办公厅关于缴费的通知"),
         "国家发展改革委办公厅 财政部办公厅 国家税务总局办公厅关于缴费的通知"),
        (("应急部", "市", "场监管总局", "全国总工会关于维护权益的意见"),
         "应急部 市场监管总局 全国总工会关于维护权益的意见"),
        (("国家发展改革委", "办公厅关于开展试点的通", "知"), "国家发展改革委办公厅关于开展试点的通知"),
    ],
)  # fmt: skip
def test_issuers_in_a_title_stay_apart_where_a_line_ends_inside_a_name(words, title):
    assert join_title(words) == title
