"""The corpus under the names its documents bear, on disk: what resolving the references of one volume takes.

All volumes are read once, one at a time, for the names that documents bear and the names that references ask for; one
join, out of core, finds for each volume the few documents of other volumes that its references can mean. Of all that
bear a name, only those that could be chosen are taken: the last by the day that asks, of the number asked for. So a
name borne in a thousand volumes, by copies or by versions of other numbers and dates, weighs no more than one borne in
three.

Belongs here: which documents and articles are looked up. Does not belong here: which of them is meant
(`pipeline.knowledge.resolution`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.contract import TABLES
from pipeline.knowledge.cited_names import Name, names_asked, names_borne, number_key, without_issuer
from pipeline.knowledge.instruments import name_key
from pipeline.knowledge.resolution import Corpus, place_of, provision_outline
from pipeline.publishing.bounded import connect

Rows = list[dict[str, Any]]

DOCUMENT_COLUMNS = (
    "document_id", "volume_id", "parent_document_id", "role", "title", "doc_number", "issued_date", "line_start",
)  # fmt: skip
ARTICLE_COLUMNS = ("article_id", "document_id", "ordinal", "kind", "number", "label", "path", "text")
_OUTLINE_COLUMNS = (*ARTICLE_COLUMNS[:-1], "paragraphs", "items")
_ASKING_COLUMNS = ("document_id", "method", "cited_title", "full_title", "cited_doc_number")

_DOCUMENT = [TABLES["documents"].schema.field(c) for c in DOCUMENT_COLUMNS]
_PLACE = [pa.field("volume", pa.int32()), pa.field("position", pa.int32())]
_DOCUMENTS = pa.schema([*_PLACE, pa.field("root", pa.int32()), *_DOCUMENT])
_NAMES = pa.schema(
    [
        *(pa.field(n, pa.string()) for n in ("way", "key", "aspect", "title")),
        pa.field("day", pa.date32()),
        pa.field("attachment", pa.bool_()),
        pa.field("volume", pa.int32()),
        pa.field("place", pa.int32()),
        pa.field("root", pa.int32()),
    ]
)
_ASKED = pa.schema(
    [("asking", pa.int32()), *((n, pa.string()) for n in ("way", "key", "aspect")), ("until", pa.date32())]
)
_CITED = pa.schema([("asking", pa.int32()), ("document_id", pa.string())])
_OUTLINES = pa.schema(
    [
        *_PLACE,
        *(TABLES["articles"].schema.field(c) for c in ARTICLE_COLUMNS[:-1]),
        pa.field("paragraphs", pa.int32()),
        pa.field("items", pa.int32()),
    ]
)
_SCHEMAS = {"documents": _DOCUMENTS, "names": _NAMES, "asked": _ASKED, "cited": _CITED, "outlines": _OUTLINES}

# The bearers of a name under an aspect: all; those of a document number, or of none; where the name is a number, those
# of a title.
_ANY, _UNNUMBERED = "*", ""
_UNDATED, _WHENEVER = datetime.date.min, datetime.date.max

# For each day on which something bears a name: what resolution would choose on that day and until the next, and what it
# would if the volume of that did not count. A volume means the one, or, where that is its own, the other: its own
# documents are all at hand.
_BEARERS = """
    CREATE TABLE bearers AS
    WITH beside AS (
        SELECT *, lag(volume) OVER upwards AS below, lag(root) OVER upwards AS below_root,
               lead(day) OVER upwards AS next
        FROM names
        WINDOW upwards AS (PARTITION BY way, key, aspect ORDER BY day, attachment DESC, volume DESC, place DESC)
    ), other AS (
        SELECT *, last_value(CASE WHEN below <> volume THEN below END IGNORE NULLS) OVER upwards AS other_volume,
               last_value(CASE WHEN below <> volume THEN below_root END IGNORE NULLS) OVER upwards AS other_root
        FROM beside
        WINDOW upwards AS (
            PARTITION BY way, key, aspect ORDER BY day, attachment DESC, volume DESC, place DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
    )
    SELECT way, key, aspect, day, volume, root, other_volume, other_root FROM other WHERE next IS DISTINCT FROM day
"""
# A name less than exact means nothing where its bearers, of whatever day, have several titles: two of them say so.
_TITLES = """
    CREATE TABLE titles AS
    SELECT way, key, aspect, unnest([
        arg_min({'volume': volume, 'root': root}, (title, volume, place)),
        arg_max({'volume': volume, 'root': root}, (title, -volume, -place))
    ], recursive := true)
    FROM names WHERE way <> 'number' GROUP BY way, key, aspect
"""
_RELATIVES = f"""
    CREATE TABLE relatives AS
    WITH last AS (
        SELECT asking, b.volume <> asking AS apart, b.volume, root, other_volume, other_root
        FROM asked a ASOF JOIN bearers b
            ON a.way = b.way AND a.key = b.key AND a.aspect = b.aspect AND a.until >= b.day
    ), met AS (
        SELECT asking, CASE WHEN apart THEN volume ELSE other_volume END AS volume,
               CASE WHEN apart THEN root ELSE other_root END AS root
        FROM last
        UNION
        SELECT asking, volume, root FROM asked JOIN titles USING (way, key, aspect) WHERE volume <> asking
    )
    SELECT asking, volume, position, {", ".join(DOCUMENT_COLUMNS)}
    FROM documents JOIN met USING (volume, root)
    ORDER BY asking, volume, position
"""
_CITED_DOCUMENTS = """
    CREATE TABLE cited_documents AS
    SELECT DISTINCT volume, document_id FROM documents SEMI JOIN cited USING (document_id) ORDER BY ALL
"""
_CITED_ARTICLES = """
    CREATE TABLE cited_articles AS
    SELECT cited.asking, outlines.* FROM outlines JOIN cited USING (document_id) ORDER BY asking, volume, position
"""


class CorpusIndex:
    """The index of some volumes, in a database file of its own. A context manager.

    `parts` are the part folders of all volumes built, in order of their ids; a volume is named by its position there,
    a document or article by its row in the volume's own table (`position`), whose order the rows found keep.
    """

    def __init__(self, parts: Sequence[Path], folder: Path):
        self._parts = parts
        self._connection = connect(folder, folder / "index.duckdb")
        for name, schema in _SCHEMAS.items():
            self._connection.register("given", schema.empty_table())
            self._connection.execute(f"CREATE TABLE {name} AS FROM given")
            self._connection.unregister("given")
        for volume, part in enumerate(parts):
            self._add_volume(volume, part)
        for query in (_BEARERS, _TITLES, _RELATIVES):
            self._connection.execute(query)

    def __enter__(self) -> CorpusIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def documents(self, volume: int) -> Rows:
        """The documents of a volume and the families of those that its references can mean, in order."""
        columns = ", ".join(DOCUMENT_COLUMNS)
        query = f"""
            SELECT {columns} FROM (
                SELECT volume, position, {columns} FROM documents WHERE volume = $volume
                UNION ALL SELECT volume, position, {columns} FROM relatives WHERE asking = $volume
            ) ORDER BY volume, position
        """
        return self._rows(query, volume)

    def add_cited(self, volume: int, document_ids: Sequence[str]) -> None:
        """Note which documents of other volumes a volume cites by provision."""
        self._insert("cited", {"asking": [volume] * len(document_ids), "document_id": document_ids})

    def gather_articles(self) -> None:
        """Take in the articles of all documents noted by `add_cited`."""
        self._connection.execute(_CITED_DOCUMENTS)
        for volume in range(len(self._parts)):
            wanted = self._rows("SELECT document_id FROM cited_documents WHERE volume = $volume", volume)
            if wanted:
                self._add_outlines(volume, [w["document_id"] for w in wanted])
        self._connection.execute(_CITED_ARTICLES)

    def articles(self, volume: int) -> Rows:
        """Outlines of a volume's own articles and of those taken in for it, documents' articles in order."""
        own = [dict(provision_outline(a)) for a in read_rows(self._parts[volume], "articles", ARTICLE_COLUMNS)]
        query = f"""
            SELECT {", ".join(_OUTLINE_COLUMNS)} FROM cited_articles WHERE asking = $volume ORDER BY volume, position
        """
        return [*own, *self._rows(query, volume)]

    def _add_volume(self, volume: int, part: Path) -> None:
        documents = read_rows(part, "documents", DOCUMENT_COLUMNS)
        corpus = Corpus(documents, [])
        position = {d["document_id"]: i for i, d in enumerate(documents)}
        place = {d["document_id"]: i for i, d in enumerate(sorted(documents, key=place_of))}
        roots = [position[corpus.root_of(d)["document_id"]] for d in documents]
        self._insert(
            "documents",
            {
                "volume": [volume] * len(documents),
                "position": range(len(documents)),
                "root": roots,
                **{c: [d[c] for d in documents] for c in DOCUMENT_COLUMNS},
            },
        )
        names = [
            (
                *name,
                aspect,
                document["title"],
                corpus.date_of(document) or _UNDATED,
                document["role"] == "attachment",
                volume,
                place[document["document_id"]],
                roots[i],
            )
            for i, document in enumerate(documents)
            for name in names_borne(document, document["document_id"] in corpus.issued_by)
            for aspect in _aspects_borne(name, document["title"], corpus.numbers_of(document))
        ]
        self._insert("names", _columns(names, _NAMES))
        asked = {
            (volume, *name, aspect, _WHENEVER if name.way == "number" else today or _WHENEVER)
            for citation in read_rows(part, "citations", _ASKING_COLUMNS)
            if citation["method"] != "own"
            for today in (corpus.date_of(corpus.by_id[citation["document_id"]]),)
            for name, _ in names_asked(citation, today)
            for aspect in _aspects_asked(name, citation)
        }
        self._insert("asked", _columns(sorted(asked), _ASKED))

    def _add_outlines(self, volume: int, wanted: Sequence[str]) -> None:
        table = pq.read_table(self._parts[volume] / "articles.parquet", columns=list(ARTICLE_COLUMNS))
        rows = table.filter(pc.is_in(table["document_id"], pa.array(wanted))).to_pylist()
        outlines = [provision_outline(r) for r in rows]
        self._insert(
            "outlines",
            {
                "volume": [volume] * len(outlines),
                "position": range(len(outlines)),
                **{c: [o[c] for o in outlines] for c in _OUTLINE_COLUMNS},
            },
        )

    def _insert(self, name: str, columns: dict[str, Any]) -> None:
        schema = _SCHEMAS[name]
        arrays = [pa.array(columns[f.name], f.type) for f in schema]
        self._connection.register("given", pa.Table.from_arrays(arrays, schema=schema))
        self._connection.execute(f"INSERT INTO {name} FROM given")
        self._connection.unregister("given")

    def _rows(self, query: str, volume: int) -> Rows:
        found: pa.Table = self._connection.sql(query, params={"volume": volume}).to_arrow_table()
        return list(found.to_pylist())


def _aspects_borne(name: Name, title: str, numbers: set[str]) -> Iterator[str]:
    yield _ANY
    if name.way == "number":
        yield name_key(without_issuer(title))
    else:
        yield from numbers or (_UNNUMBERED,)


def _aspects_asked(name: Name, citation: Mapping[str, Any]) -> Iterator[str]:
    """Where the documents lie that a reference may mean by a name: `resolution` looks at no others."""
    title, number = citation["full_title"] or citation["cited_title"], citation["cited_doc_number"]
    if name.way == "number":
        yield _ANY
        if title:
            yield name_key(without_issuer(title))
    elif number is None:
        yield _ANY
    else:
        yield from (_UNNUMBERED, number_key(number))


def _columns(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> dict[str, Sequence[Any]]:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return dict(zip(schema.names, columns, strict=True))


def read_rows(part: Path, name: str, columns: Sequence[str]) -> Rows:
    """Rows of one table of a part."""
    rows: Rows = pq.read_table(part / f"{name}.parquet", columns=list(columns)).to_pylist()
    return rows
