"""What a printed line begins with."""

import pytest

from pipeline.cleaning.markers import MARKER_KINDS, chinese_number, marker_of


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("第十五条 自由贸易试验区内的企业", "article", 15),
        ("第一百零三条之一 国家鼓励", "article", 103),
        ("第 3 章 总则", "chapter", 3),
        ("第二章 组织领导和职责", "chapter", 2),
        ("二十一、强化政策支持", "chinese", 21),
        ("（十四）推动铁路装备", "bracket_chinese", 14),
        ("(2)实收资本", "bracket_digit", 2),
        ("1．2021 年底前研究制定", "digit", 1),
        ("12、其他材料", "digit", 12),
        ("3.1.2 参与单位情况", "decimal", 2),
        ("③其他", "circled", 3),
        ("——坚持统筹协调。", "dash", -1),
        ("附件 2：", "annex", -1),
        ("专栏 8 全媒体传播体系建设", "box", -1),
        ("b) 整合各种分散应用系统", "letter", 2),
        ("5）其他", "half_bracket", 5),
    ],
)
def test_markers(text, kind, value):
    found = marker_of(text)
    assert (MARKER_KINDS[found.kind], found.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "第十三条、第十四条规定",  # a citation torn over lines
        "（二）、（三）和（六）的条件可适度放宽。",
        "1.2 亿元，比去年增加",
        "2.0升及以下排量乘用车",
        "2022 年，税务总局根据",
        "一体谋划、一体推进",
        "第三方机构",
    ],
)
def test_lines_that_only_look_marked(text):
    assert marker_of(text).kind == 0


def test_numerals():
    assert [chinese_number(t) for t in ("七", "十", "二十", "一百零八", "两千", "12", "第")] == [
        7,
        10,
        20,
        108,
        2000,
        12,
        -1,
    ]
