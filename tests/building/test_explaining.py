"""What a build would do and why, and that a build of what changed is never other than a fresh one."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.assets.tables import pieces
from pipeline.building import explaining, plan
from pipeline.building.explaining import BUILD, KEEP, REFUSE, REMOVE, Explanation, explain
from pipeline.building.state import Output, State, file_marks, write_state
from pipeline.building.workspace import Workspace
from pipeline.cli import application
from pipeline.contract import PUBLISHED, TABLES
from pipeline.engines.local import LocalEngine
from pipeline.publishing.parquet import write_table
from tests.conftest import notice, write_sources

ROOT = Path(__file__).resolve().parents[2]


def told(explanation: Explanation) -> dict[str, tuple[str, str]]:
    return {f.volume: (f.action, "; ".join(f.reasons)) for f in explanation.volumes}


def test_at_first_everything_is_to_build_and_nothing_is_made(raw: Path, output: Path) -> None:
    found = explain(raw, output)
    assert told(found) == dict.fromkeys(("a.txt", "b.txt"), (BUILD, "no build to compare with"))
    assert not output.exists()


def test_what_changed_is_named_and_what_did_not_is_kept(
    raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(raw, output)
    assert explain(raw, output) == Explanation(explain(raw, output).volumes, ()), (
        "nothing changed, so the tables need not be put together"
    )
    assert {action for action, _ in told(explain(raw, output)).values()} == {KEEP}

    (raw / "a.txt").write_text(notice(number=99), encoding="utf-8")
    assert told(explain(raw, output))["a.txt"][0] == REFUSE, "sources.toml lists other bytes"
    write_sources(raw)
    assert told(explain(raw, output)) == {"a.txt": (BUILD, "the file changed"), "b.txt": (KEEP, "")}
    assert explain(raw, output).dataset == ("volumes to build: 1", "sources.toml changed")

    (raw / "b.txt").rename(raw / "c.txt")
    (raw / "d.txt").write_text(notice(number=5), encoding="utf-8")
    write_sources(raw)
    found = told(explain(raw, output))
    assert found["b.txt"][0] == REMOVE
    assert found["c.txt"] == (BUILD, "renamed from b.txt: ids are made from the name")
    assert found["d.txt"] == (BUILD, "new")

    changed = {**plan.ingredients(), "pipeline/cleaning/fixes.py": "0", "library pyarrow": "0"}
    monkeypatch.setattr(plan, "ingredients", lambda: changed)
    monkeypatch.setattr(plan, "stage_fingerprint", lambda: "another")
    _, why = told(explain(raw, output))["d.txt"]
    assert why == "new; libraries changed: library pyarrow; cleaning changed: pipeline/cleaning/fixes.py"


def test_code_that_makes_no_rows_keeps_the_parts(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(raw, output)
    changed = {**plan.ingredients(), "pipeline/publishing/views.py": "0"}
    monkeypatch.setattr(plan, "ingredients", lambda: changed)
    found = explain(raw, output)
    assert {f.action for f in found.volumes} == {KEEP}
    assert found.dataset == ("code of the build changed: pipeline/publishing/views.py",)


def test_a_dataset_that_was_touched_is_put_together_again(raw: Path, output: Path) -> None:
    published(raw, output)
    os.utime(output / "latest" / "documents.parquet", ns=(1, 1))
    assert explain(raw, output).dataset == ("the latest dataset is gone or was touched",)


def test_the_command_tells_it_plain_and_as_json(raw: Path, output: Path) -> None:
    asked = ["build", "--raw", str(raw), "--output", str(output), "--explain"]
    plain = CliRunner().invoke(application(["build"]), asked)
    assert plain.exit_code == 0
    assert "build a.txt: no build to compare with" in plain.output
    as_json = json.loads(CliRunner().invoke(application(["build"]), [*asked, "--json"]).output)
    assert as_json["volumes"][0] == {"volume": "a.txt", "action": "build", "reasons": ["no build to compare with"]}
    assert not (output / "latest").exists()


def dataset(raw: Path, output: Path) -> dict[str, str]:
    """Build what changed as `gongwen build` does, without Dagster, checks and database: digests of the tables."""
    workspace = Workspace(raw, output)
    workspace.output.prepare()
    workspace.clear_staging()
    list(workspace.start(LocalEngine(1)))
    found = {}
    for name in PUBLISHED:
        files, _ = write_table(workspace.staging, TABLES[name], pieces(workspace, TABLES[name]))
        found[name] = "".join(hashlib.sha256(f.read_bytes()).hexdigest() for f in files)
    workspace.clear_scratch()
    workspace.prune_parts()
    return found


def published(raw: Path, output: Path) -> None:
    """The same, put into its place and remembered."""
    made = plan.make_plan(raw, output / ".gongwen" / "parts")
    dataset(raw, output)
    place = Output(output)
    place.staging.rename(place.builds / "one")
    place.latest.symlink_to("builds/one")
    write_state(place, State(made.fingerprint, "one", file_marks(place.latest), {}, asdict(made.inputs)))


NAMES = ("a", "b", "c")
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("edit", "add", "remove", "rename", "touch", "list", "unlist", "code")),
        st.sampled_from(NAMES),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=3,
)


def change(raw: Path, what: str, name: str, number: int) -> None:
    path, other = raw / f"{name}.txt", raw / f"{NAMES[number - 1]}.txt"
    if what in ("edit", "add"):
        path.write_text(notice(number=number), encoding="utf-8")
    elif what == "remove":
        path.unlink(missing_ok=True)
    elif what == "rename" and path.exists():
        path.rename(other)
    elif what == "touch" and path.exists():
        os.utime(path, ns=(number, number))
    elif what == "list":
        write_sources(raw)
    elif what == "unlist":
        (raw / "sources.toml").unlink(missing_ok=True)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_a_build_of_what_changed_is_as_a_fresh_one(sequence: list[list[tuple[str, str, int]]]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        raw, code = folder / "raw", 0
        raw.mkdir()
        (raw / "z.txt").write_text(notice(), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plan, "stage_fingerprint", lambda: f"code {code}")
            dataset(raw, folder / "kept")
            for changes in sequence:
                for what, name, number in changes:
                    code += what == "code"
                    change(raw, what, name, number)
                explained = {f.volume for f in explaining.explain(raw, folder / "kept").volumes if f.action == BUILD}
                planned = {t.file_name for t in plan.make_plan(raw, folder / "kept" / ".gongwen" / "parts").tasks}
                assert explained == planned
                assert dataset(raw, folder / "kept") == dataset(raw, folder / f"fresh-{len(list(folder.iterdir()))}")
    finally:
        shutil.rmtree(folder)


SCRIPT = """
import json, sys
from pathlib import Path
from tests.building.test_explaining import dataset
from pipeline.building.explaining import explain
raw, kept, fresh = map(Path, sys.argv[1:])
tasks = [f.volume for f in explain(raw, kept).volumes if f.action == "build"]
print(json.dumps([tasks, dataset(raw, kept), dataset(raw, fresh)]))
"""


@pytest.mark.slow
def test_a_changed_vocabulary_is_seen(raw: Path, tmp_path: Path) -> None:
    copy = tmp_path / "code"
    for name in ("pipeline", "expectations", "tests/building"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests/__init__.py", "tests/conftest.py"):
        shutil.copy(ROOT / name, copy / name)

    def run(fresh: str) -> tuple[list[str], dict[str, str], dict[str, str]]:
        command = [sys.executable, "-c", SCRIPT, str(raw), str(tmp_path / "kept"), str(tmp_path / fresh)]
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        done = subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True, text=True)
        tasks, kept, anew = json.loads(done.stdout.splitlines()[-1])
        return tasks, kept, anew

    tasks, kept, fresh = run("one")
    assert (tasks, kept) == (["a.txt", "b.txt"], fresh)
    words = copy / "pipeline" / "vocabulary" / "words.txt"
    words.write_text(words.read_text(encoding="utf-8") + "政府治理体系\n", encoding="utf-8")
    tasks, again, fresh = run("two")
    assert (tasks, again) == (["a.txt", "b.txt"], fresh)
    assert again["postings"] != kept["postings"]
    assert again["documents"] == kept["documents"]
