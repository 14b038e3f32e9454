"""Fingerprints: hashes of code and data that say whether something has to be made again.

A part (the rows of one volume) depends on the raw bytes, the file's name and the stages; that a volume is refused for
its rows, on the rules of the suites too; a dataset on its parts and on all the code. Over-careful on purpose: a change
of a comment builds again, a change never goes unseen.
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
_SEEN_WHILE_BUILT = "checking/promises.py"
"""Of checking, what every volume must keep to be built; all else of it judges the tables."""
_LIBRARIES = ("duckdb", "numpy", "pyarrow", "rjieba")


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
def ingredients() -> dict[str, str]:
    """What datasets are made by besides the volumes: digest of each file of the code, of the expectations and of the
    truth that quality.json judges by, version of each library; files are named by their path in the repository."""
    found = {f"library {name}": version(name) for name in _LIBRARIES}
    for folder in (PACKAGE, EXPECTATIONS, TRUTH):
        found.update(_files(folder))
    if KNOWN_VOLUMES.is_file():
        found["known volumes"] = file_digest(KNOWN_VOLUMES)
    return found


def stage_of(ingredient: str) -> str | None:
    """The stage whose code or data an ingredient is (`common` where it is of all); None where it makes no rows."""
    if ingredient.startswith("library "):
        return "libraries"
    if is_rule(ingredient):
        return None
    package, _, inside = ingredient.partition("/")
    first, _, rest = inside.partition("/")
    if package != PACKAGE.name or first in _ORCHESTRATION:
        return None
    return first if rest else "common"


def is_rule(ingredient: str) -> bool:
    """Whether an ingredient is of the suites: they say what may be published, and make no rows."""
    of_suites = ingredient.startswith((f"{EXPECTATIONS.name}/", f"{PACKAGE.name}/checking/"))
    return of_suites and ingredient != f"{PACKAGE.name}/{_SEEN_WHILE_BUILT}"


@cache
def stage_fingerprint() -> str:
    """Of all that makes the rows of a volume: stages, vocabulary, contract, libraries, the promises they must keep."""
    made_by = (item for name, mark in ingredients().items() if stage_of(name) for item in (name, mark))
    return digest(("stages", *made_by))


@cache
def rules_fingerprint() -> str:
    """Of the suites: a volume that they refused is looked at anew when they change."""
    return digest(("rules", *(item for name, mark in ingredients().items() if is_rule(name) for item in (name, mark))))


@cache
def code_fingerprint() -> str:
    """Of all code, of the expectations, and of the truth that the figures of quality.json are made by."""
    return digest(("code", *(item for pair in ingredients().items() for item in pair)))


def _files(folder: Path) -> dict[str, str]:
    root = folder.parents[1] if folder == TRUTH else folder.parent
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): file_digest(path) for path in paths}
