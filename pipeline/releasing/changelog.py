"""CHANGELOG.md: the entry of a release, made from what differs from the one before, above those of all earlier ones."""

from __future__ import annotations

from pathlib import Path

from pipeline.releasing.diffing import COMPARED, Difference, Kind

FILE_NAME = "CHANGELOG.md"
_HEAD = "# Changes\n\nNewest first. Made by `gongwen diff`.\n\n"
_SHOWN = 20
_KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "moved")


def changelog(entry: str, previous: Path | None) -> str:
    """The whole file: a new entry above those of the release before."""
    path = previous / FILE_NAME if previous else None
    older = path.read_text(encoding="utf-8").removeprefix(_HEAD) if path and path.is_file() else ""
    return f"{_HEAD}{entry}\n{older}".rstrip("\n") + "\n"


def first_entry(version: str, rows: dict[str, int]) -> str:
    """The entry of the first release."""
    counts = ", ".join(f"{rows[t]:,} {t}" for t in ("volumes", "documents", "articles") if t in rows)
    return f"## {version}\n\nThe first release: {counts}.\n"


def entry(difference: Difference, version: str, accepted: str | None = None) -> str:
    """The entry of a release that follows another."""
    parts = [f"## {version}", f"Since {difference.old}."]
    if difference.nothing:
        parts.append("The tables say the same.")
    if accepted:
        parts.append(f"Published in spite of what the gates found, because: {' '.join(accepted.split())}")
    parts += [_table(difference), *_rows(difference), *_schema(difference), *_figures(difference)]
    return "\n\n".join(p for p in parts if p) + "\n"


def _table(difference: Difference) -> str:
    if not any(a != b for a, b in difference.counts.values()) and not difference.rows:
        return ""
    lines = ["| table | before | now | added | removed | changed |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for table, (before, now) in difference.counts.items():
        told = [f"{len(difference.of(table, k)):,}" if table in COMPARED else "" for k in _KINDS[:3]]
        if before != now or any(t not in ("", "0") for t in told):
            lines.append(f"| {table} | {_number(before)} | {_number(now)} | {' | '.join(told)} |")
    return "\n".join(lines)


def _rows(difference: Difference) -> list[str]:
    parts = []
    for kind in _KINDS:
        found = difference.of("documents", kind)
        if kind == "moved":
            found = difference.moved
        if not found:
            continue
        shown = [f"- {_line(r.name)} (`{r.id}`{f' → `{r.new_id}`' if r.new_id else ''})" for r in found[:_SHOWN]]
        if len(found) > _SHOWN:
            shown.append(f"- … and {len(found) - _SHOWN:,} more")
        what = "Ids that moved though their text did not" if kind == "moved" else f"Documents {kind}"
        parts.append(f"{what}:\n\n" + "\n".join(shown))
    return parts


def _schema(difference: Difference) -> list[str]:
    return ["Schema:\n\n" + "\n".join(f"- {c}" for c in difference.schema)] if difference.schema else []


def _figures(difference: Difference) -> list[str]:
    moved = {n: pair for n, pair in difference.figures.items() if pair[0] != pair[1]}
    if not moved:
        return []
    return ["Quality:\n\n" + "\n".join(f"- {n}: {_figure(a)} → {_figure(b)}" for n, (a, b) in moved.items())]


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
