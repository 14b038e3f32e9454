"""The `gongwen` of the shell ends at once, with its exit code, and with all done and said that is to be."""

import subprocess
import sys

import pytest

SCRIPT = """
import atexit, sys
from pipeline import cli

class Held:
    def __del__(self):
        print("taken down")

held = Held()

def main():
    atexit.register(print, "done at the end")
    print("said")
    {ends}

cli.main = main
cli.command()
"""


@pytest.mark.parametrize(
    ("ends", "code", "taken_down"),
    [("sys.exit(0)", 0, False), ("sys.exit(2)", 2, False), ("raise OSError('no room')", 1, True)],
)
def test_it_ends_with_all_done_and_said(ends: str, code: int, *, taken_down: bool) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(ends=ends)], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout.splitlines() == ["said", "done at the end", *(["taken down"] if taken_down else [])]
    assert ("no room" in done.stderr) == taken_down
