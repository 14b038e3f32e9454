"""What a term means in a document: short names (以下简称) and definitions (本办法所称…是指…).

Belongs here: terms, what they stand for, and where. Does not belong here: names of bodies and instruments as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.knowledge.passages import Passage

_PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】", "《": "》", "“": "”", "〈": "〉", "‘": "’"}
_CLOSERS = frozenset(_PAIRS.values())
_OPENERS = frozenset("（(〔[【")
_SHORT = re.compile(  # what stands before is looked at last: a search then goes by first characters
    r"以下(?:分别|均|都|合并|并|合)?(?:简称|统称|合称|并称|称)(?!号|谓)|下(?<!以下)称(?![职号谓])"
    r"|并(?<=[（(，,]并)简称(?![和及、])|简(?<=[（(，,]简)称(?![和及、])|统(?<=[（(]统)称"
)
_AS = re.compile(r"(?:为|作|：|:)?\s?")
_END_OF_TERM = frozenset("，。；、,;\n")
_LABEL = re.compile(
    r"\s*(?:第[〇零一二三四五六七八九十百\d]+[条章节款项][\s　]*|[（(][一二三四五六七八九十\d]{1,3}[）)]\s*"
    r"|[一二三四五六七八九十]{1,3}[、.．]\s*|\d{1,2}(?:\.\d{1,2})*[.．、\s]\s*|[①-⑳]\s*|[-—－•·●]{1,2}\s*|[a-z][)）]\s*"
    r"|注(?:\d|[：:])[：:]?\s*)*"
)
_LEAD = re.compile(
    r"(?:其中|此外|同时|现[将就]?|就|根据|依据|按照|由|对|将|在|向|与|和|及|为了?|以|制定了?|编制了?|印发了?|设立了?|成立了?|建立了?|建设|开发|组织|推荐"
    r"|的|所|开展|是|并|加强|加快|推进|推动|提升|实施|鼓励|支持|引导|规范|完善|做好|应当|及时|提醒|全面|落实|有条件的|会同|本[办条规细][法例定则]所称|\d{4}年度?)"
)
_ENUMERATION = ("下列", "以下")


class Definition(NamedTuple):
    """A term and its meaning. `start` and `end` are offsets of the term in the text of its document.

    `name` tells that the meaning is the name of an instrument in 《》, given then without its marks.
    """

    document: int
    article: int | None
    line: int
    start: int
    end: int
    term: str
    meaning: str
    kind: str
    name: bool = False


def find_definitions(passage: Passage) -> list[Definition]:
    """Short names and definitions of a document in reading order."""
    found = [*_short_names(passage), *_definitions(passage)]
    said = {d.term for d in found if d.kind == "definition" and not d.meaning.startswith(_ENUMERATION)}
    kept = (d for d in found if d.term not in said or not d.meaning.startswith(_ENUMERATION))
    return sorted(kept, key=lambda d: (d.start, d.kind))


def _short_names(passage: Passage) -> Iterator[Definition]:
    text = passage.text
    for m in _SHORT.finditer(text):
        at = _AS.match(text, m.end()).end()  # type: ignore[union-attr]
        opened = _bracket_before(text, m.start())
        end = _term_end(text, at, opened is not None)
        meaning, name = _antecedent(text, m.start(), opened)
        if not meaning or not 0 < end - at <= 60:
            continue
        for start, stop in _terms(text, at, end):
            term = _bare(text[start:stop])
            if _LETTER.search(term) and len(term) <= 40:
                yield Definition(
                    passage.index, passage.article_at(start), passage.line_at(start), start, stop, term,
                    meaning if name else _shortest(meaning, term), "abbreviation", name,
                )  # fmt: skip


def _bracket_before(text: str, at: int) -> int | None:
    """Offset of the bracket that is open at `at`, in the same paragraph."""
    depth = 0
    for i in range(at - 1, max(-1, at - 200), -1):
        c = text[i]
        if c == "\n":
            return None
        if c in "）)〕]】":
            depth += 1
        elif c in _OPENERS:
            if not depth:
                return i
            depth -= 1
    return None


def _term_end(text: str, at: int, in_bracket: bool) -> int:
    """Where the term that begins at `at` ends; a list of terms (A、B) within brackets counts as one here."""
    closers: list[str] = []
    for i in range(at, min(len(text), at + 80)):
        c = text[i]
        if closers:
            if c == closers[-1]:
                closers.pop()
                if not closers and c in "》”" and not in_bracket:
                    return i + 1
            elif c in _PAIRS:
                closers.append(_PAIRS[c])
        elif c in _PAIRS:
            closers.append(_PAIRS[c])
        elif c in _CLOSERS or (c in _END_OF_TERM and not (c == "、" and in_bracket)):
            return i
    return min(len(text), at + 80) if in_bracket else at


def _terms(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The terms of a list A、B or A和B of short names that are each quoted or short."""
    at, depth = start, 0
    for i in range(start, end):
        c = text[i]
        depth += (c in _PAIRS) - (c in _CLOSERS)
        if c == "、" and not depth:
            yield at, i
            at = i + 1
    yield at, end


def _bare(term: str) -> str:
    term = term.replace("\n", "").strip()
    while len(term) > 2 and _PAIRS.get(term[0]) == term[-1] and term[-1] not in term[1:-1]:
        term = term[1:-1].strip()
    return term.strip("“”" if term.count("“") != term.count("”") else "")


def _antecedent(text: str, at: int, opened: int | None) -> tuple[str, bool]:
    """What the short name at `at` stands for, and whether it is the name of an instrument."""
    if opened is None:
        return _phrase_before(text, at)
    inside = text[opened + 1 : at].rstrip("，,； ")
    if inside and text[at - 1] not in "，,；":
        return _phrase_before(text, at)
    return _phrase_before(text, opened)


def _phrase_before(text: str, end: int) -> tuple[str, bool]:
    end = _without_brackets(text, end)
    if end and text[end - 1] == "》":
        depth = 0
        for i in range(end - 1, max(-1, end - 300), -1):
            depth += (text[i] == "》") - (text[i] == "《")
            if not depth:
                return text[i + 1 : end - 1].replace("\n", ""), True
    depth = 0
    start = end
    while start > max(0, end - 200):
        c = text[start - 1]
        if c in _CLOSERS:
            depth += 1
        elif c in _PAIRS:
            if not depth:
                break
            depth -= 1
        elif not depth and c in "。；：，！？\n,;":
            break
        start -= 1
    return _LABEL.sub("", text[start:end], count=1).strip(" 、"), False


def _shortest(phrase: str, term: str) -> str:
    """The phrase without the words of the sentence before it, as long as it keeps the characters of the term."""
    at = 0
    while (m := _LEAD.match(phrase, at)) and _holds(phrase[m.end() :], term):
        at = m.end()
    return phrase[at:].strip(" 、") or phrase


def _holds(phrase: str, term: str) -> bool:
    letters = iter(phrase)
    return all(c in letters for c in term)


def _without_brackets(text: str, end: int) -> int:
    """`end`, moved before the brackets that stand there ((教职成函〔2015〕1号)（以下简称…）)."""
    for _ in range(3):
        if not end or text[end - 1] not in "）)":
            break
        depth = 0
        i = end
        while i > max(0, end - 120):
            i -= 1
            depth += (text[i] in "）)") - (text[i] in "（(")
            if not depth:
                break
        if depth or i == 0 or text[i - 1] not in "》）)":
            break
        end = i
    return end


_SENTENCE = re.compile(r"[^。；;\n]+")
_NOT_MEANS = "导定标引数出派挥示令责南明认控"
_MEANS = re.compile(
    rf"[，：:]?(?:(?:主要|特|分别)?(?:是指|系指|指的是)(?![{_NOT_MEANS}])|(?<=[，：:”])指(?![{_NOT_MEANS}]))"
)
_CALLED = re.compile(r"(?:所称|所指|所说)(?:的)?[：:]?")
_CALLED_MEANS = re.compile(rf"[，：:]?(?:是指|系指|指的是|指(?![{_NOT_MEANS}])|包括|是|为|即)")
_PREFIX = re.compile(
    r"^(?:其中|此外|所谓的?|本款|这里的?|上述|前款中的?|(?:本|该)[\u4e00-\u9fff]{1,6}(?:中|中的)(?=[“]))[，,]?"
)
_NO_TERM = re.compile(
    r"^(?:这|其|此|它|也就|就|并|即|主要|我们|[一二三四五六七八九]是|不|以[上下内]|“以[上下内]|不足|超过)|[，,：:。！？]|^(?:.*(?:可以|应当|必须|要求|认为|理解|规定|提出|实施|开展|推动)).{0,12}$"
)
_LETTER = re.compile(r"[^\W_]")
_SHORTHAND = re.compile(r"[（(〔\[](?:即|[^（()）]{0,30}(?:以下|简称|下称))[^（()）]{0,60}[）)〕\]]$")
_LONGEST_TERM = 60


def _definitions(passage: Passage) -> Iterator[Definition]:
    for block, base in zip(passage.blocks, passage.starts, strict=True):
        if "指" not in block.text and "所称" not in block.text:
            continue
        for m in _SENTENCE.finditer(block.text):
            sentence = m.group()
            called = _CALLED.search(sentence)
            if called:
                term = _term_between(sentence, called.end(), _CALLED_MEANS)
            elif "指" in sentence:
                term = _term_between(sentence, _term_start(sentence), _MEANS)
            else:
                continue
            if term is None:
                continue
            start, end, meaning = term
            bare = _bare(_SHORTHAND.sub("", sentence[start:end]))
            if not _LETTER.search(bare) or _NO_TERM.search(bare) or not _LETTER.search(meaning):
                continue
            at = base + m.start() + start
            yield Definition(
                passage.index, passage.article_at(at), passage.line_at(at), at, base + m.start() + end, bare,
                meaning.strip(" ，："), "definition",
            )  # fmt: skip


def _term_start(sentence: str) -> int:
    start = _LABEL.match(sentence).end()  # type: ignore[union-attr]
    prefix = _PREFIX.match(sentence[start:])
    return start + prefix.end() if prefix else start


def _term_between(sentence: str, start: int, means: re.Pattern[str]) -> tuple[int, int, str] | None:
    """(start, end, meaning) of the term that begins at `start` and ends before the word that says what it means."""
    m = means.search(sentence, start, start + _LONGEST_TERM)
    while m and _inside_brackets(sentence, start, m.start()):
        m = means.search(sentence, m.end(), start + 2 * _LONGEST_TERM)
    if m is None or m.start() == start:
        return None
    return start, m.start(), sentence[m.end() :]


def _inside_brackets(sentence: str, start: int, at: int) -> bool:
    part = sentence[start:at]
    return sum(part.count(c) for c in "（(〔“《") > sum(part.count(c) for c in "）)〕”》")
