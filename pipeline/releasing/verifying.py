"""Whether a folder of the dataset is whole and says what the contract promises; it needs nothing but the folder.

Checked are the checksums, the manifest, the schemas, keys and references, and the promises: a document's blocks are its
text and its articles partition them, what a row says stands in the text, the ledger undone gives the raw bytes back (by
the SHA-256 that `volumes` names, or byte by byte where the raw folder is at hand).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.building.fingerprint import file_digest
from pipeline.building.raw_folder import WrongUse
from pipeline.checking.frames import Frames
from pipeline.checking.promises import BrokenPromise, check_articles, check_documents, check_ledger
from pipeline.checking.rules import broken_rules
from pipeline.cleaning.ledger import LedgerError, undo
from pipeline.contract import PUBLISHED, SCHEMA_VERSION, TABLES, Table
from pipeline.publishing.database import FILE_NAME as DATABASE
from pipeline.publishing.manifest import CHECKSUMS
from pipeline.publishing.parquet import table_files
from pipeline.reading.decoding import encode_lines
from pipeline.values import Edit

MANIFEST = "datapackage.json"
_SUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_SHOWN = 3


class Problem(NamedTuple):
    """What is broken: where, what was found, what was expected."""

    where: str
    found: str
    expected: str

    @property
    def sentence(self) -> str:
        """The problem in words."""
        return f"{self.where}: found {self.found}; expected {self.expected}."


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, in sentences, and all that is broken."""

    looked_at: tuple[str, ...]
    problems: tuple[Problem, ...]


class _Paragraph(NamedTuple):
    text: str
    line_start: int


def verify(folder: Path, raw: Path | None = None) -> Verified:
    """Verify a release or a build; `raw` is the folder of the volumes it was made from, where there is one.

    Raises:
        WrongUse: no such folder.
    """
    if not folder.is_dir():
        raise WrongUse(f"{folder}: found no such folder; expected a dataset or release. Name one.")
    looked_at: list[str] = []
    problems: list[Problem] = []

    def look(what: str, found: Iterator[Problem]) -> bool:
        before = len(problems)
        problems.extend(found)
        looked_at.append(f"{what}: {'whole' if len(problems) == before else f'{len(problems) - before} problems'}")
        return len(problems) == before

    whole = look("checksums", _checksums(folder))
    tables = _manifest_tables(folder)
    readable = look("manifest and schemas", _schemas(folder, tables))
    if readable or whole:
        readable = not list(_unreadable(folder, tables))
    if readable:
        with _connected(folder, tables) as connection:
            look("keys and references", _keys(connection, tables))
            look("documents and their paragraphs", _documents(connection))
            look("articles and their paragraphs", _articles(connection))
            look("the ledger undone", _ledger(connection, raw))
        if tuple(tables) == PUBLISHED:
            look("what rows say of the text", _promises(folder))
        look(DATABASE, _database(folder, tables))
    else:
        looked_at.append("keys, promises: not looked at, for the tables cannot be read")
    return Verified(tuple(looked_at), tuple(problems))


def _checksums(folder: Path) -> Iterator[Problem]:
    path = folder / CHECKSUMS
    if not path.is_file():
        yield Problem(CHECKSUMS, "no such file", "the SHA-256 of every file")
        return
    listed: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        said = _SUM.fullmatch(line)
        if not said:
            yield Problem(f"{CHECKSUMS}, line {number}", repr(line[:80]), "a SHA-256, two blanks and a name")
            continue
        sha256, name = said.groups()
        listed.add(name)
        file = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            yield Problem(f"{CHECKSUMS}, line {number}", f"the name {name!r}", "a name inside the folder")
        elif not file.is_file():
            yield Problem(name, "no such file", f"the file that {CHECKSUMS} lists")
        elif (found := file_digest(file)) != sha256:
            yield Problem(name, f"sha256 {found}", f"{sha256}, as {CHECKSUMS} says")
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = file.relative_to(folder).as_posix()
        if name not in listed and name != CHECKSUMS:
            yield Problem(name, "a file", f"no file that {CHECKSUMS} does not list")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _manifest_tables(folder: Path) -> dict[str, Table]:
    """The tables of the contract that the manifest lists, or that stand in the folder where there is no manifest."""
    said = [r.get("title") for r in _manifest(folder).get("resources", []) if isinstance(r, dict)]
    names = [n for n in said if n in TABLES] or [n for n in TABLES if table_files(folder, n)]
    return {name: TABLES[name] for name in TABLES if name in names}


def _schemas(folder: Path, tables: Mapping[str, Table]) -> Iterator[Problem]:
    manifest = _manifest(folder)
    if not manifest:
        yield Problem(MANIFEST, "no file that can be read", "the manifest of the dataset")
    version = str(manifest.get("schemaVersion", SCHEMA_VERSION))
    if version.split(".", maxsplit=1)[0] != SCHEMA_VERSION.split(".")[0]:
        yield Problem(MANIFEST, f"schema version {version}", f"{SCHEMA_VERSION}; use the gongwen of that release")
    if "documents" not in tables:
        yield Problem(MANIFEST, f"the tables {', '.join(tables) or 'none'}", "the tables of the contract")
    by_title = {r.get("title"): r for r in manifest.get("resources", []) if isinstance(r, dict)}
    for name, table in tables.items():
        files = table_files(folder, name)
        if not files:
            yield Problem(f"{name}.parquet", "no such file", "the table that the manifest lists")
        rows = 0
        for file in files:
            where = file.relative_to(folder).as_posix()
            try:
                with pq.ParquetFile(file) as opened:
                    found, rows = opened.schema_arrow, rows + opened.metadata.num_rows
            except (OSError, pa.ArrowException) as error:
                yield Problem(where, f"no Parquet file ({error})", "one that can be read")
                continue
            yield from _schema_problems(where, found, table, same_version=version == SCHEMA_VERSION)
        said = by_title.get(name, {}).get("rows")
        if said is not None and files and rows != said:
            yield Problem(name, f"{rows:,} rows", f"{said:,}, as {MANIFEST} says")


def _schema_problems(where: str, found: pa.Schema, table: Table, *, same_version: bool) -> Iterator[Problem]:
    for field in table.schema:
        at = found.get_field_index(field.name)
        if at < 0:
            if same_version:
                yield Problem(where, f"no column {field.name}", f"{field.name} {field.type}, as the contract says")
        elif found.field(at).type != field.type or (found.field(at).nullable and not field.nullable):
            yield Problem(f"{where}, {field.name}", _type(found.field(at)), f"{_type(field)}, as the contract says")
    extra = [n for n in found.names if n not in table.names]
    if extra and same_version:
        yield Problem(where, f"the columns {', '.join(extra)}", "no columns but the contract's")


def _type(field: pa.Field) -> str:
    return f"{field.type}{'' if field.nullable else ' not null'}"


def _unreadable(folder: Path, tables: Mapping[str, Table]) -> Iterator[str]:
    """Tables that the further checks cannot read, or that lack a column they need."""
    for name, table in tables.items():
        try:
            columns = {c for file in table_files(folder, name) for c in pq.read_schema(file).names}
        except (OSError, pa.ArrowException):
            columns = set()
        if not columns.issuperset(table.names):
            yield name
    if not {"volumes", "documents", "blocks", "edits"} <= tables.keys():
        yield "the tables that the promises are about"


def _connected(folder: Path, tables: Mapping[str, Table]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    for name in tables:
        connection.read_parquet([str(f) for f in table_files(folder, name)]).create_view(name)
    return connection


def _keys(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> Iterator[Problem]:
    for name, table in tables.items():
        key = ", ".join(f'"{k}"' for k in table.key)
        twice = _told(connection, f'SELECT {key} FROM "{name}" GROUP BY {key} HAVING count(*) > 1')
        if twice:
            yield Problem(name, f"keys ({key}) that stand more than once: {twice}", "each key once")
        for column in table.columns:
            if column.references and column.references in tables:
                target = tables[column.references]
                lost = _told(
                    connection,
                    f'SELECT DISTINCT "{column.name}" FROM "{name}" r WHERE "{column.name}" IS NOT NULL AND NOT EXISTS '
                    f'(FROM "{target.name}" t WHERE t."{target.key[0]}" = r."{column.name}")',
                )
                if lost:
                    yield Problem(f"{name}.{column.name}", f"values without a row in {target.name}: {lost}", "a row")


def _told(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """How many rows a query finds, and the first of them; empty where it finds none."""
    found = connection.execute(f"SELECT *, count(*) OVER () FROM ({query}) ORDER BY ALL LIMIT {_SHOWN}").fetchall()
    if not found:
        return ""
    shown = "; ".join(", ".join(str(v)[:80] for v in row[:-1]) for row in found)
    return f"{found[0][-1]:,}, {shown}{'; …' if found[0][-1] > _SHOWN else ''}"


def _volumes(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return _select(connection, "SELECT * FROM volumes WHERE status = 'built' ORDER BY volume_id")


def _select(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[dict[str, Any]]:
    result = connection.execute(query, list(values))
    names = [d[0] for d in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _documents(connection: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    for volume in _volumes(connection):
        documents = _select(
            connection, "SELECT document_id, text FROM documents WHERE volume_id = ?", volume["volume_id"]
        )
        try:
            check_documents(documents, _blocks(connection, volume))
        except BrokenPromise as broken:
            yield Problem(f"volume {volume['volume_id']}", str(broken), "the paragraphs of a document to be its text")


def _articles(connection: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    columns = "document_id, article_id, path, label, text, line_start, line_end"
    query = f"SELECT {columns} FROM articles WHERE volume_id = ? ORDER BY document_id, ordinal"
    for volume in _volumes(connection):
        try:
            check_articles(_select(connection, query, volume["volume_id"]), _blocks(connection, volume))
        except BrokenPromise as broken:
            yield Problem(f"volume {volume['volume_id']}", str(broken), "articles that partition the paragraphs")


def _promises(folder: Path) -> Iterator[Problem]:
    """By the rules of the suites that are promises; other rules may be newer than the folder."""
    with Frames.of_folder(folder) as frames:
        for broken in broken_rules(frames, PUBLISHED, why="promise"):
            table, _, told = broken.partition(": ")
            yield Problem(table, told, "the promise to be kept")


def _blocks(connection: duckdb.DuckDBPyConnection, volume: Mapping[str, Any]) -> list[dict[str, Any]]:
    columns = "document_id, article_id, kind, text, line_start, line_end"
    query = f"SELECT {columns} FROM blocks WHERE volume_id = ? ORDER BY ordinal"
    return _select(connection, query, volume["volume_id"])


def _ledger(connection: duckdb.DuckDBPyConnection, raw: Path | None) -> Iterator[Problem]:
    for volume in _volumes(connection):
        blocks = _blocks(connection, volume)
        edits = _select(connection, "SELECT * FROM edits WHERE volume_id = ?", volume["volume_id"])
        file = raw / volume["file_name"] if raw else None
        try:
            if file is not None and file.is_file():
                check_ledger(blocks, edits, volume["line_count"], volume["encoding"], file.read_bytes())
            _check_digest(volume, blocks, edits)
        except BrokenPromise as broken:
            yield Problem(f"volume {volume['volume_id']}", str(broken), "the raw volume, byte for byte")


def _check_digest(volume: Mapping[str, Any], blocks: list[dict[str, Any]], edits: list[dict[str, Any]]) -> None:
    """The ledger undone has the SHA-256 of the raw volume."""
    try:
        lines = undo(
            [_Paragraph(b["text"], b["line_start"]) for b in blocks],
            [Edit(e["line"], e["column"], e["rule"], e["before"], e["after"], e["confidence"]) for e in edits],
            volume["line_count"],
        )
        found = hashlib.sha256(encode_lines(lines, volume["encoding"])).hexdigest()
    except (LedgerError, UnicodeError, LookupError) as error:
        raise BrokenPromise(f"the ledger cannot be undone: {error}") from error
    if found != volume["sha256"]:
        raise BrokenPromise(f"the ledger undone has sha256 {found}, the raw volume {volume['sha256']}")


def _database(folder: Path, tables: Mapping[str, Table]) -> Iterator[Problem]:
    path = folder / DATABASE
    if not path.is_file():
        yield Problem(DATABASE, "no such file", "the tables in a DuckDB file")
        return
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            for name in tables:
                files = [str(f) for f in table_files(folder, name)]
                found = connection.execute(
                    f'SELECT (SELECT count(*) FROM "{name}"), (SELECT count(*) FROM read_parquet(?))', [files]
                ).fetchall()[0]
                if found[0] != found[1]:
                    yield Problem(f"{DATABASE}, {name}", f"{found[0]:,} rows", f"{found[1]:,}, as in {name}.parquet")
    except duckdb.Error as error:
        yield Problem(DATABASE, str(error).splitlines()[0], "a database with the tables of the folder")
