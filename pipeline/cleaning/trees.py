"""Ensembles of small decision trees, evaluated on many rows at once.

Belongs here: the form of a shipped model and its evaluation. Training happens offline (tools/train_paragraphs.py).

Each tree has at most 16 leaves, numbered from left to right. A split that a row fails (value > threshold) rules out the
leaves on its left; the leaf a row falls in is the lowest one left over. So a tree costs one comparison of columns a
split, and no row walks down it.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.layout import Floats

MAX_LEAVES = 16
_CHUNK = 8192


def _lowest_left() -> NDArray[np.uint8]:
    """For each set of leaves that are ruled out (as bits), the lowest leaf that is not."""
    table = np.zeros(1 << MAX_LEAVES, np.uint8)
    for leaf in range(MAX_LEAVES):
        table[(1 << leaf) - 1 :: 1 << (leaf + 1)] = leaf
    return table


_LOWEST_LEFT = _lowest_left()


@dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble. Split s asks `rows[:, feature[s]] > threshold[s]` and, if so, keeps only the leaves of `keep[s]`.

    Tree t has the splits [first[t], first[t + 1]) and the leaf values `leaves[t]`; a row's score is their sum.
    """

    names: list[str]
    feature: NDArray[np.int32]
    threshold: Floats
    keep: NDArray[np.uint16]
    first: NDArray[np.int32]
    leaves: Floats

    def scores(self, rows: Floats) -> Floats:
        """The score (a logit) of each row; columns in the order of `names`.

        Raises:
            ValueError: the number of columns is not the model's.
        """
        if rows.shape[1] != len(self.names):
            raise ValueError(f"the model knows {len(self.names)} cues, the rows have {rows.shape[1]}")
        out = np.empty(len(rows), np.float32)
        lost, threshold = ~self.keep[:, None], self.threshold[:, None]
        first = self.first.tolist()
        for start in range(0, len(rows), _CHUNK):
            part = np.ascontiguousarray(rows[start : start + _CHUNK].T)
            total = np.zeros(part.shape[1], np.float32)
            for leaves, begin, end in zip(self.leaves, first, first[1:], strict=False):
                failed = part.take(self.feature[begin:end], axis=0) > threshold[begin:end]
                gone = np.bitwise_or.reduce(failed * lost[begin:end], axis=0)
                total += leaves.take(_LOWEST_LEFT.take(gone))
            out[start : start + part.shape[1]] = total
        return out


_TYPES = {"feature": "<i4", "threshold": "<f4", "keep": "<u2", "first": "<i4", "leaves": "<f4"}


def pack(trees: Trees) -> dict[str, Any]:
    """The model as plain data."""
    arrays = {n: zlib.compress(np.ascontiguousarray(getattr(trees, n), d).tobytes(), 9) for n, d in _TYPES.items()}
    return {"names": trees.names, **{n: base64.b64encode(a).decode() for n, a in arrays.items()}}


def unpack(data: dict[str, Any]) -> Trees:
    """The model from its plain data."""
    arrays = {n: np.frombuffer(zlib.decompress(base64.b64decode(data[n])), d) for n, d in _TYPES.items()}
    arrays["leaves"] = arrays["leaves"].reshape(-1, MAX_LEAVES)
    return Trees(names=data["names"], **arrays)
