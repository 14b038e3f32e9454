"""The word cutter: the Chinese words of jieba's own on every line of the volumes, dictionary included."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import jieba
import pytest

from pipeline.terms.words import WORD_FREQUENCY, cutter, field_words
from tests.conftest import RAW

PROCESSES = 2


def jieba_with_field_words() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    for word in field_words():
        tokenizer.add_word(word, WORD_FREQUENCY, "n")
    return tokenizer


def cut_otherwise(lines: Sequence[str]) -> list[str]:
    """The lines of which jieba's own cutter makes other Chinese words than the one used."""
    own, cut = jieba_with_field_words(), cutter()
    return [line for line in lines if not_ascii(cut(line)) != not_ascii(own.lcut(line))]


def not_ascii(words: Sequence[str]) -> list[str]:
    return [w for w in words if not w.isascii()]


@pytest.mark.slow
def test_cuts_every_line_of_the_volumes_as_jieba_does() -> None:
    """Each line once: half of the 125,000 lines are empty or repeated; jieba takes ten seconds for the rest."""
    lines = [*dict.fromkeys(x for p in sorted(RAW.glob("*.txt")) for x in p.read_text(encoding="utf-8").split("\n"))]
    assert len(lines) > 50_000
    shares = [lines[n::PROCESSES] for n in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        otherwise = [line for share in pool.map(cut_otherwise, shares) for line in share]
    assert not otherwise, otherwise[:3]


def test_a_dictionary_that_is_left_out_is_noticed() -> None:
    """The comparison above can fail: without the words of the field jieba cuts otherwise."""
    text = "三同时和科研项目间接费用"
    assert cutter()(text) != jieba.Tokenizer().lcut(text)


@pytest.mark.parametrize("text", ["优化营商环境2.5%以上ABC-12", "", "  \n", "A股3.14x", "𠮷野家〇〇"])
def test_every_character_stands_in_one_word(text: str) -> None:
    assert "".join(cutter()(text)) == text


def test_words_of_the_field_stay_whole() -> None:
    assert "营商环境" in cutter()("持续优化营商环境。")
