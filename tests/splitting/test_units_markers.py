"""What may be a label, read off the characters alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.splitting.markers import hidden_markers, read_markers
from pipeline.splitting.numerals import parse_numeral

DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """A number as labels print it."""
    text = ""
    for unit, name in ((100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("" if digit == 1 and unit == 10 and not text else DIGITS[digit]) + name
        elif text and unit == 10 and number:
            text += "零"
    return text


@given(st.integers(1, 999))
def test_numerals_are_read_back(number):
    assert parse_numeral(chinese(number)) == number


@pytest.mark.parametrize(("text", "value"), [("二〇", 20), ("一百十五", 115), ("12", 12), ("十", 10)])
def test_other_forms_of_numerals(text, value):
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["十十", "一二", "百", "二三十", ""])
def test_what_is_no_numeral(text):
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "style", "number", "label"),
    [
        ("第十五条 国家鼓励", "条", (15,), "第十五条"),
        ("第一百二十条之一 违反", "条", (120, 1), "第一百二十条之一"),
        ("第二章 总则", "章", (2,), "第二章"),
        ("第一部分 中央文件", "部分", (1,), "第一部分"),
        ("一、总体要求", "一、", (1,), "一、"),
        ("—、总体要求", "一、", (1,), "—、"),
        ("(一)加强领导", "（一）", (1,), "（一）"),
        ("（一)加强领导", "（一）", (1,), "（一）"),
        ("（二十—）加强领导", "（一）", (21,), "（二十—）"),
        ("1．加强领导", "1.", (1,), "1."),
        ("1﹒加强领导", "1.", (1,), "1."),
        ("12、加强领导", "1.", (12,), "12、"),
        ("（1）加强领导", "（1）", (1,), "（1）"),
        ("①加强领导", "①", (1,), "①"),
        ("a) 支持教师", "a)", (1,), "a)"),
        ("2.2.1 职业院校数字校园", "1.1.1", (2, 2, 1), "2.2.1"),
        ("——坚持党的领导。", "dash", (1,), "——"),
        ("1.2021年底前完成", "1.", (1,), "1."),
        ("68.5·12 汶川特大地震纪念馆", "1.", (68,), "68."),
    ],
)
def test_forms_of_labels(text, style, number, label):
    best = min(read_markers(text), key=lambda m: (m.taking, -m.refusing))
    readings = [m for m in read_markers(text) if m.style == style]
    assert readings, text
    assert readings[0].number == number
    assert readings[0].label == label
    assert best.style == style or len(read_markers(text)) > 1


@pytest.mark.parametrize(
    "text",
    [
        "1.2 亿", "2.0升及以下排量乘用车", "2022 年10月底前", "一体谋划、补齐短板", "一带一路", "72 号）",
        "（2022 年版）",
        "（责任单位：市科委）", "500 强、行业领军企业", "（以下简称部职教专项）", "第一时间", "第三方",
    ],
)  # fmt: skip
def test_false_friends_cost_nothing_to_refuse(text):
    assert all(m.refusing < 1.0 for m in read_markers(text))


@pytest.mark.parametrize(
    ("real", "cited"),
    [
        ("第十三条 公司应当", "第十三条、第十四条规定的"),
        ("第十三条公司应当", "第十三条规定的"),
        ("（二）目标任务。", "（二）项规定的情形"),
        ("（八）及时报告调整情况。", "（八）、（九）项"),
        ("一、工作目标", "一、二级分类"),
    ],
)
def test_a_citation_is_dearer_to_take(real, cited):
    dear, cheap = read_markers(cited)[0], read_markers(real)[0]
    assert dear.taking > cheap.taking + 1
    assert dear.refusing < cheap.refusing


def test_after_an_unfinished_sentence_a_label_is_doubtful():
    sure, doubtful = (read_markers("（十一）修改", closed=c)[0] for c in (True, False))
    assert doubtful.taking > sure.taking
    assert doubtful.refusing < sure.refusing


def test_labels_hidden_in_a_paragraph():
    text = "重大事项及时向党中央、国务院报告。（二十二）健全工作机制。长三角四省（市）要落实"
    found = hidden_markers(text, 0, frozenset())
    assert [(m[0].label, m[0].start) for m in found] == [("（二十二）", 17)]
    assert all(m.hidden and m.refusing == 0.0 for readings in found for m in readings)


@given(st.text(alphabet="第一二十条章节（）().1．、。之—①ab ：项目款", max_size=60), st.integers(0, 60))
def test_a_reading_stands_where_it_says(text, start):
    for marker in read_markers(text, start) if start < len(text) else ():
        assert marker.start == start < marker.end <= len(text)
        assert marker.taking >= 0 <= marker.refusing
        assert all(n >= 0 for n in marker.number)


@pytest.mark.parametrize("unit", ["（一）", "1.", "第一条", "一、", "——", "“第一条 ", "1.1.1.1.1.1."])
def test_a_very_long_line_is_read_in_linear_time(unit):
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    hidden_markers(text, 0, frozenset())
    assert time.process_time() - start < 8
