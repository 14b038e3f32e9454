"""`gongwen build`: build what changed, check it, put it at OUTPUT/latest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.building.raw_folder import WrongUse
from pipeline.building.run import Settings, build
from pipeline.building.state import OutputBusy
from pipeline.commands.progress import progress, show_summary

NAME = "build"


def run(
    raw: Annotated[Path, typer.Option(help="Folder with the volumes and sources.toml.")] = Path("raw"),
    output: Annotated[Path, typer.Option(help="Folder to publish in; the dataset appears at OUTPUT/latest.")] = Path(
        "output"
    ),
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes. Default: one for each core.")] = None,
) -> None:
    """Build what changed, check it, put it at OUTPUT/latest.

    Exit code 0: all volumes built and published. 1: a volume or a check was refused. 2: wrong use.
    """
    try:
        with progress() as report:
            summary = build(Settings(raw, output, jobs), report)
    except WrongUse as error:
        print(f"gongwen build: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except OutputBusy as error:
        print(f"gongwen build: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    show_summary(summary, output)
    raise typer.Exit(summary.exit_code)
