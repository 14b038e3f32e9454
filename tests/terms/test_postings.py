"""Terms and postings: what is counted, and that nothing that stands in a text is missed."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.terms import postings, short_terms_of


def article(text: str, heading: str | None = None, path: list[str] | None = None, n: int = 1) -> dict:
    return {"article_id": f"v.d-1#art_{n}", "text": text, "heading": heading, "path": path or []}


def counted(*articles: dict) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {
        (r["term"], r["article_id"][-1]): (r["frequency"], r["word_frequency"], r["heading_frequency"])
        for r in postings(articles).to_pylist()
    }


def test_pairs_words_and_latin_runs_are_counted() -> None:
    found = counted(article("优化营商环境，优化WiFi 6服务。"))
    assert found["优化", "1"] == (2, 2, 0)
    assert found["营商环境", "1"] == (1, 1, 0)
    assert found["化营", "1"] == (1, 0, 0)
    assert found["wifi", "1"] == (1, 1, 0)
    assert found["6", "1"] == (1, 1, 0)


def test_headings_count_apart_from_the_text() -> None:
    found = counted(article("依法公开。", "信息公开", ["第二章 公开"]))
    assert found["公开", "1"] == (1, 1, 2)
    assert found["信息", "1"] == (0, 0, 1)


def test_pairs_do_not_reach_over_marks_or_articles() -> None:
    found = counted(article("甲乙、丙丁", n=1), article("戊己", n=2))
    assert {t for t, _ in found if len(t) == 2} == {"甲乙", "丙丁", "戊己"}


def test_rows_stand_in_the_order_of_the_table() -> None:
    rows = postings([article("公开信息", n=2), article("公开信息", n=1)]).to_pylist()
    keys = [(r["term"], r["article_id"]) for r in rows]
    assert keys == sorted(keys)


def test_nothing_has_no_terms() -> None:
    assert postings([]).num_rows == 0
    assert short_terms_of("。，——") == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="市场主体登记 ，。\n-.aBC19𠮷〇", max_size=60))
def test_the_terms_of_a_short_text_are_those_counted_but_for_long_words(text: str) -> None:
    counted_terms = {term for term, _ in counted(article(text))}
    assert short_terms_of(text) == sorted(term for term in counted_terms if len(term) == 2 or term.isascii())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="市场主体登记 ，。\nabC19𠮷〇", max_size=30), min_size=1, max_size=4))
def test_every_pair_of_characters_is_found_as_often_as_it_stands(texts: list[str]) -> None:
    found = counted(*(article(t, n=i) for i, t in enumerate(texts)))
    for i, text in enumerate(texts):
        pairs = [a + b for run in re.findall("[㐀-鿿]+", text) for a, b in pairwise(run)]
        for pair in set(pairs):
            assert found[pair, str(i)][0] == pairs.count(pair)
