"""Citations, definitions and responsibilities against the truth: slices in which people wrote every one of them down.

A row is right where it names the same thing on the same printed line, or at most two printed lines from it: what is
wrapped may be placed on either line. Truth that is `optional` counts neither way, nor does a row on a `free` line.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.evaluating.figures import Tally, same_form
from pipeline.evaluating.truth import Record

Row = Mapping[str, Any]
Same = Callable[[Record, Row], bool]

_FAR = 2
"""A row may stand so many printed lines from where the truth has it."""
_TITLE_FAR = 4
"""The title of a cited document may begin so many raw lines from where the truth has it: titles take several."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Raw lines [first, last) of a volume (`number` begins its name), and what people found there."""

    name: str
    number: str
    first: int
    last: int
    records: tuple[Record, ...]

    def of(self, kind: str) -> list[Record]:
        """The records of a kind: `cite`, `define` or `resp`."""
        return [r for r in self.records if r["k"] == kind]

    def free(self, kind: str) -> set[int]:
        """Lines on which a row of that kind may or may not be."""
        return {n for r in self.records if r["k"] == "free" and r["what"] == kind for n in r["lines"]}


def read_slices(folder: Path) -> list[Slice]:
    """The truth in a folder: VVV_x.jsonl, and slices.json with the raw lines of each; none where there is no folder.

    Raises:
        ValueError: a record that is none, a file without its range.
    """
    if not folder.is_dir():
        return []
    try:
        ranges = json.loads((folder / "slices.json").read_text(encoding="utf-8"))
        return [_slice(file, ranges[file.stem]) for file in sorted(folder.glob("*.jsonl"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{folder}: found {error!r}; expected records with a kind `k` in VVV_x.jsonl and the range of each file in "
            "slices.json."
        ) from error


def _slice(file: Path, span: Sequence[int]) -> Slice:
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    if any("k" not in r for r in records):
        raise ValueError(f"a record without `k` in {file.name}")
    return Slice(file.stem, file.stem.split("_")[0], span[0], span[1], tuple(records))


@dataclass(frozen=True, slots=True)
class Place:
    """Where things stand: the rank of each printed raw line of a volume, and first lines of documents by id.

    `titles` holds (volume, line on which the title begins) of every document that the volume cites, `volumes` the ids
    of all volumes in the dataset.
    """

    ranks: Mapping[int, int]
    titles: Mapping[str, tuple[str, int]]
    volumes: Collection[str]

    @classmethod
    def of(cls, printed: set[int], titles: Mapping[str, tuple[str, int]], volumes: Collection[str]) -> Place:
        """From the printed raw lines of the volume."""
        return cls({line: rank for rank, line in enumerate(sorted(printed))}, titles, volumes)


def judge_knowledge(tally: Tally, part: Slice, rows: Mapping[str, Sequence[Row]], place: Place) -> None:
    """Count one slice; `rows` are those of its volume in `citations`, `definitions` and `responsibilities`."""
    for true, row in _judge(tally, _CITATION, part, rows["citations"], place):
        _judge_reference(tally, part, true, row, place)
    _judge(tally, _DEFINITION, part, rows["definitions"], place)
    _judge(tally, _RESPONSIBILITY, part, rows["responsibilities"], place)


def _judge(tally: Tally, kind: _Kind, part: Slice, rows: Sequence[Row], place: Place) -> list[tuple[Record, Row]]:
    """Count what is found, missed and invented; the pairs that count."""
    true = [one for record in part.of(kind.records) for one in _single(record)]
    said = [r for r in rows if part.first <= r["line"] < part.last]
    partner = dict(_matched(true, said, kind.same, place))
    pairs = []
    for i, record in enumerate(true):
        if record.get("optional"):
            continue
        tally.judge(kind.figure, part.number, record["line"], None, _named(record), ok=i in partner)
        if i in partner:
            pairs.append((record, said[partner[i]]))
    free, taken = part.free(kind.records), set(partner.values())
    for i, row in enumerate(said):
        if i not in taken and row["line"] not in free:
            tally.wrong(kind.figure, part.number, row["line"], _said(row))
    return pairs


def _single(record: Record) -> list[Record]:
    """The truth of a list of bodies is one record for each."""
    return [{**record, "agency": name} for name in record["agencies"]] if "agencies" in record else [record]


def _matched(true: Sequence[Record], said: Sequence[Row], same: Same, place: Place) -> Iterator[tuple[int, int]]:
    """Truth and rows that say the same, each at most once, the nearest first; none where nothing is printed."""
    said_at: dict[int, list[int]] = defaultdict(list)
    for j, row in enumerate(said):
        if row["line"] in place.ranks:
            said_at[place.ranks[row["line"]]].append(j)
    near = sorted(
        (abs(away), i, j)
        for i, record in enumerate(true)
        if record["line"] in place.ranks
        for away in range(-_FAR, _FAR + 1)
        for j in said_at.get(place.ranks[record["line"]] + away, ())
        if same(record, said[j])
    )
    done: set[tuple[str, int]] = set()
    for _, i, j in near:
        if ("true", i) not in done and ("said", j) not in done:
            done |= {("true", i), ("said", j)}
            yield i, j


def same_reference(true: Record, row: Row) -> bool:
    """The same title; without one the same number; without either the same first provision."""
    if true["title"]:
        return plain_name(row["cited_title"]) == plain_name(true["title"])
    if true["doc_number"]:
        return same_form(row["cited_doc_number"]) == same_form(true["doc_number"])
    first = same_form(true["article"])[:4]
    return not row["cited_title"] and same_form(row["cited_article"])[:4] == first


def same_term(true: Record, row: Row) -> bool:
    """The same term, defined in the same way."""
    return bool(row["kind"] == true["kind"] and plain_name(row["term"]) == plain_name(true["term"]))


def same_part(true: Record, row: Row) -> bool:
    """The same body in the same role."""
    return bool(row["role"] == true["role"] and same_form(row["agency_as_printed"]) == same_form(true["agency"]))


class _Kind(NamedTuple):
    """A figure, the kind of records behind it, and when a row says what a record says."""

    figure: str
    records: str
    same: Same


_CITATION = _Kind("citation", "cite", same_reference)
_DEFINITION = _Kind("definition", "define", same_term)
_RESPONSIBILITY = _Kind("responsibility", "resp", same_part)


def plain_name(name: str | None) -> str:
    """A name by its characters, without marks around it and the country's name in front."""
    return same_form(name).strip("《》“”\"'").removeprefix("中华人民共和国")


def _judge_reference(tally: Tally, part: Slice, true: Record, row: Row, place: Place) -> None:
    """Relation, provisions and cited document of a reference that was found.

    A document of a volume that the dataset does not hold cannot be found in it and is not asked for.
    """
    relations = [true["relation"], true.get("relation_alt")]
    article = same_form(row["cited_article"]), same_form(true["article"])
    line = true["line"]
    tally.judge(
        "citation_relation", part.number, line, row["relation"], true["relation"], ok=row["relation"] in relations
    )
    tally.judge("citation_article", part.number, line, *article, ok=article[0] == article[1])
    wanted = [_place_of(t) for t in (true["target"], *(true.get("target_alt") or ()))]
    if wanted[0] is None or any(v.startswith(wanted[0][0]) for v in place.volumes):
        found = place.titles.get(row["cited_document_id"] or "")
        ok = any(_same_place(found, w) for w in wanted)
        tally.judge("citation_target", part.number, line, found, true["target"], ok=ok)


def _place_of(target: str | None) -> tuple[str, int] | None:
    """`003:23878` as volume and line."""
    if target is None:
        return None
    number, _, line = target.partition(":")
    return number, int(line)


def _same_place(found: tuple[str, int] | None, wanted: tuple[str, int] | None) -> bool:
    if found is None or wanted is None:
        return found == wanted
    return found[0].startswith(wanted[0]) and abs(found[1] - wanted[1]) <= _TITLE_FAR


def _named(record: Record) -> str:
    return str(record.get("text") or record.get("term") or f"{record.get('agency')} {record.get('role')}")


def _said(row: Row) -> str:
    if "term" in row:
        return str(row["term"])
    return f"{row['agency_as_printed']} {row['role']}" if "agency_as_printed" in row else str(row["text"])
