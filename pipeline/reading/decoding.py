"""Bytes to lines: encodings and line ends, each recorded, none guessed in silence."""

from __future__ import annotations

import hashlib
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


def read_volume(file_name: str, data: bytes) -> Volume:
    """Decode a volume and find its pages.

    The encoding is told by a byte order mark, else by strict decoding: UTF-8, then GB18030 if the text that comes out is
    mostly Chinese. `Volume.encoding` records which. A byte order mark stays in the first line as U+FEFF, so that the
    lines joined by line feeds encode to `data` again.

    Raises:
        RefusedVolume: empty, binary, undecodable, or with a line no page could hold.
    """
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise RefusedVolume(file_name, f"no text ({len(data)} bytes)", "a text file", "Extract the volume again.")
    encoding, text = _decode(file_name, data)
    lines = text.split("\n")
    _refuse_unprintable(file_name, lines)
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


def encode_lines(lines: list[str], encoding: str) -> bytes:
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
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise RefusedVolume(
            file_name,
            f"a NUL byte at byte {data.index(0)}",
            "text in UTF-8, GB18030, or UTF-16 with a byte order mark",
            "If it is a PDF or an archive, extract its text first.",
            line,
        )
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError as error:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            text = ""
        if text and _chinese_share(text) > 0.5 and text.encode("gb18030") == data:
            return "gb18030", text
        raise _undecodable(file_name, data, error, "UTF-8 or GB18030") from None


def _strict(file_name: str, data: bytes, encoding: str) -> str:
    codec = codec_of(encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(file_name, data, error, f"{encoding}, as its byte order mark says") from None
    return text


def _undecodable(file_name: str, data: bytes, error: UnicodeDecodeError, expected: str) -> RefusedVolume:
    return RefusedVolume(
        file_name,
        f"byte 0x{data[error.start]:02x} at byte {error.start}, which is no {error.encoding}",
        expected,
        "Convert the file to UTF-8, or extract it again.",
        data.count(b"\n", 0, error.start) + 1,
    )


def _chinese_share(text: str) -> float:
    """Share of the non-ASCII characters that are Chinese or Chinese punctuation."""
    other = [c for c in text if c > "\x7f"]
    if not other:
        return 0.0
    good = sum("\u3000" <= c <= "\u303f" or "\u4e00" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in other)
    return good / len(other)


def _refuse_unprintable(file_name: str, lines: list[str]) -> None:
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise RefusedVolume(
                file_name,
                f"a line of {len(line):,} characters",
                f"printed lines of at most {LONGEST_LINE:,}",
                "The line ends were lost: extract the volume again.",
                number,
            )
        if "\x00" in line:
            raise RefusedVolume(
                file_name, "a NUL character", "text", "If it is a PDF or an archive, extract its text first.", number
            )
