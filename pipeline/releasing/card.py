"""The dataset card, README.md: what the dataset is, in the form that Hugging Face's `datasets` reads a folder by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.building.raw_folder import Source
from pipeline.contract import SCHEMA_VERSION, TABLES
from pipeline.publishing.parquet import table_files

FILE_NAME = "README.md"
COMPATIBILITY = (
    "The first number of the schema version changes when a table or column is renamed, removed or means something "
    "else; the second when one is added; the third when only words about them change. Queries written for one version "
    "run on every later one of the same first number. Ids stay: the same text in the same place of the same volume "
    "keeps its id from release to release."
)
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def write_card(
    folder: Path, tables: Iterable[str], rows: Mapping[str, int], sources: Sequence[Source], version: str | None
) -> Path:
    """Write README.md into a dataset folder; `version` is None for a build that is no release."""
    names = list(tables)
    path = folder / FILE_NAME
    path.write_text(_head(folder, names, rows) + _body(names, rows, sources, version), encoding="utf-8")
    return path


def _head(folder: Path, names: Sequence[str], rows: Mapping[str, int]) -> str:
    """The YAML head. Plain text: every value is one of the contract's names or a closed word.

    A table without rows is no config: `datasets` refuses to load a split of none.
    """
    lines = [
        "---",
        "pretty_name: 公文 Chinese official documents",
        "license: cc0-1.0",
        "language:",
        "- zh",
        "multilinguality: monolingual",
        "task_categories:",
        "- text-retrieval",
        "- question-answering",
        "- token-classification",
        "tags:",
        "- legal",
        "- government",
        "- chinese",
        "size_categories:",
        f"- {_size(rows)}",
        "configs:",
    ]
    for name in (n for n in names if rows[n]):
        single = len(table_files(folder, name)) == 1
        pattern = f"{name}.parquet" if single else f"{name}/*.parquet"
        lines += [f"- config_name: {name}", f"  data_files: {pattern}"]
        if name == "articles":
            lines.append("  default: true")
    return "\n".join([*lines, "---", "", ""])


def _size(rows: Mapping[str, int]) -> str:
    articles = rows.get("articles", 0)
    return next((name for limit, name in _SIZES if articles < limit), "1M<n<10M")


def _body(names: Sequence[str], rows: Mapping[str, int], sources: Sequence[Source], version: str | None) -> str:
    what = f"Version {version}" if version else "A build between releases"
    table_lines = [f"| `{n}` | {rows[n]:,} | {TABLES[n].meaning} |" for n in names]
    source_lines = [f"| {_cell(s.title)} | `{s.file}` | {_cell(s.origin)} | {_cell(s.licence)} |" for s in sources]
    provenance = (
        ["| volume | file | origin | licence |", "| --- | --- | --- | --- |", *source_lines]
        if sources
        else ["The raw folder had no sources.toml: nothing is known of where the volumes came from."]
    )
    return "\n".join(
        [
            "# 公文: Chinese official documents as tables",
            "",
            f"{what}, schema version {SCHEMA_VERSION}.",
            "",
            "中国公文汇编的结构化数据集：文件、条款、引用、机关，每一行都注明原卷行号，每一处改动都记录在案。",
            "",
            "Laws, regulations, decrees, notices, opinions and plans, from compilations that went through PDF "
            "extraction and character recognition. Every row names the raw line it stands on; every character that was "
            "changed or left out stands in `edits`, and undoing them gives the raw volume back byte for byte.",
            "",
            "## The tables",
            "",
            "| table | rows | a row is |",
            "| --- | ---: | --- |",
            *table_lines,
            "",
            "Columns, keys and references stand in `datapackage.json`; `corpus.duckdb` has the same tables with "
            "comments and views. `quality.html` says how right they are, `SHA256SUMS` that the files are whole.",
            "",
            "## Reading it",
            "",
            "```python",
            "import duckdb, pandas, polars",
            "from datasets import load_dataset",
            "",
            "pandas.read_parquet('articles.parquet')",
            "polars.read_parquet('articles.parquet')",
            "load_dataset('.', 'articles', split='train')",
            "duckdb.connect('corpus.duckdb', read_only=True).sql(\"SELECT title FROM documents WHERE form = '通知'\")",
            "```",
            "",
            "## Schema and compatibility",
            "",
            COMPATIBILITY,
            "",
            "## Where the texts come from",
            "",
            *provenance,
            "",
            "## Licence",
            "",
            "The texts are those of state organs, outside copyright by article 5 of the Copyright Law of the People's "
            "Republic of China (中华人民共和国著作权法第五条). What gongwen adds to them (structure, ids, links, the "
            "ledger) is under CC0-1.0. The code that makes them is under Apache-2.0.",
            "",
            "## What it is not",
            "",
            "Not the authentic text: that is what the issuing body has published. Recognition errors remain; those "
            "suspected and not mended stand in `suspects`. Which documents are here was decided by who compiled the "
            "volumes.",
            "",
        ]
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
