"""Recognition errors: which are mended, and which are only suspected.

The finders (`lookalikes`, `doubled`, `marks`) say what may be misread and what speaks for it. Here it is weighed. By
itself a reading is mended only on overwhelming evidence. Misreadings keep company (a box set in a small face, a bad
scan), so among mended ones less is asked. What is left goes to the suspects.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.cleaning.doubled import doubled
from pipeline.cleaning.ledger import Replacement
from pipeline.cleaning.lookalikes import Reading, readings, unknown_glyphs
from pipeline.cleaning.lost import lost_characters
from pipeline.cleaning.marks import misread

_NEAR_SURE, _LIKE_SURE, _SUSPECT = 14.0, 15.0, 11.0
_NEAR_IN_COMPANY, _LIKE_IN_COMPANY, _HALF_STRANGE, _HALF_KNOWN = 8.5, 9.0, 9.5, 12.0
_RARE_WORD, _WORD, _USUAL_WORD, _COMMON_WORD = 15, 50, 1000, 2000
_COMPANY_WITHIN = 10_000
"""Characters: about two hundred printed lines."""
_COMPANY = 2


class Finding(NamedTuple):
    """What may be misread at [start, end) of a text: `sure` anywhere, `likely` among others, else only suspected."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float
    sure: bool
    likely: bool
    reason: str


class Suspicion(NamedTuple):
    """What may be misread at [start, end) of a paragraph and was left."""

    start: int
    end: int
    suggestion: str
    reason: str


def find_fixes(texts: Sequence[str]) -> tuple[dict[int, list[Replacement]], dict[int, list[Suspicion]]]:
    """Replacements and suspicions in the paragraphs of a volume, by paragraph, in order within each."""
    whole = "\n".join(texts)
    starts = _starts(texts)
    found = _findings(whole)
    sure = sorted(f.start for f in found if f.sure)
    found += _among_errors(whole, sure)
    replacements: dict[int, list[Replacement]] = {}
    suspicions: dict[int, list[Suspicion]] = {}
    mended = [f for f in found if f.sure or (f.likely and _in_company(sure, f.start))]
    for f in _apart(mended):
        k = bisect_right(starts, f.start) - 1
        replacements.setdefault(k, []).append(
            Replacement(f.start - starts[k], f.end - starts[k], f.after, f.rule, f.confidence)
        )
    rest = [f for f in found if f.reason and f not in mended]
    for f in _apart([*mended, *rest]):
        if f in rest:
            k = bisect_right(starts, f.start) - 1
            suspicions.setdefault(k, []).append(Suspicion(f.start - starts[k], f.end - starts[k], f.after, f.reason))
    return replacements, suspicions


def _among_errors(whole: str, sure: Sequence[int]) -> list[Finding]:
    """Where misreadings are thick, also characters that one neighbour knows are doubted."""
    found: list[Finding] = []
    done = 0
    for at in sure:
        if _in_company(sure, at) and at >= done:
            start = max(done, at - _COMPANY_WITHIN)
            done = at + _COMPANY_WITHIN
            for r in readings(whole[start:done], doubt_half_known=True, least=_HALF_STRANGE):
                if r.near and r.word >= _USUAL_WORD and r.score >= (_HALF_STRANGE if r.stranger else _HALF_KNOWN):
                    place = r.at + start
                    found.append(Finding(place, place + 1, r.letter, "fix_lookalike", _confidence(r), False, True, ""))
    return found


def _starts(texts: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    return starts


def _in_company(sure: Sequence[int], at: int) -> bool:
    return bisect_right(sure, at + _COMPANY_WITHIN) - bisect_left(sure, at - _COMPANY_WITHIN) >= _COMPANY


def _findings(whole: str) -> list[Finding]:
    found = [
        Finding(m.start, m.end, m.after, m.rule, 0.99 if m.sure else 0.95, m.sure, True, m.reason)
        for m in (*misread(whole), *lost_characters(whole))
    ]
    found += (
        Finding(d.start, d.end, d.text, "fix_doubled", 0.99, True, True, "print read twice") for d in doubled(whole)
    )
    found += (_weighed(r) for r in readings(whole, least=_NEAR_IN_COMPANY))
    for u in unknown_glyphs(whole):
        reason = "a character hardly ever written, in a known phrase"
        found.append(Finding(u.at, u.at + 1, u.letter, "fix_lookalike", 0.95, False, True, reason))
    return found


def _weighed(r: Reading) -> Finding:
    a_word = r.word >= _WORD
    known = a_word or (r.sides and r.runs >= 8 and r.gain >= 14) or (r.near and r.runs >= 10 and r.explained)
    sure = r.stranger and known and r.runs >= 3 and r.score >= (_NEAR_SURE if r.near else _LIKE_SURE)
    if r.near:
        plausible = r.gain >= 7.4 or (r.gain >= 4.5 and (r.long or r.word >= _USUAL_WORD))
        likely = (r.word >= _RARE_WORD or r.runs >= 8) and plausible and r.score >= _NEAR_IN_COMPANY
    else:
        likely = (a_word or (r.sides and r.runs >= 4)) and r.score >= _LIKE_IN_COMPANY
        likely = likely and (r.gain >= 11 or (r.word >= _COMMON_WORD and r.gain >= 8.5))
    reason = "no word; a known one looks alike" if r.stranger and r.score >= _SUSPECT else ""
    return Finding(r.at, r.at + 1, r.letter, "fix_lookalike", _confidence(r), sure, likely, reason)


def _confidence(r: Reading) -> float:
    """From 0.9 at the least score mended to 1."""
    return round(min(1.0, 0.9 + max(0.0, r.score - _NEAR_IN_COMPANY) / 100), 3)


def _apart(findings: Sequence[Finding]) -> list[Finding]:
    """The findings in order, of those that touch only the best: an error makes its neighbours look odd too."""
    kept: list[Finding] = []
    for f in sorted(findings, key=lambda f: (-f.sure, -f.likely, -f.confidence, f.start)):
        at = bisect_left(kept, f.start, key=lambda k: k.start)
        before, behind = kept[max(0, at - 1) : at], kept[at : at + 1]
        if all(b.end < f.start for b in before) and all(f.end < b.start for b in behind):
            kept.insert(at, f)
    return kept
