"""What speaks for and against a run of lines being the title of a document.

Each piece of evidence has a name, which stays in `Document.evidence`; its weight is in `vocabulary/head_weights.toml`.
Belongs here: seeing. Does not belong here: weighing and choosing (`heads`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.splitting import cues, titles
from pipeline.splitting.announcements import Promises, announced_by_title, announcements
from pipeline.splitting.contents import contents_ranges
from pipeline.splitting.printed import Line

_MANY = re.compile(r"等?[\d一二三四五六七八九十]{1,2}个?(?:部门|部委|单位)|等部门")
_MANY_WORDS = ("部门", "部委", "单位")
_ASSIGNED = re.compile(r"(?:负责|牵头|参与|配合|落实|承担|区政府|县政府|各部门|单位)）$")
_HEADLINE = re.compile(
    r"[\u4e00-\u9fff、\d]{2,40}?(?:部|委|局|署|厅|院|会|银行|办公室|部门|部委|中央)(?:联合)?(?:决定|发布|启动|部署|召开|出台|推出|公布|印发)"
)
_CONTACT = re.compile(r"电话|联系人|传真|邮箱|联系方式|\d{3,4}-\d{7,8}")
_STOP = re.compile(r"[。；！]")
_HAN_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
_SERIES = {
    "articles": re.compile(r"第([一二三四五六七八九十百零〇两]{1,7})条"),
    "chapters": re.compile(r"第([一二三四五六七八九十]{1,3})章"),
    "headings": re.compile(r"([一二三四五六七八九十]{1,3})、"),
}
"""Numbers that run through a text, and their form."""

_SERIES_BEGIN = frozenset("第一二三四五六七八九十")

_NEAR = 60
_PROMISE_NEAR = 150
_SIGHT = 1500


class Scene:
    """A volume's lines with what is looked up again and again: kinds of lines, promises, running numbers."""

    def __init__(self, lines: Sequence[Line]):
        self.lines = lines
        self.kinds = [cues.line_kind(line.text) for line in lines]
        self.contents = contents_ranges(lines)
        for first, last in self.contents:
            self.kinds[first : last + 1] = ["contents"] * (last + 1 - first)
        self.announcements = announcements(lines, self.kinds)
        self.promises = Promises(self.announcements)
        self.listed = {i for a in self.announcements if a.kind == "list" for i in range(a.first, a.last + 1)}
        numbered = [(i, line.text) for i, line in enumerate(lines) if line.text[0] in _SERIES_BEGIN]
        self.series = {name: _numbers(numbered, form) for name, form in _SERIES.items()}
        self.seen: dict[str, list[int]] = {}

    def kind(self, i: int) -> str:
        """Kind of line `i`, `none` outside the volume."""
        return self.kinds[i] if 0 <= i < len(self.kinds) else "none"

    def is_bare_body(self, i: int) -> bool:
        """A short line that is nothing but the name of a body: a signature, or an author under a title."""
        if not 0 <= i < len(self.lines):
            return False
        line = self.lines[i]
        return line.fill < 0.8 and titles.ends_in_body(line.text) and "关于" not in line.text

    def foot_follows(self, i: int) -> bool:
        """Do short lines with names of bodies from `i` on lead to a date, as a signature does?"""
        for j in range(i, min(i + 16, len(self.lines))):
            if self.kinds[j] == "date":
                return j > i
            if not (self.is_bare_body(j) or self.kinds[j] in ("file", "note", "signer")):
                return False
        return False


def _numbers(lines: Sequence[tuple[int, str]], form: re.Pattern[str]) -> tuple[list[int], list[int]]:
    found = [(i, m) for i, text in lines if (m := form.match(text))]
    return [i for i, _ in found], [han_number(m[1]) for _, m in found]


def han_number(text: str) -> int:
    """A Chinese number up to 9999 as an int."""
    total = digit = 0
    for c in text:
        if c in "零〇○":
            continue
        if c == "十":
            total += (digit or 1) * 10
            digit = 0
        elif c == "百":
            total += (digit or 1) * 100
            digit = 0
        elif c == "千":
            total += (digit or 1) * 1000
            digit = 0
        else:
            digit = 2 if c == "两" else _HAN_DIGITS.get(c, 0)
    return total + digit


def shape(title: str) -> list[str]:
    """What the characters of the title say."""
    words = titles.title_words()
    core = titles.core(title)
    found = []
    if core.endswith(words.notices):
        found.append("form_notice")
    elif core.endswith(words.instruments):
        found.append("form_instrument")
    elif core.endswith(words.papers):
        found.append("form_paper")
    elif not any(w in title for w in words.interpretations):
        found.append("form_none")
    if any(w in title for w in words.interpretations):
        found.append("form_interpretation")
    about = title.find("关于")
    if about == 0:
        found.append("about_first")
    elif about > 0:
        issuer = title[:about]
        named = titles.ends_in_body(issuer) or _speaks_of_many(issuer)
        found.append("about_after_body" if named else "about_inside")
        if named and "form_notice" in found:
            found.append("full_title")
    if names_many(title):
        found.append("many_bodies")
    if announced_by_title(title):
        found.append("issues")
    if _HEADLINE.match(title):
        found.append("headline")
    if title.endswith("》") and "《" in title[1:]:
        found.append("book_close")
    if title.startswith("《"):
        found.append("book_whole" if title.find("》") == len(title) - 1 else "book_first")
    if not titles.is_balanced(title):
        found.append("unbalanced")
    if _STOP.search(title):
        found.append("stop_inside")
    if "：" in title:
        found.append("colon_inside")
    if "，" in title:
        found.append("comma_inside")
    if titles.is_decree(title):
        found.append("decree")
    if "的" not in title and "form_instrument" in found:
        found.append("plain_name")
    n = len(title)
    found.append("length_" + ("3" if n < 4 else "7" if n < 8 else "15" if n < 16 else "60" if n <= 60 else "long"))
    return found


def setting(scene: Scene, first: int, last: int, title: str) -> list[str]:
    """How the title's lines are set, and whether the title ends where the run ends."""
    own = scene.lines[first : last + 1]
    found = [f"lines_{min(len(own), 4)}"]
    if own[0].in_table:
        found.append("in_table")
    tail = own[-1]
    if tail.fill > 0.95:
        found.append("last_full")
    if len(own) > 1:
        words = titles.title_words()
        if any(x.fill < 0.4 and not titles.ends_in_body(x.text) for x in own[:-1]):
            found.append("inner_short")
        if any(x.fill > 0.97 for x in own[:-1]):
            found.append("inner_full")
        if titles.core(own[-2].text).endswith((*words.notices, *words.instruments)) and len(tail.text) > 1:
            found.append("inner_form")
        if any(x.page_top or x.after_furniture for x in own[1:]):
            found.append("torn")
            if _ends_at_page(own):
                found.append("torn_after_form")
        if tail.text[0] == "（":
            found.append("bracket_line_years" if cues.YEARS.fullmatch(tail.text) else "bracket_line")
        if len(tail.text) > max(len(x.text) for x in own[:-1]) + 4:
            found.append("last_longest")
    if last + 1 < len(scene.lines):
        after = scene.lines[last + 1]
        if after.text[0] in "，。、；：）》”":
            found.append("next_goes_on")
        if cues.YEARS.fullmatch(after.text):
            found.append("next_years")
        if not after.gap and not after.page_top and tail.gap:
            found.append("next_close")
    return found


def before(scene: Scene, top: int) -> list[str]:
    """What stands before the head, whose first line (a label's, if it has one) is `top`."""
    lines = scene.lines
    found = []
    if lines[top].page_top:
        found.append("page_top")
    if lines[top].after_furniture:
        found.append("after_furniture")
    if top == 0:
        return [*found, "volume_start"]
    ahead = lines[top - 1]
    text, kind = ahead.text, scene.kinds[top - 1]
    if kind == "date" or (ahead.fill < 0.8 and cues.DATE_LAST.search(text)):
        found.append("after_date")
    elif kind in ("note", "file", "label"):
        found.append(f"after_{kind}")
    elif _CONTACT.search(text) and text[-1] in "）0123456789":
        found.append("after_note")
    elif kind in ("part", "subpart"):
        found.append("after_part")
    elif text[-1] in "。！？" or text[-2:] in ("。”", "。）") or _ASSIGNED.search(text):
        found.append("after_sentence")
    elif text[-1] in "；：":
        found.append("after_item")
    elif scene.is_bare_body(top - 1):
        found.append("after_body")
    elif ahead.fill > 0.92:
        found.append("after_open_line")
    elif top - 1 in scene.listed:
        found.append("after_list")
    else:
        found.append("after_short")
    if _is_cellular(lines[max(0, top - 12) : top]):
        found.append("after_cells")
    return found


def _is_cellular(lines: Sequence[Line]) -> bool:
    """Mostly short lines without a stop, as the cells of a table are."""
    short = sum(x.fill < 0.5 and x.text[-1] not in "。；：" for x in lines)
    return short > 0.7 * len(lines) and len(lines) > 5


def _ends_at_page(own: Sequence[Line]) -> bool:
    """Is the title complete at the foot of a page on which it does not end?"""
    words = titles.title_words()
    return any(
        (b.page_top or b.after_furniture) and titles.core(a.text).endswith((*words.notices, *words.instruments))
        for a, b in pairwise(own)
    )


_AFTER = frozenset(
    {"number", "dated_bracket", "dateline", "first_chapter", "first_heading", "marker", "addressee", "date", "label",
     "list", "note", "signer", "part", "subpart", "file", "contents"}
)  # fmt: skip


_SOON = ("number", "addressee", "dateline", "first_chapter", "dated_bracket")


def after(scene: Scene, last: int, title: str) -> list[str]:
    """What follows the title."""
    lines = scene.lines
    if last + 1 >= len(lines):
        return ["volume_end"]
    found = []
    nxt = lines[last + 1]
    kind = scene.kinds[last + 1]
    wanted = titles.key(title)
    if len(wanted) > 6 and wanted.startswith(titles.key(nxt.text)[:12]):
        text = ""
        for j in range(last + 1, min(last + 5, len(lines))):
            text += titles.key(lines[j].text)
            if text == wanted:
                found.append("title_again")
                break
    if nxt.page_top:
        found.append("before_page")
    if kind in _AFTER:
        found.append(f"{kind}_next")
    elif cues.ADDRESSEE_OPEN.match(nxt.text):
        found.append("addressee_open_next")
    elif scene.is_bare_body(last + 1):
        found.append("body_next")
    elif nxt.fill > 0.85:
        found.append("prose_next")
    elif nxt.text[-1] in "。：":
        found.append("short_stop_next")
    else:
        found.append("short_next")
    soon = scene.kinds[last + 2 : last + 5]
    found += [f"{name}_soon" for name in _SOON if name in soon and kind != name]
    if {"number_next", "number_soon", "addressee_next", "addressee_open_next"} & set(found):
        about = title.find("关于")
        if about > 0 and titles.core(title).endswith(titles.title_words().notices):
            found.append("head_of_notice")
    if scene.foot_follows(last + 1):
        found.append("foot_next")
    if _is_cellular(lines[last + 1 : last + 13]):
        found.append("cells_next")
    return found


def numbering(scene: Scene, first: int, last: int) -> list[str]:
    """Whether the numbers that run through the text go on over the title or begin again after it."""
    found = []
    for name, (indices, numbers) in scene.series.items():
        at = bisect_right(indices, last)
        prior = numbers[at - 1] if at and first - indices[at - 1] < _SIGHT else 0
        following = numbers[at] if at < len(indices) and indices[at] - last < _SIGHT else 0
        if following == 1 and indices[at] - last < _NEAR:
            found.append(f"{name}_begin")
        elif prior and following == prior + 1:
            found.append(f"{name}_run_on")
    return found


def promised(scene: Scene, top: int, first: int, title: str) -> list[str]:
    """Whether the title keeps a promise made before it."""
    like, promise = scene.promises.kept(top, title)
    found = []
    if promise is not None:
        near = "near" if first - promise.last < _PROMISE_NEAR else "far"
        grade = "exact" if like == 1.0 else "close" if like > 0.87 else "alike"
        found.append(f"promised_{grade}_{near}")
        if promise.kind == "list":
            found.append("promised_in_list")
    return found


def list_entry(scene: Scene, head_first: int, last: int, found: Sequence[str], *, run_in: bool) -> list[str]:
    """Whether the line is an entry of an attachment list: alone, or behind a label with more of the list to come."""
    if head_first not in scene.listed:
        return []
    if not run_in:
        return ["list_entry"]
    follows = scene.kind(last + 1) in ("label", "list", "file") or last + 1 in scene.listed
    follows = follows or "title_again" in found
    return ["list_entry_run_in"] if follows or scene.foot_follows(last + 1) else []


def repeated(scene: Scene, top: int, title: str, before_it: Sequence[str]) -> list[str]:
    """Whether the same title stood shortly before, where a document began."""
    wanted = titles.key(title)
    places = scene.seen.get(wanted, [])
    at = bisect_left(places, top)
    if len(wanted) < 5 or not at or top - places[at - 1] > 300:
        return []
    closed = {"after_date", "after_note", "after_body", "after_part", "label_attachment"} & set(before_it)
    return ["repeats_after_foot" if closed else "repeats_in_text"]


def names_many(title: str) -> bool:
    """Does the title speak of so and so many bodies (等十部门)?"""
    return _speaks_of_many(title[:40])


def _speaks_of_many(text: str) -> bool:
    return any(word in text for word in _MANY_WORDS) and _MANY.search(text) is not None
