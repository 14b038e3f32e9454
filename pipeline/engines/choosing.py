"""Which engine builds the volumes: by name, loaded only when chosen."""

from __future__ import annotations

from pipeline.building.raw_folder import WrongUse
from pipeline.engines import Engine
from pipeline.engines.local import LocalEngine

LOCAL, RAY = "local", "ray"
ENGINES = (LOCAL, RAY)


def choose_engine(name: str, jobs: int | None, processes: int, address: str | None = None) -> Engine:
    """The engine of that name; `processes` here for `local`, `jobs` at a time (None: as many as there are) for `ray`.

    Raises:
        WrongUse: no such engine, an address for an engine that has none, or what it needs is not there.
    """
    if name == RAY:
        from pipeline.engines.ray import RayEngine

        return RayEngine(address, jobs)
    if name != LOCAL:
        raise WrongUse(f"--engine: found {name!r}; expected one of {', '.join(ENGINES)}.")
    if address is not None:
        raise WrongUse(f"--address: found {address!r} for the engine {LOCAL}; expected one for --engine {RAY} only.")
    return LocalEngine(processes)
