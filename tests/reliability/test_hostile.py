"""Mutated volumes are built or refused with a reason; nothing else. More of them: tools/mutate_volumes.py."""

from time import perf_counter

import pytest

from pipeline.stages import build_volume
from pipeline.values import RefusedVolume
from tests.conftest import RAW
from tests.reliability.mutations import mutated

SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_volumes_are_built_or_refused(seed: int) -> None:
    pages = next(RAW.glob("002_*.txt")).read_bytes()
    for what, data in mutated(pages, 6, seed):
        started = perf_counter()
        try:
            built = build_volume("m.txt", data)  # the ledger is checked byte for byte in here
            assert built.rows["volumes"][0]["byte_count"] == len(data)
        except RefusedVolume as refused:
            assert "expected" in str(refused), what
        assert perf_counter() - started < 60, what


def test_levels_that_open_each_other_without_end_do_not_nest_without_end() -> None:
    pages = next(RAW.glob("002_*.txt")).read_text(encoding="utf-8").split("\n")[:40]
    labels = "一、\n（一）\n1.\n（1）\n①\n" * 100
    built = build_volume("m.txt", ("\n".join(pages) + "\n" + labels).encode())
    assert max(u["depth"] for u in built.rows["units"]) <= 12
