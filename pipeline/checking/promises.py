"""The promises that can be checked on the rows of one volume: each check names the first place where one is broken.

What must hold between tables and over all volumes stands in the Great Expectations suites (`pipeline.checking.suites`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline.cleaning.ledger import LedgerError, undo
from pipeline.reading.decoding import encode_lines
from pipeline.values import Edit

Records = Sequence[Mapping[str, Any]]

_LABEL_AT_MOST = 4
"""So many characters more may a label have as printed than in its normal form."""


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
            list(map(Edit._make, map(itemgetter(*Edit._fields), edits))),
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


def check_articles(articles: Records, blocks: Records) -> None:
    """The articles of a document, in order, partition its blocks, and each has the text of its own.

    Blocks without an article are headings that stand in the path of the article after them. A row of a long table is an
    article without blocks: it stands, in order, on the lines of a table of the article before it.

    Raises:
        BrokenPromise: with the first article or block where it is otherwise.
    """
    parts = _Parts(blocks)
    for document, found in _by_document(articles).items():
        _check_order(document, found, parts)
        for article, following in zip(found, [*found[1:], None], strict=True):
            if article["article_id"] in parts.texts:
                rows_follow = following is not None and following["article_id"] not in parts.texts
                _check_text(article, parts.texts[article["article_id"]], rows_follow=rows_follow)


class _Parts:
    """By document the runs of blocks of one article, each with the headings before it; texts and tables by article."""

    def __init__(self, blocks: Records):
        self.runs: dict[str, list[tuple[str, list[str]]]] = {}
        self.texts: dict[str, list[str]] = {}
        self.tables: dict[str, tuple[int, int]] = {}
        headings: dict[str, list[str]] = {}
        for block in blocks:
            document, article = block["document_id"], block["article_id"]
            if document is None:
                continue
            if article is None:
                headings.setdefault(document, []).append(block["text"])
                continue
            runs = self.runs.setdefault(document, [])
            if not runs or runs[-1][0] != article or headings.get(document):
                runs.append((article, headings.pop(document, [])))
            self.texts.setdefault(article, []).append(block["text"])
            if block["kind"] == "table":
                first, _ = self.tables.get(article, (block["line_start"], 0))
                self.tables[article] = (first, block["line_end"])
        self.left_over = headings


def _by_document(articles: Records) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for article in articles:
        found.setdefault(article["document_id"], []).append(article)
    return found


def _check_order(document: str, articles: Records, parts: _Parts) -> None:
    runs = parts.runs.get(document, [])
    with_blocks = [a for a in articles if a["article_id"] in parts.texts]
    if [a["article_id"] for a in with_blocks] != [r[0] for r in runs]:
        at = next((n for n, (a, r) in enumerate(zip(with_blocks, runs, strict=False)) if a["article_id"] != r[0]), None)
        at = min(len(with_blocks), len(runs)) if at is None else at
        said = with_blocks[at]["article_id"] if at < len(with_blocks) else "none"
        found = runs[at][0] if at < len(runs) else "none"
        raise BrokenPromise(f"document {document}: article {said} comes where its blocks have {found}")
    for article, (_, headings) in zip(with_blocks, runs, strict=True):
        path = {_dense(p) for p in article["path"]}
        lost = next((h for h in headings if _dense(h) not in path), None)
        if lost is not None:
            raise BrokenPromise(f"document {document}: the heading {lost!r} is in no article, nor in the path of one")
    if parts.left_over.get(document):
        raise BrokenPromise(f"document {document}: the heading {parts.left_over[document][0]!r} heads no article")
    _check_table_rows(articles, parts)


def _check_table_rows(articles: Records, parts: _Parts) -> None:
    first, last = 1, 0
    for article in articles:
        if article["article_id"] in parts.texts:
            first, last = parts.tables.get(article["article_id"], (1, 0))
        elif not first <= article["line_start"] <= article["line_end"] <= last:
            raise BrokenPromise(f"article {article['article_id']} has no blocks, and stands in no table before it")
        else:
            first = article["line_start"]


def _check_text(article: Mapping[str, Any], texts: Sequence[str], *, rows_follow: bool) -> None:
    """The text is that of its blocks but for the label before it, and for table rows that are articles of their own."""
    whole, text = _dense("".join(texts)), _dense(article["text"])
    label = len(whole) - len(text)
    if rows_follow:
        stands_there = text in whole
    else:
        stands_there = whole.endswith(text) and label <= _LABEL_AT_MOST + len(_dense(article["label"] or ""))
    if not stands_there:
        raise BrokenPromise(f"article {article['article_id']}: its text is not that of its blocks after its label")


def _dense(text: str) -> str:
    return "".join(text.split())
