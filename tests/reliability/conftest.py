"""Two small volumes and their build, to be copied and spoilt: what a test does not change it need not build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def raw(built_volumes: Path, tmp_path: Path) -> Path:
    """A copy of the raw folder."""
    return Path(shutil.copytree(built_volumes / "raw", tmp_path / "raw"))


@pytest.fixture
def output(built_volumes: Path, tmp_path: Path) -> Path:
    """A copy of the output folder."""
    return Path(shutil.copytree(built_volumes / "output", tmp_path / "output", symlinks=True))
