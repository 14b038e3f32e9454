"""Bad moments: a raw file being written, two builds at once, a clock set back, names that play tricks."""

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from pipeline.building import parts
from pipeline.building.parts import Outcome, Task, make_part
from pipeline.building.run import Settings, build
from pipeline.building.state import Output
from pipeline.cli import application
from pipeline.engines.local import LocalEngine
from pipeline.releasing import freezing
from pipeline.releasing.freezing import next_version, release
from pipeline.releasing.provenance import Code
from pipeline.releasing.verifying import verify
from tests.conftest import notice, write_sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("meanwhile", ["longer", "gone"])
def test_a_raw_file_that_changes_while_it_is_read(
    raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """It was measured, then written to: nothing is published without it; the next build takes it as it is."""
    latest = (output / "latest").resolve()
    changed = raw / "b.txt"
    changed.write_text(notice(number=31), encoding="utf-8")
    write_sources(raw)

    def writing(_: LocalEngine, tasks: Iterable[Task]) -> Iterator[Outcome]:
        for task in tasks:
            if meanwhile == "longer":
                with task.path.open("a", encoding="utf-8") as file:
                    file.write("此件公开发布\n")
            else:
                task.path.unlink()
            yield make_part(task)

    with monkeypatch.context() as patch:
        patch.setattr(LocalEngine, "run", writing)
        summary = build(Settings(raw, output, 1))
    assert summary.exit_code == 1
    assert summary.failure is not None
    assert ("b.txt: found other bytes than a moment ago; expected a file at rest" in summary.failure) == (
        meanwhile == "longer"
    )
    assert "No such file" in summary.failure or meanwhile == "longer"
    assert (output / "latest").resolve() == latest
    assert verify(latest).problems == ()
    assert not (output / ".gongwen" / "staging").exists()
    assert not list((output / ".gongwen" / "parts").glob("*.new"))

    if meanwhile == "gone":
        return
    changed.write_text(notice(number=32), encoding="utf-8")
    write_sources(raw)
    assert build(Settings(raw, output, 1)).exit_code == 0
    numbers = duckdb.sql(f"SELECT doc_number_serial FROM '{output}/latest/documents.parquet' ORDER BY ALL").fetchall()
    assert numbers == [(27,), (32,)]


HOLDER = """
    import sys
    from pathlib import Path
    from pipeline.building.state import Output
    output = Output(Path(sys.argv[1]))
    output.prepare()
    with output.locked():
        print("held", flush=True)
        sys.stdin.read()
"""


def test_of_two_builds_at_once_the_second_is_refused(raw: Path, output: Path) -> None:
    """Told who is at work; and it may build as soon as that one is gone, killed or not."""
    latest = (output / "latest").resolve()
    (raw / "a.txt").write_text(notice(number=31), encoding="utf-8")
    write_sources(raw)
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), output], text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        command = CliRunner(), application(("build", "release"))
        for arguments in (["build"], ["release", "2026.11.0"]):
            done = command[0].invoke(command[1], [*arguments, "--raw", str(raw), "--output", str(output)])
            assert done.exit_code == 1
            assert f"{output}: found a build under way by process {holder.pid}; expected to build alone" in done.stderr
        assert (output / "latest").resolve() == latest
        holder.kill()
        holder.wait()
    with Output(output).locked():
        pass


def aged(folder: Path, seconds: float) -> None:
    """Let everything below a folder be so much younger: as if the clock had been set back since it was written."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            status = path.stat()
            os.utime(path, (status.st_atime + seconds, status.st_mtime + seconds))


@pytest.mark.usefixtures("quick_verdicts")
def test_a_clock_set_back_between_builds(raw: Path, output: Path) -> None:
    """What was written in the future is no newer: each build follows the raw files, and the one before it is kept."""
    seen = [(output / "latest").resolve()]
    for number in (31, 32):
        (raw / "b.txt").write_text(notice(number=number), encoding="utf-8")
        write_sources(raw)
        assert build(Settings(raw, output, 1)).exit_code == 0
        seen.append((output / "latest").resolve())
        serials = duckdb.sql(f"SELECT doc_number_serial FROM '{output}/latest/documents.parquet' ORDER BY ALL")
        assert serials.fetchall() == [(27,), (number,)]
        aged(output, 86_400 * (4 - len(seen)))
    assert {p.resolve() for p in (output / "builds").iterdir()} == set(seen[1:])


@pytest.mark.usefixtures("quick_verdicts")
def test_a_clock_set_back_between_releases(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next version is after the newest whatever the month; latest names the newest by version, not by time."""
    monkeypatch.setattr(freezing, "running_code", lambda: Code("0" * 40, "2026-11-21"))
    first = release("2026.11.0", Settings(raw, output, 1))
    assert first.place is not None
    aged(output, 86_400 * 400)
    monkeypatch.setattr(freezing, "running_code", lambda: Code("0" * 40, "2025-01-01"))
    (raw / "c.txt").write_text(notice("国务院办公厅关于加强水库管理的通知", 33), encoding="utf-8")
    write_sources(raw)
    wanted = next_version(output, 2025, 1)
    assert wanted == "2026.11.1"
    second = release(wanted, Settings(raw, output, 1))
    assert second.place is not None, (second.failure, second.findings, second.problems)
    assert (output / "releases" / "latest").resolve() == second.place.resolve()
    for made in (first, second):
        assert made.place is not None
        assert verify(made.place).problems == ()


@pytest.mark.usefixtures("quick_verdicts")
def test_nothing_depends_on_the_clock(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that runs backwards while it builds changes no table."""
    ticks = iter(range(10**9, 0, -1))
    monkeypatch.setattr(time, "time", lambda: float(next(ticks)))
    assert build(Settings(raw, output / "back", 1)).exit_code == 0
    tables = sorted((output / "latest").glob("*.parquet"))
    assert len(tables) > 20
    for table in tables:
        assert table.read_bytes() == (output / "back" / "latest" / table.name).read_bytes()


NAMES = [
    "-rf.txt", "a..txt", "a...txt", "$(reboot).txt", "a'b\".txt", "'; DROP TABLE documents; --.txt",
    "<script>alert(1)<b>.txt", "%2e%2e%2fpasswd.txt", "C:\\b.txt", "{documents}.txt", "[a-z]?.txt", "*.txt",
    " .txt", "卷" * 80 + ".txt", "é.txt", "a__art_1.txt", "a.d-000000000000.txt",
]  # fmt: skip
TRICKS = ["a#b.txt", "a...b.txt", "a\nb.txt", "a\x1b[2Jb.txt", "\u202etxt.b.txt", os.fsdecode(b"\xff.txt")]


@pytest.mark.usefixtures("quick_verdicts")
def test_names_that_play_tricks(tmp_path: Path) -> None:
    """Each is a name like any other or refused; no file is written outside, nothing of it is run or shown as markup."""
    folder, output = tmp_path / "raw", tmp_path / "output"
    folder.mkdir()
    for number, name in enumerate([*NAMES, *TRICKS], 1):
        (folder / name).write_text(notice(number=number), encoding="utf-8")
    outside = set(tmp_path.iterdir())
    done = CliRunner().invoke(
        application(("build",)), ["build", "--raw", str(folder), "--output", str(output), "--jobs", "1"]
    )
    assert done.exit_code == 1, done.output
    rows = duckdb.sql(f"SELECT file_name, status, reason FROM '{output}/latest/volumes.parquet'").fetchall()
    assert {name for name, status, _ in rows if status == "built"} == set(NAMES)
    refused = [reason for _, status, reason in rows if status == "refused"]
    assert len(refused) == len(TRICKS)
    assert all(name.isprintable() for name, _, _ in rows)
    assert all("expected a file name of printable characters" in reason for reason in refused)
    assert set(tmp_path.iterdir()) == {*outside, output}
    assert "<script>alert" not in (output / "latest" / "quality.html").read_text(encoding="utf-8")
    assert verify((output / "latest").resolve(), folder).problems == ()


def test_a_part_that_cannot_be_written_leaves_nothing(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failing writer where no disk can be mounted: half a part, then no room."""
    latest, kept = (output / "latest").resolve(), set((output / ".gongwen" / "parts").iterdir())
    (raw / "a.txt").write_text(notice(number=31), encoding="utf-8")
    write_sources(raw)

    def half(folder: Path, _: object) -> None:
        folder.mkdir(parents=True)
        (folder / "documents.parquet").write_bytes(b"PAR1")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.publishing.parquet.write_part", half)
    summary = build(Settings(raw, output, 1))
    assert summary.exit_code == 1
    assert "a.txt: found [Errno 28] No space left on device; expected to write its part" in str(summary.failure)
    assert (output / "latest").resolve() == latest
    assert set((output / ".gongwen" / "parts").iterdir()) == kept
    assert parts.kept(next(iter(kept))) is not None
