"""How documents hang together: role and parent, told from labels, promises, titles and what stands before.

A family is a main document and what follows it up to the next main one. Each rule looks through the family from the
nearest member back, because an attachment of an issued plan hangs on the plan, not on the notice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.splitting import titles
from pipeline.splitting.announcements import announced_by_title
from pipeline.splitting.evidence import Scene
from pipeline.splitting.heads import Head


class Kin(NamedTuple):
    """Role of a document, the index of its parent, and the name of what told."""

    role: str
    parent: int | None
    told_by: str


_EXPLAINS = re.compile(r"答记者问|解读|负责人谈|负责同志谈|问答$|一图读懂")
_LISTING = re.compile(r"(?:名单|清单|目录|一览表|明细表|情况表|汇总表|统计表|名册)(?:（[^（）]*）)?$")
_ALIKE = 0.8
_LISTED_ALIKE = 0.75


class _Families:
    """What is looked up while the documents are gone through in order."""

    def __init__(self, scene: Scene, heads: Sequence[Head]):
        self.heads = heads
        self.kin: list[Kin] = []
        self.grams = [titles.bigrams(titles.key(h.title)) for h in heads]
        self.lists: list[list[frozenset[str]]] = [[] for _ in heads]
        self.issues: list[list[frozenset[str]]] = [[] for _ in heads]
        tops = [h.top for h in heads]
        for promise in scene.announcements:
            owner = bisect_right(tops, promise.last) - 1
            if owner >= 0:
                (self.lists if promise.kind == "list" else self.issues)[owner].append(promise.grams)

    def family(self, i: int) -> list[int]:
        """The documents before `i` back to the last main one, nearest first, interpretations left out."""
        members = []
        for j in range(i - 1, -1, -1):
            if self.kin[j].role != "interpretation":
                members.append(j)
            if self.kin[j].role == "main":
                break
        return members

    def alike(self, i: int, names: Sequence[frozenset[str]]) -> float:
        """How like the title of `i` the likeliest of the names is."""
        return max((titles.likeness(self.grams[i], g) for g in names), default=0.0)

    def listed(self, i: int, j: int) -> float:
        """How like the title of `i` the likeliest entry in the list of `j` is that no sibling before is liker to."""
        siblings = [self.grams[k] for k in range(j + 1, i) if self.kin[k].parent == j]
        best = 0.0
        for entry in self.lists[j]:
            likeness = titles.likeness(self.grams[i], entry)
            if likeness > best and all(titles.likeness(s, entry) <= likeness for s in siblings):
                best = likeness
        return best

    def issued_by_title(self, i: int, j: int) -> bool:
        """Does the title of `j` say that it issues `i` (印发X的通知), which nothing before has been?"""
        named = announced_by_title(self.heads[j].title)
        if not named:
            return False
        wanted = titles.key(self.heads[i].title)
        if len(wanted) > 5 and wanted in titles.key(named):
            return True
        name = titles.bigrams(titles.key(named))
        rivals = [k for k in range(j + 1, i) if self.kin[k].parent == j and self.kin[k].role == "issued"]
        likeness = titles.likeness(self.grams[i], name)
        return likeness > _ALIKE and all(titles.likeness(self.grams[k], name) < likeness for k in rivals)


def kinships(scene: Scene, heads: Sequence[Head]) -> list[Kin]:
    """Role and parent of each document, in order."""
    families = _Families(scene, heads)
    for i in range(len(heads)):
        families.kin.append(_kin(families, i))
    return families.kin


def _kin(families: _Families, i: int) -> Kin:
    head = families.heads[i]
    if _EXPLAINS.search(head.title) or (head.label_text or "").startswith("【"):
        return Kin("interpretation", _explained(families, i), "explains")
    family = families.family(i)
    if not family:
        return Kin("main", None, "nothing_before")
    if "number_next" in head.evidence and head.label is None:
        return _numbered(families, i, family)
    return _issued(families, i, family) or _attached(families, i, family) or Kin("main", None, "stands_alone")


def _numbered(families: _Families, i: int, family: Sequence[int]) -> Kin:
    """A head with a number of its own stands alone, unless a list attaches it or a report gives it out in mid-page."""
    head = families.heads[i]
    for j in family:
        if families.listed(i, j) > 0.95:
            return Kin("attachment", j, "listed")
    before = families.heads[i - 1]
    named = announced_by_title(before.title)
    own = announced_by_title(head.title)
    if named and own and before.title.endswith("》") and "about_first" in head.evidence:
        wanted = titles.bigrams(titles.key(own))
        if titles.likeness(wanted, titles.bigrams(titles.key(named))) > _ALIKE:
            return Kin("issued", i - 1, "reported")
    return Kin("main", None, "numbered")


def _issued(families: _Families, i: int, family: Sequence[int]) -> Kin | None:
    for j in family:
        if families.issued_by_title(i, j):
            return Kin("issued", j, "issued_by_title")
    head, before = families.heads[i], i - 1
    if head.label is None and before in family and "form_notice" not in head.evidence:
        if titles.is_decree(families.heads[before].title):
            return Kin("issued", before, "decreed")
        if families.alike(i, families.issues[before]) > _ALIKE and not _is_listed(families, i, family):
            return Kin("issued", before, "issued_in_text")
    return None


def _is_listed(families: _Families, i: int, family: Sequence[int]) -> bool:
    return any(families.listed(i, j) > _LISTED_ALIKE for j in family)


def _attached(families: _Families, i: int, family: Sequence[int]) -> Kin | None:
    head = families.heads[i]
    if (head.label_text or "").startswith("附录"):
        before = families.heads[i - 1].label_text or ""
        parent = families.kin[i - 1].parent if before.startswith("附录") else i - 1
        return Kin("attachment", parent, "appended")
    for j in family:
        if families.listed(i, j) > _LISTED_ALIKE:
            return Kin("attachment", j, "listed")
    if head.label is not None:
        issued = [j for j in family if families.kin[j].role == "issued"]
        return Kin("attachment", issued[0] if issued else family[-1], "labelled")
    if _LISTING.search(head.title) and "about_after_body" not in head.evidence:
        return Kin("attachment", family[0], "mere_list")
    return None


def _explained(families: _Families, i: int) -> int | None:
    """The document an interpretation names, else the nearest instrument before it."""
    nearest = [j for j in range(i - 1, -1, -1) if families.kin[j].role in ("main", "issued")][:6]
    if not nearest:
        return None
    book = re.search(r"《(.+)》", families.heads[i].title)
    if book:
        wanted = titles.bigrams(titles.key(book[1]))
        likes = [titles.likeness(wanted, families.grams[j]) for j in nearest]
        best = max(likes)
        if best > _ALIKE:
            return nearest[likes.index(best)]
    return nearest[0]
