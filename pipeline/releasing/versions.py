"""Versions and the folder of releases: names, order, the index, and the link to the newest.

OUTPUT/releases/<version>/    a release; never written again once it stands there. Its releases.json is the index of
                              all releases up to it
OUTPUT/releases/latest        a link to the newest
OUTPUT/releases/releases.json a link to latest/releases.json, made once

The folder of a release moves into place whole; then the link changes, and the index with it, in one step. A run cut
short between the two leaves a release that nothing names yet; the next run names it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.building.raw_folder import WrongUse

PROVENANCE = "provenance.json"
INDEX = "releases.json"
_VERSION = re.compile(r"(2\d{3})\.(1[0-2]|[1-9])\.(0|[1-9]\d{0,3})", re.ASCII)
_LISTED = ("version", "schema_version", "content", "commit", "committed", "rows", "previous", "accepted")


class Version(NamedTuple):
    """A calendar version: year, month, number in the month."""

    year: int
    month: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """The version that a text says.

        Raises:
            WrongUse: it says none.
        """
        found = _VERSION.fullmatch(text)
        if not found:
            raise WrongUse(f"found the version {text!r}; expected YEAR.MONTH.NUMBER as 2026.11.0. Name it so.")
        return cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return f"{self.year}.{self.month}.{self.number}"


@dataclass(frozen=True, slots=True)
class Releases:
    """The folder of releases."""

    folder: Path

    @property
    def latest(self) -> Path:
        """The link to the newest release."""
        return self.folder / "latest"

    @property
    def index(self) -> Path:
        """The index of all releases: a link to that of the newest."""
        return self.folder / INDEX

    def versions(self) -> list[Version]:
        """Versions of the releases that stand whole in their place, oldest first."""
        if not self.folder.is_dir():
            return []
        names = (p.name for p in self.folder.iterdir() if (p / PROVENANCE).is_file() and not p.is_symlink())
        return sorted(Version.parse(n) for n in names if _VERSION.fullmatch(n))

    def place(self, version: Version) -> Path:
        """Where a version stands, or would."""
        return self.folder / str(version)

    def newest(self, before: Version | None = None) -> Path | None:
        """The newest release, or the newest before a version."""
        found = [v for v in self.versions() if before is None or v < before]
        return self.place(found[-1]) if found else None

    def beside(self, version: Version) -> Path:
        """Where a release is put together before it moves into place."""
        return self.folder / f".{version}.{os.getpid()}.new"

    def clear_leftovers(self) -> None:
        """Remove what runs cut short have left. Only for who holds the output folder."""
        for left in self.folder.glob(".*.new"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def refresh(self) -> None:
        """Let the links name the newest release that is there; nothing is touched where they do."""
        newest = self.newest()
        if newest is not None:
            self._link(self.index, f"{self.latest.name}/{INDEX}")
            self._link(self.latest, newest.name)

    def _link(self, link: Path, target: str) -> None:
        if link.is_symlink() and os.readlink(link) == target:
            return
        beside = self.folder / f".{link.name}.{os.getpid()}.new"
        beside.unlink(missing_ok=True)
        beside.symlink_to(target)
        beside.replace(link)


def write_index(folder: Path, previous: Path | None) -> Path:
    """Write releases.json into the folder of a release: itself, and what the index of the release before lists."""
    older = read_index(previous)["releases"] if previous else []
    new = _entry(folder)
    path = folder / INDEX
    text = json.dumps({"latest": new["version"], "releases": [new, *older]}, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def read_index(release: Path) -> dict[str, Any]:
    """The index that a release brings: of itself and all before it.

    Raises:
        WrongUse: it brings none.
    """
    return _read(release / INDEX, "the index of a release")


def read_provenance(release: Path) -> dict[str, Any]:
    """What a release says of its making.

    Raises:
        WrongUse: it says nothing.
    """
    return _read(release / PROVENANCE, "the provenance of a release")


def _read(path: Path, expected: str) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUse(f"{path}: found {error}; expected {expected}. Name a release.") from error
    return record


def _entry(folder: Path) -> dict[str, Any]:
    """What the index says of a release; `bytes` are those of its Parquet files."""
    provenance = read_provenance(folder)
    listed = {name: provenance.get(name) for name in _LISTED}
    size = sum(p.stat().st_size for p in folder.rglob("*.parquet"))
    return {**listed, "path": f"{provenance['version']}/", "bytes": size}
