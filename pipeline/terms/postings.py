"""Which terms stand how often in which article.

A term is a pair of neighbouring Chinese characters, a word of three characters or more, or a run of Latin letters and
figures in lower case. Pairs find what a word cutter cuts otherwise in question and text; words carry the meaning.

Belongs here: counting. Does not belong here: how words are cut (`words`), what terms are worth (`publishing.search`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.arrays import arrow_array, number_array
from pipeline.contract import TABLES
from pipeline.terms.words import Cutter, cutter

_LATIN = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_LOWEST, _HIGHEST = 0x3400, 0x9FFF
_ARTICLE_BITS = 31
LONGEST = 12
"""Characters of the longest term: longer words are found by their pairs."""

_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_CHINESE_TERM = re.compile(rf"[\u3400-\u9fff]{{2,{LONGEST}}}")
_LATIN_TERM = re.compile(rf".{{1,{LONGEST}}}")

Numbers = npt.NDArray[np.int64]


class _Counts(NamedTuple):
    """Terms and where they stand: `terms[term[i]]` stands `times[i]` times in article `article[i]`."""

    terms: list[str]
    term: Numbers
    article: Numbers
    times: Numbers


def postings(articles: Sequence[Mapping[str, Any]], cut: Cutter | None = None) -> pa.Table:
    """The rows of the table `postings` for some articles (rows of the table `articles`), in the table's order."""
    cut = cut or cutter()
    texts = [a["text"] for a in articles]
    headings = ["\n".join([*a["path"], a["heading"] or ""]) for a in articles]
    words, heading_words = _words(texts, cut), _words(headings, cut)
    columns = (
        (_pairs(texts), _longer(words)),
        (words,),
        (_pairs(headings), _longer(heading_words)),
    )
    # Most are pairs, which come in order: a list that begins with them is quickly sorted.
    terms = sorted(dict.fromkeys(chain.from_iterable(c.terms for counts in columns for c in counts)))
    number = {term: i for i, term in enumerate(terms)}
    ids = [a["article_id"] for a in articles]
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    rank = np.empty(len(ids), np.int64)
    rank[by_id] = np.arange(len(ids))
    keyed = [[_keys(c, number, rank) for c in counts] for counts in columns]
    keys = _distinct(np.concatenate([k for counts in keyed for k, _ in counts]))
    numbers = [_summed(keys, counts) for counts in keyed]
    term, article = np.divmod(keys, max(1, len(ids)))
    return pa.Table.from_arrays(
        [
            arrow_array(terms, pa.string()).take(number_array(term)),
            arrow_array([ids[i] for i in by_id], pa.string()).take(number_array(article)),
            *map(number_array, numbers),
        ],
        schema=TABLES["postings"].schema,
    )


def short_terms_of(text: str) -> list[str]:
    """The pairs and Latin terms of a few words, sorted, each once: found without the cutter and without arrays."""
    latin = (run.lower() for run in _LATIN.findall(text))
    return sorted({*_PAIR.findall(text), *filter(_LATIN_TERM.fullmatch, latin)})


def _pairs(texts: Sequence[str]) -> _Counts:
    """Pairs of neighbouring Chinese characters."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    lengths = np.array([len(t) + 1 for t in texts], np.int64)
    article = np.repeat(np.arange(len(texts)), lengths)[: len(codes)]
    han = (codes >= _LOWEST) & (codes <= _HIGHEST)
    here = np.flatnonzero(han[:-1] & han[1:])
    keys, times = _counted((codes[here] << 16 | codes[here + 1]) << _ARTICLE_BITS | article[here])
    pair = keys >> _ARTICLE_BITS
    pairs = _distinct(pair)
    terms = [chr(p >> 16) + chr(p & 0xFFFF) for p in pairs.tolist()]
    return _Counts(terms, np.searchsorted(pairs, pair), keys & (1 << _ARTICLE_BITS) - 1, times)


def _words(texts: Sequence[str], cut: Cutter) -> _Counts:
    """Chinese words of two characters and more, and runs of Latin letters and figures."""
    known: list[str] = []
    chinese = _Numbers(known, _CHINESE_TERM)
    latin = _Numbers(known, _LATIN_TERM)
    found: list[int] = []
    ends = []
    for text in texts:
        found += map(chinese.__getitem__, cut(text))
        found += [latin[w.lower()] for w in _LATIN.findall(text)]
        ends.append(len(found))
    terms = np.array(found, np.int64)
    articles = np.repeat(np.arange(len(texts)), np.diff([0, *ends]))
    wanted = terms >= 0
    size = max(1, len(texts))
    unique, times = _counted(terms[wanted] * size + articles[wanted])
    return _Counts(known, unique // size, unique % size, times)


class _Numbers(dict[str, int]):
    """The numbers of words, given in `terms` as they come; -1 for what is no term by its form, looked at once."""

    def __init__(self, terms: list[str], form: re.Pattern[str]) -> None:
        super().__init__()
        self._terms, self._form = terms, form

    def __missing__(self, word: str) -> int:
        number = -1
        if self._form.fullmatch(word):
            number = len(self._terms)
            self._terms.append(word)
        self[word] = number
        return number


def _longer(counts: _Counts) -> _Counts:
    """Without the words of two Chinese characters, which are pairs."""
    long = np.array([len(t) > 2 or t.isascii() for t in counts.terms], bool)
    number = np.cumsum(long) - 1
    keep = long[counts.term]
    terms = [t for t, wanted in zip(counts.terms, long.tolist(), strict=True) if wanted]
    return _Counts(terms, number[counts.term[keep]], counts.article[keep], counts.times[keep])


def _keys(counts: _Counts, number: Mapping[str, int], rank: Numbers) -> tuple[Numbers, Numbers]:
    """One number for term and article, ordered as the table is, and how often."""
    renumbered = np.array([number[t] for t in counts.terms], np.int64)
    return renumbered[counts.term] * max(1, len(rank)) + rank[counts.article], counts.times


def _distinct(keys: Numbers) -> Numbers:
    """Each number once, in order: by sorting, which beats the hashing of `np.unique` here by far."""
    return _counted(keys)[0]


def _counted(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Each number once, in order, and how often it stands there."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    at = np.flatnonzero(first)
    return ordered[at], np.diff(at, append=len(ordered))


def _summed(keys: Numbers, counts: Iterable[tuple[Numbers, Numbers]]) -> Numbers:
    total = np.zeros(len(keys), np.int64)
    for own, times in counts:
        total[np.searchsorted(keys, own)] += times
    return total
