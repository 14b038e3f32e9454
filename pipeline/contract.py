"""The data contract: every table and column once.

Arrow schemas, DuckDB DDL and comments, the data dictionary (docs/tables.md), datapackage.json and the basic
expectations are all made from `TABLES`. Belongs here: names, types, nullability, meaning, an example, keys. Does not
belong here: how a value is found.

Common to all tables: `volume_id` is the raw file's stem; lines and columns count from 1, ranges are inclusive and name
the first and last printed line; absent is NULL, never an empty string.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

SCHEMA_VERSION = "1.0.0"
"""Semantic: the first number changes when a name or meaning does, the second when a table or column is added."""

_ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "VARCHAR[]": pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `values` closes its vocabulary; `references` is the table whose key it holds."""

    name: str
    type: str
    meaning: str
    example: Any
    nullable: bool = False
    values: tuple[str, ...] = ()
    references: str | None = None

    @property
    def arrow(self) -> pa.Field:
        """The Arrow field, its meaning in the metadata."""
        return pa.field(self.name, _ARROW[self.type], self.nullable, {"description": self.meaning})


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows are sorted by `order` (ids follow reading order within it); `key` is unique."""

    name: str
    meaning: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, with descriptions."""
        return pa.schema(
            [c.arrow for c in self.columns], {"description": self.meaning, "schema_version": SCHEMA_VERSION}
        )

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [c.name for c in self.columns]

    @property
    def ddl(self) -> str:
        """CREATE TABLE for DuckDB."""
        columns = ", ".join(f'"{c.name}" {c.type}{"" if c.nullable else " NOT NULL"}' for c in self.columns)
        return f'CREATE TABLE "{self.name}" ({columns})'

    @property
    def comments(self) -> list[str]:
        """COMMENT ON for DuckDB: the table's and every column's meaning."""
        table = f'COMMENT ON TABLE "{self.name}" IS {_sql_text(self.meaning)}'
        columns = [f'COMMENT ON COLUMN "{self.name}"."{c.name}" IS {_sql_text(c.meaning)}' for c in self.columns]
        return [table, *columns]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(c for c in self.columns if c.name == name)

    def arrow_table(self, rows: Iterable[Sequence[Any]]) -> pa.Table:
        """Rows (values in column order) as an Arrow table of the declared schema.

        Raises:
            ValueError: a value does not fit its column, or NULL where none may be.
        """
        columns = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        arrays = []
        for column, values in zip(self.columns, columns, strict=True):
            try:
                array = pa.array(values, _ARROW[column.type])
            except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
                raise ValueError(f"{self.name}.{column.name}: {error}") from error
            if array.null_count and not column.nullable:
                at = next(i for i, v in enumerate(values) if v is None)
                raise ValueError(f"{self.name}.{column.name} is NULL in row {at}, which the contract forbids")
            arrays.append(array)
        return pa.Table.from_arrays(arrays, schema=self.schema)

    def rows_of(self, records: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """Records by column name as rows in column order; a missing nullable column is NULL."""
        names = self.names
        return [tuple(r.get(n) for n in names) for r in records]


def _sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _c(name: str, type_: str, meaning: str, example: Any, **more: Any) -> Column:
    return Column(name, type_, meaning, example, **more)


_VOLUME = _c("volume_id", "VARCHAR", "Volume: the raw file's stem", "000_e3497b368b2c2b83", references="volumes")
_DOCUMENT = _c("document_id", "VARCHAR", "Document", "000_e3497b368b2c2b83.d-8f14e45fceea", references="documents")
_AGENCY = _c("agency_id", "VARCHAR", "Agency", "a-2f4a1b9c0d3e", references="agencies")
_ARTICLE = _c("article_id", "VARCHAR", "Article", "000_e3497b368b2c2b83.d-8f14e45fceea#art_15", nullable=True,
              references="articles")  # fmt: skip
_LINE_START = _c("line_start", "INTEGER", "First printed raw line", 388)
_LINE_END = _c("line_end", "INTEGER", "Last printed raw line", 837)
_LINE = _c("line", "INTEGER", "Raw line", 392)

ROLES = ("main", "issued", "attachment", "interpretation")
UNIT_KINDS = (
    "part", "chapter", "section", "article", "paragraph", "item", "subitem",
    "level1", "level2", "level3", "level4", "level5", "decimal", "lettered", "dash",
)  # fmt: skip
ARTICLE_KINDS = ("article", "section", "preamble", "closing")
BLOCK_KINDS = (
    "title", "part_heading", "doc_number", "addressee", "heading", "paragraph", "item", "signature", "date", "note",
    "attachment_list", "label", "contents", "table", "table_caption", "formula",
)  # fmt: skip

_TABLES = (
    Table("volumes", "Raw volumes: compilations as they came out of PDF extraction", ("volume_id",), ("volume_id",), (
        _c("volume_id", "VARCHAR", "The raw file's stem", "000_e3497b368b2c2b83"),
        _c("file_name", "VARCHAR", "Name of the raw file", "000_e3497b368b2c2b83.txt"),
        _c("sha256", "VARCHAR", "SHA-256 of the raw bytes; NULL where the file is missing", "e3b0c44298fc1c14…",
           nullable=True),
        _c("media_type", "VARCHAR", "Media type of the raw file", "text/plain"),
        _c("encoding", "VARCHAR", "Encoding the bytes were decoded with", "utf-8", nullable=True),
        _c("byte_count", "BIGINT", "Bytes; NULL where the file is missing", 1152283, nullable=True),
        _c("line_count", "INTEGER", "Raw lines (line feeds + 1)", 32729, nullable=True),
        _c("page_count", "INTEGER", "Pages found", 504, nullable=True),
        _c("document_count", "INTEGER", "Documents found", 120, nullable=True),
        _c("status", "VARCHAR", "`built`, or `refused`: then no other table has rows of it", "built",
           values=("built", "refused")),
        _c("reason", "VARCHAR", "Why it was refused", None, nullable=True),
    )),
    Table("pages", "Pages of a volume", ("volume_id", "page"), ("volume_id", "page"), (
        _VOLUME,
        _c("page", "INTEGER", "Index of the page in the volume, from 1", 17),
        _c("printed_number", "VARCHAR", "Page number printed on it, where one survived", "17", nullable=True),
        _LINE_START, _LINE_END,
    )),
    Table("documents", "Documents: one row an instrument, attachment or interpretation", ("document_id",),
          ("volume_id", "ordinal"), (
        _c("document_id", "VARCHAR", "Stable id, from the volume, the title and its occurrence",
           "000_e3497b368b2c2b83.d-8f14e45fceea"),
        _VOLUME,
        _c("part", "VARCHAR", "Part heading it stands under", "第一部分 中央文件", nullable=True),
        _c("ordinal", "INTEGER", "Position in the volume, from 1", 4),
        _c("parent_document_id", "VARCHAR", "The instrument that issues it, it is attached to, or it interprets",
           None, nullable=True, references="documents"),
        _c("role", "VARCHAR", "`main` stands by itself; `issued` is the instrument a notice, decree or report issues; "
           "`attachment` any other 附件; `interpretation` 政策解读, 答记者问 and the like", "main", values=ROLES),
        _c("title", "VARCHAR", "Title, its lines joined", "国务院关于加快建立健全绿色低碳循环发展经济体系的指导意见"),
        _c("form", "VARCHAR", "文种", "意见", nullable=True),
        _c("doc_number", "VARCHAR", "发文字号 in normal form", "国发〔2021〕4号", nullable=True),
        _c("doc_number_prefix", "VARCHAR", "机关代字 of the number", "国发", nullable=True),
        _c("doc_number_year", "INTEGER", "Year of the number", 2021, nullable=True),
        _c("doc_number_serial", "INTEGER", "Serial of the number", 4, nullable=True),
        _c("issuers", "VARCHAR[]", "发文机关, canonical names, in the order printed", ["国务院"]),
        _c("issuers_as_printed", "VARCHAR[]", "发文机关 as printed", ["国务院"]),
        _c("addressees", "VARCHAR[]", "主送机关 as printed", ["各省、自治区、直辖市人民政府"]),
        _c("issued_date", "DATE", "成文日期", datetime.date(2021, 2, 2), nullable=True),
        _c("effective_date", "DATE", "施行日期", None, nullable=True),
        _c("hierarchy_level", "VARCHAR", "效力级别", "国务院规范性文件", nullable=True),
        _c("disclosure", "VARCHAR", "公开方式", "此件公开发布", nullable=True),
        _c("text", "VARCHAR", "Clean text, paragraphs joined by line feeds, title included", "国务院关于…"),
        _c("char_count", "INTEGER", "Characters of `text` without line feeds", 9000),
        _c("statute_article_count", "INTEGER", "第N条 of its own", 0),
        _c("line_start", "INTEGER", "First raw line of its title", 388),
        _c("line_end", "INTEGER", "Its own last printed raw line: a parent ends before its first child", 837),
        _c("page_start", "INTEGER", "First page", 7),
        _c("page_end", "INTEGER", "Last page", 13),
        _c("work_id", "VARCHAR", "Shared by copies of the same document", "w-1f0e3dad99908345"),
        _c("text_sha256", "VARCHAR", "SHA-256 of `text`", "9f86d081884c7d65…"),
        _c("evidence", "VARCHAR[]", "What told that a document begins here", ["title_form", "doc_number", "addressee"]),
    )),
    Table("units", "The numbered structure: 编 章 节 条 款 项 目 in statutes, 一、（一）1.（1）① in other documents",
          ("unit_id",), ("volume_id", "line_start", "unit_id"), (
        _c("unit_id", "VARCHAR", "document_id and an eId like Akoma Ntoso's",
           "000_e3497b368b2c2b83.d-8f14e45fceea#chp_2__art_15__point_3"),
        _DOCUMENT, _VOLUME,
        _c("parent_unit_id", "VARCHAR", "The unit it stands in", None, nullable=True, references="units"),
        _c("article_id", "VARCHAR", "The article it is or stands in", None, nullable=True, references="articles"),
        _c("kind", "VARCHAR", "Kind of unit", "article", values=UNIT_KINDS),
        _c("number", "VARCHAR", "Number in Arabic figures, 之N after a hyphen", "15", nullable=True),
        _c("label", "VARCHAR", "Label as printed, normal width", "第十五条"),
        _c("heading", "VARCHAR", "Heading", None, nullable=True),
        _c("text", "VARCHAR", "Its own text, that of the units in it excluded", "国家鼓励…", nullable=True),
        _c("depth", "INTEGER", "Depth in the document, from 1", 2),
        _c("ordinal", "INTEGER", "Position in the document, from 1", 21),
        _LINE_START, _LINE_END,
    )),
    Table("articles", "The citable provisions; per document they partition its text", ("article_id",),
          ("volume_id", "line_start", "article_id"), (
        _c("article_id", "VARCHAR", "document_id and eId", "000_e3497b368b2c2b83.d-8f14e45fceea#art_15"),
        _DOCUMENT, _VOLUME,
        _c("ordinal", "INTEGER", "Position in the document, from 1", 15),
        _c("kind", "VARCHAR", "`article` a 条; `section` the smallest 一、/（一） unit of a document without 条; "
           "`preamble` what stands before; `closing` what stands after", "article", values=ARTICLE_KINDS),
        _c("label", "VARCHAR", "Label as printed, normal width", "第十五条", nullable=True),
        _c("number", "VARCHAR", "Number in Arabic figures", "15", nullable=True),
        _c("heading", "VARCHAR", "Heading", None, nullable=True),
        _c("path", "VARCHAR[]", "Labels and headings above it", ["第二章 登记"]),
        _c("text", "VARCHAR", "Text without its own label, paragraphs joined by line feeds", "企业名称…"),
        _c("char_count", "INTEGER", "Characters of `text` without line feeds", 120),
        _LINE_START, _LINE_END,
        _c("page_start", "INTEGER", "First page", 3),
        _c("page_end", "INTEGER", "Last page", 3),
        _c("document_title", "VARCHAR", "Title of its document", "企业名称登记管理规定"),
    )),
    Table("blocks", "Paragraphs in reading order", ("block_id",), ("volume_id", "ordinal"), (
        _c("block_id", "VARCHAR", "document_id (or volume_id) and the position in it",
           "000_e3497b368b2c2b83.d-8f14e45fceea.b12"),
        _VOLUME,
        _c("document_id", "VARCHAR", "Document; NULL for part headings and contents of the volume", None, nullable=True,
           references="documents"),
        _c("unit_id", "VARCHAR", "Innermost unit", None, nullable=True, references="units"),
        _c("article_id", "VARCHAR", "Article", None, nullable=True, references="articles"),
        _c("ordinal", "INTEGER", "Position in the volume, from 1", 40),
        _c("kind", "VARCHAR", "What it is", "paragraph", values=BLOCK_KINDS),
        _c("text", "VARCHAR", "Clean text", "第一条 为了…"),
        _LINE_START, _LINE_END,
        _c("page", "INTEGER", "Page it begins on", 3),
    )),
    Table("edits", "The ledger: every character that clean text has otherwise than the raw volume",
          ("volume_id", "line", "column", "rule", "before"), ("volume_id", "line", "column"), (
        _VOLUME, _LINE,
        _c("column", "INTEGER", "Column in the raw line, from 1", 12),
        _c("rule", "VARCHAR", "`drop_…` removed, `join_…` lines joined, `space_…` blanks, `width_…` forms of one "
           "character, `fix_…` a character mended", "space_inner"),
        _c("before", "VARCHAR", "What stands in the raw volume", " "),
        _c("after", "VARCHAR", "What clean text has instead", ""),
        _c("confidence", "DOUBLE", "How sure, 0 to 1", 1.0),
    )),
    Table("suspects", "What may be a recognition error and was left as it is", ("volume_id", "line", "column", "text"),
          ("volume_id", "line", "column"), (
        _VOLUME, _LINE,
        _c("column", "INTEGER", "Column in the raw line, from 1", 12),
        _c("text", "VARCHAR", "What stands there", "领城"),
        _c("suggestion", "VARCHAR", "What it may have to be", "领域", nullable=True),
        _c("reason", "VARCHAR", "Why it is suspected", "non-word beside a frequent word one look-alike away"),
    )),
    Table("tables", "Flattened tables and forms", ("table_id",), ("volume_id", "line_start"), (
        _c("table_id", "VARCHAR", "document_id and position in it", "000_e3497b368b2c2b83.d-8f14e45fceea.t1"),
        _DOCUMENT, _VOLUME,
        _c("ordinal", "INTEGER", "Position in the document, from 1", 1),
        _c("caption", "VARCHAR", "Caption", "重庆市行政许可事项清单（2022年版）", nullable=True),
        _c("columns", "VARCHAR[]", "Column headings", ["序号", "事项名称"], nullable=True),
        _c("row_count", "INTEGER", "Rows in `table_rows`; NULL where rows cannot be told apart", 698, nullable=True),
        _LINE_START, _LINE_END,
    )),
    Table("table_rows", "Rows of the tables whose rows can be rebuilt", ("table_id", "row"),
          ("volume_id", "line_start", "table_id", "row"), (
        _c("table_id", "VARCHAR", "Table", "000_e3497b368b2c2b83.d-8f14e45fceea.t1", references="tables"),
        _VOLUME,
        _c("row", "INTEGER", "Position in the table, from 1", 1),
        _c("cells", "VARCHAR[]", "Cells in column order", ["1", "市公安局", "…"]),
        _LINE_START, _LINE_END,
    )),
    Table("agencies", "Bodies that issue, receive or are named in documents", ("agency_id",), ("agency_id",), (
        _c("agency_id", "VARCHAR", "Agency: made from its name", "a-2f4a1b9c0d3e"),
        _c("name", "VARCHAR", "Full name", "国家发展和改革委员会"),
        _c("short_names", "VARCHAR[]", "Short names", ["国家发展改革委", "发展改革委"]),
        _c("level", "VARCHAR", "Level: central, provincial …", "central", nullable=True),
        _c("jurisdiction", "VARCHAR", "Where it has authority", "全国", nullable=True),
    )),
    Table("document_agencies", "Which agency issued or received a document", ("document_id", "agency_id", "role"),
          ("document_id", "role", "agency_id"), (
        _DOCUMENT, _AGENCY,
        _c("role", "VARCHAR", "`issuer` 发文机关, `addressee` 主送机关, `transmitted_for` whose text is 转发", "issuer",
           values=("issuer", "addressee", "transmitted_for")),
    )),
    Table("citations", "Where a document names another, or a provision", ("citation_id",),
          ("volume_id", "line", "citation_id"), (
        _c("citation_id", "VARCHAR", "document_id and position in it", "000_e3497b368b2c2b83.d-8f14e45fceea.c3"),
        _VOLUME, _DOCUMENT, _ARTICLE, _LINE,
        _c("char_start", "INTEGER", "First character in `documents.text`, from 0", 120),
        _c("char_end", "INTEGER", "After its last character", 134),
        _c("text", "VARCHAR", "As printed", "《中华人民共和国行政许可法》第十二条"),
        _c("cited_title", "VARCHAR", "Title named", "中华人民共和国行政许可法", nullable=True),
        _c("cited_doc_number", "VARCHAR", "发文字号 named, normal form", "国发〔2021〕4号", nullable=True),
        _c("cited_article", "VARCHAR", "Provision named", "第十二条", nullable=True),
        _c("relation", "VARCHAR", "`based_on` 依据, `repeals` 废止, `amends` 修订, `issues` 印发, `interprets`, else `cites`",
           "based_on", values=("cites", "based_on", "repeals", "amends", "issues", "interprets")),
        _c("cited_document_id", "VARCHAR", "The document, where it is in the corpus", None, nullable=True,
           references="documents"),
        _c("cited_article_id", "VARCHAR", "The provision, where it is in the corpus", None, nullable=True,
           references="articles"),
        _c("method", "VARCHAR", "How the document was found", "title", nullable=True),
    )),
    Table("citation_issues", "What is wrong with a citation", ("citation_id", "reason"), ("citation_id", "reason"), (
        _c("citation_id", "VARCHAR", "Citation", "000_e3497b368b2c2b83.d-8f14e45fceea.c3", references="citations"),
        _c("reason", "VARCHAR", "What is wrong", "the document has no 第九十九条"),
    )),
    Table("definitions", "Terms and abbreviations that a document defines", ("document_id", "line", "term", "kind"),
          ("volume_id", "line", "term", "kind"), (
        _VOLUME, _DOCUMENT, _ARTICLE, _LINE,
        _c("term", "VARCHAR", "Term", "平台经营者"),
        _c("meaning", "VARCHAR", "What it stands for", "向自然人、法人……提供经营场所……的组织"),
        _c("kind", "VARCHAR", "`abbreviation` 以下简称, `definition` 本…所称…是指", "definition",
           values=("abbreviation", "definition")),
    )),
    Table("responsibilities", "Who is to do what", ("document_id", "line", "agency_as_printed", "role", "text"),
          ("volume_id", "line", "role", "agency_as_printed"), (
        _VOLUME, _DOCUMENT, _ARTICLE, _LINE,
        _c("agency_id", "VARCHAR", "Agency", "a-2f4a1b9c0d3e", nullable=True, references="agencies"),
        _c("agency_as_printed", "VARCHAR", "Agency as printed", "发展改革委"),
        _c("role", "VARCHAR", "`lead` 牵头, `joint` 负责 or 按职责分工负责, `support` 配合 or 参与", "lead",
           values=("lead", "joint", "support")),
        _c("text", "VARCHAR", "What it is to do", "（发展改革委牵头，……）"),
    )),
    Table("keywords", "Words that set a document apart", ("document_id", "rank"), ("document_id", "rank"), (
        _DOCUMENT,
        _c("term", "VARCHAR", "Word", "营商环境"),
        _c("score", "DOUBLE", "How much it sets the document apart", 0.42),
        _c("rank", "INTEGER", "Position by score, from 1", 1),
    )),
    Table("postings", "Words and the articles they stand in", ("term", "article_id"), ("term", "article_id"), (
        _c("term", "VARCHAR", "Word", "营商环境", references="vocabulary"),
        _c("article_id", "VARCHAR", "Article", "000_e3497b368b2c2b83.d-8f14e45fceea#art_15", references="articles"),
        _c("frequency", "INTEGER", "How often it stands there", 2),
    )),
    Table("vocabulary", "Words and how many articles they stand in", ("term",), ("term",), (
        _c("term", "VARCHAR", "Word", "营商环境"),
        _c("document_frequency", "INTEGER", "Articles that hold it", 57),
    )),
)  # fmt: skip

TABLES: dict[str, Table] = {t.name: t for t in _TABLES}

_TO_COME = frozenset({
    "tables", "table_rows", "agencies", "document_agencies", "citations", "citation_issues", "definitions",
    "responsibilities", "keywords", "postings", "vocabulary",
})  # fmt: skip
"""Tables that no stage fills yet: a table is left out until it is true."""
PUBLISHED: tuple[str, ...] = tuple(name for name in TABLES if name not in _TO_COME)
"""Names of the tables a dataset has, in the contract's order."""


@cache
def table(name: str) -> Table:
    """The table of that name.

    Raises:
        KeyError: no such table; the message lists the names there are.
    """
    if name not in TABLES:
        raise KeyError(f"no table {name!r}; there are {', '.join(TABLES)}")
    return TABLES[name]
