"""How a document refers to an instrument: cites, rests on, repeals, amends, issues or interprets it.

Belongs here: the words of the sentence around a name. Does not belong here: which document is meant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CITES, BASED_ON, REPEALS, AMENDS, ISSUES, INTERPRETS = "cites", "based_on", "repeals", "amends", "issues", "interprets"

_NAME = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_BRACKET = re.compile(r"[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]")
_PROVISION = re.compile(r"第[^，。；第]{1,12}?[条款项目](?:、|和|及)?")
_MASK = "□"

_BASIS = re.compile(r"(?:根据|依据|依照|按照|遵照|遵循)")
_BASIS_GAP = re.compile(r"^(?:□|[、，和及与以\s]|[\u4e00-\u9fff]{1,16}(?=□)|有关|规定|要求|精神|等){0,60}$")
_OTHERS_THIS = "学校|单位|地|行业|企业|部门|省|市|区|级|辖|系统|领域|院|校|年"
_MAKES_THIS = re.compile(
    rf"(?:制定|制订|编制|修订|拟定|拟订|形成|出台|提出)了?(?:本(?!{_OTHERS_THIS})|以下|如下|《)|特制定|特编制|特制订"
)
_ACTS = re.compile(
    r"现[就将对予提印公组批启决开于下会]|决定|如下|公告|特制定|(?:制定|编制|制订|研究)了?(?:本|《)|提出(?:以下|如下|本)|现决定|组织开展|作出"
)
_REPEALED_AFTER = re.compile(
    r"^(?:□|[、和及与以\s]|，(?=同时|自|即|予以|一并|现|均|也|相应)|中的?|的|等|有关|相关|规定|文件|同时|自[\d年月日起公布施行]{2,14}|\d+[个件]|即行|予以|相应|一并|即|也|均|全部|现){0,40}?"
    r"(?:废止|失效|停止执行|不再执行)"
)
_ISSUED_BY = r"(?:原?[\u4e00-\u9fff、\d]{2,24}(?:印发|发布|公布|制定|下发)的?)?"
_REPEAL_BEFORE = re.compile(
    rf"(?:废止|停止执行|停止实施)(?:了|以下|下列)?(?:□|[、和及与\s]|[\u4e00-\u9fff]{{1,14}}(?=□)){{0,40}}{_ISSUED_BY}$"
)
_AMENDED_AFTER = re.compile(
    r"^(?:□|[、和及与以\s]|等){0,40}(?:进行了?|作了?|作出|予以|加以|做了?|已|所|作如下|进行如下)(?:[\u4e00-\u9fff]{0,6})?(?:修订|修改|修正|调整|补充)"
    r"|^(?:□|[、和及与以\s]|等){0,40}开展了?(?:全面|系统)?(?:修订|修改)，(?:形成|现)"
    r"|^(?:□|[、和及与以\s]){0,40}(?:修改为|修订为|改为|增加一|删去|删除)"
)
_OBJECT = re.compile(r"[对将](?:原|现行的?)?(?:[\d年月日]{2,11})?[^，。；对将]{0,16}$")
_AMENDED_LATER = re.compile(r"^[^。；□]{0,40}(?:特对此|特对其|对其|对此)进行了?(?:修订|修改)")
_AMEND_BEFORE = re.compile(
    r"(?:修改|修订|修正)(?P<done>了|和废止|并重新发布)?(?:□|[、和及与\s]|[\u4e00-\u9fff]{1,14}(?=□)){0,40}$"
)
_DECIDED = re.compile(r"(?:关于|决定|批准|通过|公布|发布|为|了)(?:对|将|予以)?$")
_ONLY_WISHED = re.compile(
    r"(?:推动|加快|研究|抓紧|适时|尽快|配合|参与|完善|推进|积极|及时|组织|启动|拟|计划|新|经|已|做好|将|要|应(?!急)|可|提出|建议|酝酿|着手)"
    r"[^，。；]{0,6}$"
)
_ISSUE_BEFORE = re.compile(r"(?:印发|发布|公布|颁布|转发|下发|批转|现将|审议通过)(?:了)?(?:□|[、和及\s]){0,6}$")
_ISSUE_AFTER = re.compile(
    r"^(?:□|[、和及与\s]){0,8}(?:印发|公布|发布|下发|予以|已经|已由|经|全文如下|主要内容如下|自(?:发布|公布|印发)之日)"
    r"|现(?:予以|予)?(?:印发|公布|发布|下发)|现将.{0,40}(?:印发|公布|发布)"
)


class Context(NamedTuple):
    """What is known of the document that refers.

    `issued` and `interpreted` are keys (`instruments.name_key`) of the names it issues and interprets; `body_start` is
    the offset at which its first numbered part begins: what stands before it is its preamble.
    """

    issued: frozenset[str]
    interpreted: frozenset[str]
    body_start: int


def relation_of(text: str, span: tuple[int, int], key: str, in_title: bool, context: Context) -> str:
    """The relation that the sentence around a name states; `span` is where the name stands in `text`."""
    start, end = span
    before, after = _sentence(text, start, end, in_title)
    if key in context.interpreted:
        return INTERPRETS
    if _REPEALED_AFTER.search(after) or _repeals(before):
        return REPEALS
    if key in context.issued:
        if _AMENDED_AFTER.search(after) and _OBJECT.search(before):
            return AMENDS
        if in_title or _issues(before, after, text, end):
            return ISSUES
    if _amends(before, after):
        return AMENDS
    if _rests_on(before, after, start < context.body_start):
        return BASED_ON
    return CITES


def _sentence(text: str, start: int, end: int, in_title: bool) -> tuple[str, str]:
    """What stands in the sentence before and after the name, other names and brackets masked."""
    low, high = max(0, start - 400), min(len(text), end + 400)
    before, after = text[low:start], text[end:high]
    if in_title:
        before, after = before.replace("\n", ""), after.replace("\n", "")
    for masked in (_NAME, _BRACKET, _BRACKET):
        before, after = masked.sub(_MASK, before), masked.sub(_MASK, after)
    cut = max(before.rfind(c) for c in "。；！？\n")
    stop = min((p for c in "。；！？\n" if (p := after.find(c)) >= 0), default=len(after))
    after = after[:stop].lstrip("》")
    m = _PROVISION.match(after)
    while m:
        after = after[m.end() :]
        m = _PROVISION.match(after)
    return before[cut + 1 :], after


def _issues(before: str, after: str, text: str, end: int) -> bool:
    if _ISSUE_BEFORE.search(before) or _ISSUE_AFTER.search(after):
        return True
    following = text[end : end + 200].split("。")
    return len(following) > 1 and following[1].lstrip("\n").startswith(
        ("现印发", "现予", "现将", "现发布", "现公布", "现下发")
    )


def _amends(before: str, after: str) -> bool:
    """What was amended, or is by this document. 修订《X》 that nothing says is done is a task, as 将修订《X》 is."""
    if (_AMENDED_AFTER.search(after) and (_OBJECT.search(before) or "修改为" in after)) or (
        _AMENDED_LATER.search(after)
    ):
        return True
    m = _AMEND_BEFORE.search(before)
    if m is None or after.startswith("要求"):
        return False
    said = before[: m.start()]
    return bool(_DECIDED.search(said) or (m["done"] and not _ONLY_WISHED.search(said)))


def _repeals(before: str) -> bool:
    """废止《X》 as something done: 适时废止《X》 is a task."""
    m = _REPEAL_BEFORE.search(before)
    if m is None:
        return False
    said = before[: m.start()]
    return bool(_DECIDED.search(said)) or not _ONLY_WISHED.search(said)


def _rests_on(before: str, after: str, in_preamble: bool) -> bool:
    cues = [m.end() for m in _BASIS.finditer(before)]
    if not cues or not _BASIS_GAP.match(before[cues[-1] :]):
        return False
    return bool((_ACTS if in_preamble else _MAKES_THIS).search(after))
