"""Data moves one way, and so do imports: a stage imports from stages before it, the contract and the values alone."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "pipeline"
STAGES = ("reading", "cleaning", "splitting", "knowledge", "terms")
FREE = {"arrays", "values", "contract", "schema", "vocabulary"}
ALLOWED = {stage: {*STAGES[: n + 1], *FREE} for n, stage in enumerate(STAGES)}


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("stage", [s for s in STAGES if (PACKAGE / s).is_dir()])
def test_a_stage_imports_nothing_later(stage: str) -> None:
    for path in (PACKAGE / stage).rglob("*.py"):
        own = {name.split(".")[1] for name in imports(path) if name.startswith("pipeline.")}
        assert own <= ALLOWED[stage], f"{path.name} imports {own - ALLOWED[stage]}"


def test_dagster_and_great_expectations_stay_where_they_belong() -> None:
    for path in PACKAGE.rglob("*.py"):
        names = {name.split(".")[0] for name in imports(path)}
        inside = path.relative_to(PACKAGE).parts[0]
        if "dagster" in names:
            assert inside in ("assets", "definitions.py", "building"), path
        if "great_expectations" in names:
            assert inside == "checking", path
