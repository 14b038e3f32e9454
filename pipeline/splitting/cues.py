"""What a single line says of its place in a document: a number, an addressee, a date, a signature, a label, a marker.

All patterns read `Line.text`: no blanks, full-width brackets and colons, 〔〕, `-` for every dash.
"""

from __future__ import annotations

import re

_HAN = "一二三四五六七八九十百零〇○两"
_DAY = rf"(?:\d{{4}}|[{_HAN}OＯ０]{{4}})年(?:\d{{1,2}}|[{_HAN}]{{1,3}})月(?:\d{{1,2}}|[{_HAN}]{{1,3}})[日曰]"

DATE = re.compile(rf"[（(]?{_DAY}[）)]?")
DATED_BRACKET = re.compile(r"（(?=[^（）]{0,40}\d{4}年).{0,400}")
ISSUED_BRACKET = re.compile(r"(?:通过|印发|发布|公布|施行|修订|修正|批准|令第)")
DOC_NUMBER = re.compile(
    r"[（(]?(?:[\u4e00-\u9fff、]{1,40}[〔（]\d{4}[〕）]第?\d{1,5}号"
    r"|[\u4e00-\u9fff、]{0,40}(?:公告|令|通告)?(?:\d{4}年)?第\d{1,5}号(?:（[^（）]*）)?"
    r"|[\u4e00-\u9fff、]{1,40}\d{4}年第\d{1,5}号)[）)]?"
)
ADDRESSEE = re.compile(r"[\u4e00-\u9fff、，（）《》“”0-9]{2,}：")
DATELINE = re.compile(
    r"(?:新华社|人民日报|本报|中新社|中国政府网)[\u4e00-\u9fff]{0,8}(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日.{0,3}(?:电|讯|消息)?"
)
CHAPTER_ONE = re.compile(r"第[一1][编章部]?(?:章|编|部分)|总则$|目录$|目次$|引言$|前言$|第一条")
FIRST_HEADING = re.compile(r"一、|（一）|1[.、]")
MARKER = re.compile(
    rf"第[{_HAN}\d]+[编章节条款项]|[{_HAN}]{{1,3}}[、.，]|（[{_HAN}\d]{{1,4}}）|\d{{1,3}}[.、）](?!\d)|[①-⑳❶-❿㈠-㈩]|[a-zA-Z][）.、)]"
    r"|--|[•●■◆▲★☆□○▪·]|专栏[\d一二三四五六七八九十]"
)
LABEL = re.compile(
    r"(?P<attachment>(?:附件|附录|附表|附)(?:[\d一二三四五六七八九十]{1,3}|[A-Z])?(?:-\d{1,2})?[：:.、]?)"
    r"|(?P<interpretation>【[^【】]{2,8}】)"
)
LABEL_HEAD = re.compile(
    r"(?:(?:附件|附录|附表)(?:\d{1,2}(?!\d|年|个|项|家|类)|[一二三四五六七八九十]{1,3})?(?:-\d{1,2})?[：:.、]?|附\d{0,2}[：:]|【[^【】]{2,8}】)"
)
ATTACHMENT_LIST = re.compile(r"(?:附件|附|附表|附录|附件下载|附件列表)[：:]?(?:\d{1,2}[.、]|《)|(?:附件|附)[：:].+")
PART = re.compile(rf"第[{_HAN}\d]{{1,3}}部分.{{2,20}}")
SUBPART = re.compile(r"[（(][\u4e00-\u9fff]{2,10}(?:部|委|局|署|厅|院|行|会|部门|办)[）)]")
NOTE = re.compile(
    r"（此件[^（）]{2,12}）|（本文有删[减节]）|（代章）|（联系[人单方电].*|联系(?:人|单位|电话|方式|地址)[：:（及].*|.*(?:电话|传真|邮箱|地址|邮编)[：:].*|此件[^，。]{2,10}公开.*|信息公开选项[：:].*|抄送[：:].*"
)
SIGNER = re.compile(r"(?:总理|部长|主席|局长|行长|署长|主任|省长|市长|院长|委员长|会长)[\u4e00-\u9fff]{2,4}")
FILE_NAME = re.compile(r".*\.(?:docx?|pdf|xlsx?|wps|ofd|rar|zip|et|jpg|png)(?:（略）)?[）)》]?", re.I)
SENTENCE_END = "。！？；"
OPEN_END = "，、：（《“〈〔-"
_SIGN_BODY = re.compile(r"(?:[\u4e00-\u9fff（）]+)")
_CONTENTS = re.compile(r".{2,60}?(?:[.·…‥]{4,}|-{4,})\d{0,4}")


def is_contents_entry(text: str) -> bool:
    """An entry of a table of contents: words, dot leaders, a page number."""
    return _CONTENTS.fullmatch(text) is not None
