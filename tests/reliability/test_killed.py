"""kill -9 at any moment of a build or a release: never a broken latest, and the next run makes it good."""

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from pipeline.building.run import Settings
from pipeline.publishing.manifest import CHECKSUMS
from pipeline.releasing.freezing import release
from pipeline.releasing.verifying import verify
from tests.conftest import notice, write_sources
from tests.reliability.killing import killed_after, load


def restore(output: Path, start: Path) -> None:
    """The output folder as it was before the release."""
    shutil.rmtree(output)
    shutil.copytree(start, output, symlinks=True)


@pytest.mark.slow
def test_killed_at_random_moments(raw: Path, output: Path, tmp_path: Path) -> None:
    (raw / "c.txt").write_text(notice(number=29), encoding="utf-8")
    write_sources(raw)
    start = tmp_path / "start"
    shutil.copytree(output, start, symlinks=True)
    load()
    started = time.monotonic()
    assert not killed_after(tmp_path, 600)
    took = time.monotonic() - started
    assert (output / "releases" / "2026.11.0").is_dir()
    restore(output, start)
    moments = random.Random(8)
    killed = 0
    for _ in range(10):
        killed += killed_after(tmp_path, moments.uniform(0.05, 1.0) * took)
        latest = (output / "latest").resolve()
        assert (latest / CHECKSUMS).is_file()
        assert verify(latest).problems == ()
        released = output / "releases" / "2026.11.0"
        if released.exists():
            assert verify(released).problems == ()
            restore(output, start)
    assert killed >= 5  # a run after the build was killed has less to do
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
