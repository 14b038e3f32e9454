"""`gongwen show`: a document, article or table as a reader wants it, or beside the raw lines it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pipeline.commands.dataset import Row, opened, rows, stop
from pipeline.commands.evidence import reasons
from pipeline.commands.search import source

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console

NAME = "show"

_STYLES = {
    "title": "bold", "part_heading": "bold", "heading": "bold green", "label": "bold", "doc_number": "cyan",
    "addressee": "italic", "signature": "cyan", "date": "cyan", "table_caption": "bold", "table": "dim",
}  # fmt: skip


def run(
    id: Annotated[str, typer.Argument(help="document_id, article_id, table_id, or a document's number or title.")],
    raw: Annotated[bool, typer.Option("--raw", help="Raw lines beside the clean text, and every edit.")] = False,
    output: Annotated[Path, typer.Option(help="The output folder; its latest dataset is asked.")] = Path("output"),
) -> None:
    """A document, article or table, with where it stands."""
    from rich.console import Console

    console = Console()
    with opened(NAME, output) as connection:
        found = _find(connection, id.strip())
        if found is None:
            stop(NAME, _unknown(connection, id.strip()), 1)
        kind, row = found
        {"document": _document, "article": _article, "table": _table}[kind](console, connection, row, raw)


class _Paragraph(NamedTuple):
    text: str
    line_start: int


class _Stretch(NamedTuple):
    """Raw lines of a volume."""

    volume_id: str
    line_start: int
    line_end: int


def _find(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, Row] | None:
    for kind in ("document", "article", "table"):
        found = rows(connection, f"SELECT * FROM {kind}s WHERE {kind}_id = ?", wanted)
        if found:
            return kind, found[0]
    query = """
        SELECT * FROM documents WHERE title = $1 OR search_number(doc_number) = search_number(search_normal($1))
        ORDER BY role <> 'main', volume_id, ordinal LIMIT 1
    """
    found = rows(connection, query, wanted) if wanted else []
    return ("document", found[0]) if found else None


def _unknown(connection: duckdb.DuckDBPyConnection, wanted: str) -> str:
    near = """
        SELECT document_id AS id, title FROM documents WHERE starts_with(document_id, $1) OR contains(title, $1)
        ORDER BY volume_id, ordinal LIMIT 5
    """
    message = f"found no document, article or table {wanted!r}."
    found = rows(connection, near, wanted) if wanted else []
    if found:
        return message + " Did you mean\n" + "\n".join(f"  {r['id']}  {r['title']}" for r in found)
    return f"{message} Ids stand below each hit of: gongwen search QUESTION"


def _document(console: Console, connection: duckdb.DuckDBPyConnection, row: Row, raw: bool) -> None:
    why = reasons(row["evidence"])
    said = {
        "发文字号": row["doc_number"],
        "发文机关": "、".join(row["issuers"]),
        "成文日期": row["issued_date"],
        "施行日期": row["effective_date"],
        "效力级别": row["hierarchy_level"],
        "belongs to": row["parent_document_id"],
        "begins here": "; ".join(why.pro) or None,
        "though": "; ".join(why.con) if raw else None,
        f"is {row['role']}": "; ".join(why.kin),
        "source": source(row),
        "id": row["document_id"],
    }
    _head(console, row["title"], said)
    if raw:
        _beside(console, connection, _Stretch(row["volume_id"], row["line_start"], row["line_end"]))
    else:
        query = "SELECT kind, text FROM blocks WHERE document_id = ? ORDER BY ordinal"
        for block in rows(connection, query, row["document_id"]):
            console.print(block["text"], style=_STYLES.get(block["kind"]), markup=False, highlight=False)
    query = "SELECT document_id, role, title FROM documents WHERE parent_document_id = ? ORDER BY ordinal"
    for child in rows(connection, query, row["document_id"]):
        console.print(f"{child['role']}: {child['title']}  {child['document_id']}", style="dim", highlight=False)


def _article(console: Console, connection: duckdb.DuckDBPyConnection, row: Row, raw: bool) -> None:
    heading = "".join(filter(None, (row["label"], row["heading"]))) or row["kind"]
    said = {
        "document": row["document_title"],
        "stands in": " › ".join(row["path"]),
        "source": source(row),
        "id": row["article_id"],
    }
    _head(console, heading, said)
    if raw:
        _beside(console, connection, _Stretch(row["volume_id"], row["line_start"], row["line_end"]))
        return
    console.print(row["text"], markup=False, highlight=False)
    query = "SELECT citing_title, citing_article_id FROM cited_by WHERE article_id = ? ORDER BY ALL LIMIT 10"
    for citing in rows(connection, query, row["article_id"]):
        console.print(f"cited by {citing['citing_title']}  {citing['citing_article_id']}", style="dim", highlight=False)


def _table(console: Console, connection: duckdb.DuckDBPyConnection, row: Row, raw: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    document = rows(connection, "SELECT title FROM documents WHERE document_id = ?", row["document_id"])[0]
    said = {
        "document": document["title"],
        "source": f"{row['volume_id']}, lines {row['line_start']}–{row['line_end']}",
        "id": row["table_id"],
    }
    _head(console, row["caption"] or "table", said)
    stretch = _Stretch(row["volume_id"], row["line_start"], row["line_end"])
    if raw or row["row_count"] is None:
        _beside(console, connection, stretch)
        return
    cells = rows(connection, "SELECT cells FROM table_rows WHERE table_id = ? ORDER BY row", row["table_id"])
    shown = Table(show_lines=True, header_style="bold")
    for n in range(max(len(r["cells"]) for r in cells)):
        shown.add_column(row["columns"][n] if row["columns"] else str(n + 1), overflow="fold")
    for r in cells:
        shown.add_row(*map(Text, r["cells"]))
    console.print(shown)


def _head(console: Console, title: str, said: dict[str, object]) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(Text(title, "bold"))
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in said.items():
        if value:
            table.add_row(name, Text(str(value)))
    console.print(table)
    console.print()


def _beside(console: Console, connection: duckdb.DuckDBPyConnection, stretch: _Stretch) -> None:
    """Raw lines on the left, the paragraphs made of them on the right, then every edit made on these lines."""
    from rich.table import Table
    from rich.text import Text

    raw = _raw_lines(connection, stretch.volume_id)
    where = "volume_id = ? AND line_end >= ? AND line_start <= ? ORDER BY ordinal"
    blocks = rows(connection, f"SELECT line_start, line_end, text FROM blocks WHERE {where}", *stretch)
    table = Table(show_lines=True, expand=True, header_style="bold")
    table.add_column("raw, by line", ratio=1)
    table.add_column("clean", ratio=1, overflow="fold")
    line = stretch.line_start
    for block in blocks:
        first, last = max(line, block["line_start"]), min(stretch.line_end, block["line_end"])
        if line < first:
            _raw_row(table, raw, line, first - 1, "")
        if first <= last:
            _raw_row(table, raw, first, last, block["text"])
        line = max(line, last + 1)
    _raw_row(table, raw, line, stretch.line_end, "")
    console.print(table)
    where = 'volume_id = ? AND line >= ? AND line <= ? ORDER BY line, "column"'
    edits = rows(connection, f"SELECT * FROM edits WHERE {where}", *stretch)
    shown = Table(title=f"{len(edits):,} edits", title_justify="left", box=None, header_style="bold")
    for name in ("line", "column", "rule", "raw", "clean", "sure"):
        shown.add_column(name, justify="left" if name in ("rule", "raw", "clean") else "right")
    for e in edits:
        sure = f"{e['confidence']:.2f}"
        before, after = Text(repr(e["before"])[1:-1], "red"), Text(repr(e["after"])[1:-1], "green")
        shown.add_row(str(e["line"]), str(e["column"]), e["rule"], before, after, sure)
    console.print(shown)


def _raw_row(table: object, raw: list[str], first: int, last: int, clean: str) -> None:
    """A row of raw lines first..last, those without print left out; none if nothing is printed there."""
    from rich.table import Table
    from rich.text import Text

    assert isinstance(table, Table)
    printed = [n for n in range(first, last + 1) if raw[n - 1].strip()]
    if printed:
        # Each line beside its number, however often the terminal breaks it.
        lines = Table.grid(padding=(0, 1, 0, 0))
        lines.add_column(justify="right", style="cyan", no_wrap=True, min_width=5)
        lines.add_column(overflow="fold")
        for n in printed:
            lines.add_row(str(n), Text(raw[n - 1].replace("\f", "")))
        table.add_row(lines, Text(clean))


def _raw_lines(connection: duckdb.DuckDBPyConnection, volume_id: str) -> list[str]:
    """A volume's raw lines, from its blocks and the ledger: what the dataset promises to hold."""
    from pipeline.cleaning.ledger import undo
    from pipeline.values import Edit

    blocks = rows(connection, "SELECT text, line_start FROM blocks WHERE volume_id = ? ORDER BY ordinal", volume_id)
    edits = rows(
        connection,
        'SELECT * EXCLUDE (volume_id) FROM edits WHERE volume_id = ? ORDER BY line, "column", rowid',
        volume_id,
    )
    count = rows(connection, "SELECT line_count FROM volumes WHERE volume_id = ?", volume_id)[0]["line_count"]
    return undo([_Paragraph(**b) for b in blocks], [Edit(**e) for e in edits], count)
