"""The output folder between builds: its places, its lock, and what the last build that published did.

OUTPUT/latest            a link to the build that passed last
OUTPUT/builds/<hash>/    the builds, named by their content; the last two are kept
OUTPUT/.gongwen/         parts/ kept between builds, staging/ and scratch/ of the build under way, state.json, lock
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.building.raw_folder import WrongUse


class OutputBusy(Exception):
    """Another build works on the same output folder."""


@dataclass(frozen=True, slots=True)
class Output:
    """The places of an output folder."""

    folder: Path

    @property
    def latest(self) -> Path:
        """The link to the build that passed last."""
        return self.folder / "latest"

    @property
    def builds(self) -> Path:
        """Where builds lie, one folder each."""
        return self.folder / "builds"

    @property
    def own(self) -> Path:
        """What gongwen keeps for itself."""
        return self.folder / ".gongwen"

    @property
    def parts(self) -> Path:
        """Where parts are kept."""
        return self.own / "parts"

    @property
    def staging(self) -> Path:
        """Where the build under way is written."""
        return self.own / "staging"

    @property
    def scratch(self) -> Path:
        """Where the build under way puts what does not fit into memory."""
        return self.own / "scratch"

    @property
    def state(self) -> Path:
        """What the last build did."""
        return self.own / "state.json"

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            WrongUse: they cannot be made or written.
        """
        try:
            for place in (self.parts, self.builds):
                place.mkdir(parents=True, exist_ok=True)
            probe = self.own / f"probe.{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise WrongUse(
                f"{error.filename or self.folder}: found {error.strerror}; expected an output folder to write to. "
                "Mend its rights, make room, or name another with --output DIR."
            ) from error
        if self.latest.exists() and not self.latest.is_symlink():
            raise WrongUse(f"{self.latest}: found a folder; expected a link that gongwen made. Move it elsewhere.")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the output folder.

        Raises:
            OutputBusy: another process holds it.
        """
        with (self.own / "lock").open("a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    raise
                lock.seek(0)
                holder = lock.read().strip() or "another process"
                raise OutputBusy(
                    f"{self.folder}: found a build under way by {holder}; expected to build alone. "
                    "Wait for it to end, or name another --output DIR."
                ) from None
            with suppress(OSError):  # a full disk: who waits is told less, and what is written next tells why
                os.ftruncate(lock.fileno(), 0)
                os.write(lock.fileno(), f"process {os.getpid()}".encode())
            yield


@dataclass(frozen=True, slots=True)
class State:
    """What the last build that published was made from (`plan.Inputs`) and came to."""

    fingerprint: str
    build: str
    files: dict[str, list[int]]
    summary: dict[str, Any]
    inputs: dict[str, Any]


def read_state(output: Output) -> State | None:
    """The state, if there is one and the build it names stands whole in its place."""
    state = last_state(output)
    if state is None:
        return None
    whole = output.latest.is_symlink() and output.latest.resolve().name == state.build
    return state if whole and file_marks(output.latest) == state.files else None


def last_state(output: Output) -> State | None:
    """The state, if there is one, whatever became of the build it names."""
    try:
        return State(**json.loads(output.state.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(output: Output, state: State) -> None:
    """Remember what a build did, in one step."""
    beside = output.state.with_suffix(".new")
    try:
        beside.write_text(json.dumps(asdict(state), ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(output.state)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def file_marks(folder: Path) -> dict[str, list[int]]:
    """Size and time of change of every file under a folder: enough to see that nobody touched them."""
    folder = folder.resolve()
    marks = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            marks[path.relative_to(folder).as_posix()] = [status.st_size, status.st_mtime_ns]
    return marks
