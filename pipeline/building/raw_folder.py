"""The raw folder: its volumes, and what sources.toml says of each."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.values import RefusedVolume

SOURCES = "sources.toml"
SUFFIXES = (".txt", ".text")
_FIELDS = {"file": str, "title": str, "kind": str, "origin": str, "licence": str, "sha256": str, "bytes": int}


class WrongUse(Exception):
    """What the caller has to put right before anything can be built (exit code 2)."""


@dataclass(frozen=True, slots=True)
class Source:
    """What sources.toml says of a volume."""

    file: str
    title: str
    kind: str
    origin: str
    licence: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class RawVolume:
    """A volume of the raw folder. `refused` says why it cannot even be read; without a `path` it is missing."""

    volume_id: str
    file_name: str
    path: Path | None
    source: Source | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class RawFolder:
    """The volumes in order of their ids, whether there is a sources.toml, and what to warn of."""

    path: Path
    volumes: tuple[RawVolume, ...]
    has_sources: bool
    warnings: tuple[str, ...]


def read_raw_folder(folder: Path) -> RawFolder:
    """List a raw folder.

    Volumes are its files *.txt and *.text and the files that sources.toml lists.

    Raises:
        WrongUse: no such folder, no volumes in it, or a sources.toml that cannot be read.
    """
    if not folder.is_dir():
        raise WrongUse(f"{folder}: found no such folder; expected one with volumes (*.txt). Name it with --raw DIR.")
    has_sources = (folder / SOURCES).is_file()
    sources = read_sources(folder / SOURCES) if has_sources else {}
    names = sorted(
        p.name
        for p in folder.iterdir()
        if p.is_file() and not p.name.startswith(".") and (p.suffix.lower() in SUFFIXES or p.name in sources)
    )
    stems: dict[str, list[str]] = defaultdict(list)
    for name in sorted({*names, *sources}):
        stems[Path(name).stem].append(name)
    if not stems:
        raise WrongUse(
            f"{folder}: found no volumes; expected files *.txt in it. Put the volumes there or name another --raw."
        )
    volumes = tuple(_volume(folder, stem, files, set(names), sources) for stem, files in sorted(stems.items()))
    return RawFolder(folder, volumes, has_sources, tuple(_warnings(folder, volumes, has_sources)))


def read_sources(path: Path) -> dict[str, Source]:
    """The entries of a sources.toml by file name.

    Raises:
        WrongUse: no TOML, or an entry that lacks something.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("volume", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{path}: found no TOML ({error}); expected [[volume]] entries. Correct the file.") from error
    sources: dict[str, Source] = {}
    for number, entry in enumerate(entries, 1):
        source = _source(path, number, entry)
        if source.file in sources:
            raise WrongUse(f"{path}: found {source.file} twice; expected one entry a volume. Remove one.")
        sources[source.file] = source
    return sources


def _source(path: Path, number: int, entry: Any) -> Source:
    wrong = [f for f, kind in _FIELDS.items() if not isinstance(entry, dict) or not isinstance(entry.get(f), kind)]
    if wrong:
        name = entry.get("file") if isinstance(entry, dict) else None
        raise WrongUse(
            f"{path}: found entry {number} ({name or 'no file named'}) without a proper {', '.join(wrong)}; "
            f"expected {', '.join(_FIELDS)}. Complete the entry."
        )
    if Path(entry["file"]).name != entry["file"] or entry["file"] in ("", ".", ".."):
        raise WrongUse(f"{path}: found {entry['file']!r}; expected a file name without a folder. Correct the entry.")
    return Source(**{f: entry[f] for f in _FIELDS})


def _volume(folder: Path, stem: str, files: list[str], present: set[str], sources: dict[str, Source]) -> RawVolume:
    name = files[0]
    path = folder / name if name in present else None
    source = sources.get(name)
    return RawVolume(_shown(stem).replace("...", "…"), _shown(name), path, source, _refused(stem, files, path, source))


def _shown(name: str) -> str:
    """A name as tables and messages can hold it: what is not printable escaped, bytes that are no UTF-8 too.

    Other than the name itself only where it is refused (`wrong_name`).
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def _refused(stem: str, files: list[str], path: Path | None, source: Source | None) -> str | None:
    if len(files) > 1:
        found = f"{len(files)} volumes with the stem {stem!r}: {', '.join(map(_shown, files))}"
        return str(
            RefusedVolume(
                _shown(files[0]), found, "one, for the stem is the volume's id", "Rename or remove the others."
            )
        )
    if path is None:
        remedy = f"Put the file there or take its entry out of {SOURCES}."
        return str(RefusedVolume(files[0], "no such file", f"the volume that {SOURCES} lists", remedy))
    return wrong_name(files[0])


def wrong_name(file_name: str) -> str | None:
    """Why a volume of this file name is refused, if it is: its stem is the volume's id, and part of other ids."""
    stem = Path(file_name).stem
    if file_name == Path(file_name).name and stem.isprintable() and "#" not in stem and "..." not in stem:
        return None
    expected = "a file name of printable characters without # or three points"
    return str(RefusedVolume(_shown(file_name), f"the stem {stem!r}", expected, "Rename the file."))


def wrong_digest(volume: RawVolume, sha256: str) -> str | None:
    """Why a volume whose bytes are not those that sources.toml lists is refused."""
    if volume.source is None or volume.source.sha256 == sha256:
        return None
    return str(
        RefusedVolume(
            volume.file_name,
            f"sha256 {sha256}",
            f"{volume.source.sha256}, as {SOURCES} says",
            f"Restore the file, or put the new sha256 into {SOURCES} if the change is meant.",
        )
    )


def _warnings(folder: Path, volumes: tuple[RawVolume, ...], has_sources: bool) -> list[str]:
    if not has_sources:
        return [f"{folder} has no {SOURCES}: the dataset will have no provenance, and no release can be made of it."]
    return [
        f"{v.file_name} is not in {SOURCES}: it will have no provenance."
        for v in volumes
        if v.source is None and v.path
    ]
