"""How documents hang together: role and parent, told from labels, promises, titles and what stands before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.splitting import titles
from pipeline.splitting.announcements import announced_by_title
from pipeline.splitting.evidence import Scene
from pipeline.splitting.heads import Head
from pipeline.splitting.printed import Line


class Kin(NamedTuple):
    """Role of a document, and the index of its parent."""

    role: str
    parent: int | None


_EXPLAINS = re.compile(r"答记者问|解读|负责人谈|负责同志谈|问答$|一图读懂")
_DECREE = re.compile(r"令(?:第?\d+号|（|《|〔|$)")
_ISSUING = re.compile(r"印发|转发|发布|公布|批转|颁布")
_FULL_TEXT = re.compile(r"(?:全文|主要内容|主要任务)(?:如下|是)")


def kinships(scene: Scene, heads: Sequence[Head]) -> list[Kin]:
    """Role and parent of each document, in order."""
    lists: list[list[frozenset[str]]] = [[] for _ in heads]
    issues: list[list[frozenset[str]]] = [[] for _ in heads]
    starts = [_top(h) for h in heads]
    lines = scene.lines
    for promise in scene.announcements:
        owner = _owner(starts, promise.index)
        if owner is not None:
            (lists if promise.kind == "list" else issues)[owner].append(promise.grams)
    found: list[Kin] = []
    for i in range(len(heads)):
        found.append(_kin(lines, heads, i, found, lists, issues))
    return found


def _top(head: Head) -> int:
    return head.first if head.label is None else min(head.first, head.label)


def _owner(starts: Sequence[int], index: int) -> int | None:
    from bisect import bisect_right

    at = bisect_right(starts, index) - 1
    return at if at >= 0 else None


def _kin(
    lines: Sequence[Line],
    heads: Sequence[Head],
    i: int,
    kin: Sequence[Kin],
    lists: Sequence[Sequence[frozenset[str]]],
    issues: Sequence[Sequence[frozenset[str]]],
) -> Kin:
    head = heads[i]
    if _EXPLAINS.search(head.title) or (head.label_text or "").startswith("【"):
        return Kin("interpretation", _explained(heads, i, kin))
    if i == 0 or ("number_next" in head.evidence and head.label is None):
        return Kin("main", None)
    grams = titles.bigrams(titles.key(head.title))
    family = _family(kin, i - 1)
    for j in family:
        if kin[j].role == "interpretation":
            continue
        named = announced_by_title(heads[j].title)
        if named and _issues_it(grams, head.title, named, heads[j].title):
            return Kin("issued", j)
    for j in family:
        if max((titles.likeness(grams, g) for g in lists[j]), default=0.0) > 0.75:
            return Kin("attachment", j)
    if head.label is not None:
        issued = [j for j in family if kin[j].role == "issued"]
        return Kin("attachment", issued[0] if issued else family[-1])
    before = i - 1
    if kin[before].role != "interpretation" and "form_notice" not in head.evidence:
        if _DECREE.search(heads[before].title):
            return Kin("issued", before)
        if max((titles.likeness(grams, g) for g in issues[before]), default=0.0) > 0.8:
            return Kin("issued", before)
    return Kin("main", None)


def _issues_it(grams: frozenset[str], title: str, named: str, whole: str) -> bool:
    if titles.likeness(grams, titles.bigrams(titles.key(named))) > 0.8:
        return True
    wanted, text = titles.key(title), titles.key(whole)
    return len(wanted) > 5 and wanted in text


def _family(kin: Sequence[Kin], last: int) -> list[int]:
    """The documents back to the last main one, nearest first."""
    members = []
    for j in range(last, -1, -1):
        members.append(j)
        if kin[j].role == "main":
            break
    return members


def _explained(heads: Sequence[Head], i: int, kin: Sequence[Kin]) -> int | None:
    """The document an interpretation names, else the nearest instrument before it."""
    book = re.search(r"《(.+)》", heads[i].title)
    wanted = titles.bigrams(titles.key(book[1] if book else heads[i].title))
    nearest = [j for j in range(i - 1, -1, -1) if kin[j].role in ("main", "issued")][:6]
    if not nearest:
        return None
    if book:
        likes = [titles.likeness(wanted, titles.bigrams(titles.key(heads[j].title))) for j in nearest]
        best = max(likes)
        if best > 0.8:
            return nearest[likes.index(best)]
    return nearest[0]
