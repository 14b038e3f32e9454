"""Names of texts that are promised to follow: what a notice says it issues, what an attachment list lists."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from pipeline.splitting import cues, titles
from pipeline.splitting.printed import Line


class Announcement(NamedTuple):
    """`name` (its key) is promised on printed lines [first, last].

    `kind` is `issue` (印发《…》) or `list` (附件：1.…); `grams` are the bigrams of the name.
    """

    first: int
    last: int
    kind: str
    name: str
    grams: frozenset[str]


_ISSUE_VERB = re.compile(r"印发|转发|公布|发布|批转|现将|颁布|通过|同意|施行|制定|编制|修订")
_NOW_ISSUED = re.compile(r"[^。]{0,80}?(?:现(?:予|将其)?(?:以)?(?:印发|转发|公布|发布)|印发给|转发给|予以公布)")
_BARE = re.compile(r"(?:印发|转发|发布|公布|批转)([^《》。；，：]{5,90}?)(?:的通知|的公告|的通告)")
_TITLE_ISSUES = re.compile(
    r"(?:印发|转发|公布|发布|批转|公布施行)(?:.{0,20}?《(?P<book>.+)》|(?P<bare>.{4,90}?))的(?:通知|公告|通告|函|决定)$"
)
_NEWS_ISSUES = re.compile(r"(?:印发|转发|发布|公布|出台)(?:《(?P<book>.+)》|“?(?P<bare>.{4,60}?))$")
_NUMBER = re.compile(r"^(?:\d{1,2}(?:-\d{1,2})?[.、：])")
_ENTRY = re.compile(r"\d{1,2}(?:-\d{1,2})?[.、]|《")
_EXTENSION = re.compile(r"(?:\.(?:docx?|pdf|xlsx?|wps|ofd|rar|zip))+|（略）|（另附）|（另发）")
_LONGEST_LIST = 40
LIKE = 0.7
"""Likeness from which on a title may be what was promised."""

_REACH = 80
"""How many promises back a title that is only like its promise is looked for."""


def announcements(lines: Sequence[Line], kinds: Sequence[str]) -> list[Announcement]:
    """All names promised in a volume, in the order of their lines; `kinds` are those of the lines."""
    found = [*_listed(lines, kinds), *_in_text(lines)]
    found.sort(key=lambda a: (a.last, a.kind, a.name))
    return found


def announced_by_title(title: str) -> str | None:
    """What a title says it issues: 关于印发X的通知, 转发X的通知, 印发《X》."""
    m = _TITLE_ISSUES.search(title) or _NEWS_ISSUES.search(title)
    return (m["book"] or m["bare"]) if m else None


def _make(first: int, last: int, kind: str, name: str) -> Announcement | None:
    name = titles.key(_EXTENSION.sub("", name))
    return Announcement(first, last, kind, name, titles.bigrams(name)) if 3 <= len(name) <= 120 else None


def _in_text(lines: Sequence[Line]) -> list[Announcement]:
    """《X》 beside a word of issuing, 印发X的通知; the text is read over line ends."""
    starts, parts, at = [], [], 0
    for line in lines:
        starts.append(at)
        parts.append(line.text)
        at += len(line.text)
    text = "".join(parts)
    found = []
    for start, end, name in [*_books(text), *((m.start(1), m.end(1), m[1]) for m in _BARE.finditer(text))]:
        # The promise stands where it ends: a title does not announce itself.
        made = _make(bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1, "issue", name)
        if made:
            found.append(made)
    return found


def _books(text: str) -> list[tuple[int, int, str]]:
    """(start, end, name) of every outermost 《…》 of at most 120 characters that is said to be issued."""
    spans, depth, start = [], 0, 0
    for m in re.finditer("[《》]", text):
        at = m.start()
        if m.group() == "《":
            if depth == 0 or at - start > 120:
                start, depth = at, 0
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and at - start <= 120 and _is_issued(text, start, at + 1):
                spans.append((start, at + 1, text[start + 1 : at]))
    return spans


def _is_issued(text: str, start: int, end: int) -> bool:
    about = text[max(0, start - 30) : start] + " " + text[end : end + 12]
    return _ISSUE_VERB.search(about) is not None or _NOW_ISSUED.match(text, end) is not None


def _listed(lines: Sequence[Line], kinds: Sequence[str]) -> list[Announcement]:
    """The entries of attachment lists, a wrapped entry joined."""
    found: list[Announcement] = []
    for i, line in enumerate(lines):
        label = cues.LABEL_HEAD.match(line.text) if line.text[0] == "附" else None
        if not label:
            continue
        for first, last, entry in _entries(lines, kinds, i, line.text[label.end() :]):
            made = _make(first, last, "list", _NUMBER.sub("", entry))
            if made:
                found.append(made)
    return found


def _entries(lines: Sequence[Line], kinds: Sequence[str], i: int, text: str) -> list[tuple[int, int, str]]:
    """(first line, last line, text) of each entry of the list whose label stands on line `i`, `text` behind it."""
    entries = [(i, i, text)] if text else []
    for j in range(i + 1, min(i + _LONGEST_LIST, len(lines))):
        text = lines[j].text
        if kinds[j] in ("date", "label", "note", "number") or text[-1] in "。；，" or cues.LABEL_HEAD.match(text):
            break
        if _ENTRY.match(text):
            entries.append((j, j, text))
        elif entries and _goes_on(lines, entries[-1], j):
            entries[-1] = (entries[-1][0], j, entries[-1][2] + text)
        else:
            break
    return entries


def _goes_on(lines: Sequence[Line], entry: tuple[int, int, str], j: int) -> bool:
    """Is line `j` the rest of a wrapped entry? It follows a full line, or closes a bracket that is open."""
    text = lines[j].text
    if _EXTENSION.search(entry[2][-6:]) or "，" in text or text[-1] in "。、":
        return False
    if entry[2].count("《") > entry[2].count("》") or entry[2].count("（") > entry[2].count("）"):
        return True
    short = lines[j].fill < 0.95 or cues.FILE_NAME.fullmatch(text) is not None
    return lines[j - 1].fill > 0.8 and short and not titles.ends_in_body(text) and not lines[j].page_top


class Promises:
    """Finds, for a title, the promise before it that it keeps."""

    def __init__(self, found: Sequence[Announcement]):
        self._found = list(found)
        self._by_name: dict[str, list[int]] = {}
        self._by_gram: dict[str, list[int]] = {}
        for position, promise in enumerate(self._found):
            self._by_name.setdefault(promise.name, []).append(position)
            for gram in promise.grams:
                self._by_gram.setdefault(gram, []).append(position)
        self._indices = [a.last for a in self._found]

    def has(self, index: int, name: str) -> bool:
        """Was this very name promised before line `index`?"""
        same = self._by_name.get(titles.key(name), [])
        return bool(same) and self._found[same[0]].last < index

    def kept(self, index: int, name: str) -> tuple[float, Announcement | None]:
        """The likeness (`LIKE` to 1) of the best of the last promises before line `index`, and that promise.

        0 and None where none is like the name.
        """
        wanted = titles.key(name)
        end = bisect_left(self._indices, index)
        same = self._by_name.get(wanted, [])
        at = bisect_left(same, end)
        if at:
            return 1.0, self._found[same[at - 1]]
        grams = titles.bigrams(wanted)
        places = [self._by_gram[gram] for gram in grams if gram in self._by_gram]
        if 2 * len(places) < len(grams):  # half of them are shared with whatever is like the name
            return 0.0, None
        first = end - _REACH
        shared = Counter(chain.from_iterable([p[bisect_left(p, first) : bisect_left(p, end)] for p in places]))
        best, which = 0.0, None
        for position in sorted([p for p, count in shared.items() if 2 * count >= len(grams)], reverse=True):
            promise = self._found[position]
            like = 2 * shared[position] / (len(grams) + len(promise.grams))
            if like >= LIKE and like > best:
                best, which = like, promise
        return best, which
