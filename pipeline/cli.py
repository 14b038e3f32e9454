"""The `gongwen` command. Each command is a module of `pipeline.commands`; heavy imports stay inside the commands."""

from __future__ import annotations

import os

import typer

from pipeline.commands import build, evaluate, search, show, sql

app = typer.Typer(
    name="gongwen",
    help="公文: compilations of Chinese official documents as an open, versioned, citable dataset.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (build, search, show, sql, evaluate):
    app.command(name=command.NAME)(command.run)


@app.callback()
def _commands() -> None:
    """Keep the command's name even while there is one command only."""


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    app()
