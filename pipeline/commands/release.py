"""`gongwen release`: freeze the newest build under a version, if the gates let it pass."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.building.raw_folder import WrongUse
from pipeline.building.run import Settings
from pipeline.building.state import OutputBusy
from pipeline.commands.progress import disk_trouble, progress
from pipeline.storage.places import PLACE, raw_folder, target
from pipeline.storage.store import StorageError

if TYPE_CHECKING:
    from pipeline.releasing.freezing import Release

NAME = "release"


def run(
    version: Annotated[str, typer.Argument(help="YEAR.MONTH.NUMBER, as 2026.11.0.")],
    raw: Annotated[str, typer.Option(metavar=PLACE, help="Where the volumes and sources.toml are.")] = "raw",
    output: Annotated[str, typer.Option(metavar=PLACE, help="Where to publish: OUTPUT/releases/VERSION.")] = "output",
    accept: Annotated[
        str | None, typer.Option(metavar="REASON", help="Publish what the gates refuse; the release keeps the reason.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes. Default: one for each core.")] = None,
) -> None:
    """Build what changed, judge it against the last release, freeze it as OUTPUT/releases/VERSION.

    Exit code 0: released. 1: the build or a gate refused, or the version is taken. 2: wrong use.
    """
    from pipeline.releasing.freezing import ReleaseExists, release

    try:
        where = target(output)
        where.fetch_releases()
        with progress() as report:
            made = release(version, Settings(raw_folder(raw), where.folder, jobs), accept, report)
        _show(made, version)
        if where.store is not None and made.place is not None:
            sent = where.publish_release(made.place)
            print(f"{'Published' if sent else 'Published before'}: {where.store.url}/releases/{version}/.")
    except WrongUse as error:
        print(f"gongwen release: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except (OutputBusy, ReleaseExists, StorageError) as error:
        print(f"gongwen release: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"gongwen release: {disk_trouble(error, output)}", file=sys.stderr)
        raise typer.Exit(1) from None
    raise typer.Exit(made.exit_code)


def _show(made: Release, version: str) -> None:
    for finding in made.findings:
        print(f"{'accepted' if made.place else 'refused'}: {finding.sentence}", file=sys.stderr)
    for problem in made.problems:
        print(f"broken: {problem.sentence}", file=sys.stderr)
    if made.already:
        print(f"Release {version} stands already, with this very content: {made.place}.")
    elif made.place:
        print(f"Released {version}: {made.place}.")
    else:
        print(f"Nothing was released: {made.failure}.", file=sys.stderr)
        if made.findings:
            print('If it is right as it is, say why: --accept "REASON".', file=sys.stderr)
