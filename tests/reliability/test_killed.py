"""kill -9 at any moment of a build or a release: never a broken latest, and the next run makes it good."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.building.run import Settings, build
from pipeline.publishing.manifest import CHECKSUMS
from pipeline.releasing.freezing import release
from pipeline.releasing.verifying import verify
from tests.conftest import notice, write_sources

RELEASE = """
from pathlib import Path
from pipeline.building.run import Settings
from pipeline.releasing import freezing
from pipeline.releasing.provenance import Code
freezing.running_code = lambda: Code("0" * 40, "2026-11-21")
freezing.release("2026.11.0", Settings(Path("raw"), Path("output"), 1))
"""


def killed_after(place: Path, seconds: float) -> bool:
    """Run a build and release in a process of its own, kill it after a while; whether it was still at work."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-c", RELEASE], cwd=place, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    raw, output = tmp_path / "raw", tmp_path / "output"
    raw.mkdir()
    (raw / "a.txt").write_text(notice(), encoding="utf-8")
    write_sources(raw)
    started = time.monotonic()
    assert build(Settings(raw, output, 1)).exit_code == 0
    took = time.monotonic() - started
    (raw / "b.txt").write_text(notice(number=28), encoding="utf-8")
    write_sources(raw)
    start = tmp_path / "start"
    shutil.copytree(output, start, symlinks=True)
    moments = random.Random(8)
    for _ in range(10):
        killed_after(tmp_path, moments.uniform(0.2, 1.2) * took)
        latest = (output / "latest").resolve()
        assert (latest / CHECKSUMS).is_file()
        assert verify(latest).problems == ()
        released = output / "releases" / "2026.11.0"
        if released.exists():
            assert verify(released).problems == ()
            shutil.rmtree(output)
            shutil.copytree(start, output, symlinks=True)
    made = release("2026.11.0", Settings(raw, output, 1), accepted="the code under test may differ from its commit")
    assert made.place is not None
    assert verify(made.place, raw).problems == ()
    assert (output / "releases" / "latest").resolve() == made.place
    assert not list((output / "releases").glob(".*.new"))
    assert not list((output / ".gongwen" / "parts").glob("*.new"))


def test_a_second_release_is_told_who_works(tmp_path: Path) -> None:
    from pipeline.building.state import Output, OutputBusy

    output = Output(tmp_path / "output")
    output.prepare()
    with (
        output.locked(),
        pytest.raises(OutputBusy, match=f"a build under way by process {os.getpid()}"),
        output.locked(),
    ):
        pass
