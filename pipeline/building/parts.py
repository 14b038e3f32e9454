"""Parts: the rows of one volume as Parquet files, kept between builds in a folder named by what they were made from.

A part's folder is complete or not there: it is written beside and moved into place. `outcome.json` in it says how the
volume fared; a refused volume has only that.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import sys
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.building.fingerprint import rules_fingerprint
from pipeline.building.raw_folder import RawVolume, wrong_digest
from pipeline.values import RefusedVolume

OUTCOME = "outcome.json"


@dataclass(frozen=True, slots=True)
class Task:
    """A volume to build: where its bytes are, what they must be, where the part goes."""

    volume_id: str
    file_name: str
    path: Path
    sha256: str
    byte_count: int
    part: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a volume fared. `row` is its row of the table `volumes`; `rows` counts the rows of the other tables.

    `lasting` is false where another try may fare better (memory, disk): such an outcome is not kept. `passing` says
    why nothing is to be published at all: the file is being written, or the disk is full. That is no fault of the
    volume, and the dataset must not lose it for that. `rules`: of a volume refused for its rows, the fingerprint of the
    suites that refused it.
    """

    volume_id: str
    row: dict[str, Any]
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    part: str | None = None
    lasting: bool = True
    trace: str | None = None
    passing: bool = False
    rules: str | None = None

    @property
    def built(self) -> bool:
        """Whether the volume was built."""
        return self.row["status"] == "built"

    @property
    def reason(self) -> str | None:
        """Why it was refused."""
        return self.row["reason"]


def make_part(task: Task) -> Outcome:
    """Build a volume and write its part. Never raises for what is wrong with one volume: that becomes its outcome."""
    try:
        data = task.path.read_bytes()
    except OSError as error:
        return passing_refusal(task, _unreadable(task, error))
    try:
        from pipeline.stages import build_volume  # not before: only who builds needs the stages

        if hashlib.sha256(data).hexdigest() != task.sha256:
            return passing_refusal(task, _changed(task))
        built = build_volume(task.file_name, data)
    except RefusedVolume as error:
        return _keep(task, refusal(task, str(error)))
    except MemoryError as error:
        return refusal(task, _unreadable(task, error), lasting=False, trace=traceback.format_exc())
    except Exception as error:  # whatever one volume does to the pipeline, the others are built
        return _keep(task, refusal(task, _defect(task, error), trace=traceback.format_exc()))
    row = built.rows["volumes"][0]
    tables = {name: table for name, table in built.tables.items() if name != "volumes"}
    rows = {name: table.num_rows for name, table in tables.items()}
    outcome = Outcome(task.volume_id, {**row, "reason": None}, rows, built.seconds, task.part.name)
    try:
        from pipeline.publishing.parquet import write_part

        beside = _beside(task)
        write_part(beside, tables)
    except OSError as error:
        return _no_room(task, error)
    return _keep(task, outcome)


def take_part(task: Task, outcome: Outcome, files: Mapping[str, bytes]) -> Outcome:
    """Keep a part that was made elsewhere: its outcome, and its files by name."""
    if not outcome.lasting:
        return outcome
    try:
        beside = _beside(task)
        beside.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (beside / name).write_bytes(data)
    except OSError as error:
        return refusal(task, _unwritable(task, error), lasting=False, trace=traceback.format_exc())
    return _keep(task, outcome)


def refuse_part(task: Task, error: Exception) -> Outcome:
    """Refuse a volume whose part is kept, for what was found wrong with its rows; the refusal is kept in its stead, as
    long as the suites stay as they are."""
    return _keep(task, dataclasses.replace(refusal(task, _defect(task, error)), rules=rules_fingerprint()))


def refusal(task: Task, reason: str, *, lasting: bool = True, trace: str | None = None) -> Outcome:
    """The outcome of a volume that was read and refused."""
    return Outcome(
        task.volume_id,
        refused_row(task.volume_id, task.file_name, reason, task.sha256, task.byte_count),
        part=task.part.name,
        lasting=lasting,
        trace=trace,
    )


def passing_refusal(task: Task, reason: str) -> Outcome:
    """The outcome of a volume that could not be built at this moment, through no fault of its own."""
    return dataclasses.replace(
        refusal(task, reason, lasting=False, trace=traceback.format_exc() if sys.exc_info()[0] else None), passing=True
    )


def refused_row(
    volume_id: str, file_name: str, reason: str, sha256: str | None = None, byte_count: int | None = None
) -> dict[str, Any]:
    """The row that a refused volume has in the table `volumes`."""
    return {
        "volume_id": volume_id,
        "file_name": file_name,
        "sha256": sha256,
        "media_type": "text/plain",
        "byte_count": byte_count,
        "status": "refused",
        "reason": reason,
    }


def kept(part: Path) -> Outcome | None:
    """The outcome of a part that is kept, if it is: a refusal by other suites than these is none."""
    try:
        outcome = Outcome(**json.loads((part / OUTCOME).read_text(encoding="utf-8")))
        return outcome if outcome.rules in (None, rules_fingerprint()) else None
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        shutil.rmtree(part, ignore_errors=True)
        return None


def raw_volume_outcome(
    volume: RawVolume, sha256: str | None, byte_count: int | None, unreadable: str | None
) -> Outcome | None:
    """The outcome of a volume that need not be built, by what the raw folder says of it; None where it must be."""
    reason = volume.refused or unreadable or (wrong_digest(volume, sha256) if sha256 else None)
    if reason is None:
        return None
    row = refused_row(volume.volume_id, volume.file_name, reason, sha256, byte_count)
    return Outcome(volume.volume_id, row, lasting=unreadable is None)


def _keep(task: Task, outcome: Outcome) -> Outcome:
    """Move the part into place, its outcome in it."""
    beside = _beside(task)
    try:
        beside.mkdir(parents=True, exist_ok=True)
        (beside / OUTCOME).write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=1), encoding="utf-8")
        if task.part.exists():
            shutil.rmtree(task.part)
        beside.rename(task.part)
    except OSError as error:
        return _no_room(task, error)
    return outcome


def _no_room(task: Task, error: OSError) -> Outcome:
    """The outcome where the part cannot be written; what there is of it goes, for it may be what fills the disk."""
    shutil.rmtree(_beside(task), ignore_errors=True)
    return passing_refusal(task, _unwritable(task, error))


def _beside(task: Task) -> Path:
    return task.part.with_name(f"{task.part.name}.{os.getpid()}.new")


def _changed(task: Task) -> str:
    return f"{task.file_name}: found other bytes than a moment ago; expected a file at rest. Build again."


def _unreadable(task: Task, error: BaseException) -> str:
    what = "not enough memory" if isinstance(error, MemoryError) else str(error)
    return f"{task.file_name}: found {what}; expected to read and build it. Mend that and build again."


def _unwritable(task: Task, error: OSError) -> str:
    return f"{task.file_name}: found {error}; expected to write its part. Make room or rights there and build again."


def _defect(task: Task, error: Exception) -> str:
    return (
        f"{task.file_name}: found {type(error).__name__}: {error}; expected no volume to cause that. "
        "This is a defect of gongwen: report it with the volume."
    )
