"""`make serve`: the Dagster UI on localhost, with the schedules to be seen."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed"),
]
ASKED = "{repositoriesOrError{... on RepositoryConnection{nodes{schedules{name cronSchedule} sensors{name}}}}}"
PATIENCE = 180
"""Seconds until the server must answer."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a UI that was started as a user starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bin_folder = Path(sys.executable).parent
    home = tmp_path / "dagster"
    command = ["make", "--silent", "--assume-old", str(bin_folder.parent / ".ready"), "serve"]
    command += [f"PORT={port}", f"DAGSTER_HOME={home}", f"VENV={bin_folder.parent}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def answer(address: str) -> dict:
    """What the UI knows of schedules and sensors, once it answers."""
    question = urllib.request.Request(
        f"{address}/graphql", json.dumps({"query": ASKED}).encode(), {"content-type": "application/json"}
    )
    last = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(question, timeout=PATIENCE) as reply:
                (repository,) = json.load(reply)["data"]["repositoriesOrError"]["nodes"]
                return dict(repository)
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.5)


def test_the_schedules_are_to_be_seen(served: str) -> None:
    seen = answer(served)
    assert {s["name"]: s["cronSchedule"] for s in seen["schedules"]} == {
        "nightly": "30 2 * * *",
        "weekly": "30 4 * * 1",
    }
    assert {s["name"] for s in seen["sensors"]} == {"failed_run", "heartbeat", "raw_folder"}
