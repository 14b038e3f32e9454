"""Arrow arrays made of Python values: those that `pyarrow.array` makes."""

import datetime
import subprocess
import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.arrays import arrow_array, number_array

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = {
    pa.string(): TEXT,
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(datetime.date(1900, 1, 1)),
    pa.list_(pa.string()): st.lists(TEXT, max_size=3),
}


@pytest.mark.parametrize("type_", VALUES, ids=str)
@settings(deadline=None)  # pyarrow loads pandas meanwhile
@given(data=st.data())
def test_arrays_are_those_of_pyarrow(type_: pa.DataType, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | VALUES[type_], max_size=20))
    made, expected = arrow_array(values, type_), pa.array(values, type_)
    made.validate(full=True)
    assert made.equals(expected)
    assert made.null_count == expected.null_count


@pytest.mark.parametrize(
    ("value", "type_"),
    [(1, pa.string()), ("1", pa.int32()), (1.5, pa.int32()), (2**31, pa.int32()), ("x", pa.float64()),
     ("x", pa.bool_()), ("\ud800", pa.string()), ([1], pa.list_(pa.string()))],
)  # fmt: skip
def test_what_does_not_fit_is_refused(value: Any, type_: pa.DataType) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        arrow_array([value], type_)


def test_numbers() -> None:
    assert number_array(np.array([3, -1, 2], np.int64)).to_pylist() == [3, -1, 2]


def test_a_process_that_builds_does_not_load_pandas() -> None:
    """Half a second of a process's time, more than its tables take."""
    code = (
        "import sys; from pipeline.stages import build_volume; build_volume('v.txt', '关于开展工作的通知\\n'.encode());"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
