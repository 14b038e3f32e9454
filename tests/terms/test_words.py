"""The word cutter: equal to jieba's own, dictionary included."""

from __future__ import annotations

import jieba
import pytest

from pipeline.terms.words import WORD_FREQUENCY, cutter, field_words
from tests.conftest import RAW

STEP = 23
"""Every so many lines of the volumes are cut with jieba's own cutter, which is slow."""


@pytest.fixture(scope="module")
def own() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    for word in field_words():
        tokenizer.add_word(word, WORD_FREQUENCY, "n")
    return tokenizer


@pytest.mark.slow
def test_cuts_as_jieba_does(own: jieba.Tokenizer) -> None:
    lines = [x for p in sorted(RAW.glob("*.txt")) for x in p.read_text(encoding="utf-8").split("\n")[::STEP]]
    assert len(lines) > 2000
    cut = cutter()
    otherwise = [line for line in lines if cut(line) != own.lcut(line)]
    assert not otherwise, otherwise[:3]


@pytest.mark.parametrize("text", ["优化营商环境2.5%以上ABC-12", "", "  \n", "A股3.14x", "𠮷野家〇〇"])
def test_every_character_stands_in_one_word(text: str) -> None:
    assert "".join(cutter()(text)) == text


def test_words_of_the_field_stay_whole() -> None:
    assert "营商环境" in cutter()("持续优化营商环境。")
