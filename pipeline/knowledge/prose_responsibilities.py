"""Who does what, said in a sentence: 由市教委牵头，会同市财政局…; 市经济信息委负责组织实施….

Only where every body is one of the register (or a class of bodies beside one): in running text much else has the form.
Belongs here: sentences. Does not belong here: brackets, lines after 责任单位 (`responsibilities`), tables
(`task_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.knowledge.agencies import Speaker, agency_of, is_body_class
from pipeline.knowledge.passages import Passage
from pipeline.knowledge.responsibilities import (
    JOINT,
    LEAD,
    SUPPORT,
    Clause,
    Responsibility,
    names_in,
    responsibilities_of,
)

_DOES = r"(?P<does>牵头负责|负责牵头|牵头组织|牵头|负责|组织实施)"
_MANNER = (
    r"(?P<manner>(?:按照?|依|依据|根据)(?:各自)?(?:职责|职能)(?:和?分工)?(?:分别|共同)?|分别|共同|具体|主要|统一|联合)?"
)
_NOT_A_TASK = r"(?!的|人|同志|任|制(?!定)|解释|[^，。；\n]{0,12}解释)"
_OBJECT = r"[^，。；：\n（(]{0,120}"
_BY = re.compile(
    rf"由(?<![经是自来理事].)(?P<names>[^，。；：:\n由的（(〔]{{2,160}}?){_MANNER}{_DOES}{_NOT_A_TASK}{_OBJECT}"
)
_LABEL = (
    r"(?:第[^，。；\s]{1,8}条[\s　]*|[（(][一二三四五六七八九十\d]{1,3}[)）][\s　]*|\d{1,2}[.．、]\s?"
    r"|[一二三四五六七八九十]{1,3}[、是])?"
)
_SUBJECT = re.compile(
    rf"(?:^|(?<=[。；\n])){_LABEL}(?P<names>[^，。；：:\n由的（(〔]{{2,160}}?)(?:要|应当?|将|须)?{_MANNER}{_DOES}{_NOT_A_TASK}{_OBJECT}"
)
_WITH = re.compile(r"，(?:并)?会同(?P<names>[^，。；：:\n的（(〔]{2,160})(?=[，。；\n]|$)")
_BESIDE = re.compile(
    rf"，(?P<names>[^，。；：:\n的由（(〔]{{2,160}}?){_MANNER}(?P<does>积极配合|协同配合|配合|参与|协助|参加|负责){_NOT_A_TASK}{_OBJECT}"
)
_SUPPORTS = ("配合", "参与", "协助", "参加")
_CUES = re.compile("负责|牵头|组织实施")


def prose_responsibilities(passage: Passage, speaker: Speaker) -> list[Responsibility]:
    """The responsibilities that sentences of a document assign, in reading order."""
    found: list[Responsibility] = []
    for block, base in zip(passage.blocks, passage.starts, strict=True):
        if block.kind in _PROSE:
            for clause in prose_clauses(block.text, speaker):
                found += responsibilities_of(passage, base, block.text, clause)
    return found


_PROSE = frozenset(("paragraph", "item", "heading", "note"))


def prose_clauses(text: str, speaker: Speaker) -> Iterator[Clause]:
    """Clauses of a paragraph that give a body its part, left to right."""
    if not _CUES.search(text):
        return
    done = 0
    for m in sorted([*_BY.finditer(text), *_SUBJECT.finditer(text)], key=lambda m: m.start("names")):
        if m.start("names") < done or _in_bracket(text, m.start("names")):
            continue  # brackets are read by themselves
        clause = _clause(text, m, LEAD if "牵头" in m["does"] else JOINT, speaker)
        if clause is None:
            continue
        yield clause
        done = clause.end
        for further in _further(text, clause, speaker):
            yield further
            done = further.end


def _clause(text: str, m: re.Match[str], role: str, speaker: Speaker) -> Clause | None:
    by_duty = "职责" in (m["manner"] or "") or "职能" in (m["manner"] or "")
    names, open_list = _bodies(text, *m.span("names"), speaker, by_duty)
    return Clause(names[0][0], m.end(), names, role, open_list, m.start("does")) if names else None


def _further(text: str, first: Clause, speaker: Speaker) -> Iterator[Clause]:
    """What the sentence goes on to say: ，会同B、C等部门; ，B配合."""
    at = first.end
    while (found := _next(text, at, first.role, speaker)) is not None:
        yield found
        at = found.end


def _next(text: str, at: int, first_role: str, speaker: Speaker) -> Clause | None:
    """The clause that follows at `at`, where it begins with bodies that have a part."""
    for form in (_BESIDE, _WITH):
        m = form.match(text, at)
        names, open_list = _bodies(text, *m.span("names"), speaker, False) if m else ((), False)
        if not m or not names:
            continue
        if form is _WITH:
            return Clause(names[0][0], m.end(), names, SUPPORT if first_role == LEAD else JOINT, open_list)
        supports = any(word in m["does"] for word in _SUPPORTS)
        return Clause(names[0][0], m.end(), names, SUPPORT if supports else JOINT, open_list, m.start("does"))
    return None


def _bodies(
    text: str, start: int, end: int, speaker: Speaker, by_duty: bool
) -> tuple[tuple[tuple[int, int], ...], bool]:
    """The bodies `text[start:end]` is made of; none where one of them is not known to be a body.

    Classes alone (各有关部门) will do only where each has its own duty (`by_duty`).
    """
    names, open_list = names_in(text, start, end, False)
    if not names or names[0][0] > start + _LEADING:
        return (), False
    printed = ["".join(text[a:b].split()) for a, b in names]
    classes = [is_body_class(name) for name in printed]
    known = [
        not is_class and (agency := agency_of(name, speaker)) is not None and agency.listed
        for name, is_class in zip(printed, classes, strict=True)
    ]
    good = all(a or b for a, b in zip(classes, known, strict=True)) and (any(known) or by_duty)
    return (names, open_list) if good else ((), False)


_LEADING = 2
"""Characters of leading words (由, 请) that a list of names may have."""


def _in_bracket(text: str, at: int) -> bool:
    """Whether an offset lies in a bracket."""
    return max(text.rfind(c, 0, at) for c in "（(〔") > max(text.rfind(c, 0, at) for c in "）)〕")
