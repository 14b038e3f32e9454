"""Versions and the folder of releases: names, order, the index, and the link to the newest.

OUTPUT/releases/<version>/    a release; never written again once it stands there
OUTPUT/releases/releases.json the index of all releases, made from their provenance.json
OUTPUT/releases/latest        a link to the newest

The folder of a release moves into place whole; then the index, then the link, each replaced in one step. Both are made
from the folders that are there, so that a run cut short between the steps is made good by the next.
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
        """The index of all releases."""
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
        """Bring the index and the link up to what is there; neither is touched where it is so already."""
        versions = self.versions()
        if not versions:
            return
        entries = [_entry(self.place(v)) for v in reversed(versions)]
        text = json.dumps({"latest": str(versions[-1]), "releases": entries}, ensure_ascii=False, indent=1) + "\n"
        if not self.index.is_file() or self.index.read_text(encoding="utf-8") != text:
            beside = self.folder / f".{INDEX}.{os.getpid()}.new"
            _write_through(beside, text)
            beside.replace(self.index)
        if not self.latest.is_symlink() or os.readlink(self.latest) != str(versions[-1]):
            link = self.folder / f".latest.{os.getpid()}.new"
            link.unlink(missing_ok=True)
            link.symlink_to(str(versions[-1]))
            link.replace(self.latest)


def read_provenance(release: Path) -> dict[str, Any]:
    """What a release says of its making.

    Raises:
        WrongUse: it says nothing.
    """
    path = release / PROVENANCE
    try:
        provenance: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUse(f"{path}: found {error}; expected the provenance of a release. Name a release.") from error
    return provenance


def _entry(release: Path) -> dict[str, Any]:
    provenance = read_provenance(release)
    files = [p for p in release.rglob("*") if p.is_file()]
    listed = {name: provenance.get(name) for name in _LISTED}
    return {**listed, "path": f"{release.name}/", "bytes": sum(p.stat().st_size for p in files)}


def _write_through(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
