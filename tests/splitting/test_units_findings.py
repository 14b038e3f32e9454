"""What is amiss with the structure: found, told apart, and nothing found where nothing is."""

import pytest
from unit_pages import structure

from pipeline.splitting.findings import declared_counts, numbering_findings, structure_findings, unbroken_share


def numbering(*paragraphs, title="某某管理办法"):
    found = structure(*paragraphs, title=title)
    return numbering_findings([found.document], found.units)


def checks(*paragraphs):
    found = structure(*paragraphs)
    return structure_findings([found.document], found.blocks, found.units)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("一、甲", "（一）子。", "（二）丑。", "二、乙", "（三）寅。", "（四）卯。"),
        ("一、甲", "（一）子。", "（二）丑。", "二、乙", "（一）寅。", "（二）卯。"),
        ("第一章 总则", "第一条 甲。", "第二条 乙。", "第二章 附则", "第三条 丙。"),
        ("第一条 甲。", "第一条之一 乙。", "第一条之二 丙。", "第二条 丁。"),
        ("1 引言", "2 要求", "2.1 意义", "2.1.1 教育", "2.1.2 院校", "2.2 目标", "3 发展", "3.1 总体"),
    ],
)
def test_an_unbroken_numbering(paragraphs):
    assert numbering(*paragraphs) == []


def test_a_missing_number_names_its_line():
    (finding,) = numbering("（一）甲。", "（二）乙。", "（四）丙。", "（五）丁。")
    assert (finding.what, finding.label, finding.expected, finding.found) == ("missing", "（四）", "3", "4")
    assert (finding.line, finding.reason) == (7, None)


def test_a_number_printed_twice():
    (finding,) = numbering("第一条 甲。", "第二条 乙。", "第二条 丙。", "第三条 丁。", "第四条 戊。")
    assert (finding.what, finding.label) == ("repeated", "第二条")


def test_an_excerpt_says_why():
    (finding,) = numbering("第一条 甲。", "第二条 乙。", "第四条 丙。", title="某某条例（节选）")
    assert finding.reason == "excerpt"


def test_the_share_of_unbroken_documents():
    whole = structure("一、甲。", "二、乙。")
    broken = structure("一、甲。", "三、乙。", "四、丙。")
    for unit in broken.units:
        unit.document = 1
    units = [*whole.units, *broken.units]
    findings = numbering_findings([whole.document, broken.document], units)
    assert unbroken_share(units, findings) == 0.5
    assert unbroken_share([], []) is None


def test_a_list_that_is_announced_and_missing():
    (finding,) = checks("第一条 有下列情形之一的：", "第二条 本办法自公布之日起施行。")
    assert (finding.what, finding.label) == ("list_without_items", "第一条")
    assert checks("第一条 有下列情形之一的：", "（一）甲。", "第二条 本办法自公布之日起施行。") == []


def test_chapters_out_of_order():
    assert [
        f.what for f in checks("第一章 甲", "第一条 子。", "第三章 乙", "第二条 丑。", "第二章 丙", "第三条 寅。")
    ] == ["chapter_order"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [("《条例》共七章四十三条，", (7, 43)), ("分为8章，共49条", (8, 49)), ("共三章", None), ("第七章第四十三条", None)],
)
def test_declared_counts_are_read(text, counts):
    assert declared_counts(text) == counts


def test_declared_counts_that_do_not_agree():
    right = ("本办法共二章三条。", "第一章 总则", "第一条 甲。", "第二条 乙。", "第二章 附则", "第三条 丙。")
    assert checks(*right) == []
    (finding,) = checks("本办法共二章四条。", *right[1:])
    assert (finding.what, finding.expected, finding.found) == ("declared_count", "2章4条", "2章3条")
