"""What a single line says of its place in a document: a number, an addressee, a date, a signature, a label, a marker.

All patterns read `Line.text`: no blanks, full-width brackets and colons, 〔〕, `-` for every dash.
"""

from __future__ import annotations

import re

_HAN = "一二三四五六七八九十百零〇○两"
_DAY = rf"(?:\d{{4}}|[{_HAN}OＯ０]{{4}})年(?:\d{{1,2}}|[{_HAN}]{{1,3}})月(?:\d{{1,2}}|[{_HAN}]{{1,3}})[日曰]"

DATE = re.compile(rf"[（(]?{_DAY}[）)]?")
DATE_LAST = re.compile(rf"{_DAY}$")
DATED_BRACKET = re.compile(r"（(?=[^（）]{0,40}\d{4}年\d{1,2}月)")
YEARS = re.compile(
    r"（\d{4}(?:-\d{4})?年?(?:版|修订|度)?）》?|（(?:试行|暂行|修订|征求意见稿|草案|参考样式|样式|样表|参考|模板)）》?"
)
DOC_NUMBER = re.compile(
    r"[（(]?(?:[\u4e00-\u9fff、]{1,40}[〔（]\d{4}[〕）]第?\d{1,5}号"
    r"|[\u4e00-\u9fff、]{0,40}(?:公告|令|通告)?(?:\d{4}年)?第\d{1,5}号(?:（[^（）]*）)?"
    r"|[\u4e00-\u9fff、]{1,40}\d{4}年第\d{1,5}号)[）)]?"
)
ADDRESSEE = re.compile(r"[\u4e00-\u9fff、，（）《》“”0-9]{2,}：")
_ADDRESSED = re.compile(r"各|部|委|局|厅|单位|院|银行|公司|政府|处|办")
ADDRESSEE_OPEN = re.compile(r"各[省自市有直级区县]|[\u4e00-\u9fff]{2,8}(?:省|市|自治区)[\u4e00-\u9fff（）]{0,12}、")
DATELINE = re.compile(
    r"(?:新华社|人民日报|本报|中新社|中国政府网)[\u4e00-\u9fff]{0,8}(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日.{0,3}(?:电|讯|消息)?"
)
FIRST_CHAPTER = re.compile(r"第[一1](?:编|章|部分|条(?!第))|总则$|目录$|目次$|引言$|前言$")
FIRST_HEADING = re.compile(r"[一-]、|（一）|1[.、]")
MARKER = re.compile(
    rf"第[{_HAN}\d]+[编章节条款项]|[{_HAN}]{{1,3}}[、.，]|（[{_HAN}\d]{{1,4}}）|\d{{1,3}}[.、）](?!\d{{4}})|\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}"
    r"|[①-⑳❶-❿㈠-㈩]|[a-zA-Z][）.、)]|--|[•●■◆▲★☆□○▪·]|专栏[\d一二三四五六七八九十]|表[\d一二三四五六七八九十-]+[.：、]?"
)
LABEL = re.compile(
    r"(?:附件|附录|附表|附)(?:[\d一二三四五六七八九十]{1,3}|[A-Z])?(?:-\d{1,2})?[：:.、]?|【[^【】]{2,8}】"
)
LABEL_HEAD = re.compile(
    r"(?:附件|附录|附表)(?:\d{1,2}(?!\d|年|项|家|类)|[一二三四五六七八九十]{1,3}(?![\u4e00-\u9fff]{0,2}[、，]))?(?:-\d{1,2})?[：:.、]?"
    r"|附\d{0,2}[：:]|【[^【】]{2,8}】"
)
PART = re.compile(rf"第[{_HAN}\d]{{1,3}}部分.{{2,20}}")
SUBPART = re.compile(r"（[\u4e00-\u9fff]{2,10}(?:部|委|局|署|厅|院|行|会|部门|办)）")
NOTE = re.compile(
    r"（此件[^（）]{2,12}）|（本文有删[减节]）|（代章）|（联系[人单方电].*|联系(?:人|单位|电话|方式|地址)[：（及].*"
    r"|.{0,30}(?:电话|传真|邮箱|地址|邮编)[：].*|此件[^，。]{2,10}公开.{0,4}|信息公开选项[：].*|抄送[：].*"
    rf"|[\u4e00-\u9fff]{{0,20}}{_DAY}印发"
)
SIGNER = re.compile(
    r"(?!.*(?:会议|制度|责任制|负责制)$)[\u4e00-\u9fff]{0,8}(?:总理|部长|主席|局长|行长|署长|主任|省长|市长|院长|委员长|会长)[\u4e00-\u9fff]{2,3}"
)
_LONGEST_SIGNER = 14
FILE_NAME = re.compile(r".*\.(?:docx?|pdf|xlsx?|wps|ofd|rar|zip|et|jpg|png)(?:（略）)?[）》]?", re.IGNORECASE)
LIST_HEAD = re.compile(r"(?:附件|附表|附)(?:下载)?[：:](?:\d{1,2}[.、]|《|$)|附件：?1[.、：]")
_LEADER = ".·…‥-"
_LEADERS = re.compile(rf"[{_LEADER}]{{4}}")
_CONTENTS = re.compile(r".{2,60}?(?:[.·…‥]{4,}|-{4,})\d{0,4}")
_HEAD_MARK = re.compile(r"[第一二三四五六七八九十百零〇○两（\d①-⑳❶-❿㈠-㈩a-zA-Z•●■◆▲★☆□▪·专表-]")


def line_kind(text: str) -> str:
    """The kind of a line as its characters alone tell it.

    One of `date`, `number`, `dateline`, `dated_bracket`, `first_chapter`, `first_heading`, `marker`, `label`, `list`,
    `part`, `subpart`, `years` (the tail of a title), `note`, `signer`, `file`, `contents`, `addressee`, or `text`.
    """
    first, last = text[0], text[-1]
    if len(text) < 60:
        if last in "日曰）" and DATE.fullmatch(text):
            return "date"
        if last in "号）)" and DOC_NUMBER.fullmatch(text):
            return "number"
        if first in "附【" and LABEL.fullmatch(text):
            return "label"
        if first == "第" and PART.fullmatch(text):
            return "part"
        if first == "（" and YEARS.fullmatch(text):
            return "years"
        if first == "（" and SUBPART.fullmatch(text):
            return "subpart"
        if last == "：" and ADDRESSEE.fullmatch(text) and _ADDRESSED.search(text):
            return "addressee"
        if (first == "第" or last in "则录次言") and FIRST_CHAPTER.match(text):
            return "first_chapter"
        if len(text) <= _LONGEST_SIGNER and SIGNER.fullmatch(text):
            return "signer"
    if first == "附" and LIST_HEAD.match(text):
        return "list"
    if first == "（" and DATED_BRACKET.match(text):
        return "dated_bracket"
    if first == "第" and FIRST_CHAPTER.match(text):
        return "first_chapter"
    if (first in "（联此信抄" or last == "发" or "：" in text) and NOTE.fullmatch(text):
        return "note"
    if first in "新人本中" and DATELINE.match(text):
        return "dateline"
    if _HEAD_MARK.match(text):
        if FIRST_HEADING.match(text):
            return "first_heading"
        if MARKER.match(text):
            return "marker"
    if "." in text[-12:] and FILE_NAME.fullmatch(text):
        return "file"
    if is_contents_entry(text):
        return "contents"
    return "text"


def is_contents_entry(text: str) -> bool:
    """An entry of a table of contents: words, dot leaders, a page number."""
    if not (text[-1] in _LEADER or text[-1].isdecimal()):
        return False
    return _LEADERS.search(text) is not None and _CONTENTS.fullmatch(text) is not None
