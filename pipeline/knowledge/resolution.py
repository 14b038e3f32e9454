"""Which document and which provision of the corpus a reference means.

Works on the records of all volumes at once (documents, articles, references, their columns named as in the contract)
and says for each reference what it found and how, and what is amiss. Belongs here: identity of instruments, versions by
date, provisions that are or are not there. Does not belong here: finding references (`citations`).
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from pipeline.knowledge.cited_names import Name, names_asked, names_borne, number_key, without_issuer
from pipeline.knowledge.instruments import name_key
from pipeline.knowledge.provisions import Provision, parse_provisions

Record = Mapping[str, Any]


class Link(NamedTuple):
    """What a reference means: ids in the corpus, None or empty where it is not there.

    `resolved_by` is `own`, `number`, `title`, `title_without_issuer`, `title_without_qualifier`, `title_nearly`
    or `short_name`.
    """

    document_id: str | None = None
    article_id: str | None = None
    article_ids: tuple[str, ...] = ()
    resolved_by: str | None = None


class Issue(NamedTuple):
    """What is amiss with a reference: see `REASONS`."""

    citation_id: str
    reason: str
    detail: str


REASONS = {
    "no_such_article": "the cited document has no article of that number",
    "no_such_paragraph": "the cited article has fewer paragraphs (款)",
    "no_such_item": "the cited article has no item (项) of that number",
    "issued_later": "the cited document was issued after the citing one",
}


def resolve(
    documents: Sequence[Record], articles: Sequence[Record], citations: Sequence[Record]
) -> tuple[list[Link], list[Issue]]:
    """A link for each reference, in the order of `citations`, and the issues: `Corpus(…).resolve(…)` in one step."""
    return Corpus(documents, articles).resolve(citations)


def provision_outline(article: Record) -> Record:
    """What resolving needs of an article: place, number, label, and how many paragraphs (款) and items (项) it has."""
    lines = [line for line in article["text"].split("\n") if line.strip()]
    items = sum(1 for line in lines if _ITEM_LINE.match(line))
    kept = {k: article[k] for k in ("article_id", "document_id", "ordinal", "kind", "number", "label", "path")}
    return {**kept, "paragraphs": len(lines) - items, "items": items}


_ITEM_LINE = re.compile(r"^\s*[（(]([一二三四五六七八九十]{1,3})[）)]")
_NEARBY = 150


def _articles_meant(citations: Sequence[Record]) -> dict[str, str]:
    """For paragraphs and items named alone (违反第十二条第一款…；违反第二款…), the article named just before."""
    own = sorted((c for c in citations if c["method"] == "own"), key=lambda c: (c["document_id"], c["char_start"]))
    found: dict[str, str] = {}
    for before, citation in pairwise(own):
        near = citation["char_start"] - before["char_end"] <= _NEARBY and citation["article_id"] == before["article_id"]
        if before["document_id"] != citation["document_id"] or not near:
            continue
        said = parse_provisions(citation["cited_article"] or "")
        if any(p.article or p.near or p.chapter for p in said):
            continue
        last = [p.article for p in parse_provisions(before["cited_article"] or "") if p.article]
        article = last[-1] if last else found.get(before["citation_id"])
        if article:
            found[citation["citation_id"]] = article
    return found


@dataclass(slots=True)
class Corpus:
    """The documents of all volumes under each of their names and numbers, and their provisions.

    Documents need document_id, volume_id, parent_document_id, role, title, doc_number, issued_date, line_start;
    articles are those of `provision_outline`. The order of volumes does not matter. To resolve the references of some
    volumes, these volumes, the families of the documents that bear a name they ask for (`cited_names`) and the articles
    of those cited by provision are corpus enough.
    """

    documents: Sequence[Record]
    articles: Sequence[Record]
    by_id: dict[str, Record] = field(default_factory=dict)
    by_name: dict[Name, list[Record]] = field(default_factory=lambda: defaultdict(list))
    issued_by: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    attached_to: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    articles_of: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))

    def resolve(self, citations: Sequence[Record]) -> tuple[list[Link], list[Issue]]:
        """A link for each reference, in the order of `citations`, and the issues.

        Citations need citation_id, document_id, article_id, char_start, char_end, cited_title, full_title,
        cited_doc_number, cited_article, relation, method; those of one document must come together in one call.
        """
        meant = _articles_meant(citations)
        links: list[Link] = []
        issues: dict[Issue, None] = {}
        for citation in citations:
            link, found = _resolve(self, citation, meant.get(citation["citation_id"]))
            links.append(link)
            issues.update(dict.fromkeys(found))
        return links, list(issues)

    def __post_init__(self) -> None:
        self.by_id = {d["document_id"]: d for d in self.documents}
        for document in self.documents:
            if document["parent_document_id"]:
                self.attached_to[document["parent_document_id"]].append(document)
                if document["role"] == "issued":
                    self.issued_by[document["parent_document_id"]].append(document)
        for document in sorted(self.documents, key=place_of):
            for name in names_borne(document, document["document_id"] in self.issued_by):
                self.by_name[name].append(document)
        for article in self.articles:
            self.articles_of[article["document_id"]].append(article)

    def date_of(self, document: Record) -> datetime.date | None:
        """When a document was issued; what a notice issues bears its date."""
        seen = 0
        while document["issued_date"] is None and document["parent_document_id"] and seen < 4:
            document, seen = self.by_id[document["parent_document_id"]], seen + 1
        return document["issued_date"]

    def numbers_of(self, document: Record) -> set[str]:
        """Its own number and that of what issued it."""
        parent = self.by_id.get(document["parent_document_id"] or "")
        found = [document["doc_number"], parent["doc_number"] if parent and document["role"] == "issued" else None]
        return {number_key(n) for n in found if n}

    def root_of(self, document: Record) -> Record:
        """The document at the head of its family."""
        while document["parent_document_id"]:
            document = self.by_id[document["parent_document_id"]]
        return document

    def family_of(self, document: Record) -> set[str]:
        """Ids of the document, what it belongs to, and what belongs to that."""
        root = self.root_of(document)
        return {document["document_id"], root["document_id"], document["parent_document_id"] or ""} | {
            d["document_id"] for d in self.attached_to.get(root["document_id"], ())
        }


def place_of(document: Record) -> tuple[str, int, str]:
    """Where a document stands, for order: volume, line, and its id."""
    return document["volume_id"], document["line_start"], document["document_id"]


def _resolve(corpus: Corpus, citation: Record, meant: str | None) -> tuple[Link, list[Issue]]:
    citing = corpus.by_id[citation["document_id"]]
    if citation["method"] == "own":
        return _own(corpus, citation, citing, meant)
    target, how = _target(corpus, citation, citing)
    if target is None:
        return Link(), []
    found = _provisions(corpus, citation, target, None)
    issues = [*_date_issue(corpus, citation, citing, target), *found.issues]
    return Link(target["document_id"], found.ids[0] if found.ids else None, found.ids, how), issues


def _own(corpus: Corpus, citation: Record, citing: Record, meant: str | None) -> tuple[Link, list[Issue]]:
    """A provision of the document itself, or, in a form attached to it, of what it is attached to."""
    target = citing
    wanted = {p.article for p in parse_provisions(citation["cited_article"] or "") if p.article}
    while wanted and not _has_any(corpus, target, wanted) and target["parent_document_id"]:
        parent = corpus.by_id[target["parent_document_id"]]
        siblings = [d for d in corpus.issued_by.get(parent["document_id"], ()) if _has_any(corpus, d, wanted)]
        target = siblings[0] if siblings else parent
    if wanted and not _has_any(corpus, target, wanted):
        target = citing
    numbered = {
        a["number"]: a["article_id"] for a in corpus.articles_of[target["document_id"]] if a["kind"] == "article"
    }
    here = numbered.get(meant) if meant else None
    found = _provisions(corpus, citation, target, here or citation["article_id"])
    return Link(target["document_id"], found.ids[0] if found.ids else None, found.ids, "own"), found.issues


def _has_any(corpus: Corpus, document: Record, numbers: set[str]) -> bool:
    return any(a["kind"] == "article" and a["number"] in numbers for a in corpus.articles_of[document["document_id"]])


def _target(corpus: Corpus, citation: Record, citing: Record) -> tuple[Record | None, str | None]:
    """The document that a name or number means, and how it was found."""
    title = citation["full_title"] or citation["cited_title"]
    short = "short_name" if citation["method"] == "short_name" else None
    for name, how in names_asked(citation, corpus.date_of(citing)):
        candidates: Sequence[Record] = corpus.by_name.get(name, ())
        if not candidates:
            continue
        if how == "number":
            candidates = _titled(candidates, title) or candidates
        else:
            candidates = [d for d in candidates if _may_bear(corpus, d, citation["cited_doc_number"])]
            if how != "title" and len({d["title"] for d in candidates}) > 1:
                continue
        chosen = _best(corpus, citing, citation, candidates, dated=how != "number")
        if chosen is not None:
            return _instrument(corpus, chosen, title), how if how == "number" else short or how
    return None, None


def _titled(candidates: Sequence[Record], title: str | None) -> list[Record]:
    """Those of one number whose title is the one cited: the report of a notice bears its number too."""
    key = name_key(without_issuer(title)) if title else None
    return [d for d in candidates if name_key(without_issuer(d["title"])) == key]


def _may_bear(corpus: Corpus, document: Record, number: str | None) -> bool:
    """Whether a document may be the one of that number: one that bears another number is another version."""
    if number is None:
        return True
    numbers = corpus.numbers_of(document)
    return not numbers or number_key(number) in numbers


def _best(
    corpus: Corpus, citing: Record, citation: Record, candidates: Sequence[Record], *, dated: bool
) -> Record | None:
    """Of several copies or versions the one meant: of the document's own family first, else the last that was issued by
    then, the copy in the same volume first."""
    family = corpus.family_of(citing)
    if citation["relation"] in ("repeals", "amends"):
        candidates = [d for d in candidates if d["document_id"] not in family]
    else:
        own = [d for d in candidates if d["document_id"] in family]
        if own:
            return max(own, key=lambda d: (d["role"] == "issued", d["document_id"] != citing["document_id"]))
    today = corpus.date_of(citing)
    known = [(corpus.date_of(d), d) for d in candidates]
    if dated and today:
        known = [(date, d) for date, d in known if date is None or date <= today]
    if not known:
        return None
    latest = max((date for date, _ in known if date), default=None)
    newest = [d for date, d in known if date == latest] or [d for _, d in known]
    return min(newest, key=lambda d: (d["volume_id"] != citing["volume_id"], d["role"] == "attachment", *place_of(d)))


def _instrument(corpus: Corpus, document: Record, title: str | None) -> Record:
    """The text that a notice issues rather than the notice."""
    issued = corpus.issued_by.get(document["document_id"], [])
    if title is not None:
        named = [d for d in issued if name_key(d["title"]) == name_key(title)]
        if named:
            return named[0]
    return issued[0] if len(issued) == 1 else document


def _date_issue(corpus: Corpus, citation: Record, citing: Record, cited: Record) -> list[Issue]:
    """A note where the cited document bears a later date than the citing one."""
    then, now = corpus.date_of(cited), corpus.date_of(citing)
    if not then or not now or then <= now:
        return []
    return [Issue(citation["citation_id"], "issued_later", f"{cited['title']}：{then}；{citing['title']}：{now}")]


class _Found(NamedTuple):
    ids: tuple[str, ...]
    issues: list[Issue]


def _provisions(corpus: Corpus, citation: Record, target: Record, here: str | None) -> _Found:
    """The articles that a reference names in its target. `here` is the article in which it stands."""
    expression = citation["cited_article"]
    articles = corpus.articles_of[target["document_id"]]
    if not expression or not articles:
        return _Found((), [])
    numbered = {a["number"]: a for a in articles if a["kind"] == "article" and a["number"]}
    ids: dict[str, None] = {}
    issues: list[Issue] = []
    before: Record | None = None
    for provision in parse_provisions(expression):
        if provision.chapter and not provision.article:
            ids.update(dict.fromkeys(a["article_id"] for a in articles if _stands_in(a, provision.chapter)))
            continue
        article = _article(provision, articles, numbered, here)
        if article is None:
            if provision.article and numbered:
                issues.append(Issue(citation["citation_id"], "no_such_article", f"{target['title']} {expression}"))
            continue
        for a in _range(articles, before, article) if provision.upto and before else (article,):
            ids[a["article_id"]] = None
        issues += _amiss(citation, provision, article)
        before = article
    return _Found(tuple(ids), issues)


def _article(
    provision: Provision, articles: Sequence[Record], numbered: Mapping[str, Record], here: str | None
) -> Record | None:
    if provision.article and numbered:
        return numbered.get(provision.article)
    at = next((i for i, a in enumerate(articles) if a["article_id"] == here), None)
    if provision.near and provision.near.startswith("前") and provision.near.endswith("条"):
        return articles[at - 1] if at else None
    if provision.near or (provision.article is None and at is not None and numbered):
        return None if at is None else articles[at]
    number = provision.article or provision.item
    if number and not numbered:
        return _section(articles, number)
    return None


def _section(articles: Sequence[Record], number: str) -> Record | None:
    """本通知第一条 or 第一项 of a document numbered 一、二、: its part of that number, where that is one provision."""
    top = [a for a in articles if a["kind"] == "section" and not a["path"] and a["number"] == number]
    return top[0] if len(top) == 1 else None


def _stands_in(article: Record, chapter: str) -> bool:
    """Whether an article stands in the part of that label."""
    return any("".join(heading.split()).startswith(chapter) for heading in article["path"])


def _range(articles: Sequence[Record], first: Record, last: Record) -> Sequence[Record]:
    """第三十九条至第四十九条: all from the one to the other."""
    start, end = first["ordinal"], last["ordinal"]
    return [a for a in articles if start <= a["ordinal"] <= end and a["kind"] == "article"]


def _amiss(citation: Record, provision: Provision, article: Record) -> list[Issue]:
    """Paragraphs and items that the cited article does not have."""
    detail = f"{article['label'] or ''} {citation['cited_article']}"
    if provision.near:
        return []
    if (provision.paragraph or "").isdigit() and int(provision.paragraph or 0) > article["paragraphs"]:
        return [Issue(citation["citation_id"], "no_such_paragraph", detail)]
    if (provision.item or "").isdigit() and 0 < article["items"] < int(provision.item or 0):
        return [Issue(citation["citation_id"], "no_such_item", detail)]
    return []
