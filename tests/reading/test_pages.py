"""Page breaks and printed page numbers, on stretches as the volumes print them."""

import time

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.pages import find_pages

FOOT = ["", "", ""]  # what stands between a page's last line and the number at its foot
PROSE = "各级党委和政府要把科学普及工作纳入重要议事日程，健全科普工作协调机制，完善制度"


def spaced(lines):
    """One empty line between two printed lines, as most volumes have it."""
    return [x for line in lines for x in (line, "")]


def page(number, *, survived=False, first=PROSE):
    """A page of running text; its number at the foot if it survived."""
    body = spaced([" " + first, *[PROSE] * 20])[:-1]
    return [*body, *FOOT, str(number), ""] if survived else body


def test_a_leading_blank_without_an_empty_line_before_begins_a_page():
    lines = ["开展科普督促检查。合理设置科普工作", " 生态文明示范区等评选体系中的比重。", "", "二、下一段"]
    page_of, pages, numbers = find_pages(lines)
    assert page_of == [1, 2, 2, 2]
    assert [(p.page, p.line_start, p.line_end) for p in pages] == [(1, 1, 1), (2, 2, 4)]
    assert not numbers


def test_an_indent_begins_no_page():
    lines = ["产业的发明专利。", "", "  ②“知识产权质押融资登记金额”是指", "  两个空格的缩进"]
    assert find_pages(lines)[0] == [1, 1, 1, 1]


def test_the_break_blank_may_stand_before_an_indent():
    lines = ["不断取得新的成效。", "   （四）全面加强工伤预防宣传。", "", "点宣传培训，提升从业人员意识。"]
    assert find_pages(lines)[0] == [1, 2, 2, 2]


def test_a_number_at_the_foot_ends_its_page_in_mid_sentence():
    lines = [
        *page(84, first="第一段"),
        *FOOT,
        "85",
        "",
        "交通运输部、商务部、市场监管总局等有关部门按职责分工负责）",
        "",
    ]
    page_of, pages, numbers = find_pages(lines)
    at = lines.index("85") + 1
    assert numbers == {at}
    assert page_of[at - 1] + 1 == page_of[at + 1]
    assert pages[page_of[at - 1] - 1].printed_number == "85"


def test_dressed_numbers():
    lines = [*spaced([PROSE] * 4), *FOOT, "— 4—", "", *spaced([PROSE] * 4), "第 5 页 共 30 页", "", PROSE]
    assert find_pages(lines)[2] == {lines.index("— 4—") + 1, lines.index("第 5 页 共 30 页") + 1}


def test_serials_of_a_table_are_no_page_numbers():
    rows = [x for n in range(1, 30) for x in (str(n), "市民族宗", "", "教委", "", "《宗教事务条例》", "")]
    lines = [*page(3, survived=True), "序号 市级主管部门 设定和实施依据", "", *rows, *page(4, survived=True)]
    assert {lines[n - 1] for n in find_pages(lines)[2]} == {"3", "4"}


def test_wrapped_dates_years_and_figures_are_no_page_numbers():
    for before, figure, after in (
        ("发文机关：商务部 发布日期：2021-12-", "16", "为深入推进国家级服务业标准化"),
        ("本办法自 2022 年 1 月", "16", "日起施行。"),
        ("到 2025 年建成", "2025", "年示范区"),
        ("拟支持", "100", "个左右服务平台。"),
    ):
        lines = [*spaced([PROSE] * 3), before, "", figure, "", after, ""]
        assert not find_pages(lines)[2], figure


def test_numbers_without_a_gap_are_told_by_running_with_the_pages():
    lines = []
    for number in range(116, 136):
        lines += page(number)
        if number in (116, 119, 123, 130, 135):
            lines += ["", str(number), ""]
    assert {lines[n - 1] for n in find_pages(lines)[2]} == {"116", "119", "123", "130", "135"}


def test_numbering_may_start_anew():
    lines = [x for start in (40, 1) for n in range(start, start + 6) for x in page(n, survived=True)]
    assert len(find_pages(lines)[2]) == 12


@given(
    st.lists(st.sampled_from(["", " ", "1", "2", "12", " 13", "— 4—", "第一条 为了", " 序", "2022", "页", "\ufeff"]))
)
def test_pages_cover_every_printed_line_once(lines):
    page_of, pages, numbers = find_pages(lines)
    assert page_of == sorted(page_of)
    printed = [n for n, line in enumerate(lines, 1) if line and not line.isspace()]
    covered = [n for p in pages for n in range(p.line_start, p.line_end + 1) if n in set(printed)]
    assert covered == printed
    assert numbers <= set(printed)


def test_many_numbers_take_linear_time():
    lines = [x for n in range(30_000) for x in (str(n % 9000), "")]
    start = time.process_time()
    find_pages(lines)
    assert time.process_time() - start < 10
