"""The truth: what people found in ranges of raw lines, a JSON record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]

ARTEFACTS_TO_DROP = ("page_number", "header", "footer", "url", "watermark")


@dataclass(slots=True)
class VolumeTruth:
    """The records of one volume by kind, and the ranges of raw lines they cover (first inclusive, last exclusive)."""

    number: str
    ranges: list[tuple[int, int]] = field(default_factory=list)
    records: dict[str, list[Record]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Record]:
        """The records of a kind."""
        return self.records.get(kind, [])

    def covers(self, line: int) -> bool:
        """Whether a raw line lies in the ranges that were read."""
        return bool(self.covered((line,)))

    def covered(self, lines: Iterable[int]) -> set[int]:
        """Those of some raw lines that lie in the ranges that were read."""
        return {line for line in lines for first, last in self.ranges if first <= line < last}

    @property
    def documents(self) -> list[Record]:
        """The documents that begin in the ranges."""
        return [d for d in self.of("doc") if self.covers(d["title_line"])]

    @property
    def artefact_lines(self) -> set[int]:
        """Lines that hold no text of a document."""
        return {a["line"] for a in self.of("artefact")}

    @property
    def label_lines(self) -> set[int]:
        """Lines of labels (附件1): whether they belong to a document's text is left open."""
        return {d["label_line"] for d in self.of("doc") if d.get("label_line")}

    @property
    def title_lines(self) -> set[int]:
        """Lines of titles."""
        return {n for d in self.of("doc") for n in range(d["title_line"], d["title_end_line"] + 1)}

    @property
    def table_lines(self) -> set[int]:
        """Lines of tables."""
        return {n for t in self.of("table") for n in range(t["start"], t["end"] + 1)}


def read_truth(folder: Path) -> list[VolumeTruth]:
    """The truth in a folder: VVV_x.jsonl, VVV being the number a volume's name begins with, and ranges.json.

    Raises:
        ValueError: no truth there, or a record that is none.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files or not (folder / "ranges.json").is_file():
        raise ValueError(
            f"{folder}: found no truth; expected files VVV_x.jsonl and ranges.json. Name it with --truth DIR."
        )
    ranges = json.loads((folder / "ranges.json").read_text(encoding="utf-8"))
    volumes: dict[str, VolumeTruth] = {}
    for file in files:
        number = file.stem.split("_")[0]
        volume = volumes.setdefault(number, VolumeTruth(number))
        first, last = ranges[file.stem]
        volume.ranges.append((first, last))
        for position, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    record = json.loads(line)
                    volume.records.setdefault(record["k"], []).append(record)
                except (ValueError, KeyError, TypeError) as error:
                    raise ValueError(
                        f"{file}, line {position}: found {error}; expected a record with a kind `k`."
                    ) from error
    return [volumes[n] for n in sorted(volumes)]
