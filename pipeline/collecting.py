"""Working without the collector of cycles, where much is made and nothing of it is to be collected."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles.

    The stages of a volume make hundreds of thousands of values and no cycles, and what a library makes when it is
    loaded stays. The collector would walk over all of it again and again, a sixth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def settled() -> Iterator[None]:
    """What is there when the block begins is left alone by the collector of cycles until the block ends.

    Libraries stay: to walk over what they made, each time that much has been added, takes half a second of a build.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()  # else it would not be taken down in order when Python ends
