"""Fingerprints see every change of code and data, and nothing else."""

from pathlib import Path

import pytest

from pipeline.building import fingerprint
from pipeline.building.fingerprint import PACKAGE, digest


def test_texts_are_kept_apart() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest(["a"]) == digest(iter(["a"]))


def test_every_file_counts(tmp_path: Path) -> None:
    def files() -> dict[str, str]:
        return fingerprint._files(tmp_path / "cleaning")

    (tmp_path / "cleaning" / "__pycache__").mkdir(parents=True)
    (tmp_path / "cleaning" / "a.py").write_text("1")
    first = files()
    assert list(first) == ["cleaning/a.py"]
    (tmp_path / "cleaning" / "__pycache__" / "a.pyc").write_text("compiled")
    assert files() == first
    (tmp_path / "cleaning" / "a.py").write_text("2")
    changed = files()
    assert changed != first
    (tmp_path / "cleaning" / "words.toml").write_text("")
    assert files() != changed


def test_an_ingredient_belongs_to_a_stage_or_makes_no_rows() -> None:
    stages = {name: fingerprint.stage_of(name) for name in fingerprint.ingredients()}
    assert stages["pipeline/cleaning/fixes.py"] == "cleaning"
    assert stages["pipeline/vocabulary/forms.toml"] == "vocabulary"
    assert stages["pipeline/contract.py"] == "common"
    assert stages["pipeline/checking/promises.py"] == "checking"
    rules = {name for name in stages if fingerprint.is_rule(name)}
    assert {"expectations/documents.json", "pipeline/checking/frame_queries/documents.sql"} <= rules
    assert all(stages[name] is None for name in rules)
    assert stages["library pyarrow"] == "libraries"
    assert stages["pipeline/publishing/views.py"] is None
    assert stages["pipeline/cli.py"] is None
    assert all(stages[name] is None for name in stages if name.startswith("tests/gold/"))


def test_what_the_stages_import_is_in_their_fingerprint() -> None:
    """No stage, and nothing a stage imports, is among what is left out of its fingerprint."""
    left_out = {f"pipeline.{name.removesuffix('.py')}" for name in fingerprint._ORCHESTRATION}
    left_out |= {f"pipeline.checking.{f.stem}" for f in (PACKAGE / "checking").glob("*.py") if f.stem != "promises"}
    stages = [PACKAGE / n for n in ("reading", "cleaning", "splitting", "knowledge", "vocabulary")]
    files = [f for s in stages for f in s.rglob("*.py")] + [
        PACKAGE / f for f in ("rows.py", "values.py", "contract.py", "stages.py", "checking/promises.py")
    ]
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not [name for name in left_out if f"from {name}" in text or f"import {name}" in text], file


def test_a_changed_truth_asks_for_new_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """quality.json says how right a dataset is by the truth: no build counts as unchanged where that differs."""
    monkeypatch.setattr(fingerprint, "TRUTH", tmp_path)
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "000.jsonl").write_text("{}\n")
    before = _fingerprints_now()
    (tmp_path / "text" / "000.jsonl").write_text('{"line": 1}\n')
    code, stages = _fingerprints_now()
    assert code != before[0]
    assert stages == before[1]  # no volume is built again for that


def _fingerprints_now() -> tuple[str, str]:
    fingerprint.ingredients.cache_clear()
    try:
        return fingerprint.code_fingerprint.__wrapped__(), fingerprint.stage_fingerprint.__wrapped__()
    finally:
        fingerprint.ingredients.cache_clear()
