"""The promises that can be checked on the rows of one volume: each check names the first place where one is broken.

What must hold between tables and over all volumes stands in the Great Expectations suites (`pipeline.checking.suites`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.cleaning.ledger import LedgerError, undo
from pipeline.reading.decoding import encode_lines
from pipeline.values import Edit

Records = Sequence[Mapping[str, Any]]


class BrokenPromise(Exception):
    """Rows that are not what the contract promises: a defect of the pipeline, not of the volume."""


class _Paragraph(NamedTuple):
    text: str
    line_start: int


def check_rows(rows: Mapping[str, Records], data: bytes) -> None:
    """Check every promise on the rows of one volume, made from the bytes `data`.

    Raises:
        BrokenPromise: with the promise, the row and what is wrong.
    """
    volume = rows["volumes"][0]
    check_ledger(rows["blocks"], rows["edits"], volume["line_count"], volume["encoding"], data)
    check_documents(rows["documents"], rows["blocks"])


def check_ledger(blocks: Records, edits: Records, line_count: int, encoding: str, data: bytes) -> None:
    """Undoing the ledger on the blocks gives the raw bytes back.

    Raises:
        BrokenPromise: with the first raw line that comes out otherwise.
    """
    try:
        lines = undo(
            [_Paragraph(b["text"], b["line_start"]) for b in blocks],
            [Edit(e["line"], e["column"], e["rule"], e["before"], e["after"], e["confidence"]) for e in edits],
            line_count,
        )
    except LedgerError as error:
        raise BrokenPromise(f"the ledger cannot be undone: {error}") from error
    undone = encode_lines(lines, encoding)
    if undone != data:
        same = next(
            (i for i, (a, b) in enumerate(zip(undone, data, strict=False)) if a != b), min(len(undone), len(data))
        )
        line = data.count(b"\n", 0, same) + 1
        raise BrokenPromise(f"the ledger undone differs from the raw volume at byte {same}, line {line}")


def check_documents(documents: Records, blocks: Records) -> None:
    """The blocks of a document, in order, are its text.

    Raises:
        BrokenPromise: with the first document whose text is otherwise.
    """
    texts: dict[str, list[str]] = {}
    for block in blocks:
        if block["document_id"] is not None:
            texts.setdefault(block["document_id"], []).append(block["text"])
    for document in documents:
        if "\n".join(texts.get(document["document_id"], ())) != document["text"]:
            raise BrokenPromise(f"document {document['document_id']}: its blocks are not its text")
