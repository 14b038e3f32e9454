"""The corpus under the names its documents bear, on disk: what it takes to resolve one volume's references, and to say
why the others lead nowhere.

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
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.arrays import arrow_array
from pipeline.contract import TABLES
from pipeline.knowledge.cited_names import Name, names_asked, names_borne, number_key, without_issuer
from pipeline.knowledge.instruments import name_key
from pipeline.knowledge.resolution import Corpus, place_of, provision_outline
from pipeline.knowledge.resolution_rates import LIKE, likeness_asked, likenesses_borne
from pipeline.publishing.bounded import connect
from pipeline.publishing.parquet import read_part

Rows = list[dict[str, Any]]
_Columns = dict[str, dict[str, Sequence[Any]]]
"""Tables by name, each its columns by name."""

DOCUMENT_COLUMNS = (
    "document_id", "volume_id", "parent_document_id", "role", "title", "doc_number", "issued_date", "line_start",
)  # fmt: skip
ARTICLE_COLUMNS = ("article_id", "document_id", "ordinal", "kind", "number", "label", "path", "text")
_OUTLINE_COLUMNS = (*ARTICLE_COLUMNS[:-1], "paragraphs", "items")
_ASKING_COLUMNS = ("document_id", "method", "cited_title", "full_title", "cited_doc_number", "cited_article")

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
    [
        ("asking", pa.int32()),
        *((n, pa.string()) for n in ("way", "key", "aspect")),
        ("until", pa.date32()),
        ("provision", pa.bool_()),
    ]
)
_OUTLINES = pa.schema(
    [
        *_PLACE,
        *(TABLES["articles"].schema.field(c) for c in ARTICLE_COLUMNS[:-1]),
        pa.field("paragraphs", pa.int32()),
        pa.field("items", pa.int32()),
    ]
)
_SCHEMAS = {"documents": _DOCUMENTS, "names": _NAMES, "asked": _ASKED, "outlines": _OUTLINES}

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
_TITLES = f"""
    CREATE TABLE titles AS
    SELECT way, key, aspect, unnest([
        arg_min({{'volume': volume, 'root': root}}, (title, volume, place)),
        arg_max({{'volume': volume, 'root': root}}, (title, -volume, -place))
    ], recursive := true)
    FROM names WHERE way NOT IN ('number', '{LIKE}') GROUP BY way, key, aspect
"""
_RELATIVES = f"""
    CREATE TABLE relatives AS
    WITH last AS (
        SELECT asking, provision, b.volume <> asking AS apart, b.volume, root, other_volume, other_root
        FROM asked a ASOF JOIN bearers b
            ON a.way = b.way AND a.key = b.key AND a.aspect = b.aspect AND a.until >= b.day
    ), met AS (
        SELECT asking, provision, CASE WHEN apart THEN volume ELSE other_volume END AS volume,
               CASE WHEN apart THEN root ELSE other_root END AS root
        FROM last
        UNION
        SELECT asking, provision, volume, root FROM asked JOIN titles USING (way, key, aspect) WHERE volume <> asking
    ), families AS (
        SELECT asking, volume, root, bool_or(provision) AS provision FROM met GROUP BY asking, volume, root
    )
    SELECT asking, provision, volume, position, {", ".join(DOCUMENT_COLUMNS)}
    FROM documents JOIN families USING (volume, root)
    ORDER BY asking, volume, position
"""
_WANTED = """
    CREATE TABLE wanted AS SELECT DISTINCT volume, document_id FROM relatives WHERE provision ORDER BY ALL
"""
_ARTICLES = """
    CREATE TABLE articles AS
    SELECT asking, outlines.* FROM outlines JOIN relatives USING (document_id)
    WHERE provision ORDER BY asking, outlines.volume, outlines.position
"""


class CorpusIndex:
    """The index of some volumes, in a database file of its own. A context manager.

    `parts` are the part folders of all volumes built, in order of their ids; a volume is named by its position there,
    a document or article by its row in the volume's own table (`position`), whose order the rows found keep.
    """

    def __init__(self, parts: Sequence[Path], folder: Path):
        self._parts = parts
        self._folder = folder
        self._connection = connect(folder, folder / "index.duckdb")
        self._gather(("documents", "names", "asked"), map(_names_of, range(len(parts)), parts))
        for query in (_BEARERS, _TITLES, _RELATIVES, _WANTED):
            self._connection.execute(query)
        self._gather(("outlines",), (self._outlines(volume) for volume in range(len(parts))))
        self._connection.execute(_ARTICLES)

    def __enter__(self) -> CorpusIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def documents(self, volume: int) -> Rows:
        """The documents of a volume, in order, then the families of those that its references can mean."""
        query = f"""
            SELECT {", ".join(DOCUMENT_COLUMNS)} FROM relatives WHERE asking = $volume ORDER BY volume, position
        """
        return [*read_rows(self._parts[volume], "documents", DOCUMENT_COLUMNS), *self._rows(query, volume)]

    def articles(self, volume: int) -> Rows:
        """Outlines of a volume's own articles and of those its references can mean, documents' articles in order."""
        own = [dict(provision_outline(a)) for a in read_rows(self._parts[volume], "articles", ARTICLE_COLUMNS)]
        query = f"""
            SELECT {", ".join(_OUTLINE_COLUMNS)} FROM articles WHERE asking = $volume ORDER BY volume, position
        """
        return [*own, *self._rows(query, volume)]

    def _gather(self, names: Sequence[str], volumes: Iterator[_Columns]) -> None:
        """Make tables of what each volume has for them: Parquet files, a row group a volume, for DuckDB to read."""
        files = {name: self._folder / f"{name}.parquet" for name in names}
        with ExitStack() as stack:
            writers = {n: stack.enter_context(pq.ParquetWriter(f, _SCHEMAS[n])) for n, f in files.items()}
            for tables in volumes:
                for name, columns in tables.items():
                    arrays = [arrow_array(columns[f.name], f.type) for f in _SCHEMAS[name]]
                    writers[name].write_table(pa.Table.from_arrays(arrays, schema=_SCHEMAS[name]))
        for name, file in files.items():
            self._connection.read_parquet(str(file)).create_view(name)

    def _outlines(self, volume: int) -> _Columns:
        """The articles of the documents of a volume that the references of others can mean."""
        wanted = [w["document_id"] for w in self._rows("SELECT document_id FROM wanted WHERE volume = $volume", volume)]
        if not wanted:
            return {}
        table = read_part(self._parts[volume], "articles", ARTICLE_COLUMNS)
        held = table.filter(pc.is_in(table["document_id"], arrow_array(wanted, pa.string())))
        outlines = [provision_outline(r) for r in held.to_pylist()]
        return {"outlines": {**_place(volume, len(outlines)), **_by_name(outlines, _OUTLINE_COLUMNS)}}

    def _rows(self, query: str, volume: int) -> Rows:
        result = self._connection.execute(query, {"volume": volume})
        names = [d[0] for d in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _names_of(volume: int, part: Path) -> _Columns:
    """Of one volume the documents, the names they bear and the names that its references ask for."""
    documents = read_rows(part, "documents", DOCUMENT_COLUMNS)
    corpus = Corpus(documents, [])
    position = {d["document_id"]: i for i, d in enumerate(documents)}
    roots = [position[corpus.root_of(d)["document_id"]] for d in documents]
    return {
        "documents": {
            **_place(volume, len(documents)),
            "root": roots,
            **_by_name(documents, DOCUMENT_COLUMNS),
        },
        "names": _columns(_borne(volume, corpus, roots), _NAMES),
        "asked": _columns(_asked(volume, corpus, read_rows(part, "citations", _ASKING_COLUMNS)), _ASKED),
    }


def _borne(volume: int, corpus: Corpus, roots: Sequence[int]) -> list[tuple[Any, ...]]:
    place = {d["document_id"]: i for i, d in enumerate(sorted(corpus.documents, key=place_of))}
    return [
        (
            *name,
            aspect,
            document["title"],
            corpus.date_of(document) or _UNDATED,
            document["role"] == "attachment",
            volume,
            place[document["document_id"]],
            root,
        )
        for document, root in zip(corpus.documents, roots, strict=True)
        for name in (*names_borne(document, document["document_id"] in corpus.issued_by), *likenesses_borne(document))
        for aspect in _aspects_borne(name, document["title"], corpus.numbers_of(document))
    ]


def _asked(volume: int, corpus: Corpus, citations: Rows) -> list[tuple[Any, ...]]:
    """What references ask for: documents they may mean, and those alike in name, if only to say that they differ."""
    asked: dict[tuple[Any, ...], bool] = {}
    for citation in citations:
        if citation["method"] == "own":
            continue
        today = corpus.date_of(corpus.by_id[citation["document_id"]])
        provision = citation["cited_article"] is not None
        for name, _ in names_asked(citation, today):
            until = _WHENEVER if name.way == "number" else today or _WHENEVER
            for aspect in _aspects_asked(name, citation):
                key = (volume, *name, aspect, until)
                asked[key] = provision or asked.get(key, False)
        like = likeness_asked(citation)
        if like is not None:
            asked.setdefault((volume, *like, _ANY, _WHENEVER), False)
            for aspect in _aspects_asked(like, citation):
                asked.setdefault((volume, *like, aspect, today or _WHENEVER), False)
    return sorted((*key, provision) for key, provision in asked.items())


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


def _place(volume: int, rows: int) -> dict[str, Sequence[Any]]:
    return {"volume": [volume] * rows, "position": range(rows)}


def _by_name(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, Sequence[Any]]:
    return {name: [row[name] for row in rows] for name in names}


def _columns(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> dict[str, Sequence[Any]]:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return dict(zip(schema.names, columns, strict=True))


def read_rows(part: Path, name: str, columns: Sequence[str]) -> Rows:
    """Rows of one table of a part."""
    rows: Rows = read_part(part, name, columns).to_pylist()
    return rows
