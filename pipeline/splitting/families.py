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
_LOOKED_BACK = 200
"""Members of a family that announce something and are still asked: no notice has more of them."""


class _Families:
    """What is looked up while the documents are gone through in order: the family so far, and who in it announces what.

    Kept up as documents are taken in, so that a main document with ten thousand attachments costs no more than ten
    thousand main ones. Indices ascend.
    """

    def __init__(self, scene: Scene, heads: Sequence[Head]):
        self.heads = heads
        self.kin: list[Kin] = []
        self.children: list[list[int]] = [[] for _ in heads]
        self.keys = [titles.key(h.title) for h in heads]
        self.grams = [titles.bigrams(key) for key in self.keys]
        self.named = [announced_by_title(h.title) for h in heads]
        self.lists: list[list[frozenset[str]]] = [[] for _ in heads]
        self.issues: list[list[frozenset[str]]] = [[] for _ in heads]
        tops = [h.top for h in heads]
        for promise in scene.announcements:
            owner = bisect_right(tops, promise.last) - 1
            if owner >= 0:
                (self.lists if promise.kind == "list" else self.issues)[owner].append(promise.grams)
        self.instruments: list[int] = []
        self.main = self.nearest = 0
        self.issued: int | None = None
        self.listing: list[int] = []
        self.naming: list[int] = []

    def take_in(self, kin: Kin) -> None:
        """The next document, with what it is."""
        i = len(self.kin)
        self.kin.append(kin)
        if kin.parent is not None:
            self.children[kin.parent].append(i)
        if kin.role in ("main", "issued"):
            self.instruments.append(i)
        if kin.role == "interpretation":
            return
        self.nearest = i
        if kin.role == "main":
            self.main, self.issued, self.listing, self.naming = i, None, [], []
        elif kin.role == "issued":
            self.issued = i
        if self.lists[i]:
            self.listing.append(i)
        if self.named[i]:
            self.naming.append(i)

    def likeliest_list(self, i: int, least: float) -> int | None:
        """The nearest of the family that lists `i`: more like it than `least`."""
        return next((j for j in reversed(self.listing[-_LOOKED_BACK:]) if self.listed(i, j) > least), None)

    def alike(self, i: int, names: Sequence[frozenset[str]]) -> float:
        """How like the title of `i` the likeliest of the names is."""
        return max((titles.likeness(self.grams[i], g) for g in names), default=0.0)

    def listed(self, i: int, j: int) -> float:
        """How like the title of `i` the likeliest entry in the list of `j` is that no sibling before is liker to."""
        siblings = [self.grams[k] for k in self.children[j]]
        best = 0.0
        for entry in self.lists[j]:
            likeness = titles.likeness(self.grams[i], entry)
            if likeness > best and all(titles.likeness(s, entry) <= likeness for s in siblings):
                best = likeness
        return best

    def issued_by_title(self, i: int, j: int) -> bool:
        """Does the title of `j` say that it issues `i` (印发X的通知), which nothing before has been?"""
        named = self.named[j]
        if not named:
            return False
        wanted = self.keys[i]
        if len(wanted) > 5 and wanted in titles.key(named):
            return True
        name = titles.bigrams(titles.key(named))
        likeness = titles.likeness(self.grams[i], name)
        rivals = (k for k in self.children[j] if self.kin[k].role == "issued")
        return likeness > _ALIKE and all(titles.likeness(self.grams[k], name) < likeness for k in rivals)


def kinships(scene: Scene, heads: Sequence[Head]) -> list[Kin]:
    """Role and parent of each document, in order."""
    families = _Families(scene, heads)
    for i in range(len(heads)):
        families.take_in(_kin(families, i))
    return families.kin


def _kin(families: _Families, i: int) -> Kin:
    head = families.heads[i]
    if _EXPLAINS.search(head.title) or (head.label_text or "").startswith("【"):
        explained = _explained(families, i)
        return (
            Kin("main", None, "nothing_before") if explained is None else Kin("interpretation", explained, "explains")
        )
    if i == 0:
        return Kin("main", None, "nothing_before")
    if "number_next" in head.evidence and head.label is None:
        return _numbered(families, i)
    return _issued(families, i) or _attached(families, i) or Kin("main", None, "stands_alone")


def _numbered(families: _Families, i: int) -> Kin:
    """A head with a number of its own stands alone, unless a list attaches it or a report gives it out in mid-page."""
    head = families.heads[i]
    lister = families.likeliest_list(i, 0.95)
    if lister is not None:
        return Kin("attachment", lister, "listed")
    before = families.heads[i - 1]
    named, own = families.named[i - 1], families.named[i]
    if named and own and before.title.endswith("》") and "about_first" in head.evidence:
        wanted = titles.bigrams(titles.key(own))
        if titles.likeness(wanted, titles.bigrams(titles.key(named))) > _ALIKE:
            return Kin("issued", i - 1, "reported")
    return Kin("main", None, "numbered")


def _issued(families: _Families, i: int) -> Kin | None:
    for j in reversed(families.naming[-_LOOKED_BACK:]):
        if families.issued_by_title(i, j):
            return Kin("issued", j, "issued_by_title")
    head, before = families.heads[i], i - 1
    if head.label is None and before == families.nearest and "form_notice" not in head.evidence:
        if titles.is_decree(families.heads[before].title):
            return Kin("issued", before, "decreed")
        if families.alike(i, families.issues[before]) > _ALIKE and not _is_listed(families, i):
            return Kin("issued", before, "issued_in_text")
    return None


def _is_listed(families: _Families, i: int) -> bool:
    return families.likeliest_list(i, _LISTED_ALIKE) is not None


def _attached(families: _Families, i: int) -> Kin | None:
    head = families.heads[i]
    if (head.label_text or "").startswith("附录"):
        before = families.heads[i - 1].label_text or ""
        beside = families.kin[i - 1].parent if before.startswith("附录") else None
        return Kin("attachment", i - 1 if beside is None else beside, "appended")
    lister = families.likeliest_list(i, _LISTED_ALIKE)
    if lister is not None:
        return Kin("attachment", lister, "listed")
    if head.label is not None:
        return Kin("attachment", families.main if families.issued is None else families.issued, "labelled")
    if _LISTING.search(head.title) and "about_after_body" not in head.evidence:
        return Kin("attachment", families.nearest, "mere_list")
    return None


def _explained(families: _Families, i: int) -> int | None:
    """The document an interpretation names, else the nearest instrument before it."""
    nearest = families.instruments[-6:][::-1]
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
