"""Documents against the truth: where they begin and end, and what they say of themselves."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from pipeline.evaluating.figures import Tally, same_form
from pipeline.evaluating.truth import Record, VolumeTruth

Row = Mapping[str, Any]
Pair = tuple[Record, Row]


def judge_documents(tally: Tally, truth: VolumeTruth, documents: Sequence[Row], printed: set[int]) -> None:
    """Count boundaries, ends and fields of one volume's documents."""
    found = sorted((d for d in documents if truth.covers(d["line_start"])), key=itemgetter("line_start"))
    pairs = _pairs(tally, truth, found)
    pair_at = {true["title_line"]: (true, row) for true, row in pairs}
    counted = printed - truth.label_lines - truth.artefact_lines
    for true, row in pairs:
        _judge_end(tally, truth, true, row, counted)
        _judge_parent(tally, truth, true, row, pair_at)
        _judge_fields(tally, truth, true, row)


def _pairs(tally: Tally, truth: VolumeTruth, found: Sequence[Row]) -> list[Pair]:
    """Each true document with the one found on its head: from its label to its title's last line.

    `found` must be in order of lines.
    """
    pairs: list[Pair] = []
    lines = [d["line_start"] for d in found]
    taken: set[str] = set()
    for true in truth.documents:
        first = min([true["title_line"], *_some(true, "label_line"), *(true.get("head_lines") or ())[:1]])
        near = found[bisect_left(lines, first) : bisect_right(lines, true["title_end_line"])]
        hits = [d for d in near if d["document_id"] not in taken]
        if hits:
            nearest = min(hits, key=lambda d: abs(d["line_start"] - true["title_line"]))
            taken.add(nearest["document_id"])
            pairs.append((true, nearest))
        tally.judge("document_boundary", truth.number, true["title_line"], None, true["title"], ok=bool(hits))
    for row in found:
        if row["document_id"] not in taken:
            tally.wrong("document_boundary", truth.number, row["line_start"], row["title"])
    return pairs


def _judge_end(tally: Tally, truth: VolumeTruth, true: Record, row: Row, counted: set[int]) -> None:
    """An end is right where no printed line lies between it and the true one, labels and artefacts aside."""
    first, last = sorted((row["line_end"], true["end_line"]))
    between = counted.intersection(range(first + 1, last + 1))
    tally.judge("document_end", truth.number, true["title_line"], row["line_end"], true["end_line"], ok=not between)


def _judge_parent(tally: Tally, truth: VolumeTruth, true: Record, row: Row, pair_at: Mapping[int, Pair]) -> None:
    """A parent that was itself not found is counted there, not here."""
    if true["parent"] and true["parent"] not in pair_at:
        return
    want = pair_at[true["parent"]][1]["document_id"] if true["parent"] else None
    said = row["parent_document_id"]
    tally.judge("parent", truth.number, true["title_line"], said, want, ok=said == want)


def _judge_fields(tally: Tally, truth: VolumeTruth, true: Record, row: Row) -> None:
    line = true["title_line"]
    for figure, said, right in _fields(true, row):
        tally.judge(figure, truth.number, line, said, right[0], ok=said in right)


def _fields(true: Record, row: Row) -> list[tuple[str, Any, list[Any]]]:
    """Figure, what is said, what would be right (the first is the plain truth, the others are as good)."""
    fields: list[tuple[str, Any, list[Any]]] = [
        ("title", same_form(row["title"]), _titles(true)),
        ("role", row["role"], [true["role"], *_some(true, "role_alt")]),
        (
            "doc_number",
            same_form(row["doc_number"]),
            [same_form(true["doc_number"]), *map(same_form, _some(true, "doc_number_norm"))],
        ),
        ("articles", row["statute_article_count"], [true["articles"]]),
        ("effective_date", _day(row["effective_date"]), [true["effective"], *_effective_from_issue(true)]),
    ]
    inherits = true["role"] != "main"
    if true["issuers"] or not inherits:  # what is issued may take over its parent's issuers where it prints none
        said = _bodies(row["issuers_as_printed"] or row["issuers"] or [])
        fields.append(("issuers", said, [_bodies(true["issuers"]), *map(_bodies, _some(true, "issuers_alt"))]))
    if true["date"] is not None or not inherits:
        fields.append(("issued_date", _day(row["issued_date"]), [true["date"], *_some(true, "date_inferred")]))
    return fields


def _titles(true: Record) -> list[str]:
    titles = [same_form(true["title"])]
    titles += [same_form(true[k]) for k in ("title_alt", "title_corrected") if true.get(k)]
    number = re.search("第[0-9]+号$", same_form(true["doc_number"]))
    if number and true["form"] == "令":  # a decree's number may be read as the end of its title
        titles.append(same_form(true["title"] + number.group()))
    return titles


def _effective_from_issue(true: Record) -> list[str]:
    """自印发之日起施行: the date of issue says the same as none."""
    return [true["date"]] if true["effective"] is None and true["date"] else []


def _bodies(names: Sequence[str]) -> list[str]:
    return sorted(same_form(n) for n in names)


def _some(true: Record, key: str) -> list[Any]:
    return [true[key]] if true.get(key) else []


def _day(value: Any) -> str | None:
    return None if value is None else str(value)[:10]
