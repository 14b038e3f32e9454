"""Why a document begins where it does, in words: the names in `documents.evidence`, with what each of them weighs."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.splitting.heads import weights

LEAST = 0.3
"""Log odds: what weighs less says too little to be named."""


class Reasons(NamedTuple):
    """What spoke for a document beginning there and what against, the weightiest first, and what told its role."""

    pro: list[str]
    con: list[str]
    kin: list[str]


def reasons(evidence: Sequence[str]) -> Reasons:
    """The words for what told that a document begins here. A name without words stands for itself."""
    said, weighed = words(), weights()["head"]
    by_weight = sorted(set(evidence), key=lambda name: (-abs(weighed.get(name, 0.0)), name))
    heads = [(weighed.get(name, 0.0), said["head"].get(name, name)) for name in by_weight if name not in said["kin"]]
    return Reasons(
        [text for weight, text in heads if weight >= LEAST],
        [text for weight, text in heads if weight <= -LEAST],
        [said["kin"][name] for name in by_weight if name in said["kin"]],
    )


@cache
def words() -> dict[str, dict[str, str]]:
    """vocabulary/evidence.toml."""
    return tomllib.loads(files("pipeline.vocabulary").joinpath("evidence.toml").read_text(encoding="utf-8"))
