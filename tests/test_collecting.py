"""The collector of cycles is put aside for a while, and is as it was afterwards."""

import gc

import pytest

from pipeline.collecting import settled, uncollected


def test_what_is_settled_is_collected_again_afterwards() -> None:
    before = gc.get_freeze_count()
    with pytest.raises(ValueError), settled():
        assert gc.get_freeze_count() > before
        raise ValueError
    assert gc.get_freeze_count() == 0


def test_the_collector_is_as_it_was() -> None:
    with pytest.raises(ValueError), uncollected():
        assert not gc.isenabled()
        raise ValueError
    assert gc.isenabled()
