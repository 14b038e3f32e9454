"""`gongwen build`: what it prints, and its exit codes."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

GONGWEN = Path(sys.executable).with_name("gongwen")


def gongwen(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [GONGWEN, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


def imported_by_a_build(folder: Path) -> list[str]:
    """Which of the heavy libraries a build in `folder` loads."""
    code = (
        "import json, sys; from pipeline.cli import main; sys.argv = ['gongwen', 'build']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = ('dagster', 'great_expectations', 'pandas', 'duckdb', 'pyarrow', 'jieba', 'rjieba', 'numpy');"
        "print(json.dumps([m for m in heavy if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    loaded: list[str] = json.loads(done.stdout.splitlines()[-1])
    return loaded


def test_builds_then_has_nothing_to_do_then_refuses(raw: Path) -> None:
    folder = raw.parent
    first = gongwen("build", cwd=folder)
    assert (first.returncode, first.stderr) == (0, "")
    lines = first.stdout.splitlines()
    assert lines[0] == "2 volumes: 2 to build"
    assert any(line.startswith("built a: 1 documents, ") for line in lines)
    assert "  documents  2" in lines
    assert lines[-1] == "The dataset is at output/latest."
    assert (folder / "output" / "latest" / "corpus.duckdb").is_file()

    again = gongwen("build", cwd=folder)
    assert again.returncode == 0
    assert again.stdout.startswith("Nothing has changed since the last build: no work was done.\n")
    assert "  documents  2" in again.stdout

    assert imported_by_a_build(folder) == []

    (raw / "b.txt").write_bytes(b"\x00")
    refused = gongwen("build", cwd=folder)
    assert refused.returncode == 1
    assert "refused: b: b.txt: found sha256" in refused.stderr
    assert "The dataset is at output/latest." in refused.stdout
    assert "1 built, 1 refused" in refused.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--raw", "nowhere"), "nowhere: found no such folder"),
        (("--raw", "empty"), "empty: found no volumes"),
        (("--output", "raw/a.txt"), "raw/a.txt/.gongwen/parts: found Not a directory"),
        (("--jobs", "0"), "0 is not in the range"),
        (("--fast",), "No such option"),
    ],
)
def test_wrong_use_is_told_at_once(raw: Path, arguments: tuple[str, ...], message: str) -> None:
    (raw.parent / "empty").mkdir()
    done = gongwen("build", *arguments, cwd=raw.parent)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


def test_a_terminal_sees_bars(raw: Path) -> None:
    parent, child = pty.openpty()
    with subprocess.Popen([GONGWEN, "build"], cwd=raw.parent, stdin=subprocess.DEVNULL, stdout=child) as process:
        os.close(child)
        seen = b""
        while True:
            try:
                chunk = os.read(parent, 4096)
            except OSError:  # the terminal's other end was closed
                break
            if not chunk:
                break
            seen += chunk
        assert process.wait() == 0
    os.close(parent)
    text = seen.decode()
    assert "\x1b[" in text
    assert "volumes" in text
    assert "2/2" in text
    assert "The dataset is at output/latest." in text
