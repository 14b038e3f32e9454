"""Releases of two small volumes: made once where they are only read, copied where they are spoilt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.building.run import Settings
from pipeline.releasing import freezing
from pipeline.releasing.freezing import Release, release
from pipeline.releasing.provenance import Code
from tests.conftest import RAW, made_once, write_sources
from tests.copies import output, raw

__all__ = ["CLEAN", "Making", "output", "raw"]

CLEAN = Code("0" * 40, "2026-11-21", (), "1" * 64)

Making = Callable[..., Release]


@pytest.fixture(autouse=True)
def clean_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Release as if the running code were its commit."""
    monkeypatch.setattr(freezing, "running_code", lambda: CLEAN)


@pytest.fixture
def make(raw: Path, output: Path) -> Making:
    """Release the raw folder under a version."""

    def making(version: str, accepted: str | None = None) -> Release:
        write_sources(raw)
        return release(version, Settings(raw, output, 1), accepted)

    return making


@pytest.fixture(scope="session")
def first_release(built_volumes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the two volumes; not to be written to. Its raw folder stands beside its output folder."""

    def make(place: Path) -> Path:
        shutil.copytree(built_volumes, place, symlinks=True, dirs_exist_ok=True)
        return _released(place)

    return made_once(tmp_path_factory, "released", make)


@pytest.fixture(scope="session")
def pages_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a few pages of a real volume: notices, what they issue, a table."""

    def make(place: Path) -> Path:
        (place / "raw").mkdir()
        (volume,) = RAW.glob("002_*.txt")
        lines = volume.read_text(encoding="utf-8").split("\n")[5314:6129]
        (place / "raw" / "pages.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        write_sources(place / "raw")
        return _released(place)

    return made_once(tmp_path_factory, "pages", make)


def _released(place: Path) -> Path:
    """Release the raw folder of a place into its output folder; the release's folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(freezing, "running_code", lambda: CLEAN)
        made = release("2026.11.0", Settings(place / "raw", place / "output", 1))
    assert made.place is not None, (made.failure, made.findings, made.problems)
    return made.place


@pytest.fixture
def copy(first_release: Path, tmp_path: Path) -> Path:
    """A copy of the release that may be spoilt."""
    folder = tmp_path / "copy"
    shutil.copytree(first_release, folder)
    for path in folder.rglob("*"):
        path.chmod(0o644)
    return folder
