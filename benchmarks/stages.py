"""Each stage of the volumes: MB of raw text a second, on one core, and the peak memory of all stages in one process.

And the same of single large volumes, to see that time grows with size and no faster.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import varied
from benchmarks.measuring import MB, medians, run

PURE = ("reading", "cleaning", "splitting", "knowledge")
"""Without words and checks: what is set beside a word cutter."""
_OTHERS = ("cpu_of_all", "clock_of_all", "peak_mb")
_JIEBA = "jieba"
"""Cut with the volume, in one process, to set the stages beside it: a machine's speed changes from minute to minute."""
_SCRIPT = """
import json, resource, sys
from pathlib import Path
from time import perf_counter, process_time
from pipeline.stages import STAGES, build_volume
beside, *paths = sys.argv[1:]
first, *paths = map(Path, paths)
build_volume(first.name, first.read_bytes())  # vocabularies are loaded once a process
seconds = dict.fromkeys(STAGES, 0.0)
if beside == "jieba":
    import jieba
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    seconds["jieba"] = 0.0
clock, cpu = perf_counter(), process_time()
for path in paths:
    for stage, took in build_volume(path.name, path.read_bytes()).seconds.items():
        seconds[stage] += took
    if beside == "jieba":
        text, started = path.read_text(encoding="utf-8"), perf_counter()
        sum(1 for _ in jieba.cut(text))
        seconds["jieba"] += perf_counter() - started
seconds["cpu_of_all"] = process_time() - cpu
seconds["clock_of_all"] = perf_counter() - clock
print(json.dumps({**seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6}))
"""


def measure(raw: Path, runs: int) -> dict[str, Any]:
    """Seconds and MB a second of each stage over all volumes, in a process of their own; medians.

    `pure_to_jieba` is what share the pure stages take of jieba's time for the same volumes, each cut as it was built.
    """
    paths = sorted(raw.glob("*.txt"))
    size = sum(p.stat().st_size for p in paths) / MB
    beside = [_run([_smallest(raw), *paths], _JIEBA) for _ in range(runs)]
    took = medians([_run([_smallest(raw), *paths]) for _ in range(runs)])
    seconds = {stage: s for stage, s in took.items() if stage not in _OTHERS}
    pure = sum(seconds[s] for s in PURE)
    return {
        "mb": round(size, 3),
        "seconds": seconds,
        "mb_per_second": {stage: round(size / s, 3) for stage, s in seconds.items() if s},
        "pure_seconds": round(pure, 3),
        "pure_mb_per_second": round(size / pure, 3),
        "pure_to_jieba": round(sum(took[s] for took in beside for s in PURE) / sum(took[_JIEBA] for took in beside), 3),
        **{name: took[name] for name in _OTHERS},
    }


def large(raw: Path, work: Path, megabytes: int, seed: int) -> dict[str, Any]:
    """One volume of so many MB, all volumes again and again with other figures: CPU seconds a MB, peak memory."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(raw.glob("*.txt"))]
    path = work / f"large-{megabytes}.txt"
    written = turn = 0
    with path.open("wb") as volume:
        while written < megabytes * MB:
            written += volume.write(varied(texts[turn % len(texts)], (), f"{seed} {turn}").encode())
            turn += 1
    found = _run([_smallest(raw), path])
    path.unlink()
    size = written / MB
    return {
        "mb": round(size, 3),
        "pure_seconds_per_mb": round(sum(found[s] for s in PURE) / size, 3),
        "cpu_seconds_per_mb": round(found["cpu_of_all"] / size, 3),
        "peak_mb": round(found["peak_mb"]),
    }


def _smallest(raw: Path) -> Path:
    """The smallest volume of a raw folder."""
    return min(raw.glob("*.txt"), key=lambda p: p.stat().st_size)


def _run(paths: Sequence[Path], beside: str = "nothing") -> dict[str, float]:
    """Seconds by stage and the rest that the script finds of some volumes; the first only loads the vocabularies."""
    done = run([sys.executable, "-c", _SCRIPT, beside, *map(str, paths)])
    if done.code:
        raise RuntimeError(done.output)
    found: dict[str, float] = json.loads(done.output.splitlines()[-1])
    return found
