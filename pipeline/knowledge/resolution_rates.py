"""How many references lead to a document of the corpus, by kind, and why the others do not.

Judges the outcome by other means than `resolution` came to it: any likeness of a name, any equal number. Belongs here:
counting. Does not belong here: finding the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from pipeline.knowledge.cited_names import Name, loose_key, number_key
from pipeline.knowledge.instruments import find_names, name_key, without_version
from pipeline.knowledge.resolution import Corpus, Record

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


def resolution_rates(corpus: Corpus, citations: Iterable[Record], amiss: Collection[str]) -> list[Rate]:
    """The rates by relation and method, sorted; `amiss` holds the ids of references to provisions that do not exist.

    Citations need the columns that `Corpus.resolve` needs, and cited_document_id.
    """
    lookup = _Names(corpus)
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(Rate._fields[2:], 0))
    for citation in citations:
        count = counts[citation["relation"], citation["method"]]
        count["references"] += 1
        if citation["cited_document_id"] is None:
            count[lookup.why(citation)] += 1
            continue
        count["resolved"] += 1
        if citation["cited_article"]:
            count["provisions"] += 1
            count["provisions_missing"] += citation["citation_id"] in amiss
    return [Rate(relation, method, **count) for (relation, method), count in sorted(counts.items())]


def not_found(corpus: Corpus, citations: Iterable[Record]) -> Iterator[Record]:
    """The references that are unresolved though a document of that name or number is there."""
    lookup = _Names(corpus)
    return (c for c in citations if c["cited_document_id"] is None and lookup.why(c) == NOT_FOUND)


class _Names:
    """The documents of a corpus under loose forms of their names."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.named: dict[str, list[Record]] = defaultdict(list)
        for document in corpus.documents:
            if document["role"] != "interpretation":
                for key in dict.fromkeys(_forms(document["title"])):
                    self.named[key].append(document)

    def why(self, citation: Record) -> str:
        """Why a reference leads to no document."""
        citing = self.corpus.by_id[citation["document_id"]]
        number = citation["cited_doc_number"]
        if number and self.corpus.by_name.get(Name("number", number_key(number))):
            return NOT_FOUND
        title = citation["full_title"] or citation["cited_title"]
        named = self.named.get(_form(title), []) if title else []
        if not named:
            return ABSENT
        return NOT_FOUND if any(self._may_be_meant(d, citing, citation) for d in named) else OTHER_VERSION

    def _may_be_meant(self, document: Record, citing: Record, citation: Record) -> bool:
        numbers, number = self.corpus.numbers_of(document), citation["cited_doc_number"]
        if number and numbers and number_key(number) not in numbers:
            return False
        if citation["relation"] in ("repeals", "amends") and document["document_id"] in self.corpus.family_of(citing):
            return False
        issued, today = self.corpus.date_of(document), self.corpus.date_of(citing)
        return issued is None or today is None or issued <= today


def _form(title: str) -> str:
    return loose_key(without_version(title))


def _forms(title: str) -> Iterator[str]:
    """A title, and what is named in 《》 at its end or before 的通知: 关于印发《X》的通知 is found as X."""
    yield _form(title)
    for name in find_names(title):
        if title[name.end :] in ("", "的通知", "的公告", "的决定") and name_key(title[name.start : name.end]):
            yield _form(title[name.start + 1 : name.end - 1])


def as_figures(rates: Iterable[Rate]) -> dict[str, Any]:
    """The rates as quality.json has them: by kind, and all together."""
    kinds = [rate._asdict() for rate in rates]
    counted = Rate._fields[2:]
    return {
        "by_kind": kinds,
        "total": {name: sum(kind[name] for kind in kinds) for name in counted},
        "reasons": {
            **REASONS,
            "provisions_missing": "the document is there and has no such article, paragraph or item",
        },
    }
