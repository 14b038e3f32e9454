"""`gongwen search`: the articles that answer a question, with where they stand and the words that matched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.commands.dataset import Row, opened, rows, stop
from pipeline.commands.marking import excerpt, spans

if TYPE_CHECKING:
    from rich.text import Text

NAME = "search"
EXCERPT = 160
"""Characters of an article shown on a terminal."""

_HITS = """
    SELECT row_number() OVER (ORDER BY s.score DESC, a.volume_id, a.line_start) AS rank, s.score, s.article_id,
           s.document_id, d.title, d.doc_number, d.issued_date, a.kind, a.label, a.heading, a.path, a.text,
           a.volume_id, a.page_start, a.page_end, a.line_start, a.line_end
    FROM search(?) s JOIN articles a USING (article_id) JOIN documents d ON d.document_id = s.document_id
    ORDER BY rank LIMIT ?
"""


def run(
    question: Annotated[
        str, typer.Argument(help="In your own words, in Chinese; or 国办发2022年2号, 劳动法第三十六条.")
    ],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many articles.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    output: Annotated[Path, typer.Option(help="The output folder; its latest dataset is asked.")] = Path("output"),
) -> None:
    """The articles that answer a question."""
    if not question.strip():
        stop(NAME, "found an empty question; expected some words. Try: gongwen search 重要数据目录备案")
    with opened(NAME, output) as connection:
        hits = rows(connection, _HITS, question, limit)
        words = [w["word"] for w in rows(connection, "FROM search_words(?)", question)]
    for hit in hits:
        hit["matched"] = sorted({hit["text"][b:e] for b, e in spans(hit["text"], words)})
    if as_json:
        print(
            json.dumps({"question": question, "words": words, "hits": hits}, ensure_ascii=False, indent=1, default=str)
        )
    elif not hits:
        print("Nothing was found. Use other words, or fewer; `gongwen sql` looks for a string: text LIKE '%…%'.")
    else:
        _show(hits, words)


def _show(hits: list[Row], words: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(soft_wrap=False)
    table = Table(box=None, show_header=False, padding=(0, 1, 1, 0), expand=True)
    table.add_column(justify="right", style="bold cyan", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for hit in hits:
        text = Text()
        text.append_text(_marked(hit["title"], words, "bold"))
        text.append(_known(hit["doc_number"], hit["issued_date"]), "dim")
        place = " › ".join([*hit["path"], "".join(filter(None, (hit["label"], hit["heading"]))) or _KINDS[hit["kind"]]])
        text.append(f"\n{place}\n", "green")
        text.append_text(_marked(excerpt(hit["text"], words, EXCERPT), words, ""))
        text.append(f"\n{source(hit)}   {hit['article_id']}", "dim")
        table.add_row(str(hit["rank"]), text)
    console.print(table)
    console.print(Text("gongwen show ID  shows one of them whole; --raw beside what stands in the volume.", "dim"))


_KINDS = {"preamble": "开头", "closing": "结尾", "section": "", "article": ""}


def _known(*values: Any) -> str:
    known = [str(v) for v in values if v is not None]
    return f"  {'  '.join(known)}" if known else ""


def source(row: Row) -> str:
    """Where it stands: volume, pages and raw lines."""
    pages = _range("page", row["page_start"], row["page_end"])
    return f"{row['volume_id']}, {pages}, {_range('line', row['line_start'], row['line_end'])}"


def _range(name: str, first: int, last: int) -> str:
    return f"{name} {first}" if first == last else f"{name}s {first}–{last}"


def _marked(text: str, words: list[str], style: str) -> Text:
    from rich.text import Text

    marked = Text(text, style)
    for start, end in spans(text, words):
        marked.stylize("bold yellow", start, end)
    return marked
