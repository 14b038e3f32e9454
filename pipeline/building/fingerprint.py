"""Fingerprints: hashes of code and data that say whether something has to be made again.

A part (the rows of one volume) depends on the raw bytes, the file's name and the stages; a dataset on its parts and on
all the code. Over-careful on purpose: a change of a comment builds again, a change never goes unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
EXPECTATIONS = PACKAGE.parent / "expectations"
TRUTH = PACKAGE.parent / "tests" / "gold"
KNOWN_VOLUMES = PACKAGE.parent / "raw" / "sources.toml"
"""The volumes, by their bytes, that the truth was made from."""

_ORCHESTRATION = (
    "assets", "building", "commands", "engines", "evaluating", "publishing", "releasing", "storage", "cli.py",
    "definitions.py",
)  # fmt: skip
"""What cannot change the rows of a volume."""
_LIBRARIES = ("duckdb", "numpy", "pyarrow", "rjieba")
_IGNORED = ("__pycache__",)


def digest(items: Iterable[str]) -> str:
    """SHA-256 over texts, each kept apart from the next."""
    total = hashlib.sha256()
    for item in items:
        data = item.encode("utf-8", "surrogateescape")
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def stage_fingerprint() -> str:
    """Of all that makes the rows of a volume: stages, vocabulary, contract, libraries, the rules they must keep."""
    return digest(("stages", *_libraries(), *_files(PACKAGE, without=_ORCHESTRATION), *_files(EXPECTATIONS)))


@cache
def code_fingerprint() -> str:
    """Of all code, of the expectations, and of the truth that the figures of quality.json are made by."""
    known = file_digest(KNOWN_VOLUMES) if KNOWN_VOLUMES.is_file() else ""
    return digest(("code", *_libraries(), *_files(PACKAGE), *_files(EXPECTATIONS), *_files(TRUTH), known))


def _libraries() -> list[str]:
    return [f"{name}=={version(name)}" for name in _LIBRARIES]


def _files(folder: Path, without: Iterable[str] = ()) -> list[str]:
    skipped = {*_IGNORED, *without}
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[0] not in skipped and not skipped.intersection(inside.parts[:-1]):
            found += (inside.as_posix(), file_digest(path))
    return found
