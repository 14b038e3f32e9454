"""Chinese numerals as they stand in labels: 二十二, 一百零三, 二〇."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_FIGURES = "〇一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUMERAL = "〇零一二三四五六七八九十百千两"
"""The characters of a numeral, for a regex class."""


def parse_numeral(text: str) -> int | None:
    """Value of a Chinese or Arabic numeral, or None where the characters make none (十十, 百一千).

    >>> parse_numeral("一百零三"), parse_numeral("二〇"), parse_numeral("十")
    (103, 20, 10)
    """
    if text.isascii():
        return int(text) if text.isdecimal() and len(text) < 7 else None
    if not any(c in _UNITS for c in text):
        return _positional(text)
    total, digit, smallest, pending_zero = 0, None, 10_000, False
    for c in text:
        if c in _UNITS:
            unit = _UNITS[c]
            if unit >= smallest or digit == 0 or (digit is None and unit != 10):
                return None
            total += (1 if digit is None else digit) * unit
            digit, smallest, pending_zero = None, unit, False
        elif c not in _DIGITS or digit is not None or (pending_zero and _DIGITS[c] == 0):
            return None
        elif _DIGITS[c] == 0:
            pending_zero = True
        else:
            digit = _DIGITS[c]
    if pending_zero and digit is None:
        return None
    return total + (digit or 0)


def _positional(text: str) -> int | None:
    """二〇 as 20; a single digit as itself; 一二 (which is a list, not a number) as None."""
    if not text or any(c not in _DIGITS for c in text) or len(text) > 4:
        return None
    if len(text) > 1 and not any(_DIGITS[c] == 0 for c in text):
        return None
    value = 0
    for c in text:
        value = value * 10 + _DIGITS[c]
    return value or None


def write_numeral(number: int) -> str:
    """A number from 1 to 9999 in Chinese, as labels have it.

    >>> write_numeral(10), write_numeral(22), write_numeral(103)
    ('十', '二十二', '一百零三')
    """
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + _FIGURES[digit] + name
            zero = False
        else:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text
