"""Words: one small interface to the word cutter.

jieba's own cutter and the compiled one used here give the same Chinese words on every line of the corpus, dictionary
included (a test holds them to it); the compiled one is some twenty times as fast. Runs of Latin letters and figures
they part otherwise here and there: whoever wants these reads them from the text.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Protocol


class Cutter(Protocol):
    """Cuts text into words: every character of the text stands in exactly one word, in order."""

    def __call__(self, text: str, /) -> list[str]:
        """The words of a text."""


@cache
def cutter() -> Cutter:
    """The cutter with the dictionary of the field (vocabulary/words.txt) loaded."""
    import rjieba  # makes a cutter when it is imported: who cuts nothing goes without, who does takes that one

    for word in field_words():
        rjieba.add_word(word, WORD_FREQUENCY, "n")
    cut: Cutter = rjieba.cut
    return cut


WORD_FREQUENCY = 20_000
"""Frequency given to the words of the field: enough that they are kept whole where they stand."""


@cache
def field_words() -> tuple[str, ...]:
    """The dictionary of the field: names of bodies and instruments, defined terms, 文种; one a line, # for comments."""
    text = files("pipeline.vocabulary").joinpath("words.txt").read_text(encoding="utf-8")
    return tuple(w for w in (line.strip() for line in text.splitlines()) if w and not w.startswith("#"))
