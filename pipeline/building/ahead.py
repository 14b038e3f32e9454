"""Work begun before its turn: what one step waits for, another thread does while the steps before it run.

Steps come one after the other, for each reports what it did; the work of several can be under way at once. A step that
nobody began for does its work itself, in its turn, with the same result.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self, TypeVar

Result = TypeVar("Result")


class Ahead:
    """Lanes of work: within a lane one piece after the other, lanes side by side. A context manager.

    Leaving it drops what has not begun and waits for what has. Without lanes nothing is begun.
    """

    def __init__(self, lanes: int = 0):
        self._lanes = [ThreadPoolExecutor(1, thread_name_prefix=f"lane-{n}") for n in range(lanes)]
        self._begun: dict[str, Future[Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for lane in self._lanes:
            lane.shutdown(wait=False, cancel_futures=True)
        for lane in self._lanes:
            lane.shutdown(wait=True)

    @property
    def lanes(self) -> int:
        """How many lanes there are."""
        return len(self._lanes)

    def begin(self, lane: int, name: str, work: Callable[[], Any], after: tuple[str, ...] = ()) -> None:
        """Begin a piece of work, to be taken under `name`, once the pieces named in `after` are done.

        Pieces it comes after must have been begun before it, so that no two wait for each other.
        """
        if not self._lanes:
            return
        before = [self._begun[n] for n in after]

        def in_turn() -> Any:
            for piece in before:
                piece.result()
            return work()

        self._begun[name] = self._lanes[lane].submit(in_turn)

    def take(self, name: str, work: Callable[[], Result]) -> Result:
        """What the work begun under `name` came to, raised anew if it failed; `work` done now where none was begun."""
        begun = self._begun.get(name)
        if begun is None:
            return work()
        result: Result = begun.result()
        return result
