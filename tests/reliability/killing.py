"""A build and release in a process of its own, to be killed.

Such a process is forked from a server that has loaded what a build loads: what takes seconds to load would be all that
is ever killed.
"""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import ForkServerContext
from pathlib import Path

from pipeline.building.run import Settings
from pipeline.releasing import freezing
from pipeline.releasing.provenance import Code


def release_in(place: Path) -> None:
    """Build PLACE/raw into PLACE/output and release it."""
    freezing.running_code = lambda: Code("0" * 40, "2026-11-21")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    freezing.release("2026.11.0", Settings(place / "raw", place / "output", 1))


def killed_after(place: Path, seconds: float) -> bool:
    """Run `release_in`, kill it after a while with no warning; whether it was still at work."""
    process = _context().Process(target=release_in, args=(place,))
    process.start()
    process.join(seconds)
    at_work = process.is_alive()
    process.kill()
    process.join()
    return at_work


def load() -> None:
    """Let the server load what a build loads, before anything is timed."""
    process = _context().Process(target=os.getpid)
    process.start()
    process.join()


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.reliability.killing", "pipeline.assets.running", "great_expectations"])
    return context
