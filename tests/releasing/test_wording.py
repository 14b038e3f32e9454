"""Texts compared word by word."""

from itertools import pairwise
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from pipeline.releasing.wording import marked, text_diff

TEXTS = st.text(alphabet="一二三的是。\n 12a%", max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = text_diff(old, new)
    assert "".join(p.text for p in pieces if p.change != "added") == old
    assert "".join(p.text for p in pieces if p.change != "removed") == new
    assert all(a.change != b.change for a, b in pairwise(pieces))


def test_a_changed_figure_is_told_whole() -> None:
    told = marked(text_diff("到2025年，培育1000家企业。", "到2025年，培育1200家企业。"))
    assert told == "到2025年，培育[-1000-]{+1200+}家企业。"


def test_what_is_the_same_is_cut_short() -> None:
    told = marked(text_diff("同" * 100 + "甲" + "样" * 100, "同" * 100 + "乙" + "样" * 100))
    assert told == "…" + "同" * 20 + "[-甲-]{+乙+}" + "样" * 20 + "…"


def test_a_huge_text_takes_no_huge_time() -> None:
    started = perf_counter()
    pieces = text_diff("甲乙" * 100_000, "乙丙" * 100_000)
    assert perf_counter() - started < 5
    assert "".join(p.text for p in pieces if p.change != "removed") == "乙丙" * 100_000
