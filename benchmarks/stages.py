"""Each stage of the volumes: MB of raw text a second, on one core, and the peak memory of all stages in one process."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.measuring import MB, medians, run

PURE = ("reading", "cleaning", "splitting", "knowledge")
"""Without words and checks: what is set beside a word cutter."""
_SCRIPT = """
import json, resource, sys
from pathlib import Path
from time import perf_counter, process_time
from pipeline.stages import STAGES, build_volume
paths = [Path(p) for p in sys.argv[1:]]
smallest = min(paths, key=lambda p: p.stat().st_size)
build_volume(smallest.name, smallest.read_bytes())  # vocabularies are loaded once a process
seconds = dict.fromkeys(STAGES, 0.0)
clock, cpu = perf_counter(), process_time()
for path in paths:
    for stage, took in build_volume(path.name, path.read_bytes()).seconds.items():
        seconds[stage] += took
seconds["cpu_of_all"] = process_time() - cpu
seconds["clock_of_all"] = perf_counter() - clock
print(json.dumps({**seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6}))
"""


def measure(raw: Path, runs: int) -> dict[str, Any]:
    """Seconds and MB a second of each stage over all volumes, in a process of their own; medians."""
    paths = sorted(raw.glob("*.txt"))
    size = sum(p.stat().st_size for p in paths) / MB
    found = []
    for _ in range(runs):
        done = run([sys.executable, "-c", _SCRIPT, *map(str, paths)])
        if done.code:
            raise RuntimeError(done.output)
        found.append(json.loads(done.output.splitlines()[-1]))
    took = medians(found)
    others = ("cpu_of_all", "clock_of_all", "peak_mb")
    seconds = {stage: s for stage, s in took.items() if stage not in others}
    pure = sum(seconds[s] for s in PURE)
    return {
        "mb": round(size, 3),
        "seconds": seconds,
        "mb_per_second": {stage: round(size / s, 3) for stage, s in seconds.items() if s},
        "pure_seconds": round(pure, 3),
        "pure_mb_per_second": round(size / pure, 3),
        **{name: took[name] for name in others},
    }
