"""croissant.json: the dataset as machine-learning tools read it (Croissant 1.1), made from the contract.

References between tables are left to datapackage.json: readers of Croissant join by them, which drops the rows that
refer to nothing and fails where a table refers to itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.building.fingerprint import file_digest
from pipeline.building.raw_folder import Source
from pipeline.contract import SCHEMA_VERSION, TABLES, Column, Table
from pipeline.publishing.parquet import table_files

FILE_NAME = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
PARQUET = "application/x-parquet"
_TYPES = {
    "VARCHAR": "sc:Text",
    "INTEGER": "sc:Integer",
    "BIGINT": "sc:Integer",
    "DOUBLE": "sc:Float",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
    "VARCHAR[]": "sc:Text",
}
_CROISSANT_TERMS = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty",
    "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField",
    "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator", "source",
    "subField", "transform",
)  # fmt: skip
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _CROISSANT_TERMS},
}


def write_croissant(
    folder: Path, tables: Iterable[str], sources: Iterable[Source], version: str, published: str | None = None
) -> Path:
    """Write croissant.json into a dataset folder whose tables are written; `published` is a date, YYYY-MM-DD."""
    names = list(tables)
    described: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": "gongwen",
        "description": "Chinese official documents (公文) from compilations: documents, articles, citations, agencies; "
        f"every row with the raw line it stands on. Schema version {SCHEMA_VERSION}.",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "version": version,
        "inLanguage": "zh-CN",
        "keywords": ["公文", "法律法规", "政策", "Chinese law", "official documents"],
        "creator": {"@type": "sc:Organization", "name": "The gongwen maintainers"},
        "citeAs": f"The gongwen maintainers: gongwen, Chinese official documents as tables, version {version}",
        "isBasedOn": [
            {"@type": "sc:CreativeWork", "name": s.title, "identifier": f"sha256:{s.sha256}", "license": s.licence}
            for s in sources
        ],
        "distribution": [part for name in names for part in _files(folder, name)],
        "recordSet": [_record_set(folder, TABLES[name]) for name in names],
    }
    if published:
        described["datePublished"] = published
    path = folder / FILE_NAME
    path.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _files(folder: Path, name: str) -> list[dict[str, Any]]:
    """A table's files, and, where they are several, the set of them."""
    files = table_files(folder, name)
    found: list[dict[str, Any]] = [
        {
            "@type": "cr:FileObject",
            "@id": file.relative_to(folder).as_posix(),
            "name": file.relative_to(folder).as_posix(),
            "contentUrl": file.relative_to(folder).as_posix(),
            "contentSize": f"{file.stat().st_size} B",
            "encodingFormat": PARQUET,
            "sha256": file_digest(file),
        }
        for file in files
    ]
    if len(files) > 1:
        found.append(
            {
                "@type": "cr:FileSet",
                "@id": f"{name}/files",
                "name": f"{name}/files",
                "containedIn": [{"@id": f["@id"]} for f in found],
                "encodingFormat": PARQUET,
                "includes": f"{name}/*.parquet",
            }
        )
    return found


def _record_set(folder: Path, table: Table) -> dict[str, Any]:
    files = table_files(folder, table.name)
    if len(files) > 1:
        source = {"fileSet": {"@id": f"{table.name}/files"}}
    else:
        source = {"fileObject": {"@id": files[0].relative_to(folder).as_posix()}}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.meaning,
        "key": [{"@id": f"{table.name}/{k}"} for k in table.key],
        "field": [_field(table, c, source) for c in table.columns],
    }


def _field(table: Table, column: Column, source: dict[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": f"{table.name}/{column.name}",
        "description": column.meaning,
        "dataType": _TYPES[column.type],
        "source": {**source, "extract": {"column": column.name}},
    }
    if column.type.endswith("[]"):
        field |= {"isArray": True, "arrayShape": "-1"}
    return field
