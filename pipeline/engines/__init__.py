"""Engines: where the stages of the volumes run. One interface: a laptop and a cluster give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pipeline.building.parts import Outcome, Task


class Engine(Protocol):
    """Maps volumes to part files."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Start all tasks at once; yield their outcomes as they come, in any order."""
        ...
