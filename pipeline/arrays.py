"""Python values as Arrow arrays.

`pyarrow.array` does the same, but loads pandas for it, which takes a process longer than the values of a volume do.

Belongs here: one column. Does not belong here: which columns a table has (`pipeline.contract`).
"""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_LARGEST = 2**31 - 1
_EPOCH = datetime.date(1970, 1, 1).toordinal()


def arrow_array(values: Sequence[Any], type_: pa.DataType) -> pa.Array:
    """Values as an array of strings, numbers, booleans, dates or lists of strings; None is NULL.

    Raises:
        TypeError: a value is of another type.
        OverflowError: a number is too large for its type.
        UnicodeEncodeError: a text cannot be written as UTF-8.
        KeyError: an array of this type cannot be made here.
    """
    make = _MAKERS[type_]
    nulls = values.count(None)
    valid = np.packbits([v is not None for v in values], bitorder="little") if nulls else None
    buffers, children = make(values, nulls)
    validity = None if valid is None else pa.py_buffer(valid)
    return pa.Array.from_buffers(type_, len(values), [validity, *buffers], nulls, children=children)


def number_array(numbers: npt.NDArray[np.int64]) -> pa.Array:
    """Numbers that fit into 32 bits as an array of such."""
    return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers.astype(np.int32))])


_Made = tuple[list[pa.Buffer], list[pa.Array] | None]


def _filled(values: Sequence[Any], nulls: int, nothing: Any) -> Sequence[Any]:
    return [nothing if v is None else v for v in values] if nulls else values


def _texts(values: Sequence[Any], nulls: int) -> _Made:
    texts = _filled(values, nulls, "")
    data = "".join(texts)
    if data.isascii():
        return [_offsets(texts), pa.py_buffer(data.encode())], None
    encoded = [t.encode() for t in texts]
    return [_offsets(encoded), pa.py_buffer(b"".join(encoded))], None


def _lists(values: Sequence[Any], nulls: int) -> _Made:
    lists = _filled(values, nulls, ())
    return [_offsets(lists)], [arrow_array(list(chain.from_iterable(lists)), pa.string())]


def _offsets(pieces: Sequence[Any]) -> pa.Buffer:
    """Where each piece begins, and the last one's end."""
    ends = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
    if len(ends) and ends[-1] > _LARGEST:
        raise OverflowError(f"a column of {ends[-1]:,} bytes; {_LARGEST:,} are the most")
    return pa.py_buffer(np.concatenate(([0], ends)).astype(np.int32))


def _numbers(code: str) -> Callable[[Sequence[Any], int], _Made]:
    return lambda values, nulls: ([pa.py_buffer(array(code, _filled(values, nulls, 0)))], None)


def _booleans(values: Sequence[Any], nulls: int) -> _Made:
    bits = np.packbits(np.frombuffer(bytes(_filled(values, nulls, False)), bool), bitorder="little")
    return [pa.py_buffer(bits)], None


def _dates(values: Sequence[Any], nulls: int) -> _Made:
    days = [0 if v is None else v.toordinal() - _EPOCH for v in values]
    return [pa.py_buffer(array("i", days))], None


_MAKERS: dict[pa.DataType, Callable[[Sequence[Any], int], _Made]] = {
    pa.string(): _texts,
    pa.int32(): _numbers("i"),
    pa.int64(): _numbers("q"),
    pa.float64(): _numbers("d"),
    pa.bool_(): _booleans,
    pa.date32(): _dates,
    pa.list_(pa.string()): _lists,
}
