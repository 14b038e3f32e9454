"""The manifest: datapackage.json (Frictionless Data Package 2.0) and SHA256SUMS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.building.fingerprint import file_digest
from pipeline.building.raw_folder import Source
from pipeline.contract import SCHEMA_VERSION, TABLES, Column, Table
from pipeline.publishing.parquet import table_files

CHECKSUMS = "SHA256SUMS"
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "VARCHAR[]": "any",
}
"""Lists are `any` with an `itemType`: Frictionless reads Parquet through pandas, whose arrays are no `list` to it."""
_NOT_A_NUMBER = ["nan"]
"""What an absent number becomes in pandas. Otherwise nothing stands for NULL: Parquet has it, and '' is a text."""


def write_datapackage(
    folder: Path,
    tables: Iterable[str],
    rows: dict[str, int],
    sources: Sequence[Source],
    *,
    version: str | None = None,
    created: str | None = None,
) -> Path:
    """Write datapackage.json: schema, keys, rows, bytes and sha256 of each table, and where the volumes came from.

    `version` and `created` (a date, YYYY-MM-DD) are those of a release.
    """
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "gongwen",
        "title": "公文: Chinese official documents, from compilations to tables",
        "description": "Documents, articles, paragraphs, each with the raw line it stands on; every change on record.",
        **({"version": version} if version else {}),
        **({"created": f"{created}T00:00:00Z"} if created else {}),
        "schemaVersion": SCHEMA_VERSION,
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "What gongwen adds. The texts of state organs are outside copyright by article 5 of the "
                "Copyright Law of the People's Republic of China.",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "sources": [_source(s) for s in sources],
        "resources": [_resource(folder, TABLES[name], rows[name]) for name in tables],
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def write_checksums(folder: Path) -> Path:
    """Write SHA256SUMS over all other files, as `sha256sum -c` reads it."""
    path = folder / CHECKSUMS
    files = sorted(f for f in folder.rglob("*") if f.is_file() and f != path)
    lines = [f"{file_digest(f)}  {f.relative_to(folder).as_posix()}\n" for f in files]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "path": source.file,
        "kind": source.kind,
        "origin": source.origin,
        "licence": source.licence,
        "bytes": source.bytes,
        "hash": f"sha256:{source.sha256}",
    }


def _resource(folder: Path, table: Table, rows: int) -> dict[str, Any]:
    files = table_files(folder, table.name)
    paths = [f.relative_to(folder).as_posix() for f in files]
    hashes = [f"sha256:{file_digest(f)}" for f in files]
    return {
        "name": table.name.replace("_", "-"),
        "title": table.name,
        "description": table.meaning,
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(f.stat().st_size for f in files),
        "hash": hashes[0] if len(hashes) == 1 else hashes,
        "rows": rows,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys = [
        {
            "fields": [c.name],
            "reference": {"resource": c.references.replace("_", "-"), "fields": list(TABLES[c.references].key)},
        }
        for c in table.columns
        if c.references
    ]
    schema = {
        "fields": [_field(c) for c in table.columns],
        "missingValues": [],
        "primaryKey": list(table.key),
    }
    return {**schema, "foreignKeys": keys} if keys else schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.meaning}
    if column.type == "VARCHAR[]":
        field["itemType"] = "string"
    if column.nullable and field["type"] in ("integer", "number"):
        field["missingValues"] = _NOT_A_NUMBER
    return {**field, "constraints": constraints} if constraints else field
