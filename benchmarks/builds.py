"""Whole builds with `gongwen build`: cold, unchanged, one volume changed; with one job and two; of larger corpora."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.corpora import write_corpus
from benchmarks.measuring import MB, Measured, figures, medians, run

_BUILD = "from pipeline.cli import command; command()"


def gongwen_build(raw: Path, output: Path, jobs: int) -> Measured:
    """A build in a process of its own.

    Raises:
        RuntimeError: it failed, or refused a volume; with what it printed.
    """
    done = run([sys.executable, "-c", _BUILD, "build", "--raw", str(raw), "--output", str(output), "--jobs", str(jobs)])
    if done.code:
        raise RuntimeError(done.output)
    return done


def measure(raw: Path, work: Path, runs: int) -> dict[str, Any]:
    """A cold build with one job and with two, an unchanged one, one with one volume changed; medians."""
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(runs):
        for name, jobs in (("cold, 1 job", 1), ("cold, 2 jobs", 2)):
            shutil.rmtree(work / "built", ignore_errors=True)
            found.setdefault(name, []).append(figures(gongwen_build(raw, work / "built", jobs)))
        found.setdefault("unchanged", []).append(figures(gongwen_build(raw, work / "built", 2)))
        changed = _with_one_changed(raw, work / "changed")
        found.setdefault("one volume changed, 2 jobs", []).append(figures(gongwen_build(changed, work / "built", 2)))
        shutil.rmtree(changed)
    shutil.rmtree(work / "built")
    return {name: medians(took) for name, took in found.items()}


def _with_one_changed(raw: Path, folder: Path) -> Path:
    """A copy of a raw folder in which the volume of middling size has a line more, its entry put right."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(raw, folder)
    paths = sorted(folder.glob("*.txt"), key=lambda p: p.stat().st_size)
    path = paths[len(paths) // 2]
    before = path.read_bytes()
    after = before + "\n\n本通知自发布之日起施行。\n".encode()
    path.write_bytes(after)
    sources = (folder / "sources.toml").read_text(encoding="utf-8")
    sources = sources.replace(hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())
    sources = re.sub(rf"\bbytes = {len(before)}\b", f"bytes = {len(after)}", sources)
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    return folder


def scaled(raw: Path, work: Path, times: int, seed: int, jobs: int) -> dict[str, Any]:
    """A cold build of a generated corpus of `times` the volumes, an unchanged one, and one with one volume changed.

    What was made is removed. Where documents begin is known from a build of the volumes themselves, which is made if it
    is not there.
    """
    dataset = work / "real"
    if not (dataset / "latest").exists():
        gongwen_build(raw, dataset, jobs)
    folder, output = work / f"raw-{times}x", work / f"built-{times}x"
    for left in (folder, output):
        shutil.rmtree(left, ignore_errors=True)
    started = time.perf_counter()
    size = write_corpus(folder, raw, dataset / "latest", times, seed)
    generated = time.perf_counter() - started
    cold = gongwen_build(folder, output, jobs)
    bytes_built = sum(f.stat().st_size for f in (output / "latest").resolve().rglob("*") if f.is_file())
    unchanged = gongwen_build(folder, output, jobs)
    changed_folder = _with_one_changed(folder, work / "changed")
    changed = gongwen_build(changed_folder, output, jobs)
    for made in (folder, changed_folder, output):
        shutil.rmtree(made)
    rounded = {k: round(v, 2) for k, v in figures(cold).items()}
    return {
        "times": times, "seed": seed, "jobs": jobs, "mb": round(size / MB, 2), "generated_seconds": round(generated, 1),
        **rounded, "cpu_seconds_per_mb": round(cold.cpu_seconds / (size / MB), 3),
        "seconds_per_mb": round(cold.seconds / (size / MB), 3), "dataset_mb": round(bytes_built / MB, 1),
        "unchanged_seconds": round(unchanged.seconds, 2), "changed_seconds": round(changed.seconds, 2),
    }  # fmt: skip
