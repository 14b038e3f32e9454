"""Names of texts that are promised to follow: what a notice says it issues, what an attachment list lists."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.splitting import cues, titles
from pipeline.splitting.printed import Line


class Announcement(NamedTuple):
    """`name` is promised on line `index` of the printed lines, by `kind` `issue` (印发《…》) or `list` (附件：1.…)."""

    index: int
    kind: str
    name: str
    grams: frozenset[str]


_ISSUE_VERB = re.compile(r"印发|转发|公布|发布|批转|现将|颁布|通过|同意|施行|制定|编制|修订")
_TITLE_ISSUES = re.compile(
    r"(?:印发|转发|公布|发布|批转|公布施行)(?:.{0,20}?《(?P<book>.+)》|(?P<bare>.{4,90}?))的(?:通知|公告|通告|函|决定)$"
)
_NEWS_ISSUES = re.compile(r"(?:印发|转发|发布|公布|出台)(?:《(?P<book>.+)》|“?(?P<bare>.{4,60}?))$")
_ITEM = re.compile(r"(?:(?:附件|附表|附录|附)?[:：]?\d{0,2}(?:-\d{1,2})?[.、：:]?)")
_ITEM_START = re.compile(r"\d{1,2}(?:-\d{1,2})?[.、]|《|附件\d")
_EXTENSION = re.compile(r"(?:\.(?:docx?|pdf|xlsx?|wps|ofd|rar|zip))+|（略）|（另附）|（另发）")
_LONGEST_LIST = 40


def announcements(lines: Sequence[Line]) -> list[Announcement]:
    """All names promised in a volume, in the order of their lines."""
    found = [*_listed(lines), *_in_text(lines)]
    found.sort(key=lambda a: (a.index, a.kind, a.name))
    return found


def announced_by_title(title: str) -> str | None:
    """What a title says it issues: 关于印发X的通知, 转发X的通知, 印发《X》."""
    m = _TITLE_ISSUES.search(title) or _NEWS_ISSUES.search(title)
    return (m["book"] or m["bare"]) if m else None


def _make(index: int, kind: str, name: str) -> Announcement | None:
    name = titles.key(_EXTENSION.sub("", name))
    return Announcement(index, kind, name, titles.bigrams(name)) if 3 <= len(name) <= 120 else None


def _in_text(lines: Sequence[Line]) -> list[Announcement]:
    """《X》 beside a word of issuing, the text read over line ends."""
    starts, parts, at = [], [], 0
    for line in lines:
        starts.append(at)
        parts.append(line.text)
        at += len(line.text)
    text = "".join(parts)
    found = []
    for start, end in _books(text):
        about = text[max(0, start - 30) : start] + " " + text[end : end + 12]
        if _ISSUE_VERB.search(about):
            # The promise stands where it ends: a title does not announce itself.
            made = _make(bisect_right(starts, end - 1) - 1, "issue", text[start + 1 : end - 1])
            if made:
                found.append(made)
    return found


def _books(text: str) -> list[tuple[int, int]]:
    """Outermost 《…》 of at most 120 characters."""
    spans, depth, start = [], 0, 0
    for m in re.finditer("[《》]", text):
        at = m.start()
        if m.group() == "《":
            if depth == 0 or at - start > 120:
                start, depth = at, 0
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and at - start <= 120:
                spans.append((start, at + 1))
    return spans


def _listed(lines: Sequence[Line]) -> list[Announcement]:
    """The entries of attachment lists, a wrapped entry joined."""
    found: list[Announcement] = []
    for i, line in enumerate(lines):
        label = cues.LABEL_HEAD.match(line.text)
        if not label or line.text.startswith("【"):
            continue
        for index, entry in _entries(lines, i, line.text[label.end() :]):
            made = _make(index, "list", (_ITEM.match(entry) and entry[_ITEM.match(entry).end() :]) or entry)
            if made:
                found.append(made)
    return found


def _entries(lines: Sequence[Line], i: int, first: str) -> list[tuple[int, str]]:
    entries = [(i, first)] if first else []
    for j in range(i + 1, min(i + _LONGEST_LIST, len(lines))):
        text = lines[j].text
        if cues.DATE.fullmatch(text) or cues.LABEL.fullmatch(text) or text[-1] in "。；，":
            break
        if _ITEM_START.match(text):
            entries.append((j, text))
        elif entries and entries[-1][0] == j - 1 and lines[j - 1].fill > 0.7 and not titles.ends_in_body(text):
            entries[-1] = (j, entries[-1][1] + text)
        else:
            break
    return entries


class Promises:
    """Finds, for a title, the promise before it that it keeps."""

    def __init__(self, found: Sequence[Announcement], reach: int = 80):
        self.found = list(found)
        self.reach = reach
        self.indices = [a.index for a in self.found]

    def kept(self, index: int, name: str) -> tuple[float, Announcement | None]:
        """The likeness (0 to 1) of the best of the last promises before line `index`, and that promise."""
        wanted = titles.key(name)
        grams = titles.bigrams(wanted)
        end = bisect_left(self.indices, index)
        best, which = 0.0, None
        for promise in reversed(self.found[max(0, end - self.reach) : end]):
            if promise.name == wanted:
                return 1.0, promise
            like = titles.likeness(grams, promise.grams)
            if like > best:
                best, which = like, promise
        return best, which
