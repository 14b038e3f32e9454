"""The examples in deploy/ are what their programs read, and call what there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from pipeline.cli import COMMANDS
from pipeline.releasing.versions import Version
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands(text: str) -> set[str]:
    """The commands of gongwen that a text calls."""
    return set(re.findall(r"bin/gongwen (\w+)", text))


def version_said(text: str) -> Version:
    """The version that the shell makes of what stands behind `gongwen release`, today."""
    (said,) = re.findall(r'gongwen release ("[^\n]*?\)")', text)
    done = subprocess.run(["bash", "-c", f"echo {said}"], capture_output=True, text=True, check=True)
    return Version.parse(done.stdout.strip())


def test_the_workflow() -> None:
    text = (DEPLOY / "workflow.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    triggers = workflow.get("on", workflow.get(True))  # YAML takes a bare `on` for true
    assert [t["cron"] for t in triggers["schedule"]] == ["30 20 * * 0"]
    steps = [s for job in workflow["jobs"].values() for s in job["steps"]]
    assert all(("run" in s) != ("uses" in s) for s in steps)
    assert commands(text) == {"release", "verify"} <= set(COMMANDS)
    assert set(re.findall(r"make (\w+)", text)) <= TARGETS
    assert (ROOT / ".ci" / "run").is_file() and "bash .ci/run" in text
    version_said(text)


def test_the_cron_lines() -> None:
    text = (DEPLOY / "gongwen.cron").read_text(encoding="utf-8")
    lines = [x for x in text.splitlines() if x and not x.startswith("#") and not re.match(r"\w+=", x)]
    assert [x.split()[:6] for x in lines] == [
        ["30", "2", "*", "*", "*", "gongwen"],
        ["30", "4", "*", "*", "1", "gongwen"],
    ]
    assert commands(text) == {"build", "release"}
    assert not re.search(r"(?<!\\)%", "\n".join(lines))  # cron takes a bare % for the end of the line
    version_said(text.replace("\\%", "%"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_the_service(tmp_path: Path) -> None:
    unit = tmp_path / "gongwen.service"
    shutil.copyfile(DEPLOY / "gongwen.service", unit)
    command = ["systemd-analyze", "verify", "--man=no", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [x for x in done.stderr.splitlines() if unit.name in x and "not executable" not in x]
    assert told == [], told
    assert {"serve"} <= TARGETS


def test_the_container() -> None:
    """Each line an instruction or the continuation of one; what it runs is there."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", text).splitlines()
    used = [x.split()[0] for x in lines if x and not x.startswith("#")]
    assert used[0] == "FROM"
    assert set(used) <= {"FROM", "RUN", "WORKDIR", "COPY", "ENTRYPOINT", "ENV", "USER"}
    assert set(re.findall(r"RUN make (\w+)", text)) <= TARGETS
