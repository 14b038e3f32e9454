"""What a document says of itself in its head and foot: number, issuers, addressees, dates, disclosure, level.

Every value stands in the document's own text, or (a date that only the web page about it printed) in a line that
cleaning dropped as furniture. Two are taken over from the document that issues it, because that says so: the issuers of
an issued instrument that names none, and its level.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.knowledge.addressees import addressees_of, disclosure_of
from pipeline.knowledge.agencies import find_agency, regions_of, register
from pipeline.knowledge.dates import (
    DateLine,
    date_in_title,
    date_lines,
    dateline_date,
    effective_date,
    history_date,
    history_under_title,
    metadata_date,
)
from pipeline.knowledge.issuers import Signature, find_signature, printed_issuers, title_names
from pipeline.knowledge.levels import form_of, level_of
from pipeline.knowledge.numbers import own_number, with_body
from pipeline.knowledge.sheet import Sheet, block_lines, sheet_of
from pipeline.values import Attributes, Block, Document, Edit


def read_attributes(
    documents: Sequence[Document], blocks: Sequence[Block], edits: Sequence[Edit] = ()
) -> list[Attributes]:
    """Attributes of each document, in the order of `documents`.

    `edits` is the volume's ledger: what a web page said of a document may have been dropped from its text.
    """
    sheets = [sheet_of(d, i, blocks) for i, d in enumerate(documents)]
    signatures = [_signature(s) for s in sheets]
    _settle_signatures(sheets, signatures)
    dropped = _dropped_heads(documents, edits)
    found = [_own(s, g, w) for s, g, w in zip(sheets, signatures, dropped, strict=True)]
    for i in range(len(documents)):
        _take_over(i, documents, found)
        _set_level(i, sheets[i], documents, found)
    return found


def _signature(sheet: Sheet) -> Signature:
    """The signature in a document's foot; failing that, in its midst or among what was printed before its title."""
    signature = find_signature(sheet.foot)
    if signature.date is None and sheet.document.role == "main":
        return _signature_inside(sheet) or _signature_before(sheet) or signature
    return signature


def _signature_before(sheet: Sheet) -> Signature | None:
    signature = find_signature(sheet.before)
    return signature if signature.names and signature.date else None


_DATE_ENDS = re.compile(r"日$")


def _signature_inside(sheet: Sheet) -> Signature | None:
    """The signature of a notice whose instrument follows without a title: names and a date in mid-document."""
    blocks = sheet.blocks
    for i, block in enumerate(blocks):
        if len(block.text) < 200 and "年" in block.text and _DATE_ENDS.search(block.text.rstrip()):
            lines = [line for k in range(max(0, i - 24), i + 1) for line in block_lines(blocks[k], k)]
            signature = find_signature([ln for ln in lines if ln.number > sheet.document.title_end_line])
            if signature.names and signature.date:
                return signature
    return None


def _settle_signatures(sheets: Sequence[Sheet], signatures: list[Signature]) -> None:
    """Give a notice its signature where that was printed elsewhere, by the signer that its title names.

    It may stand behind the attachments, at the end of the document before (a compiler's slip), or its date alone may
    have slipped below the title of the instrument it issues.
    """
    for i, sheet in enumerate(sheets):
        if sheet.document.role != "main" or signatures[i].date:
            continue
        if signatures[i].names:
            signatures[i] = signatures[i]._replace(date=_slipped_date(i, sheets))
            continue
        titled = title_names(sheet.document.title)
        stray = _stray_signature(i, sheets, signatures, titled) if titled else None
        if stray is not None:
            signatures[i], signatures[stray] = signatures[stray], Signature([], None)


def _stray_signature(i: int, sheets: Sequence[Sheet], signatures: Sequence[Signature], titled: list[str]) -> int | None:
    """Index of the document at whose end the signature of notice `i` stands: one under it, or the one before."""
    for j in range(i + 1, len(sheets)):
        if not _is_under(j, i, sheets):
            break
        if signatures[j].date and _same(signatures[j].names, titled):
            return j
    parent = sheets[i - 1].document.parent if i else None
    if parent is not None and signatures[parent].date and signatures[i - 1].date:
        return i - 1 if _same(signatures[i - 1].names, titled) else None
    return None


def _is_under(j: int, i: int, sheets: Sequence[Sheet]) -> bool:
    """Whether document `j` is what `i` issues or attaches, or stands under such a document."""
    parent = sheets[j].document.parent
    while parent is not None and parent > i:
        parent = sheets[parent].document.parent
    return parent == i


def _slipped_date(i: int, sheets: Sequence[Sheet]) -> DateLine | None:
    if i + 1 < len(sheets) and sheets[i + 1].document.parent == i and sheets[i + 1].head:
        first = sheets[i + 1].head[:1]
        return next((d for d in date_lines(first) if not d.before), None)
    return None


def _same(some: Sequence[str], others: Sequence[str]) -> bool:
    return {_canonical(n) for n in some} == {_canonical(n) for n in others}


def _canonical(name: str) -> str:
    agency = find_agency(name)
    return agency.name if agency else name


_METADATA_REACH = 14


def _dropped_heads(documents: Sequence[Document], edits: Sequence[Edit]) -> list[list[str]]:
    """What cleaning dropped right below the title of each document."""
    drops = sorted((e.line, e.before) for e in edits if e.rule.startswith("drop_"))
    lines = [line for line, _ in drops]
    found = []
    for d in documents:
        start, end = bisect_left(lines, d.title_line), bisect_right(lines, d.title_end_line + _METADATA_REACH)
        found.append([text for _, text in drops[start:end]])
    return found


def _own(sheet: Sheet, signature: Signature, dropped: Sequence[str]) -> Attributes:
    document = sheet.document
    said = Attributes(form=form_of(document.title), disclosure=disclosure_of(sheet))
    if document.role == "interpretation":
        said.issued_date = _date_about_title(sheet, dropped)
        return said
    if document.role != "main" and not signature.names:
        signature = Signature([], None)
    number = own_number(sheet)
    said.issuers_as_printed = printed_issuers(sheet, signature, number)
    if number is not None:
        number = with_body(number, said.issuers_as_printed)
        said.doc_number, said.doc_number_prefix = number.text, number.prefix
        if number.prefix.endswith("令") and document.role == "main":
            said.form = "令"
        said.doc_number_year, said.doc_number_serial = number.year, number.serial
    regions = _regions(said)
    said.issuers = _distinct([_name(n, regions) for n in said.issuers_as_printed])
    if document.role != "attachment" or number is not None:
        said.addressees = addressees_of(sheet)
    said.issued_date = signature.date.date if signature.date else _date_about_title(sheet, dropped)
    said.effective_date = effective_date(sheet, said.issued_date)
    return said


def _date_about_title(sheet: Sheet, dropped: Sequence[str]) -> datetime.date | None:
    """The date in or under a title, in a dateline, or of the web page that printed the document."""
    return (
        history_date(history_under_title(sheet.head))
        or date_in_title(sheet.document.title)
        or metadata_date([*sheet.furniture, *dropped])
        or dateline_date(sheet.head)
    )


def _regions(said: Attributes) -> tuple[str, ...]:
    """The provinces a document speaks from, by its issuers' names or by the sign its number begins with."""
    sign = register().region_by_sign.get((said.doc_number_prefix or "")[:1])
    return regions_of(said.issuers_as_printed) or ((sign,) if sign else ())


def _name(printed: str, regions: tuple[str, ...]) -> str:
    agency = find_agency(printed, regions)
    return agency.name if agency else printed


def _distinct(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


_FORWARDED = re.compile(r"(?:转发|批转)")


def _take_over(index: int, documents: Sequence[Document], found: Sequence[Attributes]) -> None:
    """An issued instrument that names no issuer has those of the document that issues it."""
    document, said = documents[index], found[index]
    if document.role != "issued" or document.parent is None or said.issuers:
        return
    parent = documents[document.parent]
    forwarded = _FORWARDED.search(parent.title)
    if forwarded:
        said.issuers = _distinct([_canonical(n) for n in title_names(parent.title[forwarded.end() :])])
    else:
        said.issuers = list(found[document.parent].issuers)


def _set_level(index: int, sheet: Sheet, documents: Sequence[Document], found: Sequence[Attributes]) -> None:
    """The level by the document's own issuers; what is attached or forwarded has that of what it belongs to."""
    document, said = documents[index], found[index]
    if document.role == "interpretation":
        return
    above = None if document.parent is None else found[document.parent]
    forwarded = document.parent is not None and _FORWARDED.search(documents[document.parent].title)
    if document.role == "attachment" or forwarded:
        said.hierarchy_level = above.hierarchy_level if above else None
        return
    history = history_under_title(sheet.head)
    decree = said.form == "令" or bool(history and history.by_decree)
    decree = decree or (above is not None and above.form == "令")
    agencies = [a for a in map(find_agency, said.issuers) if a is not None]
    said.hierarchy_level = level_of(document.title, said.form, agencies, decree)
