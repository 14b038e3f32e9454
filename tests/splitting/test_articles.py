"""Articles: the citable provisions partition a document."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_units import PARAGRAPH, STATUTE
from unit_pages import structure


def test_articles_of_a_statute():
    found = structure(*STATUTE)
    assert [(a.kind, a.label, a.eid) for a in found.articles] == [
        ("preamble", None, "preamble"), ("article", "第一条", "art_1"), ("article", "第二条", "art_2"),
        ("article", "第三条", "art_3"),
    ]  # fmt: skip
    second = found.article("第二条")
    assert second.path == ["第一章 总则"]
    assert second.text.startswith("申请人应当提交下列材料：\n（一）申请书；\n")
    assert second.text.endswith("登记机关对材料进行审查。\n前款规定的期限为十日。")
    assert found.unit("第一款").article == 2


def test_sections_of_a_policy_document():
    found = structure(
        "各省、自治区、直辖市人民政府：", "为了做好工作，现提出意见。", "一、总体要求", "以某某为指导。",
        "二、主要任务",
        "（一）加强领导。各地要重视。", "（二）抓好落实。各地要执行。", "国务院", "2022年6月6日",
        kinds={1: "addressee"},
    )  # fmt: skip
    assert [(a.kind, a.label, a.heading, a.path) for a in found.articles] == [
        ("preamble", None, None, []), ("section", "一、", "总体要求", []),
        ("section", "（一）", "加强领导", ["二、主要任务"]),
        ("section", "（二）", "抓好落实", ["二、主要任务"]), ("closing", None, None, []),
    ]  # fmt: skip
    assert found.article("一、").text == "总体要求\n以某某为指导。"
    assert found.article("（一）").text == "加强领导。各地要重视。"
    assert found.articles[-1].text == "国务院\n2022年6月6日"


def test_smaller_units_stay_in_their_section():
    found = structure("一、评价结果", "1.形成意见。甲。", "2.反馈意见。乙。", "二、工作要求", "1.改进作风。丙。")
    assert [(a.label, a.text) for a in found.articles[1:]] == [
        ("一、", "评价结果\n1.形成意见。甲。\n2.反馈意见。乙。"), ("二、", "工作要求\n1.改进作风。丙。"),
    ]  # fmt: skip


def test_a_document_of_plain_items_is_cut_at_these():
    found = structure("1.国家环境宣传教育示范基地（北京市）", "2.中国地质调查局（北京市）", "3.北京交通大学（北京市）")
    assert [(a.kind, a.label) for a in found.articles] == [
        ("preamble", None), ("section", "1."), ("section", "2."), ("section", "3."),
    ]  # fmt: skip


def test_the_paragraph_that_speaks_for_all_closes_the_document():
    found = structure(
        "（一）加强领导。各地要重视。", "（二）抓好落实。各地要执行。", "（三）做好宣传。各地要宣传。",
        "（四）强化考核。各地要考核。",
        "（五）压实责任。各地要尽责。", "重大问题及时报告。", "国务院办公厅", "2021年8月5日",
    )  # fmt: skip
    assert found.articles[-1].kind == "closing"
    assert found.articles[-1].text.startswith("重大问题及时报告。")
    assert found.article("（五）").text == "压实责任。各地要尽责。"


def test_a_document_without_units():
    found = structure("现将办法印发给你们，请遵照执行。", "财政部", "2022年6月6日")
    assert [(a.kind, a.text) for a in found.articles] == [
        ("preamble", "某某管理办法\n现将办法印发给你们，请遵照执行。"), ("closing", "财政部\n2022年6月6日"),
    ]  # fmt: skip


@settings(max_examples=100)
@given(
    st.lists(PARAGRAPH, max_size=30),
    st.dictionaries(st.integers(1, 30), st.sampled_from(["table", "note"]), max_size=3),
)
def test_articles_partition_any_document(paragraphs, kinds):
    """Every block stands in one article, in order, but for headings, which stand in the path of the next."""
    try:
        found = structure(*paragraphs, kinds=kinds)
    except AssertionError:
        assume(False)
    covered = [i for a in found.articles for i in range(a.first_block, a.last_block + 1)]
    assert covered == sorted(set(covered))
    for i in set(range(len(found.blocks))) - set(covered):
        above = [a.path for a in found.articles if a.first_block > i][:1]
        assert above, f"block {i} stands in no article"
        heading = found.blocks[i].text.replace(" ", "")
        assert any(part.replace(" ", "").rstrip("。") == heading.rstrip("。") for part in above[0])
    assert len({a.eid for a in found.articles}) == len(found.articles)
    for article in found.articles:
        assert article.text
        whole = "\n".join(b.text for b in found.blocks[article.first_block : article.last_block + 1])
        assert whole.endswith(article.text)
        assert article.line_start == found.blocks[article.first_block].line_start
        assert article.line_end == found.blocks[article.last_block].line_end
    for unit in found.units:
        if unit.article is not None:
            article = found.articles[unit.article]
            assert article.line_start <= unit.line_start <= article.line_end
