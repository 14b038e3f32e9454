"""A clean clone on another day, in another time zone, makes a release of the very same Parquet files."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.contract import PUBLISHED
from tests.conftest import ROOT

TRACKED = ["git", "-C", str(ROOT), "ls-files", "-z", "pipeline", "expectations", "raw/sources.toml", "tests/gold"]
CLOCK = """
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#define SHIFT (-400L * 86400)
int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += SHIFT;
    return failed;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *told) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (told) *told = exact.tv_sec;
    return exact.tv_sec;
}
"""
"""The clock of the machine 400 days back, for Python and for the libraries alike; back, so that nobody waits for it."""
COMPILER = shutil.which("cc") or shutil.which("gcc")
RELEASE = """
import datetime, sys, time
from pathlib import Path
assert time.time() < float(sys.argv[1]) - 399 * 86400 and datetime.date.today() < datetime.date.fromtimestamp(
    float(sys.argv[1]) - 398 * 86400)
import pipeline
assert Path(pipeline.__file__).is_relative_to(Path.cwd()), pipeline.__file__
from pipeline.building.run import Settings
from pipeline.releasing import freezing
from pipeline.releasing.provenance import Code
freezing.running_code = lambda: Code("0" * 40, "2026-11-21", (), "1" * 64)
made = freezing.release("2026.11.0", Settings(Path("raw_here"), Path("output"), 1))
assert made.place is not None, (made.failure, made.findings, made.problems)
"""


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no git checkout: what a clone would hold is not known")
@pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="no C compiler to make another clock with")
def test_the_same_bytes_in_every_table(
    pages_release: Path, tmp_path: Path, parquet_hashes: Callable[[Path], dict[str, str]]
) -> None:
    clone = tmp_path / "clone"
    for name in subprocess.run(TRACKED, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, clone / name)
    shutil.copytree(pages_release.parents[2] / "raw", clone / "raw_here", copy_function=shutil.copyfile)
    (tmp_path / "clock.c").write_text(CLOCK, encoding="utf-8")
    clock = tmp_path / "clock.so"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-o", clock, tmp_path / "clock.c"], check=True)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(clock),
        "PYTHONPATH": str(clone),
        "PYTHONHASHSEED": "8",
        "TZ": "Pacific/Kiritimati",
    }
    done = subprocess.run(
        [sys.executable, "-c", RELEASE, str(time.time())],
        cwd=clone, env=environment, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    made = clone / "output" / "releases" / "2026.11.0"
    hashes = parquet_hashes(made)
    assert set(hashes) == {f"{name}.parquet" for name in PUBLISHED}
    assert hashes == parquet_hashes(pages_release)
    for name in ("datapackage.json", "croissant.json", "quality.json", "README.md", "CITATION.cff", "provenance.json"):
        assert (made / name).read_bytes() == (pages_release / name).read_bytes(), name
