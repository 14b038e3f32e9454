"""A raw folder in storage, mirrored in a local folder: what has not changed is not read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.building.fingerprint import file_digest
from pipeline.building.raw_folder import SOURCES, SUFFIXES, read_sources
from pipeline.storage.store import Mark, StorageError, Store

MARKS = ".marks.json"


def mirror_raw(store: Store, folder: Path) -> Path:
    """Bring a local folder to what lies directly under a URL: sources.toml, and the volumes.

    A volume is read again when its size or time of change is another, or when its copy has not the SHA-256 that
    sources.toml says.

    Raises:
        StorageError: the storage cannot be read, or changes while it is.
        WrongUse: a sources.toml that cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listing = {name: mark for name, mark in store.listing().items() if "/" not in name}
    marks = _read_marks(folder)
    if SOURCES in listing:
        _fetch(store, folder / SOURCES, listing[SOURCES], marks)
        said = {s.file: s.sha256 for s in read_sources(folder / SOURCES).values()}
    else:
        said = {}
    volumes = [n for n in listing if n in said or (Path(n).suffix.lower() in SUFFIXES and not n.startswith("."))]
    for name in volumes:
        _fetch(store, folder / name, listing[name], marks, said.get(name))
    for path in folder.iterdir():
        if path.name not in {*volumes, MARKS} and not (path.name == SOURCES and SOURCES in listing):
            path.unlink()
    kept = {name: list(marks[name]) for name in sorted(marks) if name in {*volumes, SOURCES}}
    (folder / MARKS).write_text(json.dumps(kept), encoding="utf-8")
    return folder


def _fetch(store: Store, path: Path, mark: Mark, marks: dict[str, Mark], sha256: str | None = None) -> None:
    name = path.name
    if path.is_file() and marks.get(name) == mark and (sha256 is None or file_digest(path) == sha256):
        return
    marks.pop(name, None)
    store.download(name, path)
    if path.stat().st_size != mark.size:
        raise StorageError(
            f"{store.url}/{name}: found {path.stat().st_size:,} bytes where {mark.size:,} were listed; expected a file "
            "at rest. Try again."
        )
    marks[name] = mark


def _read_marks(folder: Path) -> dict[str, Mark]:
    try:
        record: dict[str, Any] = json.loads((folder / MARKS).read_text(encoding="utf-8"))
        return {name: Mark(*map(int, mark)) for name, mark in record.items()}
    except (OSError, ValueError, TypeError):
        return {}
