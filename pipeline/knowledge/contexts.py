"""What is known of a document before its references are read: the short names that hold in it, what it issues, what it
interprets, what it belongs to.

Belongs here: what follows from titles, roles and definitions. Does not belong here: references themselves
(`citations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.knowledge.definitions import Definition
from pipeline.knowledge.instruments import find_names, name_key, names_instrument
from pipeline.knowledge.passages import Passage
from pipeline.knowledge.relations import Context
from pipeline.values import Document


def short_names(definitions: Iterable[Definition]) -> dict[str, str]:
    """Short names of instruments, and what each stands for."""
    return {d.term: d.meaning for d in definitions if d.kind == "abbreviation" and d.name}


def unmarked_terms(passage: Passage, definitions: Iterable[Definition]) -> list[str]:
    """Short names of instruments that the document defines without 《》: 印花税法, 国发34号文."""
    terms = {
        d.term for d in definitions
        if d.kind == "abbreviation" and d.name and len(d.term) > 2 and passage.text[d.start] != "《"
        and names_instrument(d.meaning, "", "")
    }  # fmt: skip
    return sorted(terms, key=lambda t: (-len(t), t))


def inherited(index: int, documents: Sequence[Document], short: Sequence[dict[str, str]]) -> dict[str, str]:
    """The short names that hold in a document: its own before those of what it belongs to."""
    names = dict(short[index])
    parent = documents[index].parent
    while parent is not None:
        names = {**short[parent], **names}
        parent = documents[parent].parent
    return names


_ISSUED_IN_TITLE = re.compile(r"(?:印发|发布|公布|颁布|转发|批转|下发)(?!.*(?:印发|发布|公布|颁布|转发|批转|下发))")
_ISSUED_END = re.compile(r"(?:等[^的]{0,8})?的(?:通知|公告|通告|决定|函|令)$")
_EXPLAINS = re.compile(r"解读|答记者问|答问|问答|图解|一图读懂|起草说明|负责人就|负责同志就")
_BODY_STARTS = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|（一）|第[一二三]+[编章节]|第二条|1[.．、])")


def context_of(passage: Passage, documents: Sequence[Document], short: Sequence[dict[str, str]]) -> Context:
    """What a document issues and interprets, and where its body begins; `short` are the short names of each."""
    document, index = passage.document, passage.index
    explains = document.role == "interpretation" or bool(_EXPLAINS.search(document.title))
    in_title = {name_key(document.title[n.start + 1 : n.end - 1]) for n in find_names(document.title)}
    issued: set[str] = set()
    interpreted: set[str] = set()
    if explains:
        interpreted = in_title | _explained(document, index, documents)
        interpreted |= {name_key(s) for s, full in short[index].items() if name_key(full) in interpreted}
    else:
        issued = _issued(document, index, documents, in_title)
        issued |= {name_key(s) for s, full in short[index].items() if name_key(full) in issued}
    return Context(frozenset(issued), frozenset(interpreted), _body_start(passage))


def _explained(document: Document, index: int, documents: Sequence[Document]) -> set[str]:
    """Titles of what an interpretation stands under, and of what that issues."""
    if document.parent is None:
        return set()
    family = [documents[document.parent]]
    family += [d for i, d in enumerate(documents) if d.parent == document.parent and d.role == "issued" and i != index]
    return {name_key(name) for d in family for name in (d.title, *_named_in(d.title))}


def _issued(document: Document, index: int, documents: Sequence[Document], in_title: set[str]) -> set[str]:
    found = {name_key(d.title) for d in documents if d.parent == index and d.role == "issued"}
    m = _ISSUED_IN_TITLE.search(document.title)
    if m:
        found |= in_title - _only_mentioned(document.title)
        found.add(name_key(_ISSUED_END.sub("", document.title[m.end() :])))
    return found - {""}


_BEHIND_ISSUED = re.compile(r"(?:[（(][^（()）]*[）)])*(?:$|[、，和及与《〈”]|等|的|有关|实施日期)")


def _only_mentioned(title: str) -> set[str]:
    """Keys of names that are but a part of what a title speaks of: 印发《X》行动计划, 印发《X》实施细则."""
    return {
        name_key(title[n.start + 1 : n.end - 1]) for n in find_names(title) if not _BEHIND_ISSUED.match(title, n.end)
    }


def family_titles(passage: Passage, documents: Sequence[Document]) -> list[str]:
    """Titles of the document and of what it belongs to or stands beside."""
    parent = passage.document.parent
    if parent is None:
        return [passage.document.title]
    beside = [d.title for d in documents if d.parent == parent]
    return [passage.document.title, documents[parent].title, *beside]


def _named_in(title: str) -> list[str]:
    return [title[n.start + 1 : n.end - 1] for n in find_names(title)]


def _body_start(passage: Passage) -> int:
    """Offset of the first numbered part; the end of the text where nothing is numbered."""
    for block, start in zip(passage.blocks, passage.starts, strict=True):
        if _BODY_STARTS.match(block.text):
            return start
    return len(passage.text)
