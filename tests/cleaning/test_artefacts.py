"""What is no text: addresses, web metadata, stray marks, running heads, woven page numbers, repeated headings."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.artefacts import dropped_lines, find_artefacts, repeated_headings
from pipeline.cleaning.assembling import printed_offsets
from pipeline.cleaning.table_regions import find_table_regions
from pipeline.cleaning.web_remains import address_lines, metadata_lines
from pipeline.cleaning.woven_numbers import woven_numbers
from pipeline.reading import read_volume

PROSE = "各地区各部门要认真贯彻落实党中央、国务院关于加强社会信用体系建设的决策部署，"


def volume(lines):
    return read_volume("v.txt", "\n".join(lines).encode())


def dropped(lines):
    """(raw line, rule) of each line dropped whole."""
    v = volume(lines)
    return [
        (v.lines.index(line) + 1, d.rule)
        for d in find_artefacts(v, printed_offsets(v))
        for line in ["\n".join(v.lines)[d.start : d.end]]
    ]


def test_addresses_doubled_and_in_mid_sentence():
    url = "https://www.mee.gov.cn/xxgk2018/xxgk/xxgk03/202212/W020221230562720562925.pdf"
    texts = ["现印发给你们，请结合实际认", url, url, "真贯彻落实。", "mailto:zph@ncss.org.cn", "javascript:;"]
    assert address_lines(texts) == [1, 2, 4, 5]


def test_an_address_goes_on_over_lines():
    texts = [
        "http://www.chinatax.gov.cn/chinatax/n367/c5176919/5176919/files/%E5%8D%B0%E8%8A%B1",
        "%E7%A8%8E%E7%A8%8E%E6%BA%90.doc",
        "特此公告。",
    ]
    assert address_lines(texts) == [0, 1]


@pytest.mark.parametrize(
    "texts",
    [
        ["（http://tas.innocom.gov.cn，以下简称“全国技先平台”）的建设与运行"],
        ["者）均可通过大赛官网（", "http://www.cnmaker.org.cn", "）报名，流程见附件。"],
        ["www.ncss.cn）承办。工业和信息化部组织中小企业面向应届高校毕"],
    ],
)
def test_an_address_that_a_sentence_uses_is_text(texts):
    assert address_lines(texts) == []


def test_web_metadata_and_its_wrapped_date():
    texts = [
        "业高质量发展的实施方案的通知",
        "发文机关：国家发展和改革委员会 工业和信息化部 发布日期：",
        "2021-12-08",
        "科技部、财政部、人力资源社会保障部、商务部、人民银行：",
        "发文机关：国家发展改革委办公厅 工业和信息化部办公厅 发布",
        "日期：2021-12-20",
        "发文机关：商务部 国家市场监督管理总局 发布日期：2021-12-",
        "16",
        "2021-09-22 18:55 来源： 新华社",
        "发布时间：2020-05-21 来源：中国高职高专教育网",
        "字号 大 中 小 文章来源：沟通交流 2021-12-29 20:00:00",
        "打印本页  关闭窗口",
        "《关于以制造业为重点促进外资扩增量稳存量提质量的若干政策措施》.ofd",
    ]
    assert metadata_lines(texts) == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]


@pytest.mark.parametrize(
    "text",
    [
        "附件：1.第三批专精特新“小巨人”企业申请书.wps",
        "字号、行业或者经营特点一致。控股企业可以在其名称的组织形式之",
        "2021年 12 月 16日",
        "下载",
        "来源：",
        "关闭、闲置、拆",
    ],
)
def test_what_only_looks_like_metadata(text):
    assert metadata_lines(["上文。", text, "下文。"]) == []


def test_what_is_left_of_a_page_number_in_mid_word():
    before, after = "生态环境部会同国家发展改革委、工业和信息化部、", "乡建设部、人民银行、国务院国资委、国管局、银保监"
    lines = [before, "", "住房和城", "", "  — ", "", after]
    assert dropped(lines) == [(5, "drop_stray_mark")]


def test_a_dash_in_a_cell_stays():
    assert dropped(["设备名称", "", "—", "", "规格型号", "", "—", "", "备注"]) == []


def test_a_running_head_and_foot():
    lines = []
    for n in range(12):
        lines += [" 国务院公报", "", *[PROSE, ""] * 10, f"国务院办公厅 第 {n + 7} 版"]
    rules = {rule for _, rule in dropped(lines)}
    assert rules == {"drop_running_head"}
    assert len(find_artefacts(volume(lines), printed_offsets(volume(lines)))) == 24


def test_rows_that_begin_pages_are_no_running_heads():
    lines = []
    for n in range(12):
        lines += [f" {230 + 7 * n} 市交通局", "", *[PROSE, ""] * 10]
    assert dropped(lines[:-1]) == []


def test_page_numbers_of_an_older_setting_run_with_the_lines():
    lines = [PROSE] * 80
    for line, number in ((5, 2), (21, 3), (38, 4), (53, 5)):
        lines[line] = f"坚持新 {number} 发展理念，坚持问题导向、目标导向"
    lines[60] = "在全国选择 3 家企业"
    found = woven_numbers(lines)
    assert [f.line for f in found] == [5, 21, 38, 53]
    assert lines[5][: found[0].start] + lines[5][found[0].end :] == "坚持新发展理念，坚持问题导向、目标导向"


def test_figures_without_a_pace_are_text():
    lines = [PROSE] * 80
    for line, number in ((5, 2), (6, 3), (7, 4), (53, 9), (60, 12)):
        lines[line] = f"坚持新 {number} 发展理念，坚持问题导向、目标导向"
    assert woven_numbers(lines) == []


def permits(rows, headings):
    """A table of numbered rows; at the tops of pages what is left of its heading row."""
    title, last = "重庆市行政许可事项清单（2022 年版）", "事项名称 实施机关 设定和实施依据"
    lines = [title, "序", "", "号", "", "市级主管", "", "部门", last, ""]
    for n in range(1, rows + 1):
        if n in headings:
            lines.pop()
            lines += [" " + headings[n][0], *(x for cell in headings[n][1:] for x in ("", cell)), ""]
        row = [str(n), "市民族宗", "教委", "宗教活动场所设立、", "变更、注销登记", "《宗教事务条例》"]
        lines += [x for cell in row for x in (cell, "")]
    return lines


def test_a_heading_row_printed_again_is_dropped_whole_or_in_part():
    last = "事项名称 实施机关 设定和实施依据"
    headings = {4: ["序", "号", "市级主管", "部门", last], 7: ["部门", last], 9: [last], 11: ["序", "号"]}
    v = volume(permits(14, headings))
    tables = find_table_regions(v)
    assert [(t.start, t.end) for t in tables] == [(2, len(v.lines) - 1)]
    drops = repeated_headings(v, tables, ())
    again = [v.lines[n - 1].strip() for n in sorted(dropped_lines(v, drops))]
    assert again == [cell for cells in headings.values() for cell in cells]


@given(st.lists(st.text(alphabet="发文机关：2021-http/. \x85•—“”1大中小下载", max_size=20), max_size=30))
def test_drops_are_whole_printed_lines_in_order(lines):
    if not "".join(lines).strip("\x00\t\n\r \ufeff"):
        return
    v = volume(lines)
    drops = [d for d in find_artefacts(v, printed_offsets(v)) if d.rule.startswith("drop_")]
    assert drops == sorted(drops)
    assert len(dropped_lines(v, drops)) == len(drops)


def test_hostile_lines_take_linear_time():
    lines = ["发文机关" * 40_000, "http://" + "%E5" * 50_000, "•" * 100_000, "1 " * 90_000, "坚持 1 " * 30_000] * 3
    v = volume(lines)
    start = time.process_time()
    find_artefacts(v, printed_offsets(v))
    assert time.process_time() - start < 10
