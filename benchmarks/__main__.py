"""`python -m benchmarks`: measures what was asked for, writes JSON, and adds a row to docs/performance.md.

    python -m benchmarks                            stages, neighbours, builds of the five volumes
    python -m benchmarks --parts stages neighbours  only these
    python -m benchmarks --parts large              single volumes of 2, 10 and 50 MB
    python -m benchmarks --parts scale --scale 10   a generated corpus of ten times the volumes, built cold
    python -m benchmarks --runs 3 --history         three runs each, medians; a row in docs/performance.md

Belongs here: the command. Does not belong here: what is measured (`stages`, `builds`, `neighbours`), how (`measuring`).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks import builds, neighbours, stages
from benchmarks.history import add_to_history
from benchmarks.measuring import machine

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("stages", "neighbours", "large", "builds", "scale")
_MINUTES = {"stages": 1.0, "neighbours": 1.0, "builds": 2.5}
"""Of one run of a part on two idle cores; `scale` takes about a minute for each time the corpus is taken."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    asked = _parser().parse_args(arguments)
    parts = [p for p in PARTS if p in asked.parts]
    minutes = sum(_MINUTES.get(p, 0) * asked.runs for p in parts)
    minutes += ("scale" in parts) * sum(asked.scale) * 1.2 + ("large" in parts) * sum(asked.large) * 0.07
    print(f"About {minutes:.0f} minutes on two idle cores: {', '.join(parts)}.", file=sys.stderr)
    work = Path(asked.work)
    work.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"machine": machine(ROOT), "raw": str(asked.raw), "runs": asked.runs}
    for part in parts:
        print(f"{part} …", file=sys.stderr, flush=True)
        found[part] = _measure(part, asked, work)
        (work / "benchmark.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if asked.history:
        add_to_history(ROOT / "docs" / "performance.md", found)
    return 0


def _measure(part: str, asked: argparse.Namespace, work: Path) -> Any:
    if part == "stages":
        return stages.measure(asked.raw, asked.runs)
    if part == "neighbours":
        return neighbours.measure(asked.raw, asked.runs, asked.unstructured)
    if part == "large":
        return [stages.large(asked.raw, work, megabytes, asked.seed) for megabytes in asked.large]
    if part == "builds":
        return builds.measure(asked.raw, work, asked.runs)
    return [builds.scaled(asked.raw, work, times, asked.seed, asked.jobs) for times in asked.scale]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure gongwen on this machine.")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=["stages", "neighbours", "builds"])
    parser.add_argument("--scale", nargs="+", type=int, default=[10], help="times the corpus, for the part `scale`")
    parser.add_argument(
        "--large", nargs="+", type=int, default=[2, 10, 50], help="MB of the volumes of the part `large`"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes of the builds of the part `scale`")
    parser.add_argument("--runs", type=int, default=1, help="runs of each; medians are given (not of `scale`)")
    parser.add_argument("--seed", type=int, default=1, help="of generated corpora")
    parser.add_argument("--raw", type=Path, default=ROOT / "raw")
    parser.add_argument("--work", type=Path, default=ROOT / "output" / "benchmarks", help="where builds are made")
    parser.add_argument("--unstructured", help="a Python that has `unstructured`, to measure it beside")
    parser.add_argument("--history", action="store_true", help="add the figures to docs/performance.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
