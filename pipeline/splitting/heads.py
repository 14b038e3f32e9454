"""Where documents begin: candidate heads with their evidence, weighed, and chosen jointly over the volume."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pipeline.splitting import cues, evidence, titles
from pipeline.splitting.evidence import Scene

LONGEST_TITLE = 6
_LONGEST_TEXT = 160


@dataclass(slots=True)
class Head:
    """A candidate head, with indices of printed lines.

    Lines [first, last] hold the title: the first from character `offset` on (a label or a part heading stands before
    it on the line), the last up to character `cut` (text runs on after it). `label` is the line of its label, `lead`
    the first of the lines above it that name its authors, `again` the last line of a second copy of the title. `extent`
    names what speaks for and against the title ending here, `evidence` what speaks for and against a document beginning
    with it.
    """

    first: int
    last: int
    title: str
    offset: int = 0
    cut: int | None = None
    again: int | None = None
    lead: int | None = None
    label: int | None = None
    label_text: str | None = None
    extent: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    score: float = 0.0

    @property
    def top(self) -> int:
        """Its first line: the label's or the authors', if it has any."""
        return min(i for i in (self.first, self.label, self.lead) if i is not None)


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Weights of the evidence, in log odds, fitted offline: tables `extent` and `head`."""
    return tomllib.loads(files("pipeline.vocabulary").joinpath("head_weights.toml").read_text(encoding="utf-8"))


def find_heads(scene: Scene) -> list[Head]:
    """The heads of a volume's documents, in order."""
    table = weights()["head"]
    found = []
    for head in candidate_heads(scene):
        head.score = table["bias"] + sum(table.get(name, 0.0) for name in head.evidence)
        if head.score > 0:
            found.append(head)
    chosen = _choose(found)
    for head in chosen:
        head.again = _second_copy(scene, head) if "title_again" in head.evidence else None
    return chosen


def _second_copy(scene: Scene, head: Head) -> int | None:
    """Last line of the title's second copy, which follows it at once."""
    wanted = titles.key(head.title)
    text = ""
    for j in range(head.last + 1, min(head.last + 5, len(scene.lines))):
        text += titles.key(scene.lines[j].text)
        if text == wanted:
            return j
    return None


def _choose(candidates: Sequence[Head]) -> list[Head]:
    """The candidates of greatest summed score of which no two share a line."""
    order = sorted(candidates, key=lambda c: (c.last, c.first))
    ends = [c.last for c in order]
    best = [0.0]  # best[k]: greatest sum over the first k candidates
    taken: list[tuple[bool, int]] = [(False, 0)]
    for k, head in enumerate(order):
        fits = bisect_left(ends, head.top, 0, k)
        with_it = best[fits] + head.score
        taken.append((with_it > best[k], fits if with_it > best[k] else k))
        best.append(max(with_it, best[k]))
    chosen = []
    at = len(order)
    while at > 0:
        if taken[at][0]:
            chosen.append(order[at - 1])
        at = taken[at][1]
    return chosen[::-1]


def candidate_heads(scene: Scene) -> list[Head]:
    """For every line that may begin a title the likeliest title there, with its evidence."""
    table = weights().get("extent", {})
    heads = []
    for i in range(len(scene.lines)):
        options = title_options(scene, i)
        if not options:
            continue
        for head in options:
            head.score = sum(table.get(name, 0.0) for name in head.extent)
        head = max(options, key=lambda h: (h.score, -h.last))
        head.evidence = head_evidence(scene, head)
        if _is_worth_weighing(head.evidence):
            heads.append(head)
            note_seen(scene, head)
    return heads


def note_seen(scene: Scene, head: Head) -> None:
    """Remember a title, so that its repetition in the text is known for one.

    Entries of lists are none; a head with a number of its own is whole, and the same again is another copy.
    """
    if not {"list_entry", "list_entry_run_in", "number_next"} & set(head.evidence):
        scene.seen.setdefault(titles.key(head.title), []).append(head.first)


def title_options(scene: Scene, i: int) -> list[Head]:
    """Every run of lines from line `i` on that could be a title, with the evidence on where it ends."""
    lines = scene.lines
    if not _may_start(scene, i):
        return []
    line = lines[i]
    label = cues.LABEL_HEAD.match(line.text) if line.text[0] in _LABEL_START else None
    offset = label.end() if label and label.end() < len(line.text) else _part_before(line.printed)
    text = line.text[offset:]
    options: list[Head] = []
    for last in range(i, min(i + LONGEST_TITLE, len(lines))):
        if last > i:
            if not _may_continue(scene, last) or _is_whole_before(scene, i, last):
                break
            text += lines[last].text
        if last == i:
            run_in = _run_in(scene, i, offset)
            if run_in is not None:
                return [run_in]
        if len(text) > _LONGEST_TEXT:
            break
        if len(text) < 2 or _STOP.search(text):
            break
        if not _may_end(scene, last, text) or _is_doubled(text):
            continue
        head = _labelled(scene, _below_authors(scene, Head(i, last, text, offset)))
        kept = evidence.promised(scene, head.top, i, head.title)
        head.extent = [
            *evidence.shape(head.title),
            *evidence.setting(scene, head.first, last, text),
            *evidence.after(scene, last, head.title),
            *kept,
        ]
        options.append(head)
    return options


_STOP = re.compile(r"[。；！]|：.")
_PART_RUN_IN = re.compile(r"([\u4e00-\u9fff]{2,6})政府\s+([\u4e00-\u9fff]+)")


def _part_before(printed: str) -> int:
    """Length of a part's heading (重庆市政府) that stands before the issuer (重庆市人民政府…) on its line, else 0."""
    m = _PART_RUN_IN.match(printed) if "政府" in printed else None
    return len(m[1]) + 2 if m and m[2].startswith(m[1] + "人民政府") else 0


_AUTHORS = re.compile(r"[\u4e00-\u9fff、]+。?")


def _below_authors(scene: Scene, head: Head) -> Head:
    """The head with the lines that name its authors, if it begins with such, parted from its title."""
    if head.offset or head.last == head.first or re.search(r"关于|[印颁公]发|[转发]布|公布|令", head.title):
        return head
    authors = ""
    for i in range(head.first, head.last):
        authors += scene.lines[i].text
        if "、" in authors and _AUTHORS.fullmatch(authors) and titles.ends_in_body(authors):
            title = head.title[len(authors) :]
            return Head(i + 1, head.last, title, lead=head.first)
    return head


def _labelled(scene: Scene, head: Head) -> Head:
    if head.offset and _part_before(scene.lines[head.first].printed):
        return head
    if head.offset:
        head.label, head.label_text = head.first, scene.lines[head.first].text[: head.offset]
    else:
        head.label = _label_above(scene, head.first)
        head.label_text = None if head.label is None else scene.lines[head.label].text
    return head


def _run_in(scene: Scene, i: int, offset: int) -> Head | None:
    """A promised title at a line's start on which its text goes on (…行动计划（2022-2025年）为贯彻落实…)."""
    if scene.kinds[i - 1] not in ("date", "note", "file", "label"):
        return None
    text = scene.lines[i].text[offset:]
    if len(text) < 18:
        return None
    for m in _FORM_END.finditer(text):
        name = text[: m.end()]
        if 8 < len(name) < len(text) - 5 and text[m.end()] not in "》、，的" and scene.promises.has(i, name):
            head = _labelled(scene, Head(i, i, name, offset, offset + m.end()))
            kept = evidence.promised(scene, head.top, i, name)
            head.extent = [*evidence.shape(name), *kept, "lines_1", "run_in_text"]
            return head
    return None


def _is_whole_before(scene: Scene, first: int, last: int) -> bool:
    """Is a title whole on the lines from `first` above a page's end or a page number, so that `last` begins anew?"""
    line = scene.lines[last]
    if not (line.page_top or line.after_furniture) or line.text[0] in "的》（":
        return False
    words = titles.title_words()
    forms = (*words.notices, *words.instruments, *words.papers)
    return any(titles.core(x.text).endswith(forms) for x in scene.lines[first:last])


def _label_above(scene: Scene, i: int) -> int | None:
    """The line of a label right above line `i`, at most one field to fill in (课题序号：) between them."""
    for j in (i - 1, i - 2):
        if scene.kind(j) == "label":
            return j
        if j < 0 or scene.lines[j].text[-1] != "：" or scene.lines[j].fill > 0.5:
            return None
    return None


def head_evidence(scene: Scene, head: Head) -> list[str]:
    """What speaks for and against a document beginning with this title."""
    found = list(head.extent)
    entry = evidence.list_entry(scene, head.first, head.last, found, run_in=bool(head.offset))
    if entry:  # what it is promised by is itself
        found = [e for e in found if not e.startswith("promised")]
    found += entry
    if head.label is not None and not entry:
        kind = "interpretation" if (head.label_text or "").startswith("【") else "attachment"
        found.append(f"label_{kind}" + ("_run_in" if head.offset else ""))
        if kind == "attachment" and "promised_in_list" in found:
            found.append("label_and_listed")
    ahead = evidence.before(scene, head.top)
    found += ahead
    found += evidence.numbering(scene, head.first, head.last)
    found += evidence.repeated(scene, head.top, head.title, found)
    return found


_BAD_START = frozenset("，。、；：？！）》”’〉〕.·%％/")
_LABEL_START = "附【"
_DECIMAL = re.compile(r"\d{1,2}(?![\d年月日个家部.、）])")
_MANY_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}部[门委]")
_NO_START = frozenset(
    {"date", "number", "dateline", "dated_bracket", "years", "note", "signer", "file", "label", "part", "subpart",
     "addressee", "contents"}
)  # fmt: skip
_NO_CONTINUATION = (_NO_START - {"years"}) | {"first_chapter", "first_heading", "marker", "list"}
_STOPPED = frozenset({"date", "note", "file", "part", "subpart", "label", "signer", "number"})


def _may_start(scene: Scene, i: int) -> bool:
    line, kind = scene.lines[i], scene.kinds[i]
    text = line.text
    if kind in _NO_START or len(text) < 2 or text[-1] in "；，、" or text[0] in _BAD_START or text.startswith("--"):
        return False
    label = cues.LABEL_HEAD.match(text) if text[0] in _LABEL_START else None
    if label is not None:
        return label.end() < len(text)
    if kind in ("marker", "first_heading", "list") and not _MANY_FIRST.match(text):
        return False
    if text[0] == "（" or _DECIMAL.match(text) or text in ("目录", "目次", "总目录"):
        return False
    if i == 0:
        return True
    before = scene.lines[i - 1]
    end = before.text[-1]
    if end in "，、":
        return False
    if line.page_top or line.after_furniture or scene.kinds[i - 1] in _STOPPED:
        return True
    # A full line without a stop goes on, unless it is a body's name at the foot of a document, or a number follows.
    if not line.in_table and (end in "。：；！？）》”" or before.fill <= 0.97 or scene.is_bare_body(i - 1)):
        return True
    return "number" in scene.kinds[i + 1 : i + 5]


def _may_continue(scene: Scene, i: int) -> bool:
    """May line `i` be a title's second or later line?"""
    text = scene.lines[i].text
    before = scene.lines[i - 1].text
    if before[-1] in "。；：" or scene.kinds[i] in _NO_CONTINUATION or text[-1] in "；，、。":
        return False
    return scene.kinds[i - 1] not in ("part", "subpart")


def _is_doubled(text: str) -> bool:
    """The same title twice."""
    half = len(text) // 2
    return half > 6 and text[:half] == text[half:]


_FORM_END = re.compile(
    r"(?:办法|规定|条例|细则|方案|规划|纲要|计划|措施|指南|指引|规则|规范|清单|意见)(?:（[^（）]{2,20}）)?"
)
_STRONG_NEXT = frozenset({"number", "dated_bracket", "dateline", "first_chapter"})
_ENDS = ("》", "）", "示范区")
_YEAR_END = re.compile(r"\d年度?$")


@cache
def _form_words() -> tuple[str, ...]:
    words = titles.title_words()
    return (*words.notices, *words.instruments, *words.papers, *words.interpretations)


def _may_end(scene: Scene, last: int, text: str) -> bool:
    """Could a title end here? Its 文种 says so, or what follows does, or the place it stands in."""
    if "关于" in text or scene.kind(last + 1) in _STRONG_NEXT or titles.core(text).endswith(_form_words()):
        return True
    if text.endswith(_ENDS) or (text[-1] in "年度" and _YEAR_END.search(text[-3:])) or evidence.names_many(text):
        return True
    return any(w in text for w in titles.title_words().interpretations)


_STRONG = frozenset(
    {"form_notice", "form_instrument", "form_interpretation", "book_close", "decree", "many_bodies", "number_next",
     "dateline_next", "dated_bracket_next", "first_chapter_next", "title_again", "label_attachment",
     "label_interpretation", "label_attachment_run_in", "label_interpretation_run_in", "volume_start", "after_part",
     "promised_exact_near", "promised_exact_far", "promised_close_near", "promised_close_far"}
)  # fmt: skip


def _is_worth_weighing(found: Sequence[str]) -> bool:
    return any(e in _STRONG for e in found) and "next_goes_on" not in found
