"""`gongwen verify`: whether a folder of the dataset is whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.building.raw_folder import WrongUse

NAME = "verify"


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A release, or a build, or a copy of either.")],
    raw: Annotated[
        Path | None, typer.Option(help="Folder with the raw volumes, to compare byte by byte. Not needed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check sums, schemas, keys and promises of a release folder.

    Exit code 0: whole. 1: broken; each problem is named. 2: wrong use.
    """
    from pipeline.releasing.verifying import verify

    try:
        verified = verify(folder, raw)
    except WrongUse as error:
        print(f"gongwen verify: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    if as_json:
        record = {"whole": not verified.problems, "problems": [p._asdict() for p in verified.problems]}
        print(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        for line in verified.looked_at:
            print(line)
        for problem in verified.problems:
            print(f"broken: {problem.sentence}", file=sys.stderr)
        if not verified.problems:
            print(f"{folder} is whole.")
    raise typer.Exit(1 if verified.problems else 0)
