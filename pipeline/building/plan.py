"""The plan of a build: which volumes there are, which of them must be built, and whether anything changed at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.building.fingerprint import code_fingerprint, digest, file_digest, ingredients, stage_fingerprint
from pipeline.building.parts import Outcome, Task, kept, raw_volume_outcome
from pipeline.building.raw_folder import SOURCES, RawFolder, RawVolume, read_raw_folder
from pipeline.values import RefusedVolume


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a dataset is made of and by: SHA-256 of each volume by file name (None: it cannot be read) and of
    sources.toml, and the ingredients (`fingerprint`)."""

    volumes: dict[str, str | None]
    sources: str | None
    ingredients: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build has to do. `outcomes` are known beforehand (kept parts, refusals), `tasks` are to be worked on."""

    raw: RawFolder
    outcomes: tuple[Outcome, ...]
    tasks: tuple[Task, ...]
    inputs: Inputs

    @property
    def fingerprint(self) -> str:
        """Changes when anything does that the dataset is made of or by."""
        volumes = (item for name, sha256 in self.inputs.volumes.items() for item in (name, sha256 or "missing"))
        sources = [self.inputs.sources] if self.inputs.sources else []
        return digest((code_fingerprint(), *volumes, *sources))

    @property
    def volume_ids(self) -> tuple[str, ...]:
        """Ids of all volumes, in order."""
        return tuple(v.volume_id for v in self.raw.volumes)


def make_plan(raw: Path, parts: Path) -> Plan:
    """Plan a build of the folder `raw` with the parts kept in `parts`.

    Raises:
        WrongUse: the raw folder cannot be used.
    """
    folder = read_raw_folder(raw)
    outcomes: list[Outcome] = []
    tasks: list[Task] = []
    digests: dict[str, str | None] = {}
    for volume in folder.volumes:
        sha256, byte_count, unreadable = _measure(volume)
        digests[volume.file_name] = sha256
        known = raw_volume_outcome(volume, sha256, byte_count, unreadable)
        if known is None:
            task = _task(volume, sha256 or "", byte_count or 0, parts)
            known = kept(task.part)
            if known is None:
                tasks.append(task)
        if known is not None:
            outcomes.append(known)
    sources = file_digest(raw / SOURCES) if folder.has_sources else None
    return Plan(folder, tuple(outcomes), tuple(tasks), Inputs(digests, sources, dict(ingredients())))


def _measure(volume: RawVolume) -> tuple[str | None, int | None, str | None]:
    """SHA-256 and size of a volume, or why it cannot be read."""
    if volume.path is None:
        return None, None, None
    try:
        return file_digest(volume.path), volume.path.stat().st_size, None
    except OSError as error:
        refused = RefusedVolume(
            volume.file_name, str(error.strerror), "a file to read", "Mend its rights or replace it."
        )
        return None, None, str(refused)


def _task(volume: RawVolume, sha256: str, byte_count: int, parts: Path) -> Task:
    assert volume.path is not None
    key = digest((stage_fingerprint(), volume.file_name, sha256))
    return Task(volume.volume_id, volume.file_name, volume.path, sha256, byte_count, parts / key[:32])
