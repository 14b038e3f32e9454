"""How things are measured: seconds, CPU seconds and peak memory of a process and all it starts, and on what machine.

Belongs here: clocks and memory. Does not belong here: what is measured.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

MB = 1e6
"""Megabytes of text are millions of bytes, of memory too."""
_EVERY = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one command: its exit code, seconds on the clock and of CPU, and the most memory that it and all it started
    held at one moment (`peak_mb`; pages that processes share are counted in each)."""

    code: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command and measure it; what it printed is in `output`. Needs /proc."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    watch = _Watch(process.pid)
    watch.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    watch.stop()
    return Measured(process.returncode, seconds, watch.cpu_seconds, watch.peak / MB, output)


class _Watch(threading.Thread):
    """Adds up the memory of a process and all below it, again and again."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.peak = 0.0
        self._cpu: dict[int, float] = {}
        self._pid = pid
        self._done = threading.Event()

    @property
    def cpu_seconds(self) -> float:
        return sum(self._cpu.values())

    def stop(self) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        while not self._done.wait(_EVERY):
            memory = 0
            for pid, seconds, resident in _family(self._pid):
                memory += resident
                self._cpu[pid] = max(self._cpu.get(pid, 0.0), seconds)
            self.peak = max(self.peak, memory)


def _family(root: int) -> Iterable[tuple[int, float, int]]:
    """Process id, own CPU seconds and resident bytes of a process and all that it started, directly or not."""
    children: dict[int, list[int]] = {}
    found: dict[int, tuple[float, int]] = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        found[int(entry)] = ((int(fields[11]) + int(fields[12])) / _TICKS, int(fields[21]) * _PAGE)
        children.setdefault(int(fields[1]), []).append(int(entry))
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        if pid in found:
            yield (pid, *found[pid])


def timed(work: Any, *arguments: Any) -> tuple[float, float]:
    """Seconds on the clock and of CPU that a call in this process takes."""
    clock, cpu = time.perf_counter(), time.process_time()
    work(*arguments)
    return time.perf_counter() - clock, time.process_time() - cpu


def medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each figure, rounded."""
    return {name: round(statistics.median(r[name] for r in runs), 3) for name in runs[0]}


def figures(measured: Measured) -> dict[str, float]:
    """The numbers of a measurement."""
    return {k: v for k, v in asdict(measured).items() if k not in ("output", "code")}


def machine(root: Path) -> dict[str, Any]:
    """Where and on what code figures were taken."""
    git = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True, check=False)
    changed = subprocess.run(["git", "status", "--short"], cwd=root, capture_output=True, text=True, check=False)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        "commit": (git.stdout.strip() or "unknown") + ("+" if changed.stdout.strip() else ""),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * _PAGE / 1e9, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": sys.version.split()[0],
        "libraries": {name: version(name) for name in ("duckdb", "pyarrow", "dagster", "great-expectations")},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
