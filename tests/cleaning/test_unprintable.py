"""Characters that no reader sees leave the clean text and stay in the ledger."""

import re

import pytest

from pipeline.cleaning.cleaners import drop_unprintable, run_cleaners
from pipeline.cleaning.ledger import Draft


@pytest.mark.parametrize("odd", ["\x07", "\x1b", "\x9f", "\xad", "\u202e", "\ue5d2", "\ufffd", "\uffff", "\U000f0001"])
def test_gone_from_the_text_and_on_record(odd: str) -> None:
    draft = Draft(f"为了{odd}规范{odd}{odd}管理")
    draft.apply(drop_unprintable(draft.text))
    assert draft.text == "为了规范管理"
    found = [(offset, before, after) for offset, _, before, after, _ in draft.differences()]
    assert found == [(2, odd, ""), (5, odd + odd, "")]


def test_a_blank_that_stays_beside_it_is_no_drop() -> None:
    """What is dropped is gone; a row of the ledger that leaves something is one of blanks."""
    draft = Draft("第一节 \u2069\u200b总\u2069则")
    run_cleaners(draft)
    assert draft.text == "第一节 总则"
    assert [(rule, before, after) for _, rule, before, after, _ in draft.differences()] == [
        ("space_inner", " \u2069\u200b", " "), ("drop_unprintable", "\u2069", ""),
    ]  # fmt: skip


def test_what_is_printed_stays() -> None:
    text = "为了规范（2022—2025年）管理〇①Ⅲ㎡℃😀𠮷，\n\t\u3000"
    assert drop_unprintable(text) == []
    assert re.search(r"\s", text)  # blanks have their own cleaners
