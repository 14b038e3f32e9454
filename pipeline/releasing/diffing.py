"""What changed between two datasets: rows by their ids, columns, counts, figures.

Two rows are the same thing when their ids are. A row that went and one that came and say the same in the same volume
are one whose id has moved, which must not be: ids are what people cite.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.building.raw_folder import WrongUse
from pipeline.contract import TABLES
from pipeline.publishing.parquet import table_files
from pipeline.publishing.quality import FILE_NAME as QUALITY
from pipeline.releasing.wording import marked, text_diff

Kind = Literal["added", "removed", "changed", "moved"]


class Compared(NamedTuple):
    """How a table is compared: its id, what to call a row, its text, and by what a row is known whose id moved."""

    key: str
    name: str
    text: str
    identity: tuple[str, ...]


COMPARED = {
    "documents": Compared("document_id", "title", "text", ("volume_id", "title", "text_sha256", "role")),
    "articles": Compared(
        "article_id", "label", "text", ("volume_id", "document_title", "kind", "path", "label", "text")
    ),
    "agencies": Compared("agency_id", "name", "name", ("name",)),
    "citations": Compared("citation_id", "text", "text", ("document_id", "char_start", "char_end", "text")),
}
CHANGED_ROWS = pa.schema(
    [
        pa.field("table", pa.string(), False, {"description": "Table"}),
        pa.field("change", pa.string(), False, {"description": "added, removed, changed, moved"}),
        pa.field("id", pa.string(), False, {"description": "Id of the row, of one that moved the old"}),
        pa.field("new_id", pa.string(), True, {"description": "Where the id moved: the new one"}),
        pa.field("name", pa.string(), True, {"description": "Title, label or name"}),
        pa.field("columns", pa.list_(pa.string()), False, {"description": "Columns that differ"}),
        pa.field("old_text", pa.string(), True, {"description": "Text before"}),
        pa.field("new_text", pa.string(), True, {"description": "Text now"}),
        pa.field("diff", pa.string(), True, {"description": "[-removed-]{+added+}, word by word"}),
    ]
)


class RowChange(NamedTuple):
    """A row that differs."""

    table: str
    change: Kind
    id: str
    new_id: str | None
    name: str | None
    columns: list[str]
    old_text: str | None
    new_text: str | None

    @property
    def diff(self) -> str | None:
        """The texts compared word by word, where both are there and differ."""
        if self.old_text is None or self.new_text is None or self.old_text == self.new_text:
            return None
        return marked(text_diff(self.old_text, self.new_text))


@dataclass(slots=True)
class Difference:
    """All that differs between two datasets. Row counts and figures as (old, new); None: not there."""

    old: str
    new: str
    rows: list[RowChange] = field(default_factory=list)
    schema: list[str] = field(default_factory=list)
    counts: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    figures: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)

    def of(self, table: str, change: Kind) -> list[RowChange]:
        """The rows of a table that changed so."""
        return [r for r in self.rows if r.table == table and r.change == change]

    @property
    def moved(self) -> list[RowChange]:
        """Rows whose id moved though what they say did not: an error."""
        return [r for r in self.rows if r.change == "moved"]

    @property
    def nothing(self) -> bool:
        """Whether the two say the same."""
        unchanged = all(a == b for a, b in (*self.counts.values(), *self.figures.values()))
        return not self.rows and not self.schema and unchanged


def compare(old: Path, new: Path) -> Difference:
    """What changed from one dataset folder to another.

    Raises:
        WrongUse: one of them is no dataset.
    """
    for folder in (old, new):
        if not table_files(folder, "documents"):
            raise WrongUse(f"{folder}: found no documents.parquet; expected a dataset or release. Name one.")
    difference = Difference(*_names(old, new))
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET enable_progress_bar = false")
        for table in TABLES:
            columns = tuple(_view(connection, folder, side, table) for folder, side in ((old, "old"), (new, "new")))
            difference.counts[table] = (_count(connection, "old", table, columns[0]),
                                        _count(connection, "new", table, columns[1]))  # fmt: skip
            if difference.counts[table] == (None, None):
                del difference.counts[table]
            difference.schema += _schema_changes(table, *columns)
            if table in COMPARED and all(columns):
                difference.rows += _row_changes(connection, table, *columns)
    difference.figures = _figures(old, new)
    return difference


def write_changed_rows(difference: Difference, path: Path) -> None:
    """Write the rows that differ as a Parquet file."""
    rows = [{**r._asdict(), "diff": r.diff} for r in difference.rows]
    pq.write_table(pa.Table.from_pylist(rows, schema=CHANGED_ROWS), path, compression="zstd")


def as_record(difference: Difference) -> dict[str, Any]:
    """The difference as JSON has it."""
    return {
        "old": difference.old,
        "new": difference.new,
        "schema": difference.schema,
        "counts": {t: {"old": a, "new": b} for t, (a, b) in difference.counts.items()},
        "figures": {f: {"old": a, "new": b} for f, (a, b) in difference.figures.items() if a != b},
        "rows": [
            {"table": r.table, "change": r.change, "id": r.id, "new_id": r.new_id, "name": r.name}
            | {"columns": r.columns, "diff": r.diff}
            for r in difference.rows
        ],
    }


def _names(old: Path, new: Path) -> tuple[str, str]:
    """The versions that the two say; where that is one and the same, the folders."""
    before, after = _name(old), _name(new)
    return (before, after) if before != after else (str(old), str(new))


def _name(folder: Path) -> str:
    provenance = folder / "provenance.json"
    if provenance.is_file():
        return str(json.loads(provenance.read_text(encoding="utf-8")).get("version") or folder.name)
    return folder.name


def _view(connection: duckdb.DuckDBPyConnection, folder: Path, side: str, table: str) -> dict[str, str]:
    """Make the view SIDE_TABLE; returns its columns with their types, none where the table is not there."""
    files = [str(f) for f in table_files(folder, table)]
    if not files:
        return {}
    relation = connection.read_parquet(files)
    relation.create_view(f"{side}_{table}")
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


def _count(connection: duckdb.DuckDBPyConnection, side: str, table: str, columns: dict[str, str]) -> int | None:
    if not columns:
        return None
    return int(connection.execute(f'SELECT count(*) FROM "{side}_{table}"').fetchall()[0][0])


def _schema_changes(table: str, old: dict[str, str], new: dict[str, str]) -> list[str]:
    if not old or not new:
        return [] if old == new else [f"table {table} {'added' if new else 'removed'}"]
    changes = [f"column {table}.{c} removed" for c in old if c not in new]
    changes += [f"column {table}.{c} added ({new[c]})" for c in new if c not in old]
    changes += [f"column {table}.{c}: {old[c]} became {new[c]}" for c in old if c in new and old[c] != new[c]]
    return changes


def _row_changes(
    connection: duckdb.DuckDBPyConnection, table: str, old: dict[str, str], new: dict[str, str]
) -> list[RowChange]:
    how = COMPARED[table]
    common = [c for c in old if c in new and c != how.key]
    if how.key not in old or how.key not in new:
        return []
    differing = ", ".join(f"""CASE WHEN o."{c}" IS DISTINCT FROM n."{c}" THEN '{c}' END""" for c in common)
    changed = connection.execute(
        f"""SELECT * FROM (
                SELECT o."{how.key}", n."{how.name}"::VARCHAR, list_filter([{differing}], lambda x: x IS NOT NULL) AS d,
                       o."{how.text}", n."{how.text}"
                FROM old_{table} o JOIN new_{table} n USING ("{how.key}")) WHERE len(d) > 0 ORDER BY 1"""
    ).fetchall()
    known_by = [c for c in how.identity if c in common] or [how.key]
    gone = _only(connection, table, ("old", "new"), how, known_by)
    come = _only(connection, table, ("new", "old"), how, known_by)
    moved: list[RowChange] = []
    by_identity: dict[str, list[Any]] = {}
    for row in come:
        by_identity.setdefault(row[3], []).append(row)
    removed = []
    for key, name, text, identity in gone:
        if by_identity.get(identity):
            twin = by_identity[identity].pop(0)
            moved.append(RowChange(table, "moved", key, twin[0], name, [how.key], text, twin[2]))
        else:
            removed.append(RowChange(table, "removed", key, None, name, [], text, None))
    stayed = {row[0] for rows in by_identity.values() for row in rows}
    added = [RowChange(table, "added", k, None, n, [], None, t) for k, n, t, _ in come if k in stayed]
    same_text = [RowChange(table, "changed", k, None, n, list(d), a, b) for k, n, d, a, b in changed]
    return [*removed, *added, *same_text, *moved]


def _only(
    connection: duckdb.DuckDBPyConnection, table: str, sides: tuple[str, str], how: Compared, known_by: list[str]
) -> list[Any]:
    """Rows that only the first of the two sides has: id, name, text, identity."""
    here, there = sides
    return connection.execute(
        f"""SELECT "{how.key}", "{how.name}"::VARCHAR, "{how.text}", to_json([{_as_text(known_by)}])::VARCHAR
            FROM {here}_{table} ANTI JOIN {there}_{table} USING ("{how.key}") ORDER BY 1"""
    ).fetchall()


def _as_text(columns: list[str]) -> str:
    return ", ".join(f'"{c}"::VARCHAR' for c in columns)


def _figures(old: Path, new: Path) -> dict[str, tuple[float | None, float | None]]:
    before, after = _quality(old), _quality(new)
    return {name: (before.get(name), after.get(name)) for name in {**before, **after}}


def _quality(folder: Path) -> dict[str, float]:
    try:
        quality = json.loads((folder / QUALITY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    accuracy = {f"accuracy.{k}": float(v["f1"]) for k, v in quality.get("accuracy", {}).items()}
    return accuracy | {f"structure.{k}": float(v["count"]) for k, v in quality.get("structure", {}).items()}
