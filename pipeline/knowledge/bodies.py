"""Which bodies issued a document, received it, or gave what it forwards; and the rows of the bodies themselves.

Belongs here: from printed names to rows. Does not belong here: what a name stands for (`agencies`), where the names
stand (`issuers`, `addressees`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipeline.knowledge.agencies import Agency, find_agency, is_body_class
from pipeline.knowledge.issuers import title_names
from pipeline.values import Attributes, Document

ISSUER, ADDRESSEE, TRANSMITTED_FOR = "issuer", "addressee", "transmitted_for"
_FORWARDS = re.compile(r"转发|批转")

Record = dict[str, Any]


def document_bodies(document: Document, said: Attributes, regions: tuple[str, ...]) -> list[tuple[Agency, str]]:
    """The bodies of a document and their roles, each pair once, in the order printed.

    `regions` are the provinces the document speaks from. What names many bodies at once (各区县人民政府) is left out.
    """
    forwards = _FORWARDS.search(document.title)
    given = title_names(document.title[forwards.end() :].lstrip("《")) if forwards else []
    pairs = [(name, ISSUER) for name in said.issuers]
    pairs += [(name, ADDRESSEE) for name in said.addressees if not is_body_class(name) and "、" not in name]
    pairs += [(name, TRANSMITTED_FOR) for name in given]
    found = [(agency, role) for name, role in pairs if (agency := find_agency(name, regions)) is not None]
    return list(dict.fromkeys(found))


def agency_records(named: Iterable[Agency]) -> list[Record]:
    """Rows of `agencies` for these bodies and those above them, by id; a row depends on the body's name alone."""
    rows: dict[str, Record] = {}
    waiting = sorted({a.name for a in named}, reverse=True)
    while waiting:
        name = waiting.pop()
        agency = find_agency(name)
        agency = agency if agency is not None and agency.name == name else Agency(name, listed=False)
        if agency.agency_id in rows:
            continue
        rows[agency.agency_id] = _record(agency)
        if agency.parent is not None:
            waiting.append(agency.parent)
    return sorted(rows.values(), key=lambda r: r["agency_id"])


def _record(agency: Agency) -> Record:
    return {
        "agency_id": agency.agency_id,
        "name": agency.name,
        "short_names": list(agency.short_names),
        "level": agency.level,
        "jurisdiction": agency.jurisdiction,
        "parent_agency_id": None if agency.parent is None else Agency(agency.parent).agency_id,
        "former_names": [_former(f.name, f.first_year, f.last_year) for f in agency.former_names],
        "listed": agency.listed,
    }


def _former(name: str, first: int | None, last: int | None) -> str:
    """A former name and the years it held: 国家卫生和计划生育委员会（2013—2018）."""
    return f"{name}（{first or ''}—{last or ''}）" if first or last else name
