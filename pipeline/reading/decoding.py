"""Bytes to lines: encodings and line ends, each recorded, none guessed in silence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePath

from pipeline.reading.pages import find_pages
from pipeline.values import RefusedVolume, Volume

LONGEST_LINE = 200_000
"""Characters. No page prints a line this long: the file is not text that came out of PDF extraction."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_EXTRACT = "If it is a PDF, an archive or a picture, extract its text first."
_ENCODINGS = "text in UTF-8, GB18030, or UTF-16 with a byte order mark"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FEW_CONTROLS = 20
_MOST_CONTROLS = 0.01
"""Number and share of control characters above which a file is not text but something binary."""


def read_volume(file_name: str, data: bytes) -> Volume:
    """Decode a volume and find its pages.

    The encoding is told by a byte order mark, else by strict decoding: UTF-8, then GB18030 if that is mostly Chinese.
    `Volume.encoding` records which. A byte order mark stays in the first line as U+FEFF, a carriage return at a line's
    end, so that the lines joined by line feeds encode to `data` again.

    Raises:
        RefusedVolume: empty, binary, undecodable, or with a line no page could hold.
    """
    if not data:
        raise RefusedVolume(file_name, "an empty file", "the text of a volume", "Extract the volume again.")
    encoding, text = _decode(file_name, data)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise RefusedVolume(
            file_name, f"no text in {len(data):,} bytes", "the text of a volume", "Extract the volume again."
        )
    if "\n" not in text and "\r" in text:
        found = f"{text.count(chr(13)):,} carriage returns and no line feed"
        raise RefusedVolume(file_name, found, "lines that end in a line feed", "Convert the line ends to line feeds.")
    lines = text.split("\n")
    _refuse_unprintable(file_name, text, lines)
    _refuse_inexact(file_name, data, lines, encoding)
    page_of, pages, page_number_lines = find_pages(lines)
    return Volume(
        volume_id=PurePath(file_name).stem,
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        encoding=encoding,
        byte_count=len(data),
        lines=lines,
        page_of=page_of,
        pages=pages,
        page_number_lines=page_number_lines,
    )


def encode_lines(lines: Iterable[str], encoding: str) -> bytes:
    """The bytes that `read_volume` read the lines from."""
    return "\n".join(lines).encode(codec_of(encoding))


def codec_of(encoding: str) -> str:
    """The codec for a recorded encoding. The byte order mark is part of the text, so the codec must not add one."""
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _decode(file_name: str, data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, _strict(file_name, data, encoding)
    if b"\x00" in data:
        at = data.index(b"\x00")
        raise RefusedVolume(file_name, f"a NUL byte at byte {at:,}", _ENCODINGS, _EXTRACT, _line_of(data, at))
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _share_of_utf8(data) < 0.6:  # a few bad bytes in UTF-8 are damage, not another encoding
            try:
                text = data.decode("gb18030")
            except UnicodeDecodeError as other:
                error = min(error, other, key=lambda e: -e.start)
            else:
                if _chinese_share(text) > 0.5:
                    return "gb18030", text
        raise _undecodable(file_name, data, error, "text in UTF-8 or GB18030") from None


def _strict(file_name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(codec_of(encoding))
    except UnicodeDecodeError as error:
        raise _undecodable(file_name, data, error, f"{encoding}, as its byte order mark says") from None


def _undecodable(file_name: str, data: bytes, error: UnicodeDecodeError, expected: str) -> RefusedVolume:
    return RefusedVolume(
        file_name,
        f"byte 0x{data[error.start]:02x} at byte {error.start:,}, which is no {error.encoding}",
        expected,
        "Convert the file to UTF-8, or extract it again.",
        _line_of(data, error.start, error.encoding),
    )


def _line_of(data: bytes, at: int, codec: str = "ascii") -> int:
    """Line of a byte. Not by the byte 0x0a alone: in UTF-16 上 has one too."""
    return data[:at].decode(codec, "ignore").count("\n") + 1


def _share_of_utf8(data: bytes) -> float:
    """Share of the bytes beyond ASCII that form characters of UTF-8. Chinese in GB18030 comes to a third."""
    ascii_bytes = len(data.decode("ascii", "ignore"))
    formed = len(data.decode("utf-8", "ignore").encode("utf-8")) - ascii_bytes
    return formed / max(1, len(data) - ascii_bytes)


def _chinese_share(text: str) -> float:
    """Share of the non-ASCII characters that are Chinese or Chinese punctuation."""
    other = re.sub(r"[\x00-\x7f]+", "", text)
    chinese = re.sub(r"[\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", "", other)
    return 1 - len(chinese) / len(other) if other else 0.0


def _refuse_unprintable(file_name: str, text: str, lines: list[str]) -> None:
    if "\x00" in text or max(map(len, lines)) > LONGEST_LINE:
        number, line = next((n, x) for n, x in enumerate(lines, 1) if "\x00" in x or len(x) > LONGEST_LINE)
        if len(line) <= LONGEST_LINE:
            raise RefusedVolume(file_name, "a NUL character", "text", _EXTRACT, number)
        raise RefusedVolume(
            file_name,
            f"a line of {len(line):,} characters",
            f"printed lines of at most {LONGEST_LINE:,}",
            "The line ends were lost: extract the volume again.",
            number,
        )
    controls, characters = len(_CONTROL.findall(text)), len(text) - len(lines) + 1
    if controls > max(_FEW_CONTROLS, _MOST_CONTROLS * characters):
        first = next(number for number, line in enumerate(lines, 1) if _CONTROL.search(line))
        raise RefusedVolume(file_name, f"{controls:,} control characters", "text", _EXTRACT, first)


def _refuse_inexact(file_name: str, data: bytes, lines: list[str], encoding: str) -> None:
    """Nothing may be lost in decoding: GB18030 has bytes that no character encodes to."""
    back = encode_lines(lines, encoding)
    if back != data:
        at = next((i for i, (a, b) in enumerate(zip(back, data, strict=False)) if a != b), min(len(back), len(data)))
        raise RefusedVolume(
            file_name,
            f"byte 0x{data[min(at, len(data) - 1)]:02x} at byte {at:,}, which another byte stands for in {encoding}",
            f"{encoding} that decodes and encodes to the same bytes",
            "Convert the file to UTF-8.",
            _line_of(data, at, codec_of(encoding)),
        )
