"""Who does what: 市经济信息委牵头，市发展改革委等配合; 责任单位：…; 按职责分工负责.

Belongs here: the brackets and lines that name bodies for a task, and the part of each. Does not belong here: which body
of the register a name stands for (`agencies`), and what a sentence says of a body in passing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.knowledge.agencies import register
from pipeline.knowledge.passages import Passage

LEAD, JOINT, SUPPORT = "lead", "joint", "support"


class Responsibility(NamedTuple):
    """One body's part in a task.

    `start` and `end` are the offsets of `text`, the clause that says so, in the text of the document; `line` is where
    it begins, of a sentence where its 负责 or 牵头 stands; `name` is the body as printed there without blanks.
    `open_list` tells that the list of bodies is left open (…等).
    """

    document: int
    article: int | None
    line: int
    start: int
    end: int
    name: str
    role: str
    text: str
    open_list: bool


def find_responsibilities(passage: Passage) -> list[Responsibility]:
    """The responsibilities that brackets and labelled lines assign, in reading order, one for each body and part."""
    found: list[Responsibility] = []
    for block, base in zip(passage.blocks, passage.starts, strict=True):
        text = block.text
        if not _words().any_cue.search(text):
            continue
        spans = list(_brackets(text))
        for start, end in spans:
            for clause in _read(text, start, end):
                found += responsibilities_of(passage, base, text, clause)
        labelled = _words().label.search(text)
        for m in _words().line_label.finditer(text) if labelled else ():
            if not any(a <= m.start("label") < b for a, b in spans):
                for clause in _labelled(text, m.start("label"), _line_end(text, m.end())):
                    found += responsibilities_of(passage, base, text, clause)
    return sorted(found, key=lambda r: r.start)


class Clause(NamedTuple):
    """A clause `text[start:end]`; `names` are the ranges of the bodies in it.

    `cue` is where the word stands that says what part they have, None where the clause's beginning will do.
    """

    start: int
    end: int
    names: tuple[tuple[int, int], ...]
    role: str
    open_list: bool
    cue: int | None = None


def responsibilities_of(passage: Passage, base: int, text: str, clause: Clause) -> Iterator[Responsibility]:
    """The rows of a clause of the block `text` that begins at `base` of the passage, each body once."""
    said = text[clause.start : clause.end]
    at = base + clause.start
    line = passage.line_at(at if clause.cue is None else base + clause.cue)
    seen = set()
    for start, end in clause.names:
        name = _BLANKS.sub("", _SHORTHAND.sub("", text[start:end]))
        if name not in seen:
            seen.add(name)
            yield Responsibility(
                passage.index,
                passage.article_at(at),
                line,
                at,
                base + clause.end,
                name,
                clause.role,
                said,
                clause.open_list,
            )


def role_of_label(label: str) -> str | None:
    """The part that a heading gives the bodies below it: 牵头单位, 责任单位, 配合单位."""
    return _words().role_of_label.get("".join(label.split()))


class _Words(NamedTuple):
    any_cue: re.Pattern[str]
    label: re.Pattern[str]
    line_label: re.Pattern[str]
    predicate: re.Pattern[str]
    role_of_label: dict[str, str]
    role_of_predicate: dict[str, str]
    no_name: re.Pattern[str]
    may_name: re.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("pipeline.vocabulary").joinpath("responsibilities.toml").read_text("utf-8"))
    labels = {word: role for role in (LEAD, JOINT, SUPPORT) for word in data["labels"][role]}
    predicates = {word: role for role in (LEAD, JOINT, SUPPORT) for word in data["predicates"][role]}
    label = _any_of(labels)
    predicate = (
        f"(?P<manner>{_any_of(data['manners'])})?(?P<does>{_any_of(predicates)})(?P<what>{_any_of(data['objects'])})?"
    )
    return _Words(
        re.compile(_any_of({*labels, *predicates})),  # one list of words: a search then looks at first characters
        re.compile(rf"(?P<label>{label})\s*[：:]"),
        re.compile(rf"(?:^|[。；\n])\s*(?P<label>{label})\s*[：:]"),
        re.compile(rf"{predicate}(?=[，。；、\s）)〕\]】]|$)"),
        labels,
        predicates,
        re.compile(_any_of(data["no_names"])),
        re.compile(f"(?:{_any_of(data['name_endings'])})$"),
    )


def _any_of(words: object) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"  # type: ignore[call-overload]


_BLANKS = re.compile(r"[\s　]+")
_OPEN, _CLOSE = "（(〔[【", "）)〕]】"
_LONGEST = 1200


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Contents of the outermost brackets; one that is never closed ends with the paragraph."""
    depth, start = 0, 0
    for m in re.finditer(r"[（(〔\[【）)〕\]】]", text):
        if m.group() in _OPEN:
            if not depth:
                start = m.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and m.start() - start <= _LONGEST:
                yield start, m.start()
    if depth and len(text) - start <= _LONGEST and _words().label.match(text, start):
        yield start, len(text)


def _line_end(text: str, at: int) -> int:
    ends = [p for c in "。\n" if (p := text.find(c, at)) >= 0]
    return min(ends, default=len(text))


def _read(text: str, start: int, end: int) -> list[Clause]:
    if _words().label.search(text, start, end):
        return _labelled(text, start, end)
    return _predicated(text, start, end)


def _labelled(text: str, start: int, end: int) -> list[Clause]:
    """牵头单位：…；配合单位：…"""
    clauses = []
    labels = list(_words().label.finditer(text, start, end))
    for i, m in enumerate(labels):
        stop = labels[i + 1].start() if i + 1 < len(labels) else end
        names, open_list = names_in(text, m.end(), stop, True)
        if names:
            stop = len(text[:stop].rstrip("；;，,。 "))
            clauses.append(Clause(m.start(), stop, names, _words().role_of_label[m["label"]], open_list))
    return clauses


def _predicated(text: str, start: int, end: int) -> list[Clause]:
    """A牵头，B、C等按职责分工负责, the names before each word that says what part they have."""
    clauses = []
    at = start
    for m in _words().predicate.finditer(text, start, end):
        names, open_list = names_in(text, at, m.start(), False)
        if names:
            role = _words().role_of_predicate[m["does"]]
            clauses.append(Clause(names[0][0], m.end(), names, role, open_list))
        at = m.end()
    return clauses


_SEPARATOR = re.compile(r"[、，,；;]|以及|会同|[和与及](?!国家机关|单位|企业|个人|机构)")
_ET_CETERA = re.compile(
    r"等(?:\d{1,2}个)?(?:国务院|市级|省级|中央|国家)?(?:有关|相关|各|责任)?(?:成员)?"
    r"(?:部门和单位|部门|单位|地方|地区|方面|企业|机构)?(?=[、，,；;及和与会商按分共]|$)"
)
_LEADING = re.compile(
    r"^(?:(?:[\u4e00-\u9fff]\s?){0,4}事\s?项\s?由\s?|由|请|各相关部门包括|并|或|及|和|与|以及|分别由|其中|[一二三四五六七八九十\d][、.．])+"
)
_FINAL_BRACKET = re.compile(r"[（(][^（()）]*[）)]$")
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_SHARED_ENDINGS = ("部门", "机关", "机构", "单位")
_SHORTHAND = re.compile(r"[（(〔\[][^（()）〔〕]*(?:以下|简称|统称)[^（()）〔〕]*[）)〕\]]")
_PARTS = {"区", "州", "县", "市", "旗"}


def names_in(text: str, start: int, end: int, labelled: bool) -> tuple[tuple[tuple[int, int], ...], bool]:
    """Ranges of the bodies that `text[start:end]` names, and whether the list is left open."""
    names: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []  # 教育、公安 of 教育、公安部门
    open_list = False
    for piece in _pieces(text, start, end):
        a, b, is_open = _trimmed(text, *piece)
        open_list = open_list or is_open
        name = text[a:b]
        if names and not waiting and name in _PARTS and names[-1][1] == a - 1:
            names[-1] = (names[-1][0], b)
        elif _is_name(name, labelled):
            if waiting and not name.endswith(_SHARED_ENDINGS):
                names = []
            else:
                names += waiting
            names.append((a, b))
            waiting = []
        elif _FIELD.fullmatch(name):
            waiting.append((a, b))
        elif name and not labelled and not is_open:
            names, waiting, open_list = [], [], False
    return tuple(names), open_list


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between separators, those inside brackets left alone."""
    at = start
    for m in _SEPARATOR.finditer(text, start, end):
        joins = m.group() in ("和", "与", "及")
        if _depth(text, at, m.start()) == 0 and not (joins and not _ends_name(text[at : m.start()])):
            yield at, m.start()
            at = m.end()
    yield at, end


def _depth(text: str, start: int, end: int) -> int:
    return sum((text[i] in _OPEN) - (text[i] in _CLOSE) for i in range(start, end))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """The range without blanks, leading words, a final 等 and a bracket that says something else of the body."""
    piece = text[start:end]
    m = _ET_CETERA.search(piece)
    if m:
        piece = piece[: m.start()]
    note = re.search(r"[（(](?:以下|排名|含|不含|按)[^（()）]*[）)]?$", piece)
    if note:
        piece = piece[: note.start()]
    lead = _LEADING.match(piece.lstrip())
    stripped = piece.strip(" \n　：:。")
    a = start + (len(piece) - len(piece.lstrip(" \n　：:")))
    if lead:
        a += lead.end()
        stripped = stripped[lead.end() :]
    return a, a + len(stripped), m is not None


def _is_name(name: str, labelled: bool) -> bool:
    plain = _BLANKS.sub("", _SHORTHAND.sub("", name))
    if plain in register().names_called:
        return True
    if not 1 < len(plain) <= 45 or _words().no_name.search(plain) or "《" in plain:
        return False
    return _ends_name(plain) or (labelled and len(plain) <= 25)


def _ends_name(text: str) -> bool:
    return bool(_words().may_name.search(_FINAL_BRACKET.sub("", text)))
