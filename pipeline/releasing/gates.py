"""The gates of a release: what must not have become worse since the last one.

Great Expectations has judged the tables by then, or there would be no build. What the gates find is refused with the
rows that show it; who knows why it is right says so with --accept, and the release keeps the reason.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.contract import TABLES
from pipeline.publishing.parquet import table_files
from pipeline.releasing.diffing import Difference
from pipeline.releasing.provenance import Code

F1_FALL = 0.01
"""F1 may fall by so much: a hundredth."""
ROWS_FALL = 0.05
"""A table may lose this share of its rows, over all and in each volume; of documents not one may be lost."""
LOSS_RISE = 0.10
"""A count of what is lost of the structure may rise by this share, and by `LOSS_SLACK` whatever the share."""
LOSS_SLACK = 5
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What a gate found: its name, what is worse, rows that show it."""

    gate: str
    found: str
    rows: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The finding in words."""
        more = f": {'; '.join(self.rows)}" if self.rows else ""
        return f"{self.gate}: {self.found}{more}"

    def as_record(self) -> dict[str, Any]:
        """The finding as provenance.json has it."""
        return {**asdict(self), "rows": list(self.rows)}


def judge_release(refused: dict[str, str], code: Code) -> list[Finding]:
    """What speaks against a release by itself: volumes refused, code that is not the commit it names."""
    found = [Finding("volumes", f"{volume} was refused", (reason,)) for volume, reason in refused.items()]
    if code.modified:
        found.append(
            Finding("code", f"{len(code.modified)} files differ from commit {code.commit}", _few(list(code.modified)))
        )
    return found


def judge_difference(difference: Difference, old: Path, new: Path) -> list[Finding]:
    """What became worse since the last release."""
    return [
        *_documents_lost(difference),
        *_ids_moved(difference),
        *_rows_lost(old, new),
        *_columns_emptied(old, new),
        *_schema_broken(difference),
        *_figures_fallen(difference),
    ]


def _documents_lost(difference: Difference) -> list[Finding]:
    lost = difference.of("documents", "removed")
    if not lost:
        return []
    found = f"{len(lost):,} documents of {difference.old} are no longer there"
    return [Finding("documents", found, _few([f"{r.id} {r.name}" for r in lost]))]


def _ids_moved(difference: Difference) -> list[Finding]:
    moved = difference.moved
    if not moved:
        return []
    found = f"{len(moved):,} ids moved though what they name did not change"
    return [Finding("ids", found, _few([f"{r.id} is now {r.new_id}" for r in moved]))]


def _rows_lost(old: Path, new: Path) -> list[Finding]:
    findings = []
    for table in TABLES:
        before, now = _by_volume(old, table), _by_volume(new, table)
        fallen = [
            f"{volume}: {count:,} → {now.get(volume, 0):,}"
            for volume, count in before.items()
            if now.get(volume, 0) < count * (1 - ROWS_FALL)
        ]
        if fallen:
            findings.append(Finding("rows", f"{table} has lost more than {ROWS_FALL:.0%} of its rows", _few(fallen)))
    return findings


def _by_volume(folder: Path, table: str) -> dict[str, int]:
    """Rows by volume; of a table without volumes all, under 'all volumes'."""
    files = [str(f) for f in table_files(folder, table)]
    if not files:
        return {}
    columns = duckdb.read_parquet(files).columns
    by = "volume_id" if "volume_id" in columns else "'all volumes'"
    query = f"SELECT {by}, count(*) FROM read_parquet(?) GROUP BY 1 ORDER BY 1"
    return dict(duckdb.execute(query, [files]).fetchall())


def _columns_emptied(old: Path, new: Path) -> list[Finding]:
    findings = []
    for table in TABLES:
        before, now = _filled(old, table), _filled(new, table)
        if not now or not sum(now.values()):
            continue
        emptied = [
            f"{table}.{c}: filled in {n:,} rows, now in none" for c, n in before.items() if n and now.get(c) == 0
        ]
        if emptied:
            findings.append(Finding("columns", f"{table}: columns have gone empty", tuple(emptied)))
    return findings


def _filled(folder: Path, table: str) -> dict[str, int]:
    """In how many rows each column says something."""
    files = [str(f) for f in table_files(folder, table)]
    if not files:
        return {}
    relation = duckdb.read_parquet(files)
    counts = [
        f'count(*) FILTER (len("{name}") > 0)' if str(kind) in ("VARCHAR", "VARCHAR[]") else f'count("{name}")'
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    found = duckdb.execute(f"SELECT {', '.join(counts)} FROM read_parquet(?)", [files]).fetchall()[0]
    return dict(zip(relation.columns, found, strict=True))


def _schema_broken(difference: Difference) -> list[Finding]:
    broken = [c for c in difference.schema if "removed" in c or "became" in c]
    return [Finding("schema", "queries on the last release would break", tuple(broken))] if broken else []


def _figures_fallen(difference: Difference) -> list[Finding]:
    fallen, risen = [], []
    for name, (before, now) in difference.figures.items():
        if before is None or (now is None and name.startswith("structure.")):
            continue
        if name.startswith("accuracy.") and (now is None or before - now > F1_FALL + 1e-9):
            fallen.append(
                f"{name.removeprefix('accuracy.')}: F1 {before:.4f} → {'none' if now is None else f'{now:.4f}'}"
            )
        elif name.startswith("structure.") and now is not None and now > before * (1 + LOSS_RISE) + LOSS_SLACK:
            risen.append(f"{name.removeprefix('structure.')}: {before:,.0f} → {now:,.0f}")
    findings = [Finding("accuracy", f"F1 has fallen by more than {F1_FALL}", tuple(fallen))] if fallen else []
    return [*findings, *([Finding("structure", "more of the structure is lost", tuple(risen))] if risen else [])]


def _few(rows: list[str]) -> tuple[str, ...]:
    more = [f"and {len(rows) - _SHOWN:,} more"] if len(rows) > _SHOWN else []
    return (*rows[:_SHOWN], *more)
