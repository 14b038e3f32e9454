"""What a web page left between the lines: addresses of links and attachments, metadata, buttons, download names.

Belongs here: telling such lines from text, by their shape and place. Does not belong here: other artefacts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ADDRESS = re.compile(r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|mailto:[!-~]+@[!-~]+|javascript:[!-~ ]*", re.IGNORECASE)
_ADDRESS_STARTS = frozenset("hfwmjHFWMJ")
_ADDRESS_REST = re.compile(r"[!-~]*[%/=&?._~-][!-~]*")
_ANNOUNCES_ADDRESS = re.compile(
    r"(?:网址|网站|网页|官网|平台|系统|邮箱|链接|地址|登录|访问)[为是]?[：:]?$|[（(<《：:]$"
)
_GOES_ON = re.compile(r"[）)>》，,。；;、]")

_CLOCK = r"(?:\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_DAY = r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
_FIELD = (
    r"(?:发文机关|发布机构|发布单位|发文单位|发布日期|发布时间|发文日期|成文日期|公开日期|更新时间|文章来源|信息来源|来源|作者|"
    r"浏览次数|阅读次数|点击数|访问量|索引号|主题分类|责任编辑|编辑)"
)
_METADATA = re.compile(rf"(?:{_DAY}{_CLOCK}\s*)?{_FIELD}\s*[：:]|{_DAY}\s*[0-9]{{1,2}}:[0-9]{{2}}")
_METADATA_SURE = re.compile(
    rf"^{_DAY}\s*[0-9]{{1,2}}:[0-9]{{2}}|{_FIELD}\s*[：:]\s*{_DAY}|{_FIELD}\s*[：:].{{0,60}}?{_FIELD}\s*[：:]|"
    rf"^(?:发文机关|发布机构)\s*[：:].{{0,80}}(?:发布|发文|成文)$|^(?:浏览次数|阅读次数|点击数|访问量|索引号)\s*[：:]"
)
_OPEN_DATE = re.compile(
    r"(?:日期|时间)\s*[：:]\s*(?:[0-9]{4}-)?(?:[0-9]{1,2}-)?[0-9]{0,1}$|(?:发布|发文|成文|公开)(?:日|时)?$"
)
_DATE_REST = re.compile(r"(?:日期|时间|期|间)?[：:]?(?:[0-9]{1,4}[-/.])*[0-9]{1,2}" + _CLOCK)

_BUTTON = (
    r"(?:字号|字体|大|中|小|打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享(?:到)?|收藏(?:本页)?|返回(?:顶部|首页)|"
    r"扫一扫.{0,12}|相关(?:链接|附件|稿件)|附件下载|下载)"
)
_BUTTONS = re.compile(rf"[【\[]?{_BUTTON}(?:[\s：:|/【】\[\]]+{_BUTTON})*[】\]：:]?")
_FEW_BUTTONS = frozenset({"大", "中", "小", "下载", "字号", "字体", "打印", "关闭", "分享"})

_EXTENSION = r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|rar|zip|txt|jpe?g|png)"
_FILE_NAME = re.compile(rf"(?:[·•●]\s*(?:附件)?[^。；]{{1,80}}|《[^《》]{{1,80}}》){_EXTENSION}", re.IGNORECASE)

_FIRST = frozenset("0123456789发公成更文信来作浏阅点访索主责编【[字大中小打关分收返扫相附下·•●《")
"""Characters that metadata, buttons and names of downloads begin with."""

_SHORT = 120
_WIDEST_BUTTONS = 30


def is_address(text: str) -> bool:
    """Whether a stripped line is an address and nothing else."""
    return text[:1] in _ADDRESS_STARTS and bool(_ADDRESS.fullmatch(text))


def address_lines(texts: Sequence[str]) -> list[int]:
    """Indices of the lines that are an address, or go on with one.

    `texts` are the stripped printed lines. An address that a sentence announces and takes up again is text.
    """
    found = []
    open_address = False
    for i, text in enumerate(texts):
        if is_address(text):
            before = texts[i - 1] if i else ""
            after = texts[i + 1] if i + 1 < len(texts) else ""
            doubled = text in (before, after)
            if not doubled and _ANNOUNCES_ADDRESS.search(before) and _GOES_ON.match(after):
                continue
            found.append(i)
            open_address = True
        elif open_address and text.isascii() and _ADDRESS_REST.fullmatch(text) and not text[0].isdigit():
            found.append(i)
        else:
            open_address = False
    return found


def metadata_lines(texts: Sequence[str]) -> list[int]:
    """Indices of the lines that hold a web page's metadata, its buttons, or the name of a download."""
    found = []
    dates_open = False
    for i, text in enumerate(texts):
        if dates_open and _DATE_REST.fullmatch(text):
            found.append(i)
            dates_open = False
            continue
        dates_open = False
        if len(text) > _SHORT or text[:1] not in _FIRST:
            continue
        if _METADATA.match(text) and (_METADATA_SURE.search(text)):
            found.append(i)
            dates_open = bool(_OPEN_DATE.search(text))
        elif _is_furniture(text) or _FILE_NAME.fullmatch(text):
            found.append(i)
    return found


def _is_furniture(text: str) -> bool:
    """Whether a line is made of a web page's buttons: more than one, or one that is never a heading or a cell."""
    if text.startswith(("字号 大", "字体 大", "字号：大", "字体：大", "【字体", "【字号")):
        return True
    return (
        len(text) <= _WIDEST_BUTTONS and bool(_BUTTONS.fullmatch(text)) and text.strip("：:【】[]") not in _FEW_BUTTONS
    )
