"""Alarms: somebody is told when a run fails, and when runs have silently stopped.

A run that ends well leaves a heartbeat, OUTPUT/.gongwen/heartbeat.json. The sensor `heartbeat` looks at its age;
whatever watches the machine may look at the file too, for a scheduler that stands still cannot say so itself.
GONGWEN_ALARM_URL gets a JSON POST, GONGWEN_ALARM_COMMAND is run with the same JSON on its standard input.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import urllib.request
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from time import time

import dagster as dg

ALARM_URL = "GONGWEN_ALARM_URL"
ALARM_COMMAND = "GONGWEN_ALARM_COMMAND"
HEARTBEAT = Path(".gongwen") / "heartbeat.json"
STALE_HOURS = 36
"""A nightly run is missed when the last one ended well longer ago than this."""
_TIMEOUT = 20

FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=STALE_HOURS))
"""Of `latest`: it is stale when no run has published within this time."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What somebody must hear of: the job, what happened, and the run's id where there was one."""

    job: str
    message: str
    run_id: str | None = None


def raise_alarm(alarm: Alarm) -> list[str]:
    """Tell whoever is named in the environment; returns why somebody could not be told, empty where all were."""
    body = json.dumps(asdict(alarm), ensure_ascii=False).encode()
    failures = []
    url, command = os.environ.get(ALARM_URL), os.environ.get(ALARM_COMMAND)
    if url:
        request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json; charset=utf-8"})
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT):
                pass
        except (OSError, ValueError) as error:
            failures.append(f"{ALARM_URL}: {error}")
    if command:
        try:
            subprocess.run(shlex.split(command), input=body, check=True, timeout=_TIMEOUT)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            failures.append(f"{ALARM_COMMAND}: {error}")
    return failures


def beat(output: Path, sentence: str, now: float | None = None) -> Path:
    """Leave the heartbeat of a run that ended well."""
    path = output / HEARTBEAT
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps({"time": now or time(), "said": sentence}, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)
    return path


def silence(output: Path, now: float | None = None) -> str | None:
    """Why it must be thought that runs have stopped; None while they have not.

    A heartbeat from the future is one too: a clock was set back, and its age says nothing.
    """
    path = output / HEARTBEAT
    try:
        last = float(json.loads(path.read_text(encoding="utf-8"))["time"])
    except FileNotFoundError:
        return f"{path}: found no heartbeat; expected one of a run that ended well"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{path}: found {error}; expected a heartbeat"
    hours = ((now or time()) - last) / 3600
    if hours < -1:
        return f"{path}: found a heartbeat {-hours:,.0f} hours ahead of the clock; expected one behind it"
    if hours > STALE_HOURS:
        return f"{path}: found a heartbeat {hours:,.0f} hours old; expected one within {STALE_HOURS} hours"
    return None
