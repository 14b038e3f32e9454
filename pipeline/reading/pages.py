"""Page breaks and printed page numbers.

A page break is no form feed: it shows as one leading blank on a printed line with no empty line before it. A printed
page number that survived stands at the foot of its page and takes the break's blank away; it may stand between the two
halves of a sentence or a word.

Belongs here: what tells pages apart. Does not belong here: what else is no text on a page (`pipeline.cleaning`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, compress, count, pairwise
from typing import NamedTuple

from pipeline.values import Page

_DASH = "-—–－·•"
_NUMBER = re.compile(
    rf"[\s\ufeff]*(?:(?P<open>[{_DASH}])[{_DASH}]?[ \t\u3000]*)?(?:第[ \t\u3000]*(?=[0-9０-９]{{1,4}}[ \t\u3000]*页))?"
    rf"(?P<number>[0-9０-９]{{1,4}})[ \t\u3000]*(?P<leaf>页(?:[ \t\u3000]*共[ \t\u3000]*[0-9]{{1,4}}[ \t\u3000]*页)?)?"
    rf"(?:[{_DASH}][{_DASH}]?)?[ \t\u3000]*"
)
_LAST = frozenset("0123456789０１２３４５６７８９页" + _DASH)
_LONGEST_NUMBER_LINE = 40
_OPENS_DATE_OR_FIGURE = re.compile(r"[年月第至到约超近共]$|[0-9０-９][.,，、·－—-]?$")
_CLOSES_DATE_OR_FIGURE = re.compile(r"[年月日时号届条款项个家万亿元%％]")

LOOK_BACK = 48
"""How many candidates back the running numbering is followed."""

HOPELESS = -1.5
"""What a number's own place may say against it before it is left out of the running numbering."""

FIRST_NUMBER = 1.5
"""What a number has to show of itself to be a page number without another one before it."""

NEW_NUMBERING = -3.0
"""The price of a numbering that starts anew: more than one number's own place can pay."""


class _Candidate(NamedTuple):
    """A line that holds one number: its raw line, the number, the pages begun before it, what its own place tells."""

    line: int
    number: int
    breaks: int
    weight: float
    text: str


def find_pages(lines: list[str]) -> tuple[list[int], list[Page], frozenset[int]]:
    """Page of every line, the pages, and the raw lines (1-based) that hold a printed page number alone."""
    printed = [bool(line) and not line.isspace() for line in lines]
    opens = _opens_page(lines, printed)
    accepted = _running_numbers(_candidates(lines, printed, opens))
    page_of: list[int] = []
    page = 1
    numbers: dict[int, str] = {}
    foot = seen_text = False
    for number, (is_printed, page_opens) in enumerate(zip(printed, opens, strict=True), 1):
        if is_printed:
            if seen_text and (foot or page_opens):
                page += 1
            foot, seen_text = False, True
            if number in accepted:
                numbers[page] = accepted[number]
                foot = True
        page_of.append(page)
    return page_of, _pages(printed, page_of, numbers), frozenset(accepted)


def _opens_page(lines: Sequence[str], printed: Sequence[bool]) -> list[bool]:
    """For each line: does its leading blank, with no empty line before, say that a page begins?

    The blank may stand before an indent, so one or at least three blanks tell it; two are an indent alone.
    """
    opens = []
    printed_before = False
    for line, is_printed in zip(lines, printed, strict=True):
        if is_printed and printed_before and line[0] == " ":
            indent = len(line) - len(line.lstrip())
            opens.append(indent != 2)
        else:
            opens.append(False)
        printed_before = is_printed
    return opens


def _candidates(lines: Sequence[str], printed: Sequence[bool], opens: Sequence[bool]) -> list[_Candidate]:
    """The lines that hold one number, weighed by their own place alone."""
    usual, wide = _usual_gap(printed), _wide_line(lines, printed)
    begun = list(accumulate(opens))
    found = []
    for i in compress(count(), printed):
        line = lines[i]
        if len(line) > _LONGEST_NUMBER_LINE or line.rstrip()[-1] not in _LAST or not (m := _NUMBER.fullmatch(line)):
            continue
        before, gap_before = _neighbour(lines, i, -1)
        after, _ = _neighbour(lines, i, 1)
        weight = -1.0
        weight += 3.0 if gap_before >= usual + 2 else 0.0
        weight += 3.0 if m["open"] or m["leaf"] else 0.0
        weight += 1.0 if opens[i] or _blank_beside(lines, i) else 0.0
        weight += 1.5 if any(opens[i + 1 : i + 2]) else 0.0
        weight += 1.0 * (len(before) >= wide) + 0.5 * (len(after) >= wide)
        split = _OPENS_DATE_OR_FIGURE.search(before[-2:]) and not _NUMBER.fullmatch(before[:_LONGEST_NUMBER_LINE])
        if split or _CLOSES_DATE_OR_FIGURE.match(after):
            weight -= 1.5
        found.append(_Candidate(i + 1, int(m["number"]), begun[i], weight, line.strip()))
    return [c._replace(weight=c.weight - 1.5) if _is_serial(found, k) else c for k, c in enumerate(found)]


def _is_serial(candidates: Sequence[_Candidate], k: int) -> bool:
    """Whether a number that nothing sets off goes on with the number before or after it on the same page."""
    own = candidates[k]
    return own.weight < 2 and any(
        other.number - own.number == step and other.breaks == own.breaks
        for step, other in ((-1, candidates[k - 1]), (1, candidates[min(k + 1, len(candidates) - 1)]))
    )


def _usual_gap(printed: Sequence[bool]) -> int:
    """How many empty lines mostly stand between two printed lines."""
    at = compress(count(), printed)
    gaps = Counter(here - before - 1 for before, here in pairwise(chain([-1], at)))
    return gaps.most_common(1)[0][0] if gaps else 0


def _wide_line(lines: Sequence[str], printed: Sequence[bool]) -> int:
    """Characters from which a line counts as running text: most of what the wider lines of the volume have."""
    widths = sorted(map(len, compress(lines, printed)))
    return max(12, widths[len(widths) * 3 // 4] * 3 // 4) if widths else 12


def _neighbour(lines: Sequence[str], i: int, step: int) -> tuple[str, int]:
    """The next printed line in one direction, and how many empty lines lie between; looks a dozen lines far."""
    for k in range(1, 13):
        j = i + k * step
        if not 0 <= j < len(lines):
            break
        text = lines[j].strip()
        if text:
            return text, k - 1
    return "", 12


def _blank_beside(lines: Sequence[str], i: int) -> bool:
    """Whether a line of one blank alone stands after the line: the break's blank of a page that begins empty."""
    return any(line == " " for line in lines[i + 1 : i + 3])


def _running_numbers(candidates: Sequence[_Candidate]) -> dict[int, str]:
    """Raw line and text of the candidates that are page numbers: the heaviest sequence that runs with the pages.

    Page numbers grow as the breaks between them do. Serials of a table grow one by one on the same page, and other
    figures not at all; they fall out, whatever their place. Numbering may start anew in a volume, at a price.
    """
    usable = [c for c in candidates if c.weight > HOPELESS]
    best: list[tuple[float, int]] = []
    for k, candidate in enumerate(usable):
        score, link = candidate.weight - FIRST_NUMBER, -1
        for j in range(max(0, k - LOOK_BACK), k):
            through = best[j][0] + candidate.weight + _fit(usable[j], candidate)
            if through > score:
                score, link = through, j
        best.append((score, link))
    k = max(range(len(usable)), key=lambda n: (best[n][0], -n), default=-1)
    if k < 0 or best[k][0] <= 0:
        return {}
    accepted = {}
    while k >= 0:
        accepted[usable[k].line] = usable[k].text
        k = best[k][1]
    return dict(sorted(accepted.items()))


def _fit(earlier: _Candidate, later: _Candidate) -> float:
    """How well two page numbers follow each other: what the breaks between them say of the difference."""
    pages = later.breaks - earlier.breaks + 1  # the earlier number's own page ends without a blank
    grown = later.number - earlier.number
    if grown <= 0:
        return NEW_NUMBERING
    off = abs(grown - pages) / (2 + 0.1 * max(pages, grown))
    if off > 1:
        return max(-2.0 * off, NEW_NUMBERING)
    return 1.0 + min(pages, 8) / 8 * (1 - off)


def _pages(printed: Sequence[bool], page_of: Sequence[int], numbers: dict[int, str]) -> list[Page]:
    bounds: dict[int, list[int]] = {}
    for number, page in compress(enumerate(page_of, 1), printed):
        bounds.setdefault(page, [number, number])[1] = number
    return [Page(page, numbers.get(page), first, last) for page, (first, last) in bounds.items()]
