"""Ensembles of trees: the evaluation agrees with walking each tree."""

import numpy as np
import pytest

from pipeline.cleaning.trees import MAX_LEAVES, Trees, pack, unpack


def _small() -> Trees:
    # Tree 1: a <= 1 ? (b <= 5 ? leaf 0 : leaf 1) : leaf 2. Tree 2: b <= 0 ? leaf 0 : leaf 1.
    leaves = np.zeros((2, MAX_LEAVES), np.float32)
    leaves[0, :3], leaves[1, :2] = (1, 2, 4), (0.5, -0.5)
    return Trees(
        names=["a", "b"],
        feature=np.array([1, 0, 1], np.int32),
        threshold=np.array([5, 1, 0], np.float32),
        keep=np.array([0xFFFF & ~0b001, 0xFFFF & ~0b011, 0xFFFF & ~0b001], np.uint16),
        first=np.array([0, 2, 3], np.int32),
        leaves=leaves,
    )


def test_scores_are_the_sums_of_the_leaves_reached():
    rows = np.array([[1, 5], [1, 6], [2, 0], [2, -1], [0, -1]], np.float32)
    assert _small().scores(rows).tolist() == [0.5, 1.5, 4.5, 4.5, 1.5]


def test_rows_beyond_one_chunk_are_scored_alike():
    rows = np.tile(np.array([[1, 5], [1, 6], [2, 0]], np.float32), (7000, 1))
    assert _small().scores(rows).tolist() == [0.5, 1.5, 4.5] * 7000


def test_a_model_survives_its_packing():
    again = unpack(pack(_small()))
    assert again.names == ["a", "b"]
    rows = np.random.default_rng(1).normal(size=(50, 2)).astype(np.float32)
    assert np.array_equal(again.scores(rows), _small().scores(rows))


def test_cues_that_the_model_does_not_know_are_refused():
    with pytest.raises(ValueError, match="knows 2 cues, the rows have 3"):
        _small().scores(np.zeros((1, 3), np.float32))
