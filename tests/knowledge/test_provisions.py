from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.provisions import PROVISION, find_provisions, parse_provisions


def parsed(expression: str) -> list[tuple[str, ...]]:
    """Article, paragraph, item, place, chapter of each provision, what is absent as a dash."""
    found = parse_provisions(expression)
    return [tuple(v or "-" for v in (p.article, p.paragraph, p.item, p.near, p.chapter)) for p in found]


@pytest.mark.parametrize(
    ("text", "expression", "provisions"),
    [
        ("依照第十五条第二款第（三）项处罚", "第十五条第二款第（三）项", ["15 2 3 - -"]),
        ("第五条第二款、第三款规定", "第五条第二款、第三款", ["5 2 - - -", "5 3 - - -"]),
        ("按照第十二条、第十四条规定", "第十二条、第十四条", ["12 - - - -", "14 - - - -"]),
        ("前款第三项材料", "前款第三项", ["- - 3 前款 -"]),
        ("第六十一条第一款第（一）、（三）项", "第六十一条第一款第（一）、（三）项", ["61 1 1 - -", "61 1 3 - -"]),
        ("因前款第四至六项所涉行为", "前款第四至六项", ["- - 4 前款 -", "- - 6 前款 -"]),
        ("第二百三十六条之一规定", "第二百三十六条之一", ["236-1 - - - -"]),
        ("遵守本条例第二章的规定", "第二章", ["- - - - 第二章"]),
        ("除前两款规定外", "前两款", ["- - - 前两款 -"]),
    ],
)
def test_what_an_expression_names(text: str, expression: str, provisions: list[str]) -> None:
    assert [m.group() for m in find_provisions(text)] == [expression]
    assert parsed(expression) == [tuple(p.split()) for p in provisions]


@pytest.mark.parametrize("text", ["第一项目标", "第三方机构", "当前一项紧迫的重要任务", "第一时间", "第二次修订"])
def test_what_only_looks_like_a_provision(text: str) -> None:
    assert PROVISION.search(text) is None


def test_a_range_says_so() -> None:
    first, last = parse_provisions("第三十九条至第四十九条")
    assert (first.article, first.upto, last.article, last.upto) == ("39", False, "49", True)


@given(st.text(alphabet="第一二十百条款项目（）、和至前本之章 \n。", max_size=80))
def test_any_expression_is_parsed(text: str) -> None:
    for m in find_provisions(text):
        assert parse_provisions(m.group())
