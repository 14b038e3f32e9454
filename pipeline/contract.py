"""The data contract: every table and column once.

Arrow schemas, DuckDB DDL and comments, the data dictionary (docs/tables.md), datapackage.json and the basic
expectations are all made from `TABLES`. Belongs here: names, types, nullability, meaning, an example, keys. Does not
belong here: how a value is found.

Common to all tables: `volume_id` is the raw file's stem; lines and columns count from 1, ranges are inclusive and name
the first and last printed line; absent is NULL, never an empty string.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from pipeline.schema import SCHEMA_VERSION, Column, Table

__all__ = ["PUBLISHED", "SCHEMA_VERSION", "TABLES", "Column", "Table", "table"]


def _c(name: str, type_: str, meaning: str, example: Any, **more: Any) -> Column:
    return Column(name, type_, meaning, example, **more)


_VOLUME = _c("volume_id", "VARCHAR", "Volume: the raw file's stem", "000_e3497b368b2c2b83", references="volumes")
_DOCUMENT = _c("document_id", "VARCHAR", "Document", "000_e3497b368b2c2b83.d-8f14e45fceea", references="documents")
_AGENCY = _c("agency_id", "VARCHAR", "Agency", "a-2f4a1b9c0d3e", references="agencies")
_LINE_START = _c("line_start", "INTEGER", "First printed raw line", 388)
_LINE_END = _c("line_end", "INTEGER", "Last printed raw line", 837)
_LINE = _c("line", "INTEGER", "Raw line", 392)
_ARTICLE = _c("article_id", "VARCHAR", "The article it stands in", None, nullable=True, references="articles")
_CHAR_START = _c("char_start", "INTEGER", "Where it begins in the document's text, characters counted from 0", 120)
_CHAR_END = _c("char_end", "INTEGER", "Where it ends, exclusive", 131)

ROLES = ("main", "issued", "attachment", "interpretation")
HIERARCHY_LEVELS = (
    "宪法", "法律", "党内法规", "监察法规", "行政法规", "党内规范性文件", "军事法规", "司法解释", "地方性法规",
    "地方政府规章", "部门规章", "国务院规范性文件", "部门规范性文件", "地方规范性文件", "团体规定",
)  # fmt: skip
"""By 立法法 and the body that issues, the highest first; what each is stands in vocabulary/levels.toml."""

UNIT_KINDS = (
    "part", "chapter", "section", "article", "paragraph", "item", "subitem",
    "level1", "level2", "level3", "level4", "level5", "decimal", "lettered", "dash",
)  # fmt: skip
STRUCTURE_ISSUES = (
    "missing", "repeated", "jumped", "list_without_items", "orphan_item", "chapter_order", "declared_count",
)  # fmt: skip
ISSUE_REASONS = (
    "not_printed", "unnumbered", "omitted", "excerpt", "printed_so", "counted_otherwise", "not_taken",
    "within_sentence",
)  # fmt: skip
ARTICLE_KINDS = ("article", "section", "preamble", "closing")
RELATIONS = ("cites", "based_on", "repeals", "amends", "issues", "interprets")
LIFECYCLE_EVENTS = ("repeals", "repeals_part", "amends", "trial", "expires", "revised")
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
        _c("issuers", "VARCHAR[]", "发文机关, canonical names, in the order printed; an issued instrument that names "
           "none has those of the document that issues it", ["国务院"]),
        _c("issuers_as_printed", "VARCHAR[]", "发文机关 as printed", ["国务院"]),
        _c("addressees", "VARCHAR[]", "主送机关 as printed", ["各省、自治区、直辖市人民政府"]),
        _c("issued_date", "DATE", "成文日期", datetime.date(2021, 2, 2), nullable=True),
        _c("effective_date", "DATE", "施行日期", None, nullable=True),
        _c("hierarchy_level", "VARCHAR", "效力级别, by 立法法 and the body that issues; NULL where they do not say",
           "国务院规范性文件", nullable=True, values=HIERARCHY_LEVELS),
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
    Table("articles", "The citable provisions; per document they partition its text, but for the headings in `path`",
          ("article_id",), ("volume_id", "line_start", "article_id"), (
        _c("article_id", "VARCHAR", "document_id and eId", "000_e3497b368b2c2b83.d-8f14e45fceea#art_15"),
        _DOCUMENT, _VOLUME,
        _c("ordinal", "INTEGER", "Position in the document, from 1", 15),
        _c("kind", "VARCHAR", "`article` a 条; `section` the smallest 一、/（一） unit of a document without 条, "
           "or a row of a long table, its cells in column order; `preamble` what stands before; `closing` what stands "
           "after", "article", values=ARTICLE_KINDS),
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
    Table("structure_issues", "What is amiss with the structure of a document, told apart: what the source prints so, "
          "and what the splitting missed", ("document_id", "line", "what", "kind", "label"),
          ("volume_id", "line", "document_id", "what", "kind", "label"), (
        _VOLUME, _DOCUMENT,
        _c("unit_id", "VARCHAR", "The unit it is seen at; NULL for rows, boxes, attachments and what is no unit", None,
           nullable=True, references="units"),
        _LINE,
        _c("what", "VARCHAR", "Numbers before it are `missing`, it is `repeated`, or `jumped` back; "
           "`list_without_items` after 下列…：; `orphan_item` without a lead; `chapter_order`; `declared_count`: "
           "共七章四十三条 does not agree", "missing", values=STRUCTURE_ISSUES),
        _c("kind", "VARCHAR", "Kind of unit, or `row` of a table, `box` 专栏, `attachment` 附件, `list`", "item"),
        _c("label", "VARCHAR", "Label as it stands there, or the words that announce", "（八）"),
        _c("expected", "VARCHAR", "What should stand there", "7"),
        _c("found", "VARCHAR", "What does", "8"),
        _c("cause", "VARCHAR", "`source`: it is printed so; `defect`: the splitting is at fault", "source",
           values=("source", "defect")),
        _c("reason", "VARCHAR", "What tells: `not_printed` anywhere in the lines between; `unnumbered`, its place is "
           "taken by paragraphs without a number; `omitted` 略; `excerpt` 节选; `printed_so` at the start of a "
           "paragraph; `counted_otherwise` by the text itself; `not_taken`, though it stands on `seen_line`; "
           "`within_sentence`, where no unit begins", "not_printed", values=ISSUE_REASONS),
        _c("seen_line", "INTEGER", "Raw line that tells", None, nullable=True),
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
    Table("citations", "References to instruments and provisions, where they stand and what they mean",
          ("citation_id",), ("volume_id", "line", "citation_id"), (
        _c("citation_id", "VARCHAR", "document_id, and what is cited there for the how-manieth time",
           "003_9c1ae6a01c93274d.d-8f14e45fceea.c-1f0e3dad9990"),
        _VOLUME, _DOCUMENT, _ARTICLE, _LINE, _CHAR_START, _CHAR_END,
        _c("text", "VARCHAR", "What stands there", "《管理办法》第二十三条"),
        _c("cited_title", "VARCHAR", "Name as printed, without 《》", "管理办法", nullable=True),
        _c("full_title", "VARCHAR", "What a short name stands for in this document (以下简称)",
           "国家中小企业公共服务示范平台认定管理办法", nullable=True),
        _c("cited_doc_number", "VARCHAR", "发文字号 or code of a standard, normal form", "工信部企业〔2017〕156号",
           nullable=True),
        _c("cited_article", "VARCHAR", "Provisions as printed, without blanks", "第二十三条", nullable=True),
        _c("relation", "VARCHAR", "`based_on` 依据 of this document, `repeals` 废止, `amends` 修订, `issues` 印发, "
           "`interprets` of 政策解读, else `cites`", "cites", values=RELATIONS),
        _c("method", "VARCHAR", "By what the instrument is named: `title`, `number`, `short_name`; `own` where the "
           "document means itself (本办法第五条, 前款)", "short_name", values=("title", "number", "short_name", "own")),
        _c("cited_document_id", "VARCHAR", "The document meant, where it is in the corpus", None, nullable=True,
           references="documents"),
        _c("cited_article_id", "VARCHAR", "The first provision meant, where it is in the corpus", None, nullable=True,
           references="articles"),
        _c("cited_article_ids", "VARCHAR[]", "All provisions meant", ["003_9c1ae6a01c93274d.d-8f14e45fceea#art_23"]),
        _c("resolved_by", "VARCHAR", "How the document was found: by number, title, a title without its issuer or "
           "without （试行） or its subtitle, a title but for 的, 和 and the like (`title_nearly`), a short name, or "
           "as the document itself", "title", nullable=True,
           values=("own", "number", "title", "title_without_issuer", "title_without_qualifier", "title_nearly",
                   "short_name")),
    )),
    Table("citation_issues", "What is amiss with a citation: for people to look at",
          ("citation_id", "reason", "detail"), ("volume_id", "citation_id", "reason", "detail"), (
        _c("citation_id", "VARCHAR", "Citation", "003_9c1ae6a01c93274d.d-8f14e45fceea.c-1f0e3dad9990",
           references="citations"),
        _VOLUME,
        _c("reason", "VARCHAR", "What is amiss", "no_such_article",
           values=("no_such_article", "no_such_paragraph", "no_such_item", "issued_later")),
        _c("detail", "VARCHAR", "What was looked for", "企业名称登记管理规定 第二十七条"),
    )),
    Table("definitions", "Terms and short names that a document defines",
          ("document_id", "char_start", "kind", "term"),
          ("volume_id", "line", "document_id", "char_start", "kind", "term"), (
        _VOLUME, _DOCUMENT, _ARTICLE, _LINE, _CHAR_START, _CHAR_END,
        _c("term", "VARCHAR", "Term, the quotes or 《》 around it left out", "示范平台"),
        _c("meaning", "VARCHAR", "What it stands for or means, as printed", "国家中小企业公共服务示范平台"),
        _c("kind", "VARCHAR", "`abbreviation` 以下简称, `definition` 本…所称…是指", "abbreviation",
           values=("abbreviation", "definition")),
    )),
    Table("responsibilities", "Who leads, does and supports what: one row a body and part",
          ("document_id", "char_start", "role", "agency_as_printed"),
          ("volume_id", "line", "document_id", "char_start", "role", "agency_as_printed"), (
        _VOLUME, _DOCUMENT, _ARTICLE, _LINE, _CHAR_START, _CHAR_END,
        _c("agency_id", "VARCHAR", "Agency; NULL for a class of bodies (各区县政府) and where none is known", None,
           nullable=True, references="agencies"),
        _c("agency_as_printed", "VARCHAR", "Agency as printed, without blanks", "市经济信息委"),
        _c("role", "VARCHAR", "`lead` 牵头; `joint` 负责, 按职责分工负责, 责任单位; `support` 配合, 参与", "lead",
           values=("lead", "joint", "support")),
        _c("text", "VARCHAR", "The clause that says so", "市经济信息委牵头"),
        _c("open_list", "BOOLEAN", "Whether the list of bodies is left open (…等)", False),
    )),
    Table("lifecycle", "What documents say of the validity of instruments: their own, or one they cite",
          ("document_id", "char_start", "event"), ("volume_id", "line", "document_id", "char_start", "event"), (
        _VOLUME, _DOCUMENT, _ARTICLE, _LINE, _CHAR_START, _CHAR_END,
        _c("text", "VARCHAR", "What says so", "本意见自2022年9月1日起施行，有效期至2027年8月31日"),
        _c("event", "VARCHAR", "`repeals`, `repeals_part` (provisions of it) or `amends` the instrument of "
           "`citation_id`; `trial` 试行, `expires` 有效期, `revised` 修订 of the document itself", "expires",
           values=LIFECYCLE_EVENTS),
        _c("event_date", "DATE", "From which day, of `expires` the last day; NULL where nothing says",
           datetime.date(2027, 8, 31), nullable=True),
        _c("citation_id", "VARCHAR", "The citation of the instrument it is said of; NULL: of the document itself", None,
           nullable=True, references="citations"),
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
        _c("level", "VARCHAR", "Level of government", "central", nullable=True,
           values=("central", "provincial", "municipal", "county")),
        _c("jurisdiction", "VARCHAR", "Where it has authority", "全国", nullable=True),
        _c("parent_agency_id", "VARCHAR", "The body it belongs to", "a-2f4a1b9c0d3e", nullable=True,
           references="agencies"),
        _c("former_names", "VARCHAR[]", "Names it bore before, with the years",
           ["国家卫生和计划生育委员会（2013—2018）"]),
        _c("listed", "BOOLEAN", "On the reviewed list; otherwise known by the shape of its name alone", True),
    )),
    Table("document_agencies", "Which agency issued or received a document", ("document_id", "agency_id", "role"),
          ("document_id", "role", "agency_id"), (
        _DOCUMENT, _AGENCY,
        _c("role", "VARCHAR", "`issuer` 发文机关, `addressee` 主送机关, `transmitted_for` whose text is 转发", "issuer",
           values=("issuer", "addressee", "transmitted_for")),
    )),
    Table("keywords", "Words that set a document apart", ("document_id", "rank"), ("document_id", "rank"), (
        _DOCUMENT,
        _c("term", "VARCHAR", "Word", "营商环境"),
        _c("score", "DOUBLE", "How much it sets the document apart: how often it stands there, times how rare it is",
           12.42),
        _c("rank", "INTEGER", "Position by score, from 1", 1),
    )),
    Table("postings", "Terms and the articles they stand in: pairs of Chinese characters, longer words, runs of Latin "
          "letters and figures in lower case", ("term", "article_id"), ("term", "article_id"), (
        _c("term", "VARCHAR", "Term", "营商环境", references="vocabulary"),
        _c("article_id", "VARCHAR", "Article", "000_e3497b368b2c2b83.d-8f14e45fceea#art_15", references="articles"),
        _c("frequency", "INTEGER", "How often it stands in the text", 2),
        _c("word_frequency", "INTEGER", "How often it is a word of the text (市场 is none in 城市场地)", 2),
        _c("heading_frequency", "INTEGER", "How often it stands in the article's heading and those above it", 0),
    )),
    Table("vocabulary", "Terms and how many articles they stand in", ("term",), ("term",), (
        _c("term", "VARCHAR", "Term", "营商环境"),
        _c("document_frequency", "INTEGER", "Articles whose text or headings hold it", 57),
        _c("is_word", "BOOLEAN", "Whether it is a word somewhere; else a pair of characters that met", True),
    )),
)  # fmt: skip

TABLES: dict[str, Table] = {t.name: t for t in _TABLES}

PUBLISHED: tuple[str, ...] = tuple(TABLES)
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
