"""Marking: where words stand, and the stretch that is shown."""

from pipeline.commands.marking import excerpt, spans


def test_overlapping_words_are_one_span() -> None:
    assert spans("优化营商环境和环境", ["营商环境", "商环", "环境"]) == [(2, 6), (7, 9)]


def test_case_and_empty_words_do_not_matter() -> None:
    assert spans("WiFi标准", ["wifi", ""]) == [(0, 4)]
    assert spans("标准", []) == []


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("第一条\n为了规范", ["规范"], 50) == "第一条 为了规范"


def test_an_excerpt_begins_at_the_sentence_of_the_words() -> None:
    text = "甲" * 80 + "。" + "应当备案目录。" + "乙" * 80
    assert excerpt(text, ["备案", "目录"], 30).startswith("…应当备案目录。")
    assert len(excerpt(text, ["备案"], 30)) <= 32
