"""How many references lead to a document of the corpus, by kind, and why the others do not.

Judges the outcome by other means than `resolution` came to it: any likeness of a name, any equal number. Belongs here:
counting. Does not belong here: finding the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.knowledge.cited_names import Name, loose_key, number_key
from pipeline.knowledge.instruments import find_names, name_key, without_version
from pipeline.knowledge.resolution import Corpus, Issue, Link, Record

LIKE = "like"
"""The way of the loose names by which documents are looked for once more."""
ABSENT, OTHER_VERSION, NOT_FOUND = "absent", "other_version", "not_found"
REASONS = {
    ABSENT: "no document of the corpus bears the name or number",
    OTHER_VERSION: "the corpus holds only another version: of another number, issued later, or what repeals it",
    NOT_FOUND: "a document of that name or number is there and was not found: a defect",
}
MISSING_PROVISION = ("no_such_article", "no_such_paragraph", "no_such_item")
"""Reasons of `citation_issues` that say: the provision does not exist."""


class Rate(NamedTuple):
    """References of one relation and method, how many of them are resolved, and why the others are not.

    `provisions` counts the resolved references that name provisions, `provisions_missing` those of them whose
    provision does not exist in the document.
    """

    relation: str
    method: str
    references: int
    resolved: int
    absent: int
    other_version: int
    not_found: int
    provisions: int
    provisions_missing: int


_COUNTED = Rate._fields[2:]


def resolution_rates(
    corpus: Corpus, citations: Sequence[Record], links: Sequence[Link], issues: Iterable[Issue]
) -> list[Rate]:
    """The rates by relation and method, sorted; links and issues are what `corpus.resolve(citations)` returned.

    To count the references of some volumes, these volumes, the documents that resolving them takes, and those that are
    alike in name (`likenesses_borne`, `likeness_asked`) are corpus enough.
    """
    named = _by_likeness(corpus)
    amiss = {i.citation_id for i in issues if i.reason in MISSING_PROVISION}
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
    for citation, link in zip(citations, links, strict=True):
        count = counts[citation["relation"], citation["method"]]
        count["references"] += 1
        if link.document_id is None:
            count[_why(corpus, named, citation)] += 1
            continue
        count["resolved"] += 1
        if citation["cited_article"]:
            count["provisions"] += 1
            count["provisions_missing"] += citation["citation_id"] in amiss
    return [Rate(relation, method, **count) for (relation, method), count in sorted(counts.items())]


def added_up(rates: Iterable[Rate]) -> list[Rate]:
    """Rates of several volumes as those of all, sorted."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(_COUNTED))
    for relation, method, *numbers in rates:
        counts[relation, method] = [a + b for a, b in zip(counts[relation, method], numbers, strict=True)]
    return [Rate(*kind, *numbers) for kind, numbers in sorted(counts.items())]


def likenesses_borne(document: Record) -> list[Name]:
    """The loose names by which a document is looked for once more: its title, and what is named in 《》 at its end or
    before 的通知: 关于印发《X》的通知 is found as X."""
    return [] if document["role"] == "interpretation" else [Name(LIKE, key) for key in _forms(document["title"])]


def likeness_asked(citation: Record) -> Name | None:
    """The loose name of what a reference cites; None where it cites a number alone."""
    title = citation["full_title"] or citation["cited_title"]
    return Name(LIKE, _form(title)) if title else None


def _by_likeness(corpus: Corpus) -> dict[Name, list[Record]]:
    named: dict[Name, list[Record]] = defaultdict(list)
    for document in corpus.documents:
        for name in likenesses_borne(document):
            named[name].append(document)
    return named


def _why(corpus: Corpus, named: Mapping[Name, Sequence[Record]], citation: Record) -> str:
    """Why a reference leads to no document."""
    citing = corpus.by_id[citation["document_id"]]
    number = citation["cited_doc_number"]
    if number and corpus.by_name.get(Name("number", number_key(number))):
        return NOT_FOUND
    name = likeness_asked(citation)
    alike = named.get(name, ()) if name else ()
    if not alike:
        return ABSENT
    return NOT_FOUND if any(_may_be_meant(corpus, d, citing, citation) for d in alike) else OTHER_VERSION


def _may_be_meant(corpus: Corpus, document: Record, citing: Record, citation: Record) -> bool:
    numbers, number = corpus.numbers_of(document), citation["cited_doc_number"]
    if number and numbers and number_key(number) not in numbers:
        return False
    if citation["relation"] in ("repeals", "amends") and document["document_id"] in corpus.family_of(citing):
        return False
    issued, today = corpus.date_of(document), corpus.date_of(citing)
    return issued is None or today is None or issued <= today


@lru_cache(maxsize=50_000)  # the same titles are cited again and again
def _form(title: str) -> str:
    return loose_key(without_version(title))


@lru_cache(maxsize=10_000)  # a volume's titles are asked for as they are indexed and as references are counted
def _forms(title: str) -> tuple[str, ...]:
    inner = [
        title[name.start + 1 : name.end - 1]
        for name in find_names(title)
        if title[name.end :] in ("", "的通知", "的公告", "的决定") and name_key(title[name.start : name.end])
    ]
    return tuple(dict.fromkeys(map(_form, [title, *inner])))


def as_figures(rates: Iterable[Rate]) -> dict[str, Any]:
    """The rates as quality.json has them: by kind, and all together."""
    kinds = [rate._asdict() for rate in rates]
    return {
        "by_kind": kinds,
        "total": {name: sum(kind[name] for kind in kinds) for name in _COUNTED},
        "reasons": {
            **REASONS,
            "provisions_missing": "the document is there and has no such article, paragraph or item",
        },
    }
