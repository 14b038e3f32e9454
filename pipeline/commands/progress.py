"""How a build is shown: live on a terminal, plain lines elsewhere, and the closing table."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.building.explaining import KEEP, Explanation
from pipeline.building.parts import Outcome
from pipeline.building.plan import Plan
from pipeline.building.run import Reporter, Summary

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def progress() -> Iterator[Reporter]:
    """A reporter that suits standard output."""
    if not sys.stdout.isatty():
        yield PlainLines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns) as bars:
        yield LiveBars(bars)


class PlainLines:
    """A line for each thing that happens."""

    def planned(self, plan: Plan, warnings: list[str]) -> None:
        """Say what will be done."""
        for warning in warnings:
            self.say(f"warning: {warning}")
        known = f", {len(plan.outcomes)} known from before" if plan.outcomes else ""
        self.say(f"{_count(len(plan.raw.volumes), 'volume')}: {len(plan.tasks)} to build{known}")

    def volume(self, outcome: Outcome) -> None:
        """Say how a volume fared."""
        self.say(_fared(outcome))

    def step(self, name: str) -> None:
        """Say what begins."""
        self.say(name)

    def say(self, line: str) -> None:
        """Print a line at once."""
        print(line, flush=True)


class LiveBars(PlainLines):
    """Bars on a terminal, with the same lines above them."""

    def __init__(self, bars: Progress):
        self._bars = bars
        self._volumes: TaskID | None = None

    def planned(self, plan: Plan, warnings: list[str]) -> None:
        """Say what will be done, and show a bar for it."""
        super().planned(plan, warnings)
        if plan.tasks:
            self._volumes = self._bars.add_task("volumes", total=len(plan.tasks))

    def volume(self, outcome: Outcome) -> None:
        """Say how a volume fared, and move the bar."""
        super().volume(outcome)
        if self._volumes is not None:
            self._bars.advance(self._volumes)

    def step(self, name: str) -> None:
        """Show what runs."""
        self._bars.add_task(name, total=None)

    def say(self, line: str) -> None:
        """Print a line above the bars."""
        self._bars.console.print(line, markup=False, highlight=False, soft_wrap=True)


def closing_table(summary: Summary) -> str:
    """The closing table, a line a figure."""
    refused, built = summary.refused, summary.built
    passed = sum(c.expectations for c in summary.checks if c.passed)
    rows = [
        ("volumes", f"{built:,}" + (f" built, {len(refused):,} refused" if refused else "")),
        ("documents", f"{summary.rows.get('documents', 0):,}"),
        ("articles", f"{summary.rows.get('articles', 0):,}"),
        ("edits", f"{summary.rows.get('edits', 0):,}"),
        (
            "checks",
            f"{sum(c.passed for c in summary.checks)} of {len(summary.checks)} passed ({passed:,} expectations)",
        ),
        ("seconds", f"{summary.seconds:.1f}"),
    ]
    return "\n".join(f"  {name:<10} {value}" for name, value in rows)


def show_explanation(explanation: Explanation, *, as_json: bool) -> None:
    """What a build would do: a line a volume that is not kept, then why the tables would be put together."""
    if as_json:
        print(json.dumps(asdict(explanation), ensure_ascii=False, indent=1))
        return
    kept = sum(fate.action == KEEP for fate in explanation.volumes)
    for fate in explanation.volumes:
        if fate.action != KEEP:
            print(f"{fate.action} {fate.volume}: {'; '.join(fate.reasons)}")
    print(f"keep {_count(kept, 'volume')}")
    if explanation.dataset:
        print(f"The tables would be put together: {'; '.join(explanation.dataset)}.")
    else:
        print("Nothing has changed since the last build: nothing would be done.")


def show_summary(summary: Summary, output: Path) -> None:
    """The closing table and, below it, what went wrong."""
    if not summary.worked:
        print("Nothing has changed since the last build: no work was done.")
    print(f"\n{closing_table(summary)}\n")
    for volume, reason in summary.refused.items():
        print(f"refused: {volume}: {reason}", file=sys.stderr)
    for check in summary.checks:
        if not check.passed:
            print(f"check failed: {check.table}: {check.found}", file=sys.stderr)
    if summary.failure:
        print(f"Nothing was published: {summary.failure}. {output / 'latest'} is as it was.", file=sys.stderr)
    else:
        print(f"The dataset is at {output / 'latest'}.")


def disk_trouble(error: OSError, output: str) -> str:
    """What to say of a disk that is full, or will not be written to, in the middle of the work."""
    return (
        f"{error.filename or output}: found {error.strerror or error}; expected to write to {output}. "
        "Make room or mend its rights there, and run it again. What was published before is whole."
    )


def _fared(outcome: Outcome) -> str:
    if not outcome.built:
        return f"refused {outcome.volume_id}: {outcome.reason}"
    found = ", ".join(f"{outcome.rows[n]:,} {n}" for n in ("documents", "articles", "edits") if n in outcome.rows)
    return f"built {outcome.volume_id}: {found}, {sum(outcome.seconds.values()):.1f} s"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
