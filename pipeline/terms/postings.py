"""Which terms stand how often in which article.

A term is a pair of neighbouring Chinese characters, a word of three characters or more, or a run of Latin letters and
figures in lower case. Pairs find what a word cutter cuts otherwise in question and text; words carry the meaning.

Belongs here: counting. Does not belong here: how words are cut (`words`), what terms are worth (`publishing.search`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
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
    """What stands where: `what[i]`, a pair by its code or a word by its number, `times[i]` times in `article[i]`."""

    what: Numbers
    article: Numbers
    times: Numbers


def postings(articles: Sequence[Mapping[str, Any]], cut: Cutter | None = None) -> pa.Table:
    """The rows of the table `postings` for some articles (rows of the table `articles`), in the table's order."""
    cut = cut or cutter()
    articles = sorted(articles, key=itemgetter("article_id"))  # as the table is: so what is counted comes in its order
    texts = [a["text"] for a in articles]
    headings = ["\n".join([*a["path"], a["heading"] or ""]) for a in articles]
    known = _Known()
    words, heading_words = _words(texts, cut, known), _words(headings, cut, known)
    pairs, heading_pairs = _pairs(texts), _pairs(headings)
    order = _Order(_distinct(np.concatenate([pairs.what, heading_pairs.what])), known.words)
    columns = (
        (order.of_pairs(pairs), order.of_words(words, longer=True)),
        (order.of_words(words),),
        (order.of_pairs(heading_pairs), order.of_words(heading_words, longer=True)),
    )
    # One number for term and article, ordered as the table is.
    size = max(1, len(articles))
    keyed = [[(c.what * size + c.article, c.times) for c in counts] for counts in columns]
    keys = _distinct(np.concatenate([k for counts in keyed for k, _ in counts]))
    numbers = [_summed(keys, counts) for counts in keyed]
    term, article = np.divmod(keys, size)
    return pa.Table.from_arrays(
        [
            order.terms(term),
            arrow_array([a["article_id"] for a in articles], pa.string()).take(number_array(article)),
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
    return _Counts(keys >> _ARTICLE_BITS, keys & (1 << _ARTICLE_BITS) - 1, times)


class _Known:
    """The words met so far, and by word the number of each."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.chinese = _Numbers(self.words, _CHINESE_TERM)
        self.latin = _Numbers(self.words, _LATIN_TERM)


class _Numbers(dict[str, int]):
    """The numbers of words, given in `words` as they come; -1 for what is no term by its form, looked at once."""

    def __init__(self, words: list[str], form: re.Pattern[str]) -> None:
        super().__init__()
        self._words, self._form = words, form

    def __missing__(self, word: str) -> int:
        number = -1
        if self._form.fullmatch(word):
            number = len(self._words)
            self._words.append(word)
        self[word] = number
        return number


def _words(texts: Sequence[str], cut: Cutter, known: _Known) -> _Counts:
    """Chinese words of two characters and more, and runs of Latin letters and figures; new ones become known."""
    found: list[int] = []
    ends = []
    for text in texts:
        found += map(known.chinese.__getitem__, cut(text))
        found += [known.latin[w.lower()] for w in _LATIN.findall(text)]
        ends.append(len(found))
    terms = np.array(found, np.int64)
    articles = np.repeat(np.arange(len(texts)), np.diff([0, *ends]))
    wanted = terms >= 0
    size = max(1, len(texts))
    unique, times = _counted(terms[wanted] * size + articles[wanted])
    return _Counts(unique // size, unique % size, times)


class _Order:
    """All terms in their order: the pairs of these codes (ascending), and these words.

    A word of two Chinese characters is a pair. The other words are few: their order is that of strings, and where they
    stand among the pairs their first two characters tell.
    """

    def __init__(self, codes: Numbers, words: Sequence[str]) -> None:
        heads = np.array([ord(w[0]) << 16 | ord(w[1:2] or "\0") for w in words], np.int64)
        self._longer = np.array([len(w) > 2 or w.isascii() for w in words], bool)
        longer = sorted(np.flatnonzero(self._longer).tolist(), key=words.__getitem__)
        self._codes = codes
        self._pairs = np.arange(len(codes)) + np.searchsorted(heads[longer], codes, "left")
        self._words = np.empty(len(words), np.int64)
        self._words[longer] = np.arange(len(longer)) + np.searchsorted(codes, heads[longer], "right")
        self._words[~self._longer] = self._pairs[np.searchsorted(codes, heads[~self._longer])]
        self._terms = pa.concat_arrays([_pair_array(codes), arrow_array([words[i] for i in longer], pa.string())])
        self._places = np.argsort(np.concatenate([self._pairs, self._words[longer]]))

    def of_pairs(self, counts: _Counts) -> _Counts:
        """The counts of pairs, which come in the order of their codes, by their numbers in this order."""
        begins = np.searchsorted(counts.what, self._codes)
        return counts._replace(what=np.repeat(self._pairs, np.diff(begins, append=len(counts.what))))

    def of_words(self, counts: _Counts, *, longer: bool = False) -> _Counts:
        """The counts of words, by their numbers in this order; maybe without those that are pairs."""
        if longer:
            counts = _Counts(*(column[self._longer[counts.what]] for column in counts))
        return counts._replace(what=self._words[counts.what])

    def terms(self, numbers: Numbers) -> pa.Array:
        """The terms of these numbers."""
        return self._terms.take(number_array(self._places[numbers]))


def _pair_array(codes: Numbers) -> pa.Array:
    """Pairs as an array of strings: six bytes each, for a Chinese character takes three."""
    text = np.stack([codes >> 16, codes & 0xFFFF], axis=1).astype("<u2").tobytes().decode("utf-16-le")
    offsets = np.arange(len(codes) + 1, dtype=np.int32) * 6
    return pa.Array.from_buffers(pa.string(), len(codes), [None, pa.py_buffer(offsets), pa.py_buffer(text.encode())])


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
