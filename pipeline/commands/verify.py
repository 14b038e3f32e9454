"""`gongwen verify`: whether a folder of the dataset is whole."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from pipeline.building.raw_folder import WrongUse
from pipeline.storage.places import PLACE, local_copy, raw_folder
from pipeline.storage.store import StorageError

NAME = "verify"


def run(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A release, a build, a copy of either, or their URL.")],
    raw: Annotated[
        str | None, typer.Option(metavar=PLACE, help="Where the raw volumes are, to compare by byte. Not needed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check sums, schemas, keys and promises of a release folder.

    Exit code 0: whole. 1: broken; each problem is named. 2: wrong use.
    """
    from pipeline.releasing.verifying import verify

    try:
        with local_copy(folder) as here:
            verified = verify(here, raw_folder(raw) if raw else None)
    except WrongUse as error:
        print(f"gongwen verify: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except StorageError as error:
        print(f"gongwen verify: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
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
