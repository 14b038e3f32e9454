"""`gongwen diff`: what changed between two releases, article by article."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.building.raw_folder import WrongUse
from pipeline.storage.places import PLACE, local_copy
from pipeline.storage.store import StorageError, is_url

if TYPE_CHECKING:
    from pipeline.releasing.diffing import Difference

NAME = "diff"


def run(
    old: Annotated[str, typer.Argument(help="A version of OUTPUT/releases, a folder, or its URL.")],
    new: Annotated[str, typer.Argument(help="A version of OUTPUT/releases, a folder, or its URL.")],
    *,
    output: Annotated[str, typer.Option(metavar=PLACE, help="Where versions are looked up.")] = "output",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    parquet: Annotated[Path | None, typer.Option(help="Write the rows that differ to this Parquet file.")] = None,
    markdown: Annotated[bool, typer.Option(help="Print the entry of CHANGELOG.md.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Rows shown of each kind; 0: all.")] = 20,
) -> None:
    """Documents, articles, agencies and citations added, removed and changed, schema, counts and quality figures.

    Exit code 0: compared. 1: ids moved though what they name did not change. 2: wrong use.
    """
    from pipeline.releasing.changelog import entry
    from pipeline.releasing.diffing import as_record, compare, write_changed_rows

    try:
        with local_copy(_place(old, output)) as before, local_copy(_place(new, output)) as after:
            difference = compare(before, after)
    except WrongUse as error:
        print(f"gongwen diff: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except StorageError as error:
        print(f"gongwen diff: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    if parquet is not None:
        write_changed_rows(difference, parquet)
    if as_json:
        print(json.dumps(as_record(difference), ensure_ascii=False, indent=1))
    elif markdown:
        print(entry(difference, difference.new), end="")
    else:
        _show(difference, limit)
    if difference.moved:
        print(f"{len(difference.moved):,} ids moved though what they name did not change.", file=sys.stderr)
    raise typer.Exit(1 if difference.moved else 0)


def _place(name: str, output: str) -> str | Path:
    """A folder or URL as it is named, or the release of that version."""
    if is_url(name):
        return name
    if is_url(output) and not Path(name).is_dir():
        return f"{output.rstrip('/')}/releases/{name}"
    released = Path(output) / "releases" / name
    if released.is_dir():
        return released.resolve()
    if Path(name).is_dir():
        return Path(name).resolve()
    raise WrongUse(f"{name}: found neither the release {released} nor such a folder. Name a version or a folder.")


def _show(difference: Difference, limit: int) -> None:
    from pipeline.releasing.diffing import COMPARED

    print(f"{difference.old} → {difference.new}")
    if difference.nothing:
        print("Nothing has changed.")
        return
    for change in difference.schema:
        print(f"schema: {change}")
    for table, (before, now) in difference.counts.items():
        if before != now:
            print(f"{table}: {_number(before)} → {_number(now)} rows")
    for name, (was, is_) in difference.figures.items():
        if was != is_:
            print(f"quality: {name}: {_figure(was)} → {_figure(is_)}")
    for table in COMPARED:
        for kind in ("removed", "added", "changed", "moved"):
            rows = difference.of(table, kind)
            if rows:
                print(f"\n{table} {kind}: {len(rows):,}")
            for row in rows[: limit or None]:
                print(f"  {row.id}{f' → {row.new_id}' if row.new_id else ''}  {' '.join((row.name or '').split())}")
                if kind == "changed":
                    print(f"    {', '.join(row.columns)}")
                if row.diff:
                    print(f"    {row.diff}")
            if limit and len(rows) > limit:
                print(f"  … and {len(rows) - limit:,} more (--limit 0 shows all)")


def _number(value: int | None) -> str:
    return "no" if value is None else f"{value:,}"


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"
