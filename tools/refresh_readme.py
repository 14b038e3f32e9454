"""Writes into README.md what its commands print and its queries answer.

python tools/refresh_readme.py OUTPUT        (the output folder of a build of raw/)
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb

from pipeline.building.run import CheckReport, Summary
from pipeline.commands.progress import closing_table
from tools.refresh_queries import refreshed

README = Path(__file__).resolve().parents[1] / "README.md"
_COMMAND = re.compile(
    r"(```console\n\$ (?P<command>[^\n]*)\n```\n.*?```text\n)(?P<printed>.*?)(?P<end>```\n)", re.DOTALL
)


def refreshed_readme(text: str, output: Path) -> str:
    """The page with what the commands print and the queries answer now."""
    text = _COMMAND.sub(lambda found: f"{found[1]}{_printed(found['command'], output)}{found['end']}", text)
    with duckdb.connect(str(output / "latest" / "corpus.duckdb"), read_only=True) as connection:
        return refreshed(text, connection)


def without_seconds(text: str) -> str:
    """The page without what no two runs have alike."""
    return re.sub(r"(?m)^(  seconds +)[0-9.,]+$", r"\1…", text)


def _printed(command: str, output: Path) -> str:
    if command == "make dataset":
        return f"{closing_table(_last_summary(output))}\n\nThe dataset is at output/latest.\n"
    _, *arguments = shlex.split(command)
    gongwen = [str(Path(sys.executable).with_name("gongwen")), *arguments, "--output", str(output)]
    return subprocess.run(gongwen, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout


def _last_summary(output: Path) -> Summary:
    kept = json.loads((output / ".gongwen" / "state.json").read_text(encoding="utf-8"))["summary"]
    return Summary(**{**kept, "checks": [CheckReport(**check) for check in kept["checks"]]})


if __name__ == "__main__":
    README.write_text(refreshed_readme(README.read_text(encoding="utf-8"), Path(sys.argv[1])), encoding="utf-8")
