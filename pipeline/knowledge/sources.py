"""Whether what is said of a document stands in it: a check on finished values, apart from what found them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.knowledge.agencies import find_agency
from pipeline.knowledge.dates import dates_in
from pipeline.values import Attributes

_ON_ISSUE = re.compile(r"(?:印发|发布|公布|颁布|下发|签发|发文)之日")


def unsupported(said: Attributes, text: str, elsewhere: Iterable[str] = ()) -> list[str]:
    """What `said` claims without a place in the text, one phrase a claim; empty where all of it stands there.

    `text` is the document's clean text. `elsewhere` are texts that speak of it too: the lines cleaning dropped below
    its title, the document that issued it, the attachments behind which its signature stands.
    """
    texts = [text, *elsewhere]
    letters = [_letters(t) for t in texts]
    days = {day for t in texts for day in dates_in(t)}
    claims = [f"issuer {n}" for n in said.issuers_as_printed if not _stands(n, letters)]
    claims += [f"addressee {n}" for n in said.addressees if not _stands(n, letters)]
    claims += [f"issuer {n}" for n in said.issuers if not _named(n, said.issuers_as_printed, letters)]
    if said.doc_number is not None and not _number_stands(said, letters):
        claims.append(f"number {said.doc_number}")
    if said.issued_date is not None and said.issued_date not in days:
        claims.append(f"issued {said.issued_date}")
    if said.effective_date is not None and not _in_force_stands(said, days, letters):
        claims.append(f"effective {said.effective_date}")
    if said.disclosure is not None and not _stands(said.disclosure, letters):
        claims.append(f"disclosure {said.disclosure}")
    return claims


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _stands(words: str, letters: Sequence[str]) -> bool:
    wanted = _letters(words)
    return any(wanted in t for t in letters)


def _named(name: str, printed: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether a canonical name is that of a body printed: itself, or by one of its other names."""
    if _stands(name, letters):
        return True
    for p in printed:
        agency = find_agency(p)
        if agency is None or agency.name == name or p[:1] in "省市":
            return True
    agency = find_agency(name)
    others = (*agency.short_names, *(f.name for f in agency.former_names)) if agency else ()
    return any(_stands(n, letters) for n in others)


def _number_stands(said: Attributes, letters: Sequence[str]) -> bool:
    """Whether the number stands in a text, or its body and its serial do, apart (国务院令 above, 第 734 号 below)."""
    number, prefix = _letters(said.doc_number or ""), _letters(said.doc_number_prefix or "")
    rest = number.removeprefix(prefix)
    bodies = (prefix, prefix.removeprefix("".join(map(_letters, said.issuers_as_printed))))
    return any(number in t or (rest in t and any(b and b in t for b in bodies)) for t in letters)


def _in_force_stands(said: Attributes, days: set[datetime.date], letters: Sequence[str]) -> bool:
    if said.effective_date in days:
        return True
    return said.effective_date == said.issued_date and any(_ON_ISSUE.search(t) for t in letters)
