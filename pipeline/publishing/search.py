"""Search: the tables and macros behind `search(question)` in corpus.duckdb, in plain SQL that any DuckDB shell runs.

A question is cut by the terms the corpus has; everyday words are widened by the thesaurus, short names by what the
corpus defines them to be. Ranking is BM25 over pairs of characters and Latin words, those in headings and titles
counted twice (BM25F), times how much of the question is covered; document numbers, 第N条, near-exact titles come first,
and definitions where a meaning is asked for. The queries stand in `search.sql`.

Belongs here: ranking. Does not belong here: what a term is (`pipeline.terms`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from pipeline.arrays import number_array
from pipeline.terms import short_terms_of

LONGEST_MEANING = 25
POSTINGS_AT_ONCE = 4_000_000
"""About how many postings are put into lists at once: what bounds the memory it takes."""
SHORTEST_NAME = 3
"""Characters: what is shorter (区县, 企业) is a word of its own rather than the name of one thing."""
PROVISION = "第[0-9一二三四五六七八九十百零〇]+条(?:之[一二三四五])?"
"""A provision as a question names it."""


class Thesaurus(NamedTuple):
    """Everyday words with what 公文 say instead; the words of asking, which say nothing of what is asked, and those
    by which a meaning is asked for."""

    phrases: dict[str, list[str]]
    ignored: tuple[str, ...]
    defining: tuple[str, ...]


class Synonym(NamedTuple):
    """Where `word` stands in a question, `term` of the phrase `said` is looked for too, at `weight`."""

    word: str
    said: str
    term: str
    weight: float


_SYNONYMS = """
    CREATE TEMP TABLE search_synonyms_given AS
    SELECT unnest($word) AS word, unnest($said) AS said, unnest($term) AS term, unnest($weight) AS weight
"""


@cache
def thesaurus() -> Thesaurus:
    """vocabulary/thesaurus.toml."""
    text = files("pipeline.vocabulary").joinpath("thesaurus.toml").read_text(encoding="utf-8")
    sections = tomllib.loads(text)
    ignored, defining = (_longest_first(sections.pop(name)["words"]) for name in ("asking", "defining"))
    phrases: dict[str, list[str]] = {}
    for section in sections.values():
        for word, said in section.items():
            phrases.setdefault(word.lower(), []).extend(said)
    return Thesaurus(phrases, ignored, defining)


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def create_search(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables and macros of search in the current database, which holds the tables of the contract."""
    known = [*_phrases(thesaurus().phrases), *_short_names(connection)]
    connection.execute(_SYNONYMS, dict(zip(Synonym._fields, zip(*known, strict=True), strict=True)))
    patterns = {
        "{provision}": PROVISION,
        "{ignored}": _any_of(thesaurus().ignored),
        "{defining}": _any_of(thesaurus().defining),
    }
    script = _sql("search")
    for name, pattern in patterns.items():
        script = script.replace(name, pattern)
    connection.execute(script)
    for low, high in connection.execute(_RANGES, {"step": POSTINGS_AT_ONCE}).fetchall():
        places = connection.sql(_sql("search_places"), params={"low": low, "high": high}).to_arrow_table()
        connection.from_arrow(_listed(places)).insert_into("search_lists")
    for table in ("search_synonyms_given", "title_terms"):
        connection.execute(f"DROP TABLE {table}")


def _phrases(phrases: dict[str, list[str]]) -> Iterator[Synonym]:
    for word, said in phrases.items():
        for phrase in said:
            yield from _widened(word, phrase)


def _short_names(connection: duckdb.DuckDBPyConnection) -> Iterator[Synonym]:
    """Short names of bodies and instruments that the corpus itself explains."""
    query = """
        SELECT lower(term), meaning FROM definitions
        WHERE kind = 'abbreviation' AND length(term) >= $shortest AND length(meaning) > length(term)
            AND length(meaning) <= $longest
        UNION
        SELECT unnest(short_names), name FROM agencies WHERE length(name) <= $longest
        ORDER BY ALL
    """
    for name, meaning in connection.execute(query, {"shortest": SHORTEST_NAME, "longest": LONGEST_MEANING}).fetchall():
        yield from _widened(name, meaning)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in words)


def _widened(word: str, phrase: str) -> Iterator[Synonym]:
    """The pairs of characters of a phrase, and its Latin words: what search looks things up by."""
    terms = short_terms_of(phrase)
    for term in terms:
        yield Synonym(word, phrase, term, len(terms) ** -0.5)


_RANGES = """
    SELECT min(term_no), max(term_no)
    FROM (
        SELECT term_no, sum(1 + coalesce(document_frequency, 0)) OVER (ORDER BY term_no) // $step AS range
        FROM search_terms LEFT JOIN vocabulary USING (term)
    )
    GROUP BY range ORDER BY range
"""


def _listed(places: pa.Table) -> pa.Table:
    """Rows of `term_no`, `place`, `impact`, by term, as one row a term, with lists of its places and impacts."""
    terms, *columns = (places.column(name).combine_chunks() for name in ("term_no", "place", "impact"))
    numbers = np.from_dlpack(terms).astype(np.int64)
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    bounds = number_array(np.append(starts, len(numbers)))
    lists = [pa.ListArray.from_arrays(bounds, column) for column in columns]
    return pa.Table.from_arrays([number_array(numbers[starts]), *lists], names=["term_no", "places", "impacts"])


def _sql(name: str) -> str:
    return (files("pipeline.publishing") / f"{name}.sql").read_text(encoding="utf-8")
