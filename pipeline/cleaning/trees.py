"""Ensembles of small decision trees, evaluated on many rows at once.

Belongs here: the form of a shipped model and its evaluation. Training happens offline (tools/train_paragraphs.py).

Each tree has at most 16 leaves, numbered from left to right. A split that a row fails (value > threshold) rules out the
leaves on its left; the leaf a row falls in is the lowest one left over. So a tree costs one comparison of a column a split
and no walk a row.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.layout import Floats

MAX_LEAVES = 16
_CHUNK = 4096
_LOWEST = np.zeros(1 << 16, np.uint8)
for _bit in reversed(range(16)):
    _LOWEST[1 << _bit :: 1 << (_bit + 1)] = _bit


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
        out = np.zeros(len(rows), np.float32)
        full = np.uint16(0xFFFF)
        for start in range(0, len(rows), _CHUNK):
            part = np.ascontiguousarray(rows[start : start + _CHUNK].T)
            total = np.zeros(part.shape[1], np.float32)
            left = np.empty(part.shape[1], np.uint16)
            for t in range(len(self.first) - 1):
                left.fill(full)
                for s in range(self.first[t], self.first[t + 1]):
                    left &= (part[self.feature[s]] <= self.threshold[s]) * full | self.keep[s]
                total += self.leaves[t][_LOWEST[left]]
            out[start : start + _CHUNK] = total
        return out


def dumps(trees: Trees) -> str:
    """The model as text."""
    packed = {
        name: base64.b64encode(zlib.compress(getattr(trees, name).tobytes(), 9)).decode()
        for name in ("feature", "threshold", "keep", "first", "leaves")
    }
    return json.dumps({"names": trees.names, **packed}, indent=1) + "\n"


def loads(text: str) -> Trees:
    """The model from its text."""
    data = json.loads(text)
    types = {"feature": "<i4", "threshold": "<f4", "keep": "<u2", "first": "<i4", "leaves": "<f4"}
    arrays = {n: np.frombuffer(zlib.decompress(base64.b64decode(data[n])), d) for n, d in types.items()}
    arrays["leaves"] = arrays["leaves"].reshape(-1, MAX_LEAVES)
    return Trees(names=data["names"], **arrays)
