"""work_id: one id for all copies of a document, in one volume or several.

The id is made of what a document says of itself, never of where it stands or what else the run holds, so that it does
not move when a volume is added or removed. Copies are told by the core of the title (without the issuers before 关于,
without 印发《…》 around it), the first issuer, and the year where instruments of that name are issued anew; an
attachment by what it is attached to.

Belongs here: which documents are one work. Does not belong here: how their texts differ: the views `same_text` and
`text_differences` (`pipeline.publishing.copies`) find near-identical texts over all volumes, whatever their titles.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources

from pipeline.knowledge.issuers import title_names
from pipeline.knowledge.levels import form_of
from pipeline.values import Attributes, Document

_NAMED = re.compile(r"(?:印发|发布|公布|转发|批转|出台|通过)(?:了)?《(.+)》$")
_ABOUT = re.compile(r"关于(?=.)")
_COUNTED = re.compile(r"^[一二三四五六七八九十两\d]{1,3}(?:个|家)?(?:部门|部委|单位)(?:联合)?")
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|十[二三四五六]五")
_STRUCTURE = re.compile(r"(?:^|\n)(?:一、|（一）|第一[章条])")
_SHORTEST_CORE = 8


@cache
def _reissued() -> frozenset[str]:
    """Forms of which a new version bears the same title."""
    data = tomllib.loads(resources.files("pipeline").joinpath("vocabulary", "forms.toml").read_text(encoding="utf-8"))
    return frozenset(data["reissued"]["forms"])


def work_ids(documents: Sequence[Document], attributes: Sequence[Attributes], texts: Sequence[str]) -> list[str]:
    """The work id of each document of a volume; `texts` are their own clean texts."""
    keys: list[str] = []
    siblings: Counter[tuple[int | None, str]] = Counter()
    issued_cores = {(d.parent, core_title(d.title)) for d in documents if d.role == "issued"}
    for i, (document, said) in enumerate(zip(documents, attributes, strict=True)):
        core = core_title(document.title)
        parent = document.parent if document.parent is not None and document.parent < i else None
        if document.role == "interpretation":
            keys.append(f"interpretation|{core}")
        elif document.role == "attachment":
            siblings[parent, core] += 1
            above = keys[parent] if parent is not None else ""
            keys.append(f"attachment|{core}|{siblings[parent, core]}|{above}")
        else:
            above_said = attributes[parent] if parent is not None else None
            kind = "text"
            if (i, core) in issued_cores or _is_report(document.title, texts[i]):
                kind = "head"
            keys.append("|".join([kind, *_key(core, document.title, said, above_said)]))
    return [f"w-{hashlib.sha256(key.encode()).hexdigest()[:16]}" for key in keys]


def core_title(title: str) -> str:
    """Letters, figures and Chinese characters of a title, without issuers before 关于 and without 印发《…》 around it.

    >>> core_title("中共中央办公厅 国务院办公厅印发《关于加强科普工作的意见》")
    '关于加强科普工作的意见'
    """
    title = title.strip()
    named = _NAMED.search(title)
    if named:
        title = named.group(1)
    title = _COUNTED.sub("", title)
    about = _ABOUT.search(title)
    if about and about.start() and title_names(title):
        title = title[about.start() :]
    return "".join(c for c in unicodedata.normalize("NFKC", title) if c.isalnum())


def _is_report(title: str, text: str) -> bool:
    """Whether a news title stands over a news item alone, not over the text of the instrument it names."""
    return bool(_NAMED.search(title)) and not _STRUCTURE.search(text)


def _key(core: str, title: str, said: Attributes, above: Attributes | None) -> list[str]:
    issuer = said.issuers[0] if said.issuers else ""
    if len(core) < _SHORTEST_CORE or form_of(title) == "令":
        return [core, issuer, said.doc_number or (above.doc_number if above else None) or ""]
    year = _year(said) or (_year(above) if above else None)
    anew = form_of(core) in _reissued() or any(core.endswith(f + "的通知") for f in _reissued())
    return [core, issuer, str(year) if anew and year and not _HAS_YEAR.search(core) else ""]


def _year(said: Attributes) -> int | None:
    return said.issued_date.year if said.issued_date else said.doc_number_year
