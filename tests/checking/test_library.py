"""How Great Expectations is loaded: what it does without is there for everyone else."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.checking.library import _LeftOut

LOADED = """
import sys
from pipeline.checking.library import load_library
load_library()
found = {"boto3", "sqlalchemy"} & sys.modules.keys()
assert not found, found
import boto3, sqlalchemy
assert sqlalchemy.create_engine("sqlite://").connect().execute(sqlalchemy.text("SELECT 1")).scalar() == 1
"""


def test_what_the_library_does_without_can_be_loaded_after_it() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_other_threads_find_meanwhile_what_the_library_does_without() -> None:
    finder = _LeftOut()
    with pytest.raises(ModuleNotFoundError, match="sqlalchemy"):
        finder.find_spec("sqlalchemy", None)
    with ThreadPoolExecutor(1) as another:
        assert another.submit(finder.find_spec, "sqlalchemy", None).result() is None
