"""The two small volumes and their build, to be copied and spoilt: what a test does not change it need not build.

Fixtures for the folders of tests that import them, where they stand in for those of an empty output.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def raw(built_volumes: Path, tmp_path: Path) -> Path:
    """A copy of the raw folder that may be changed."""
    return Path(shutil.copytree(built_volumes / "raw", tmp_path / "raw"))


@pytest.fixture
def output(built_volumes: Path, tmp_path: Path) -> Path:
    """A copy of the output folder: what has not changed need not be built again."""
    return Path(shutil.copytree(built_volumes / "output", tmp_path / "output", symlinks=True))
