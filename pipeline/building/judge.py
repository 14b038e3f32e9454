"""The suites run in a process beside this one, which loads Great Expectations while others still work.

Loading it takes seconds, running it keeps one core busy; meanwhile this process writes the database. Where the process
was not started, or does not live to the end, the suites are run here.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pipeline.checking.suites import Verdict


class Judge:
    """Runs suites beside. A context manager: leaving it ends the process."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.close()  # a judge that waits for work hears it and ends
        if self._process is not None:
            self._process.terminate()
            self._process.join()

    def start(self) -> None:
        """Start the process, once."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")  # forking a process with threads can deadlock
        self._line, its_end = context.Pipe()
        self._process = context.Process(target=_judge, args=(its_end,), daemon=True)
        self._process.start()
        its_end.close()

    def verdicts(self, data: Path, tables: Sequence[str], scratch: Path | None = None) -> Iterator[Verdict]:
        """What the suites of some tables find in a dataset folder, in order; what memory cannot hold goes to `scratch`.

        Raises:
            ValueError: a suite cannot be read, or names what is not there.
        """
        from pipeline.checking.suites import run_suites

        left = list(tables)
        for verdict in self._from_beside(data, tables, scratch):
            left.remove(verdict.table)
            yield verdict
        if left:
            yield from run_suites(data, left, scratch=scratch)

    def _from_beside(self, data: Path, tables: Sequence[str], scratch: Path | None) -> Iterator[Verdict]:
        if self._line is None:
            return
        try:
            self._line.send((data, tables, scratch))
            for _ in tables:
                yield self._line.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return  # it was killed, most likely for want of memory, or could not go on: the suites run here say why


def _judge(line: Connection) -> None:
    """The process: load what takes long, then judge each folder that comes. Ends when the line is closed."""
    from pipeline.checking.library import load_library
    from pipeline.checking.suites import run_suites

    # The library makes a lock for progress bars; one of this kind leaves nothing behind when the process is ended.
    multiprocessing.set_start_method("fork", force=True)
    with suppress(Exception):  # the other side sees the line closed, and meets the same error where it can be told
        load_library()
        while True:
            data, tables, scratch = line.recv()
            for verdict in run_suites(data, tables, scratch=scratch):
                line.send(verdict)
