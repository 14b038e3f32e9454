"""How well the glyphs on both sides of a line break belong together.

A fixed reference table tells how often a run of up to four glyphs stands inside a printed line of official documents.
It is shipped as data (`pipeline/vocabulary/affinity.bin`, made by tools/train_paragraphs.py) and never learnt from the
volumes of a run: what is said of a volume must not depend on its neighbours.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.layout import Floats, Page, shifted

BITS = 20
_SALTS = (0, 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
_STEP = 4
"""Counts are kept as `_STEP` times their binary logarithm, in one byte."""

Codes = NDArray[np.uint32]


def cell(*glyphs: Codes) -> NDArray[np.uint32]:
    """The table's cell of each run of glyphs (one array a position)."""
    mixed = np.full(glyphs[0].shape, _SALTS[len(glyphs)], np.uint32)
    with np.errstate(over="ignore"):
        for codes in glyphs:
            mixed = (mixed ^ codes) * np.uint32(0x01000193)
            mixed ^= mixed >> np.uint32(15)
        mixed *= np.uint32(0x2C1B3C6D)
    return mixed >> np.uint32(32 - BITS)


def pack(counts: Mapping[str, int]) -> bytes:
    """The table of these run counts (runs of one to four glyphs), as it is shipped."""
    table = np.zeros(1 << BITS, np.uint8)
    for size in range(1, 5):
        runs = sorted(r for r in counts if len(r) == size)
        if not runs:
            continue
        codes = np.array([[ord(g) for g in r] for r in runs], np.uint32)
        values = np.rint(_STEP * np.log2(1 + np.array([counts[r] for r in runs]))).astype(np.uint8)
        np.maximum.at(table, cell(*codes.T), values)
    return zlib.compress(table.tobytes(), 9)


@cache
def _table() -> NDArray[np.uint8]:
    data = (resources.files("pipeline.vocabulary") / "affinity.bin").read_bytes()
    return np.frombuffer(zlib.decompress(data), np.uint8)


def _log_count(*glyphs: Codes) -> Floats:
    known = np.all([g > 0 for g in glyphs], axis=0)
    return (_table()[cell(*glyphs)] * known).astype(np.float32) / _STEP


def affinity_cues(page: Page) -> dict[str, Floats]:
    """For the break before each line: how often the runs over it stand inside a line (binary logarithms of counts)."""
    a3, a2, a1 = (shifted(page.code_at(-k), -1) for k in (3, 2, 1))
    b1, b2, b3 = (page.code_at(k) for k in (0, 1, 2))
    left, right = _log_count(a1), _log_count(b1)
    two = _log_count(a1, b1)
    return {
        "join_2": two,
        "join_2_beyond_chance": two - left - right,
        "join_3_left": _log_count(a2, a1, b1),
        "join_3_right": _log_count(a1, b1, b2),
        "join_4": _log_count(a2, a1, b1, b2),
        "join_4_left": _log_count(a3, a2, a1, b1),
        "join_4_right": _log_count(a1, b1, b2, b3),
        "known_before": _log_count(a2, a1) - left,
        "known_after": _log_count(b1, b2) - right,
        "first_glyph": right,
        "last_glyph": left,
        "after_stop": _log_count(np.full_like(b1, ord("。")), b1, b2) - _log_count(b1, b2),
        "after_stop_1": _log_count(np.full_like(b1, ord("。")), b1) - right,
        "before_comma": _log_count(a2, a1, np.full_like(b1, ord("，"))) - _log_count(a2, a1),
    }
