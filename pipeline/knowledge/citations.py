"""References to instruments and provisions in the text of a document, with their exact spans.

Belongs here: finding them and saying how the document refers to them. Does not belong here: which document of the
corpus is meant (`resolution`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.knowledge.contexts import context_of, family_titles, inherited, short_names, unmarked_terms
from pipeline.knowledge.definitions import Definition
from pipeline.knowledge.instruments import (
    Name,
    Number,
    find_names,
    find_numbers,
    name_key,
    names_instrument,
    short_laws,
    without_version,
)
from pipeline.knowledge.numbers import parse_number
from pipeline.knowledge.passages import Passage
from pipeline.knowledge.provisions import find_provisions, parse_provisions, provision_at
from pipeline.knowledge.relations import CITES, Context, relation_of


class Citation(NamedTuple):
    """A reference. `start` and `end` are offsets in the text of its document.

    `title` is the name as printed without its marks, `number` a 发文字号 in normal form, `provision` the provisions as
    printed without blanks. `method` tells by what it names the instrument: `title`, `number`, `short_name`, or `own`
    where a provision of the document itself is meant. `full_title` is what a short name stands for.
    """

    document: int
    article: int | None
    line: int
    start: int
    end: int
    text: str
    title: str | None
    number: str | None
    provision: str | None
    relation: str
    method: str
    full_title: str | None = None


def find_citations(
    passages: Sequence[Passage], definitions: Sequence[Sequence[Definition]], own_numbers: Sequence[str | None]
) -> list[Citation]:
    """References of all documents of a volume, in reading order within each document.

    `definitions` and `own_numbers` are those of the documents, in the order of `passages`.
    """
    documents = [p.document for p in passages]
    short = [short_names(d) for d in definitions]
    found: list[Citation] = []
    for passage, defined, number in zip(passages, definitions, own_numbers, strict=True):
        names = inherited(passage.index, documents, short)
        context = context_of(passage, documents, short)
        reader = _Reader(
            passage, names, unmarked_terms(passage, defined), context, number, family_titles(passage, documents)
        )
        reader.taken = sorted((d.start, d.end) for d in defined if d.kind == "abbreviation")
        found += reader.read()
    return found


_NOT_NAMED = re.compile(r"[\s　]")
_OWN = re.compile(
    r"(?:本|该)(?P<kind>法|条例|规定|办法|细则|实施细则|通知|意见|公告|方案|指南|规范|标准|规则|章程|准则|决定|指引|规划|纲要|目录|清单|制度|措施|协定|公约|议定书|解释|文件|通告)"
    r"(?:中的?|的)?\Z"
)
_KINDS_OF_STATUTES = frozenset(("法", "条例", "规定", "办法", "细则", "实施细则", "规则"))
_SPOKEN_OF = re.compile(r"所称|规定|所列")
_UNMARKED = re.compile(r"[\u4e00-\u9fff]{1,24}(?:法典|法|条例|办法|规定|细则|决定|通知|公告|意见)(?:中的?|的)?\Z")
_UNMARKED_CUT = re.compile(
    r".*(?:根据|依据|依照|按照|参照|参考|违反|适用|符合|执行|落实|属于|对照|有|和|与|及|或|的|在|由|以|据|对|被|将|为|是|之|等|如|经|照|构成|触犯|援引|因|从|到|至)(?=[\u4e00-\u9fff]{2})"
)
_NEAR = re.compile(r"[前本]")
_BRACKET = re.compile(r"[（(][^（()）\n]{1,60}[）)]")
_SERIES = re.compile(r"[（(]((?:19|20)\d\d)年第(\d{1,4})号")
_ANNOUNCER = re.compile(r"(.{2,60}?)关于.*公告$")
_PARTS = re.compile(r"[编章节]")
_GOES_ON = re.compile(r"[、和及与的至]|规定|所称|所列|中")
_ISSUED_INSIDE = re.compile(r"(?:印发|发布|公布|转发|下发)(?:实施)?(?:[〈《<][^〈〉《》]*[〉》>][、和及与\n]*)*$")


@dataclass(slots=True)
class _Reader:
    """Reads the references of one document, left to right."""

    passage: Passage
    short: dict[str, str]
    unmarked: list[str]
    context: Context
    own_number: str | None
    titles: list[str]
    found: list[Citation] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)  # ascending, without overlap

    def read(self) -> list[Citation]:
        text = self.passage.text
        numbers = list(find_numbers(text))
        for name in find_names(text):
            self._name(name, numbers)
        for number in numbers:
            self._number(number)
        if self.unmarked:
            for m in re.finditer("|".join(map(re.escape, self.unmarked)), text):
                self._short(m.start(), m.end(), m.group())
        for m in find_provisions(text):
            self._provision(m)
        return sorted(self.found, key=lambda c: c.start)

    def _name(self, name: Name, numbers: Sequence[Number]) -> None:
        text = self.passage.text
        if self._is_taken(name.start, name.end):
            return
        self._take(name.start, name.end)
        if self.passage.is_list(name.start):
            return
        title = text[name.start + 1 : name.end - 1].replace("\n", "")
        end, number = self._bracketed_number(name.end, numbers)
        number = number or self._number_of_series(title, name.end)
        full = self.short.get(title)
        before, after = text[max(0, name.start - 40) : name.start], text[name.end : name.end + 12]
        if not self._is_instrument(title, full, before, after, number):
            return
        provision = self._provision_behind(end) or self._provision_behind(self._bracket_end(name.end))
        if provision:
            end = provision[1]
        in_title = self.passage.kind_at(name.start) == "title"
        key = self._key(title)
        relation = relation_of(text, (name.start, max(end, name.end)), key, in_title, self.context)
        self._add(
            name.start,
            end,
            relation,
            "short_name" if full else "title",
            title=title,
            number=number,
            provision=provision and provision[2],
            full_title=full,
        )
        self._inner(name)

    def _is_instrument(self, title: str, full: str | None, before: str, after: str, number: str | None) -> bool:
        if full is not None:
            return names_instrument(full, "", "", name_key(full) in self.context.issued)
        key = self._key(title)
        known = number is not None or key in self.context.issued or key in self.context.interpreted
        return names_instrument(title, before, after, known)

    def _key(self, title: str) -> str:
        """The key of a name, without its version where the document issues the instrument under its bare name."""
        key, bare = name_key(title), name_key(without_version(title))
        return bare if bare != key and key not in self.context.issued and bare in self.context.issued else key

    def _bracketed_number(self, at: int, numbers: Sequence[Number]) -> tuple[int, str | None]:
        """The number in the bracket behind a name, and where the name ends: behind a bracket that holds it alone."""
        text = self.passage.text
        if text[at : at + 1] not in ("（", "(", "〔", "["):
            return at, None
        for number in numbers:
            if number.start < at:
                continue
            if number.start > at + 30 or "）" in text[at : number.start] or "。" in text[at : number.start]:
                break
            self._take(number.start, number.end)
            alone = number.start == at + 1 and text[number.end : number.end + 1] in ("）", ")", "〕", "]")
            if alone or (text[number.end - 1] == "）" and number.start == at + 1):
                return number.end + alone, number.normal
            return at, number.normal
        return at, None

    def _number_of_series(self, title: str, at: int) -> str | None:
        """（2014年第10号） behind the name of an announcement: the name tells whose."""
        bracket, body = _SERIES.match(self.passage.text, at), _ANNOUNCER.match(title)
        if not bracket or not body:
            return None
        number = parse_number(f"{body[1]}公告{bracket[1]}年第{bracket[2]}号")
        return number.text if number else None

    def _provision_behind(self, at: int) -> tuple[int, int, str] | None:
        """The provisions that stand behind a name: 《…》第五条, 《…》的第五条."""
        text = self.passage.text
        for skip in ("", "的", "中的", "中", "\n"):
            if text.startswith(skip, at):
                m = provision_at(text, at + len(skip))
                if m and not _NEAR.match(m.group()) and (skip != "\n" or self._one_cell(at, m.start())):
                    self._take(*m.span())
                    return m.start(), m.end(), _NOT_NAMED.sub("", m.group())
        return None

    def _bracket_end(self, at: int) -> int:
        """The end of the bracket that begins at `at`, else `at`."""
        m = _BRACKET.match(self.passage.text, at)
        return m.end() if m else at

    def _one_cell(self, start: int, end: int) -> bool:
        """Whether two offsets lie in the same paragraph, the line feed between them being that of a table's cell."""
        return self.passage.block_at(start - 1) == self.passage.block_at(end)

    def _inner(self, name: Name) -> None:
        """Names inside a name, but for what the named document itself issues: there the issued text is meant."""
        text = self.passage.text
        for start, end in name.inner:
            title = text[start + 1 : end - 1].replace("\n", "")
            before = text[name.start : start]
            if not _ISSUED_INSIDE.search(before) and names_instrument(title, before, text[end : name.end]):
                self._add(start, end, CITES, "title", title=title)

    def _number(self, number: Number) -> None:
        """A number that stands without a name, unless it is the document's own."""
        if self._is_taken(number.start, number.end) or self.passage.is_head(number.start):
            return
        text = self.passage.text
        block = self.passage.blocks[self.passage.block_at(number.start)].text
        if number.normal == self.own_number or len(block) <= number.end - number.start + 2:
            return
        self._take(number.start, number.end)
        provision = self._provision_behind(number.end + (text[number.end : number.end + 1] == "文"))
        end = provision[1] if provision else number.end
        relation = relation_of(text, (number.start, end), number.normal, False, self.context)
        self._add(number.start, end, relation, "number", number=number.normal, provision=provision and provision[2])

    def _short(self, start: int, end: int, term: str) -> None:
        """A short name that was defined without 《》."""
        if self._is_taken(start, end):
            return
        self._take(start, end)
        provision = self._provision_behind(end)
        end = provision[1] if provision else end
        relation = relation_of(self.passage.text, (start, end), name_key(term), False, self.context)
        self._add(
            start,
            end,
            relation,
            "short_name",
            title=term,
            provision=provision and provision[2],
            full_title=self.short[term],
        )

    def _provision(self, m: re.Match[str]) -> None:
        """Provisions without a name in 《》: the document's own, or those of a law named without marks."""
        start, end = m.span()
        if self._is_taken(start, end) or (not _NEAR.match(m.group()) and self._is_label(start, end)):
            return
        text = self.passage.text
        before = text[max(0, start - 30) : start]
        provision = _NOT_NAMED.sub("", m.group())
        own = self._says_own(before) or bool(_NEAR.match(provision))
        named = None if own else self._unmarked_name(before, start)
        if named:
            at, title = named
            relation = relation_of(text, (at, end), name_key(title), False, self.context)
            full = self.short.get(title)
            method = "short_name" if full else "title"
            self._add(at, end, relation, method, title=title, provision=provision, full_title=full)
        elif not own and (other := self._named_before(provision, start)):
            self._add(start, end, CITES, "title", provision=provision, full_title=other)
        elif own or (self._means_own(start, end) and not _PARTS.search(provision)):
            self._add(start, end, CITES, "own", provision=provision)

    def _named_before(self, provision: str, start: int) -> str | None:
        """The instrument named earlier in the sentence, where the document itself has no such article:
        刑法第二百二十一条规定的…，第二百七十八条规定的…"""
        wanted = {p.article for p in parse_provisions(provision)}
        if None in wanted or wanted & self.passage.numbers:
            return None
        sentence = self.passage.text[max(0, start - 300) : start]
        since = start - len(sentence) + 1 + max(sentence.rfind(c) for c in "。；\n")
        named = [c for c in self.found if since <= c.start < start and c.provision and (c.full_title or c.title)]
        if not named:
            return None
        last = max(named, key=lambda c: c.start)
        return last.full_title or last.title

    def _says_own(self, before: str) -> bool:
        """Whether 本办法 or the like stands before, in a text that is or belongs to a 办法."""
        m = _OWN.search(before)
        if not m:
            return False
        kind = m["kind"]
        return kind not in _KINDS_OF_STATUTES or any(kind in title for title in self.titles)

    def _means_own(self, start: int, end: int) -> bool:
        """Whether a provision without any name is one of the document itself, not of a text quoted in a table."""
        if self.passage.kind_at(start) == "table":
            return False
        return bool(self.passage.numbers) or bool(_SPOKEN_OF.match(self.passage.text, end))

    def _is_label(self, start: int, end: int) -> bool:
        """Whether a provision is the label of the paragraph it stands in."""
        i = self.passage.block_at(start)
        if start != self.passage.starts[i]:
            return False
        return not _GOES_ON.match(self.passage.text, end)

    def _unmarked_name(self, before: str, start: int) -> tuple[int, str] | None:
        """A name without 《》 before a provision: 税收征管法第三十一条."""
        m = _UNMARKED.search(before)
        if not m:
            return None
        name = m.group()
        title = re.sub(r"(?:中的?|的)$", "", name)
        known = next((law for law in short_laws() if title.endswith(law)), None)
        if known:
            return start - len(name) + len(title) - len(known), known
        cut = _UNMARKED_CUT.match(title)
        title = title[cut.end() :] if cut else title
        if len(title) < 3 and title not in self.short:
            return None
        return start - len(name) + (cut.end() if cut else 0), title

    def _is_taken(self, start: int, end: int) -> bool:
        at = bisect_left(self.taken, (end, 0))
        return at > 0 and self.taken[at - 1][1] > start

    def _take(self, start: int, end: int) -> None:
        insort(self.taken, (start, end))

    def _add(
        self,
        start: int,
        end: int,
        relation: str,
        method: str,
        *,
        title: str | None = None,
        number: str | None = None,
        provision: str | None = None,
        full_title: str | None = None,
    ) -> None:
        passage = self.passage
        self.found.append(
            Citation(
                passage.index,
                passage.article_at(start),
                passage.line_at(start),
                start,
                end,
                passage.text[start:end],
                title,
                number,
                provision,
                relation,
                method,
                full_title,
            )
        )
