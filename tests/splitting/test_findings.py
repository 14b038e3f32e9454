"""What is amiss with the structure: found, told apart by what the lines say, and nothing found where nothing is."""

import pytest
from unit_pages import Structure, structure

from pipeline.splitting import sequences
from pipeline.splitting.announced import declared_counts
from pipeline.splitting.findings import Finding, find_all
from pipeline.splitting.table_rows import Row
from pipeline.splitting.tables import Table
from pipeline.values import Block, Document, Page, Volume


def volume_of(blocks: list[Block], lines: dict[int, str] | None = None) -> Volume:
    """The raw lines of some blocks; `lines` are others, or printed beside them."""
    raw = [""] * (blocks[-1].line_end + 1)
    for block in blocks:
        raw[block.line_start - 1] = block.text
    for number, text in (lines or {}).items():
        raw[number - 1] = text
    pages = [Page(1, None, 1, len(raw))]
    return Volume("v", "v.txt", "0" * 64, "text/plain", "utf-8", 0, raw, [1] * len(raw), pages)


def made(page: Structure) -> sequences.Structure:
    return sequences.Structure([page.document], page.blocks, page.units, page.articles, [])


def found(*paragraphs: str, lines: dict[int, str] | None = None, **how: object) -> list[Finding]:
    page: Structure = structure(*paragraphs, **how)
    volume = volume_of(page.blocks, lines)
    return find_all(volume, made(page))


def told(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    return [(f.at.what, f.at.label, f.cause, f.reason) for f in findings]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("一、甲", "（一）子。", "（二）丑。", "二、乙", "（三）寅。", "（四）卯。"),
        ("一、甲", "（一）子。", "（二）丑。", "二、乙", "（一）寅。", "（二）卯。"),
        ("第一章 总则", "第一条 甲。", "第二条 乙。", "第二章 附则", "第三条 丙。"),
        ("第一条 甲。", "第一条之一 乙。", "第一条之二 丙。", "第二条 丁。"),
        ("1 引言", "2 要求", "2.1 意义", "2.1.1 教育", "2.1.2 院校", "2.2 目标", "3 发展", "3.1 总体"),
        ("第一条 甲。", "第二条 将第五条修改为：", "“第五条 乙。", "丙。”", "第三条 本决定自公布之日起施行。"),
        ("第一条 甲。", "第二条 依照本办法第七条、", "第八条规定办理。", "第三条 丁。"),
    ],
)
def test_an_unbroken_numbering(paragraphs: tuple[str, ...]) -> None:
    assert found(*paragraphs) == []


def test_a_missing_number_names_its_line() -> None:
    (finding,) = found("（一）甲。", "（二）乙。", "（四）丙。", "（五）丁。")
    at = finding.at
    assert (at.what, at.label, at.expected, at.found, at.line) == ("missing", "（四）", "3", "4", 7)
    assert (finding.cause, finding.reason, finding.seen_line) == ("source", "not_printed", None)


@pytest.mark.parametrize(
    ("line", "seen"),
    [("（三）丙，漏取的一项。", 6), ("。(三)丙。", 6), ("（三） 丙。", 6), ("依照（三）项办理", None), ("", None)],
)
def test_a_number_that_does_stand_in_the_lines_was_not_taken(line: str, seen: int | None) -> None:
    (finding,) = found("（一）甲。", "（二）乙。", "（四）丙。", "（五）丁。", lines={6: line})
    assert finding.seen_line == seen
    assert finding.cause == ("source" if seen is None else "defect")


def test_a_numbering_that_begins_again() -> None:
    led = found("一、甲", "1.子。", "2.丑。", "另有以下内容：", "1.寅。", "2.卯。", "二、乙")
    again = found("一、甲", "1.子。", "2.丑。", "3.寅。", "1.卯。", "2.辰。", "3.巳。", "二、乙")
    assert led == []
    assert told(again) == [("jumped", "1.", "source", "printed_so")]


def test_articles() -> None:
    gap = found("第一条 甲。", "第二条 乙。", "第四条 丙。", "第五条 丁。")
    twice = found("第一条 甲。", "第二条 乙。", "第二条 丙。", "第三条 丁。", "第四条 戊。")
    late = found("第一条 甲。", "第一条之二 乙。", "第二条 丙。")
    assert told(gap) == [("missing", "第四条", "source", "not_printed")]
    assert told(twice) == [("repeated", "第二条", "source", "printed_so")]
    assert told(late) == [("missing", "第一条之二", "source", "not_printed")]


def test_articles_do_not_begin_again_with_a_chapter() -> None:
    page = structure("第一章 甲", "第一条 子。", "第二条 丑。", "第二章 乙", "第三条 寅。", "第四条 卯。")
    for article in page.articles:
        if article.label == "第三条":
            article.label, article.number = "第一条", "1"
    findings = find_all(volume_of(page.blocks), made(page))
    assert [(f.at.what, f.at.label, f.at.expected) for f in findings] == [
        ("jumped", "第一条", "3"),
        ("missing", "第四条", "2"),
    ]


def test_an_excerpt_and_an_omission_say_why() -> None:
    excerpt = found("第一条 甲。", "第二条 乙。", "第四条 丙。", title="某某条例（节选）")
    omitted = found("第一条 甲。", "第二条 （略）", "第四条 丙。")
    assert [f.reason for f in (*excerpt, *omitted)] == ["excerpt", "omitted"]


def test_items_whose_numbers_are_not_printed() -> None:
    findings = found("第一条 有下列行为之一的：", "甲行为；", "（二）乙行为；", "（三）丙行为。", "第二条 丁。")
    assert told(findings) == [
        ("list_without_items", "第一条 有下列行为之一的：", "source", "unnumbered"),
        ("missing", "（二）", "source", "unnumbered"),
    ]


def test_what_breaks_a_numbering_within_a_sentence_is_no_unit() -> None:
    long = "为了规范本市行政区域内的有关管理活动，保障公民、法人和其他组织的合法权益，根据有关法律法规和本办法"
    page = structure("一、甲。", "二、" + long, "五、乙。", "六、丙。")
    assert "五、" in page.labels()
    findings = find_all(volume_of(page.blocks), made(page))
    assert told(findings) == [("missing", "五、", "defect", "within_sentence")]


def test_boxes_attachments_and_rows() -> None:
    blocks = [
        Block(text, n, n, 1, [(0, n)], "heading", 0) for n, text in enumerate(("题目", "专栏1 甲", "专栏3 乙"), 1)
    ]
    blocks[0].kind = "title"
    table = Block("1 甲\n2 乙\n3 丙", 4, 6, 1, [(0, 4)], "table", 0)
    volume = volume_of([*blocks, table], {4: "1 甲", 5: "制造业2 乙", 6: "3 丙"})
    documents = [
        Document(0, 2, "题目", 1, 1),
        Document(3, 3, "表", 8, 8, "attachment", 0, label="附件 2", label_line=7),
    ]
    rows = [Row(4, 5, ["1", "甲"]), Row(6, 6, ["3", "丙"])]
    tables = [Table(0, 1, None, ["序号", "行业"], rows, 4, 6)]
    findings = find_all(volume, sequences.Structure(documents, [*blocks, table], [], [], tables))
    assert [(f.at.what, f.at.kind, f.at.expected, f.cause) for f in findings] == [
        ("missing", "box", "2", "source"),
        ("missing", "row", "2", "defect"),
        ("missing", "attachment", "1", "source"),
    ]


def test_a_list_that_is_announced_and_missing() -> None:
    (finding,) = found("第一条 有下列情形之一的：", "第二条 本办法自公布之日起施行。")
    assert told([finding]) == [("list_without_items", "第一条 有下列情形之一的：", "source", "not_printed")]
    (finding,) = found("（一）包括以下内容：", "（二）其他。", "（三）更多。")
    assert finding.at.line == 3
    assert found("第一条 有下列情形之一的：", "（一）甲。", "第二条 本办法自公布之日起施行。") == []
    assert found("一、按照下列公式计算：", "应退税额=留抵税额×比例", "二、其他。") == []


def test_items_that_nothing_leads_in() -> None:
    assert [f.at.what for f in found("第一条", "（一）甲。", "（二）乙。", "第二条 丙。")] == [
        "orphan_item",
        "orphan_item",
    ]


def test_chapters_out_of_order() -> None:
    findings = found("第一章 甲", "第一条 子。", "第三章 乙", "第二条 丑。", "第二章 丙", "第三条 寅。")
    assert [(f.at.what, f.at.label) for f in findings] == [
        ("missing", "第三章"),
        ("chapter_order", "第二章"),
        ("jumped", "第二章"),
    ]


@pytest.mark.parametrize(
    ("text", "counts"),
    [("《条例》共七章四十三条，", (7, 43)), ("分为8章，共49条", (8, 49)), ("共三章", None), ("第七章第四十三条", None)],
)
def test_declared_counts_are_read(text: str, counts: tuple[int, int] | None) -> None:
    assert declared_counts(text) == counts


def test_declared_counts_that_do_not_agree() -> None:
    right = ("本办法共二章三条。", "第一章 总则", "第一条 甲。", "第二条 乙。", "第二章 附则", "第三条 丙。")
    assert found(*right) == []
    (finding,) = found("本办法共二章四条。", *right[1:])
    assert (finding.at.what, finding.at.expected, finding.at.found) == ("declared_count", "2章4条", "2章3条")
    assert (finding.cause, finding.reason) == ("source", "counted_otherwise")
    (finding,) = found("本办法共二章四条。", *right[1:], "丁。", lines={14: "第四条 漏取。"})
    assert (finding.cause, finding.reason, finding.seen_line) == ("defect", "not_taken", 14)
