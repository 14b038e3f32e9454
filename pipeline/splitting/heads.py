"""Where documents begin: candidate heads with their evidence, scored, and chosen jointly over the volume."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pipeline.splitting import cues, titles
from pipeline.splitting.announcements import Promises, announced_by_title, announcements
from pipeline.splitting.printed import Line

LONGEST_TITLE = 6
_LONGEST_TEXT = 160


@dataclass(slots=True)
class Head:
    """A candidate: printed lines [first, last] hold the title, the first from character `offset` on (after a label on the
    same line), `label` is the index of the line that holds its label. `evidence` names what speaks for and against."""

    first: int
    last: int
    title: str
    offset: int = 0
    label: int | None = None
    label_text: str | None = None
    evidence: list[str] = field(default_factory=list)
    score: float = 0.0


@cache
def weights() -> Mapping[str, float]:
    """Weight of each piece of evidence, in log odds, fitted offline."""
    data = tomllib.loads(files("pipeline.vocabulary").joinpath("head_weights.toml").read_text(encoding="utf-8"))
    return dict(data["weights"])


def find_heads(lines: Sequence[Line]) -> list[Head]:
    """The heads of a volume's documents, in order."""
    candidates = candidate_heads(lines)
    table = weights()
    for head in candidates:
        head.score = table["bias"] + sum(table.get(name, 0.0) for name in head.evidence)
    return _choose([c for c in candidates if c.score > 0])


def _choose(candidates: Sequence[Head]) -> list[Head]:
    """The candidates of greatest summed score of which no two share a line."""
    order = sorted(candidates, key=lambda c: (c.last, c.first))
    best: list[tuple[float, int, int | None]] = [(0.0, -1, None)]  # score, last line, index of candidate
    back: list[int] = [-1]
    ends = [-1]
    for k, head in enumerate(order):
        start = head.first if head.label is None else min(head.first, head.label)
        lo, hi = 0, len(ends)
        while lo < hi:
            mid = (lo + hi) // 2
            if ends[mid] < start:
                lo = mid + 1
            else:
                hi = mid
        previous = lo - 1
        taken = best[previous][0] + head.score
        if taken > best[-1][0]:
            best.append((taken, head.last, k))
            back.append(previous)
        else:
            best.append((best[-1][0], head.last, None))
            back.append(len(best) - 2)
        ends.append(head.last)
    chosen = []
    at = len(best) - 1
    while at > 0:
        which = best[at][2]
        if which is not None:
            chosen.append(order[which])
        at = back[at]
    return chosen[::-1]


def candidate_heads(lines: Sequence[Line]) -> list[Head]:
    """Every run of lines that could be a title, with its evidence."""
    promises = Promises(announcements(lines))
    heads = []
    for i, line in enumerate(lines):
        if not _may_start(lines, i):
            continue
        label = cues.LABEL_HEAD.match(line.text)
        offset = label.end() if label and label.end() < len(line.text) else 0
        text = line.text[offset:]
        for last in range(i, min(i + LONGEST_TITLE, len(lines))):
            if last > i:
                if not _may_continue(lines, last):
                    break
                text += lines[last].text
            if len(text) > _LONGEST_TEXT:
                break
            head = Head(i, last, text, offset)
            if offset:
                head.label, head.label_text = i, line.text[:offset]
            elif i and _is_label(lines[i - 1].text):
                head.label, head.label_text = i - 1, lines[i - 1].text
            head.evidence = _evidence(lines, head, promises)
            if _is_worth_scoring(head.evidence):
                heads.append(head)
    return heads


def _is_label(text: str) -> bool:
    return cues.LABEL.fullmatch(text) is not None


_BAD_START = re.compile(r"[，。、；：？！）》”’〉〕.·%％/]|--")


def _may_start(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    if len(text) < 2 or _BAD_START.match(text) or text[-1] in "；，、":
        return False
    if cues.LABEL_HEAD.match(text):
        return cues.LABEL_HEAD.match(text).end() < len(text)  # type: ignore[union-attr]
    if cues.MARKER.match(text) and not re.match(r"[一二三四五六七八九十]{1,3}部[门委]", text):
        return False
    if cues.DATE.fullmatch(text) or cues.DOC_NUMBER.fullmatch(text) or text[0] == "（":
        return False
    if i == 0:
        return True
    before = lines[i - 1]
    if before.text[-1] in "，、" or (
        before.text[-1] not in "。：；！？）》”" and before.fill > 0.97 and not _is_label(before.text)
    ):
        # A full line without a stop goes on, unless what it ends is a head or a foot.
        return lines[i].page_top or lines[i].after_furniture or _closes(before.text)
    return True


def _closes(text: str) -> bool:
    return bool(
        cues.DATE.fullmatch(text)
        or cues.NOTE.fullmatch(text)
        or cues.FILE_NAME.fullmatch(text)
        or cues.PART.fullmatch(text)
    ) or titles.ends_in_body(text)


def _may_continue(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    before = lines[i - 1].text
    if before[-1] in "。；：" or cues.DATE.fullmatch(text) or cues.DOC_NUMBER.fullmatch(text) or _is_label(text):
        return False
    if cues.MARKER.match(text) or cues.DATELINE.match(text) or text[-1] in "；，、":
        return False
    return not (cues.ADDRESSEE.fullmatch(text) or cues.CHAPTER_ONE.match(text))


_ISSUER_HEAD = re.compile(r"[\u4e00-\u9fff、（）]{2,60}?(?:关于|印发|转发|联合印发|发布|公布)")
_MANY = re.compile(r"等?[\d一二三四五六七八九十]{1,2}(?:个)?(?:部门|部委|单位)|等部门")


def _evidence(lines: Sequence[Line], head: Head, promises: Promises) -> list[str]:
    return [
        *_shape(head.title),
        *_setting(lines, head),
        *_before(lines, head),
        *_after(lines, head),
        *_promised(head, promises),
    ]


def _shape(title: str) -> list[str]:
    words = titles.title_words()
    core = titles.core(title)
    found = []
    if core.endswith(words.notices):
        found.append("form_notice")
    elif core.endswith(words.instruments):
        found.append("form_instrument")
    elif core.endswith(words.papers):
        found.append("form_paper")
    else:
        found.append("form_none")
    if any(w in title for w in words.interpretations):
        found.append("form_interpretation")
    about = title.find("关于")
    if about == 0:
        found.append("about_first")
    elif about > 0:
        issuer = title[:about]
        found.append("about_after_body" if titles.ends_in_body(issuer) or _MANY.search(issuer) else "about_inside")
    if _MANY.search(title[:30]):
        found.append("many_bodies")
    if announced_by_title(title):
        found.append("issues")
    if title.endswith("》") and "《" in title[1:]:
        found.append("book_close")
    if title.startswith("《"):
        found.append("book_first")
    if not titles.is_balanced(title):
        found.append("unbalanced")
    if re.search(r"[。；！]", title):
        found.append("stop_inside")
    if "：" in title:
        found.append("colon_inside")
    if title[-1] in "。：！？":
        found.append("stop_last")
    if "，" in title:
        found.append("comma_inside")
    if re.search(r"令(?:第?\d+号|（|《|〔|$)", title):
        found.append("decree")
    n = len(title)
    found.append(
        "length_"
        + ("3" if n < 4 else "7" if n < 8 else "15" if n < 16 else "60" if n <= 60 else "90" if n <= 90 else "long")
    )
    return found


def _setting(lines: Sequence[Line], head: Head) -> list[str]:
    own = lines[head.first : head.last + 1]
    found = [f"lines_{min(len(own), 4)}"]
    if own[-1].fill > 0.95:
        found.append("last_full")
    if len(own) > 1:
        if any(l.fill < 0.45 and not titles.ends_in_body(l.text) for l in own[:-1]):
            found.append("inner_short")
        if any(l.fill > 0.97 for l in own[:-1]):
            found.append("inner_full")
        if any(titles.core(l.text).endswith(titles.title_words().notices) for l in own[:-1]):
            found.append("inner_form")
        if any(l.page_top or l.after_furniture for l in own[1:]):
            found.append("torn")
    nxt = lines[head.last + 1] if head.last + 1 < len(lines) else None
    if nxt is not None and not nxt.gap and not nxt.page_top and own[-1].gap:
        found.append("next_close")
    if nxt is not None and nxt.text[0] in "，。、；：）》”":
        found.append("next_goes_on")
    if len(own) == 1 and own[0].fill > 0.9:
        found.append("single_full")
    return found


def _before(lines: Sequence[Line], head: Head) -> list[str]:
    top = head.first if head.label is None else head.label
    found = []
    if head.label is not None:
        kind = "interpretation" if head.label_text and head.label_text.startswith("【") else "attachment"
        found.append(f"label_{kind}" + ("_run_in" if head.offset else ""))
    first = lines[top]
    if first.page_top:
        found.append("page_top")
    if first.after_furniture:
        found.append("after_furniture")
    if top == 0:
        return [*found, "volume_start"]
    before = lines[top - 1]
    text = before.text
    if cues.DATE.fullmatch(text) or (re.search(r"\d{4}年\d{1,2}月\d{1,2}日$", text) and before.fill < 0.8):
        found.append("after_date")
    elif cues.NOTE.fullmatch(text):
        found.append("after_note")
    elif cues.FILE_NAME.fullmatch(text):
        found.append("after_file")
    elif cues.PART.fullmatch(text) or cues.SUBPART.fullmatch(text):
        found.append("after_part")
    elif _is_label(text):
        found.append("after_label")
    elif text[-1] in "。！？" or text[-2:] in ("。”", "。）", "）。"):
        found.append("after_sentence")
    elif text[-1] == "；":
        found.append("after_item")
    elif text[-1] == "：":
        found.append("after_colon")
    elif before.fill < 0.75 and titles.ends_in_body(text):
        found.append("after_body")
    elif before.fill > 0.92:
        found.append("after_open_line")
    else:
        found.append("after_short")
    return found


def _after(lines: Sequence[Line], head: Head) -> list[str]:
    if head.last + 1 >= len(lines):
        return ["volume_end"]
    found = []
    nxt = lines[head.last + 1]
    text = nxt.text
    ahead = [l.text for l in lines[head.last + 1 : head.last + 7]]
    same = titles.key("".join(ahead[: head.last - head.first + 1]))
    wanted = titles.key(head.title)
    if len(wanted) > 6 and (titles.key(text) == wanted or same == wanted):
        found.append("title_again")
    if nxt.after_furniture:
        found.append("before_furniture")
    if cues.DOC_NUMBER.fullmatch(text):
        found.append("number_next")
    elif text[0] == "（" and cues.DATED_BRACKET.match(text):
        found.append("dated_bracket_next")
    elif cues.DATELINE.match(text):
        found.append("dateline_next")
    elif cues.CHAPTER_ONE.match(text):
        found.append("chapter_next")
    elif cues.FIRST_HEADING.match(text):
        found.append("heading_next")
    elif cues.MARKER.match(text):
        found.append("marker_next")
    elif (
        cues.ADDRESSEE.fullmatch(text)
        and titles.title_words()
        and re.search(r"各|部|委|局|厅|单位|院|银行|公司|政府", text)
    ):
        found.append("addressee_next")
    elif re.match(r"各[省自市有直级区]|[\u4e00-\u9fff]{2,8}(?:省|市|自治区).{0,12}、", text):
        found.append("addressee_open")
    elif cues.DATE.fullmatch(text):
        found.append("date_next")
    elif nxt.fill > 0.85:
        found.append("prose_next")
    elif text[-1] in "。：":
        found.append("short_stop_next")
    else:
        found.append("short_next")
    if any(cues.DOC_NUMBER.fullmatch(t) for t in ahead[1:3]):
        found.append("number_soon")
    if any(cues.ADDRESSEE.fullmatch(t) for t in ahead[1:5]):
        found.append("addressee_soon")
    if any(cues.DATELINE.match(t) for t in ahead[1:3]):
        found.append("dateline_soon")
    if any(cues.CHAPTER_ONE.match(t) for t in ahead[1:4]):
        found.append("chapter_soon")
    if any(cues.is_contents_entry(t) for t in ahead[:3]):
        found.append("contents_next")
    return found


def _promised(head: Head, promises: Promises) -> list[str]:
    if not 3 <= len(head.title) <= 110 or re.search(r"[。；]", head.title):
        return []
    start = head.first if head.label is None else head.label
    like, promise = promises.kept(start, head.title)
    if promise is None or like < 0.7:
        return []
    near = "near" if head.first - promise.index < 40 else "far"
    grade = "exact" if like == 1.0 else "close" if like > 0.87 else "alike"
    return [f"promised_{promise.kind}_{grade}", f"promise_{near}"]


_STRONG = frozenset(
    {"form_notice", "form_instrument", "form_interpretation", "book_close", "decree", "number_next", "dateline_next", "dated_bracket_next",
     "chapter_next", "title_again", "label_attachment", "label_interpretation", "label_attachment_run_in", "label_interpretation_run_in",
     "promised_list_exact", "promised_list_close", "promised_issue_exact", "promised_issue_close", "volume_start", "after_part"}
)  # fmt: skip


def _is_worth_scoring(evidence: Sequence[str]) -> bool:
    return any(e in _STRONG for e in evidence) and not {"stop_inside", "next_goes_on"} & set(evidence)
