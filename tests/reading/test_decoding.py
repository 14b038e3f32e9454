"""Bytes to lines: every encoding read, every other thing refused by name, line and remedy; never a byte lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading import read_volume
from pipeline.reading.decoding import LONGEST_LINE, encode_lines
from pipeline.values import RefusedVolume

TEXT = "国务院办公厅关于上海市的通知\n\n国办发〔2022〕27 号\n\n各省、自治区、直辖市人民政府：\n"


def refusal(data: bytes, name: str = "v.txt") -> RefusedVolume:
    with pytest.raises(RefusedVolume) as caught:
        read_volume(name, data)
    return caught.value


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("utf-8", TEXT.encode()),
        ("utf-8-sig", b"\xef\xbb\xbf" + TEXT.encode()),
        ("gb18030", TEXT.encode("gb18030")),
        ("utf-16-le", b"\xff\xfe" + TEXT.encode("utf-16-le")),
        ("utf-16-be", b"\xfe\xff" + TEXT.encode("utf-16-be")),
    ],
)
def test_encodings_are_told_and_recorded(encoding: str, data: bytes) -> None:
    volume = read_volume("v.txt", data)
    assert volume.encoding == encoding
    assert [line.lstrip("\ufeff") for line in volume.lines] == TEXT.split("\n")
    assert encode_lines(volume.lines, volume.encoding) == data
    assert volume.byte_count == len(data)


def test_carriage_returns_stay_so_that_the_bytes_come_back() -> None:
    data = TEXT.replace("\n", "\r\n").encode()
    volume = read_volume("v.txt", data)
    assert volume.lines[0].endswith("通知\r")
    assert encode_lines(volume.lines, volume.encoding) == data


def test_the_stem_is_the_id() -> None:
    assert read_volume("000_e3.b.txt", TEXT.encode()).volume_id == "000_e3.b"


@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\xef\xbb\xbf", b"\xff\xfe", "\u3000\r\n".encode()])
def test_nothing_to_read(data: bytes) -> None:
    error = refusal(data)
    assert "expected the text of a volume" in str(error)
    assert "Extract the volume again" in error.remedy


def test_nul_bytes_are_named_with_their_line() -> None:
    error = refusal(b"abc\ndef\x00\n")
    assert (error.line, error.found) == (2, "a NUL byte at byte 7")


def test_binary_is_no_text() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)) * 20
    assert "expected text" in str(refusal(picture))
    controls = refusal("\x01\x02正文\n".encode() * 50)
    assert controls.found == "100 control characters"
    assert controls.line == 1


def test_utf16_without_a_mark_is_not_guessed() -> None:
    assert "NUL byte" in refusal("1. 通知\n".encode("utf-16-le")).found


def test_a_damaged_byte_is_named_not_read_as_another_encoding() -> None:
    data = TEXT.encode()
    at = data.index("各".encode())
    error = refusal(data[:at] + b"\xff" + data[at:])
    assert error.line == 5
    assert f"byte 0xff at byte {at}" in error.found
    assert "UTF-8" in error.expected


def test_a_damaged_byte_in_gb18030() -> None:
    data = TEXT.encode("gb18030")
    at = data.index("各".encode("gb18030"))
    error = refusal(data[:at] + b"\xff" + data[at:])
    assert error.line == 5
    assert "gb18030" in error.found


def test_lines_are_counted_in_characters_of_the_encoding() -> None:
    data = b"\xff\xfe" + "上上上\n上\n".encode("utf-16-le") + b"\x00\xd8\x00\x00"  # 上 is U+4E0A; then half a pair
    assert refusal(data).line == 3


def test_bytes_that_do_not_come_back_are_refused() -> None:
    text = "关于印发办法的通知\n" * 5
    for first in range(0x81, 0xFF):
        for second in range(0x30, 0x3A):
            data = text.encode("gb18030") + bytes([first, second, 0x81, 0x30]) + b"\n"
            try:
                volume = read_volume("v.txt", data)
            except RefusedVolume:
                continue
            assert encode_lines(volume.lines, str(volume.encoding)) == data


def test_a_line_no_page_can_hold() -> None:
    error = refusal(("短行\n" + "长" * (LONGEST_LINE + 1)).encode())
    assert (error.line, error.found) == (2, f"a line of {LONGEST_LINE + 1:,} characters")
    assert read_volume("v.txt", ("长" * LONGEST_LINE).encode()).lines == ["长" * LONGEST_LINE]


def test_fifty_megabytes_on_one_line() -> None:
    assert refusal(b"x" * 50_000_000).line == 1


def test_carriage_returns_alone_are_no_lines() -> None:
    assert "no line feed" in refusal(TEXT.replace("\n", "\r").encode()).found


@given(st.binary(max_size=400))
def test_any_bytes_are_read_exactly_or_refused(data: bytes) -> None:
    try:
        volume = read_volume("v.txt", data)
    except RefusedVolume as error:
        assert str(error).startswith("v.txt")
        return
    assert encode_lines(volume.lines, str(volume.encoding)) == data


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.sampled_from(["utf-8", "gb18030", "utf-16-le"]))
def test_any_text_is_read_exactly_or_refused(text: str, encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    data = mark + text.encode(encoding)
    try:
        volume = read_volume("v.txt", data)
    except RefusedVolume:
        return
    assert encode_lines(volume.lines, str(volume.encoding)) == data
