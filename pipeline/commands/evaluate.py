"""`gongwen evaluate`: accuracy against the hand-made truth."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "evaluate"


def run(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    output: Annotated[Path, typer.Option(help="The output folder; its latest dataset is evaluated.")] = Path("output"),
    raw: Annotated[Path, typer.Option(help="Folder with the volumes.")] = Path("raw"),
    truth: Annotated[Path, typer.Option(help="Folder with the truth; `knowledge` is read beside it.")] = Path(
        "tests/gold/text"
    ),
    misses: Annotated[Path | None, typer.Option(help="Write every disagreement to this file, JSON lines.")] = None,
) -> None:
    """Accuracy against the hand-made truth."""
    from pipeline.evaluating.evaluate import evaluate
    from pipeline.evaluating.figures import MEANINGS

    try:
        report = evaluate(output / "latest", raw, truth)
    except ValueError as error:
        print(f"gongwen evaluate: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    if misses is not None:
        lines = (json.dumps(m._asdict(), ensure_ascii=False, default=str) for m in report.misses)
        misses.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if as_json:
        figures = {
            name: {
                "f1": round(c.f1, 4),
                "precision": round(c.precision, 4),
                "recall": round(c.recall, 4),
                "right": c.right,
                "wrong": c.wrong,
                "missed": c.missed,
                "meaning": MEANINGS[name],
            }
            for name, c in report.counts.items()
        }
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    print(f"{'figure':<22}{'F1':>7}{'prec.':>8}{'recall':>8}{'right':>8}{'wrong':>7}{'missed':>8}  what it says")
    for name, c in report.counts.items():
        print(
            f"{name:<22}{c.f1:>7.4f}{c.precision:>8.4f}{c.recall:>8.4f}{c.right:>8,}{c.wrong:>7,}{c.missed:>8,}"
            f"  {MEANINGS[name]}"
        )
