"""CITATION.cff: how to cite a release (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
from pathlib import Path

FILE_NAME = "CITATION.cff"


def write_citation(folder: Path, version: str, content: str, commit: str | None, released: str | None) -> Path:
    """Write CITATION.cff; `released` is a date, YYYY-MM-DD, `content` the hash of the tables."""
    lines = [
        "cff-version: 1.2.0",
        "message: Cite this release by its version and the hash of its tables.",
        "type: dataset",
        f"title: {json.dumps('公文: Chinese official documents as tables (gongwen)', ensure_ascii=False)}",
        f"version: {json.dumps(version)}",
        "authors:",
        "  - name: The gongwen maintainers",
        "license: CC0-1.0",
        *([f"date-released: {json.dumps(released)}"] if released else []),
        *([f"commit: {commit}"] if commit else []),
        "identifiers:",
        "  - type: other",
        f"    value: sha256:{content}",
        "    description: SHA-256 over the names and SHA-256 of all Parquet files",
        "",
    ]
    path = folder / FILE_NAME
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
