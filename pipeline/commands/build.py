"""`gongwen build`: build what changed, check it, put it at OUTPUT/latest."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.building.explaining import explain as explain_build
from pipeline.building.raw_folder import WrongUse
from pipeline.building.run import Settings, build
from pipeline.building.state import OutputBusy
from pipeline.commands.progress import disk_trouble, progress, show_explanation, show_summary
from pipeline.engines.choosing import ENGINES, LOCAL
from pipeline.storage.places import PLACE, raw_folder, target
from pipeline.storage.store import StorageError

NAME = "build"


def run(
    *,
    raw: Annotated[str, typer.Option(metavar=PLACE, help="Where the volumes and sources.toml are.")] = "raw",
    output: Annotated[str, typer.Option(metavar=PLACE, help="Where to publish: OUTPUT/latest.")] = "output",
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes. Default: one for each core.")] = None,
    engine: Annotated[str, typer.Option(help=f"Where volumes are built: {', '.join(ENGINES)}.")] = LOCAL,
    address: Annotated[str | None, typer.Option(help="Of the Ray cluster, host:port. Default: one made here.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say what would be built and why; build nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="With --explain: as JSON.")] = False,
) -> None:
    """Build what changed, check it, put it at OUTPUT/latest. With --explain, say what would be built and why.

    In storage (s3://BUCKET/PREFIX) OUTPUT/latest.json names the newest build.

    Exit code 0: all volumes built and published. 1: a volume or a check was refused. 2: wrong use.
    """
    try:
        where = target(output)
        if explain:
            show_explanation(explain_build(raw_folder(raw), where.folder), as_json=json)
            return
        with progress() as report:
            summary = build(Settings(raw_folder(raw), where.folder, jobs, engine, address), report)
        show_summary(summary, where.folder)
        if where.store is not None and summary.failure is None:
            sent = where.publish_build()
            print(f"{'Published' if sent else 'Published before'}: {where.store.url}/latest.json names it.")
    except WrongUse as error:
        print(f"gongwen build: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except (OutputBusy, StorageError) as error:
        print(f"gongwen build: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"gongwen build: {disk_trouble(error, output)}", file=sys.stderr)
        raise typer.Exit(1) from None
    raise typer.Exit(summary.exit_code)
