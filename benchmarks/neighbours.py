"""What others take for the same text, in the same run: a word cutter, a paragraph grouper, a regex, a checksum.

None of them does what gongwen does; they say what a second of this machine is worth. `unstructured` is no dependency:
it is measured where a Python that has it is named.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measuring import MB, medians, timed

_SPLITTER = re.compile(
    r"(?m)^(?=第[一二三四五六七八九十百零]+条|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])"
)
_UNSTRUCTURED = """
import json, sys, time
from pathlib import Path
from unstructured.cleaners.core import group_broken_paragraphs
texts = [Path(p).read_text(encoding="utf-8") for p in sys.argv[1:]]
clock, cpu = time.perf_counter(), time.process_time()
for text in texts:
    group_broken_paragraphs(text)
print(json.dumps({"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - cpu}))
"""


def measure(raw: Path, runs: int, unstructured: str | None = None) -> dict[str, Any]:
    """Seconds of each over all volumes, one core; medians. A string says why something could not be measured."""
    paths = sorted(raw.glob("*.txt"))
    data = [p.read_bytes() for p in paths]
    texts = [d.decode("utf-8") for d in data]
    size = sum(map(len, data)) / MB
    found: dict[str, Any] = {
        "jieba": _median(_jieba(texts), runs),
        "regex splitter": _median(lambda: [_SPLITTER.split(t) for t in texts], runs),
        "sha256": _median(lambda: [hashlib.sha256(d).hexdigest() for d in data], runs),
        "cat | sha256sum": _median(lambda: _checksum(paths), runs),
        "unstructured": _unstructured(paths, runs, unstructured),
    }
    for took in found.values():
        if isinstance(took, dict):
            took["mb_per_second"] = round(size / max(took["seconds"], 1e-3), 3)
    return {"mb": round(size, 3), **found}


def _median(work: Any, runs: int) -> dict[str, float]:
    return medians([dict(zip(("seconds", "cpu_seconds"), timed(work), strict=True)) for _ in range(runs)])


def _jieba(texts: list[str]) -> Any:
    """jieba as it is installed, its dictionary loaded before."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return lambda: [sum(1 for _ in jieba.cut(t)) for t in texts]


def _checksum(paths: list[Path]) -> None:
    cat = subprocess.Popen(["cat", *map(str, paths)], stdout=subprocess.PIPE)
    subprocess.run(["sha256sum"], stdin=cat.stdout, stdout=subprocess.DEVNULL, check=True)
    cat.wait()


def _unstructured(paths: list[Path], runs: int, python: str | None) -> dict[str, float] | str:
    if python is None and importlib.util.find_spec("unstructured") is None:
        return "not installed; name a Python that has it with --unstructured"
    found = []
    for _ in range(runs):
        command = [python or sys.executable, "-c", _UNSTRUCTURED, *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"failed: {done.stderr.strip().splitlines()[-1]}"
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return medians(found)
