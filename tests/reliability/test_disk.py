"""Output that cannot be written, read-only or full: told clearly, latest whole as it was, nothing left behind."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import application
from pipeline.releasing.verifying import verify
from tests.conftest import notice, write_sources

SMALL_DISK = 24 << 20


def gongwen(*arguments: str | Path) -> Result:
    """The command, in this process: what a build loads takes longer than the build of two small volumes."""
    return CliRunner().invoke(application(("build", "release")), [*map(str, arguments), "--jobs", "1"])


def mount(*arguments: str | Path) -> bool:
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture
def disk(built_volumes: Path, tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own, with `output`, the build of the raw folder, on it."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() or not mount("-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", place):
        pytest.skip("mounting a small tmpfs needs the rights of root")
    shutil.copytree(built_volumes / "output", place / "output", symlinks=True)
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and when it was written; the lock says who holds it."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != "lock")
    return {p.relative_to(folder).as_posix(): (p.stat().st_size, p.stat().st_mtime_ns) for p in found}


def fill(disk: Path, *, leave: int) -> Path:
    """Take up what is free on a disk but for so many bytes."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - leave))
    return filler


def test_output_that_is_read_only_is_wrong_use(raw: Path, disk: Path) -> None:
    output = disk / "output"
    (raw / "a.txt").write_text(notice(number=31), encoding="utf-8")
    write_sources(raw)
    before = everything(output)
    assert mount("-o", "remount,ro", disk)
    for arguments in (("build",), ("release", "2026.11.0")):
        done = gongwen(*arguments, "--raw", raw, "--output", output)
        assert done.exit_code == 2
        assert "found Read-only file system; expected an output folder to write to" in done.stderr
    assert everything(output) == before
    assert verify((output / "latest").resolve()).problems == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write where permission bits forbid it")
def test_output_without_rights_is_wrong_use(raw: Path, output: Path) -> None:
    (output / ".gongwen").chmod(0o555)
    done = gongwen("build", "--raw", raw, "--output", output)
    assert done.exit_code == 2
    assert "found Permission denied; expected an output folder to write to" in done.stderr


@pytest.mark.parametrize("leave", [0, 100 << 10, 1 << 20])
def test_a_disk_that_fills_leaves_latest_as_it_was(raw: Path, disk: Path, leave: int) -> None:
    """Full at once, while a part is written, while the tables are, while the database is."""
    output = disk / "output"
    latest, before = (output / "latest").resolve(), everything(output)
    (raw / "c.txt").write_text("\n".join(notice(number=n) for n in range(31, 61)), encoding="utf-8")
    write_sources(raw)
    filler = fill(disk, leave=leave)
    done = gongwen("build", "--raw", raw, "--output", output)
    assert done.exit_code in (1, 2), done.stdout
    assert "No space left on device" in done.stderr or "failed writing" in done.stderr.lower(), done.stderr
    assert (output / "latest").resolve() == latest
    assert verify(latest).problems == ()
    left = everything(output)
    assert {name for name in left.keys() - before.keys() if not name.startswith(".gongwen/parts/")} == set()
    assert not [name for name in left if ".new" in name]
    assert all(left[name] == mark for name, mark in before.items())

    if not leave:
        filler.unlink()
        assert gongwen("build", "--raw", raw, "--output", output).exit_code == 0
        assert (output / "latest").resolve() != latest


def test_a_release_on_a_disk_that_fills(raw: Path, disk: Path) -> None:
    output = disk / "output"
    before = everything(output)
    filler = fill(disk, leave=1 << 20)
    done = gongwen("release", "2026.11.0", "--raw", raw, "--output", output, "--accept", "a test")
    assert done.exit_code == 1, done.stdout
    assert "No space left on device" in done.stderr
    assert "What was published before is whole" in done.stderr
    assert not list((output / "releases").iterdir())
    assert everything(output) == before
    filler.unlink()
    done = gongwen("release", "2026.11.0", "--raw", raw, "--output", output, "--accept", "a test")
    assert done.exit_code == 0, done.stderr
    assert verify(output / "releases" / "2026.11.0", raw).problems == ()
