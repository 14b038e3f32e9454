"""The `gongwen` command. Each command is a module of `pipeline.commands`; only the one that is called is loaded."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterable
from importlib import import_module

import typer

COMMANDS = ("build", "search", "show", "sql", "evaluate", "release", "diff", "verify")


def application(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with the named commands."""
    app = typer.Typer(
        name="gongwen",
        help="公文: compilations of Chinese official documents as an open, versioned, citable dataset.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for name in names:
        command = import_module(f"pipeline.commands.{name}")
        app.command(name=command.NAME)(command.run)
    app.callback()(_keep_names)
    return app


def _keep_names() -> None:
    """Without a callback, a command line with one command would not take its name."""


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    called = next((a for a in sys.argv[1:] if not a.startswith("-")), None)
    application([called] if called in COMMANDS else COMMANDS)()


def command() -> None:
    """The `gongwen` of the shell: as `main`, but the process ends without taking down what it holds.

    To free all that Dagster made, object by object, takes a second of a build. What has to be done at the end is done:
    this comes after all that is to be called then, for it was registered before.
    """
    ended: list[object] = []
    atexit.register(_leave, ended)
    try:
        main()
    except SystemExit as end:
        ended.append(end.code)
        raise


def _leave(ended: list[object]) -> None:
    code = ended[0] if ended else None
    if isinstance(code, int):
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                return  # Python says so, with a code of its own
        os._exit(code)
