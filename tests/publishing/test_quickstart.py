"""docs/quickstart.md: every block runs on the built dataset as a reader would run it, without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.building.run import Summary
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^## (.*?)\n.*?```python\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))
NO_NETWORK = """
import socket

def refuse(self, address):
    raise OSError(f"the quick start asked for {address}")

socket.socket.connect = socket.socket.connect_ex = refuse
"""
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def test_every_way_has_a_block() -> None:
    assert list(BLOCKS) == ["DuckDB", "pandas", "Polars", "Hugging Face datasets", "Text for embeddings"]


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_block_runs(block: str, built: tuple[Path, Summary], tmp_path: Path) -> None:
    """In a process of its own: libraries read their settings (cache, offline) when they are imported."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "latest").symlink_to(built[0].resolve())
    environment = {**os.environ, **OFFLINE, "HF_HOME": str(tmp_path / "hf")}
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK + block],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip()) > 10
