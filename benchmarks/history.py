"""docs/performance.md: a section for each measurement that was kept, the newest first.

Belongs here: figures as Markdown. Does not belong here: taking them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

MARK = "<!-- measurements: the newest first, each added by `python -m benchmarks --history` -->"


def add_to_history(path: Path, found: dict[str, Any]) -> None:
    """Put a section of figures in front of the earlier ones.

    Raises:
        ValueError: the page has no place for it.
    """
    page = path.read_text(encoding="utf-8")
    if MARK not in page:
        raise ValueError(f"{path}: found no line {MARK!r}; expected one where measurements are put in. Restore it.")
    path.write_text(page.replace(MARK, f"{MARK}\n\n{section(found).rstrip()}", 1), encoding="utf-8")


def section(found: dict[str, Any]) -> str:
    """All figures of one measurement."""
    on = found["machine"]
    lines = [
        f"### {on['date']} UTC, commit {on['commit']}",
        "",
        f"{on['cores']} cores ({on['processor']}), {on['memory_gb']} GB, Python {on['python']}, "
        f"load before {on['load_before']}; medians of {found['runs']}.",
        "",
    ]
    lines += _stages(found.get("stages"), found.get("neighbours"))
    lines += _large(found.get("large"))
    lines += _builds(found.get("builds"))
    lines += _scale(found.get("scale"))
    return "\n".join(lines)


def _stages(stages: dict[str, Any] | None, neighbours: dict[str, Any] | None) -> list[str]:
    rows: list[Sequence[Any]] = []
    if stages:
        rows += [(name, s, stages["mb_per_second"].get(name, "")) for name, s in stages["seconds"].items()]
        pure = (stages["pure_seconds"], stages["pure_mb_per_second"])
        rows.append(("**the pure stages** (reading to knowledge)", *pure))
    for name, took in (neighbours or {}).items():
        if isinstance(took, dict):
            rows.append((f"beside: {name}", took["seconds"], took["mb_per_second"]))
        elif isinstance(took, str):
            rows.append((f"beside: {name}", took, ""))
    lines = _table(("one core", "seconds", "MB/s"), rows)
    if stages:
        beside = f"each volume also cut by jieba, the pure stages take {stages['pure_to_jieba']:.2f} of its time"
        lines += [f"Peak memory of all stages in one process: {stages['peak_mb']:.0f} MB; {beside}.", ""]
    return lines


def _large(large: list[dict[str, Any]] | None) -> list[str]:
    rows = [(v["mb"], v["pure_seconds_per_mb"], v["cpu_seconds_per_mb"], v["peak_mb"]) for v in large or []]
    return _table(
        ("one volume of so many MB", "pure stages, seconds a MB", "all stages, CPU seconds a MB", "peak MB"), rows
    )


def _builds(builds: dict[str, Any] | None) -> list[str]:
    rows = [(name, b["seconds"], b["cpu_seconds"], round(b["peak_mb"])) for name, b in (builds or {}).items()]
    return _table(("`gongwen build` of the volumes", "seconds", "CPU seconds", "peak MB, all processes"), rows)


def _scale(scale: list[dict[str, Any]] | None) -> list[str]:
    rows = [
        (f"{s['times']}×", s["mb"], s["jobs"], s["seconds"], s["cpu_seconds_per_mb"], round(s["peak_mb"]),
         s["dataset_mb"], s["unchanged_seconds"], s["changed_seconds"])
        for s in scale or []
    ]  # fmt: skip
    head = ("generated corpus", "MB", "jobs", "cold, seconds", "CPU seconds a MB", "peak MB, all processes",
            "dataset MB", "unchanged, seconds", "one volume changed, seconds")  # fmt: skip
    return _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    if not lines:
        return []
    return [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}", *lines, ""]
