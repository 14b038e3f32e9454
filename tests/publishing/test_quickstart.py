"""docs/quickstart.md: every block runs on the built dataset."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.building.run import Summary
from tests.conftest import ROOT

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.split("\n")[0].split()[1])
def test_block_runs(
    block: str,
    built: tuple[Path, Summary],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    needed = re.findall(r"^(?:import|from) (\w+)", block, re.MULTILINE)
    absent = [name for name in needed if find_spec(name) is None]
    if absent:
        pytest.skip(f"{', '.join(absent)} not installed")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "latest").symlink_to(built[0].resolve())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    exec(compile(block, "quickstart", "exec"), {})
    assert capsys.readouterr().out.strip()
