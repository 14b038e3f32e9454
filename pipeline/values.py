"""The values that pass from stage to stage.

Belongs here: small typed records without behaviour. Does not belong here: table schemas (`pipeline.contract`), rules.

Raw lines are numbered from 1. A column counts characters of the raw line from 1. Offsets in clean text count characters
from 0, the end exclusive.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class RefusedVolume(Exception):
    """A volume that cannot be built: names the file, the line, what was found, what was expected, what to do."""

    def __init__(self, file_name: str, found: str, expected: str, remedy: str, line: int | None = None):
        self.file_name, self.line, self.found, self.expected, self.remedy = file_name, line, found, expected, remedy
        place = file_name if line is None else f"{file_name}, line {line}"
        super().__init__(f"{place}: found {found}; expected {expected}. {remedy}")

    def __reduce__(self) -> tuple[type[RefusedVolume], tuple[str, str, str, str, int | None]]:
        """Let the refusal travel between processes."""
        return type(self), (self.file_name, self.found, self.expected, self.remedy, self.line)


class Page(NamedTuple):
    """A page of a volume: its index from 1, the number printed on it if one survived, first and last printed line."""

    page: int
    printed_number: str | None
    line_start: int
    line_end: int


def line_offsets(lines: Sequence[str]) -> list[int]:
    """Offset at which each raw line starts, in the lines joined by line feeds."""
    starts: list[int] = []
    at = 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


@dataclass(frozen=True)
class Volume:
    """A raw volume, decoded. `lines[i]` is raw line i + 1 without its line feed; `page_of[i]` its page."""

    volume_id: str
    file_name: str
    sha256: str
    media_type: str
    encoding: str
    byte_count: int
    lines: list[str]
    page_of: list[int]
    pages: list[Page]
    page_number_lines: frozenset[int] = frozenset()

    @cached_property
    def starts(self) -> list[int]:
        """Offset at which each raw line starts, in the lines joined by line feeds."""
        return line_offsets(self.lines)


class Edit(NamedTuple):
    """One row of the ledger: at `line`, `column` of the raw volume `before` stood; clean text has `after` instead."""

    line: int
    column: int
    rule: str
    before: str
    after: str
    confidence: float = 1.0


class Suspect(NamedTuple):
    """What may be a recognition error and was left as it is."""

    line: int
    column: int
    text: str
    suggestion: str
    reason: str


@dataclass(slots=True)
class Block:
    """A paragraph of clean text.

    `breaks` says which raw line each stretch of `text` came from: pairs (offset in text, raw line), ascending, the
    first at offset 0. `kind`, `document`, `unit`, `article` are filled in by the splitting stage (`document` is an
    index into the list of documents, the others are ids).
    """

    text: str
    line_start: int
    line_end: int
    page: int
    breaks: list[tuple[int, int]]
    kind: str = "paragraph"
    document: int | None = None
    unit_id: str | None = None
    article_id: str | None = None

    def line_at(self, offset: int) -> int:
        """Raw line on which the character at `offset` of `text` stands."""
        line = self.line_start
        for start, number in self.breaks:
            if start > offset:
                break
            line = number
        return line


@dataclass(slots=True)
class Cleaned:
    """What cleaning makes of a volume: blocks in reading order, the ledger in raw order, and what is only suspected."""

    blocks: list[Block]
    edits: list[Edit]
    suspects: list[Suspect] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A document as the splitting stage finds it: blocks [first_block, last_block] of the volume that name it.

    `parent` is an index into the list of documents. `evidence` names what told that a document begins here.
    """

    first_block: int
    last_block: int
    title: str
    title_line: int
    title_end_line: int
    role: str = "main"
    parent: int | None = None
    label: str | None = None
    label_line: int | None = None
    part: str | None = None
    evidence: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Attributes:
    """What a document says of itself in its head and foot (`pipeline.knowledge`). Absent is None or an empty list."""

    form: str | None = None
    doc_number: str | None = None
    doc_number_prefix: str | None = None
    doc_number_year: int | None = None
    doc_number_serial: int | None = None
    issuers: list[str] = field(default_factory=list)
    issuers_as_printed: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    issued_date: datetime.date | None = None
    effective_date: datetime.date | None = None
    hierarchy_level: str | None = None
    disclosure: str | None = None


@dataclass(slots=True)
class Unit:
    """A numbered unit of structure.

    `document` and `parent` are indices; `blocks` are those of the volume that hold its own text.
    """

    document: int
    parent: int | None
    kind: str
    number: str | None
    label: str
    heading: str | None
    eid: str
    depth: int
    ordinal: int
    line_start: int
    line_end: int
    blocks: list[int] = field(default_factory=list)
    text: str = ""
    article: int | None = None


@dataclass(slots=True)
class Article:
    """A citable provision: blocks [first_block, last_block] of the volume."""

    document: int
    ordinal: int
    kind: str
    label: str | None
    number: str | None
    heading: str | None
    path: list[str]
    eid: str
    text: str
    first_block: int
    last_block: int
    line_start: int
    line_end: int
