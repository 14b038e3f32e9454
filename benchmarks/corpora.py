"""Larger corpora, made from the real volumes by a seed: documents shuffled, numbers and dates changed.

A volume of a generated corpus has the size and layout of one of the real ones. Its documents stand in another order;
each run of figures that is no marker of structure (12号, 〔2022〕3, 2022年6月6日, 35.6) is another one of as many
figures, the same wherever it stands in the volume, so that what a document is cited by changes with it. No two volumes
share a paragraph that holds a figure, and no file equals another: nothing is cached by equality. What stays as it is:
the words, so vocabulary grows far slower than in a corpus of that size, and titles, of which there are as many copies
as there are times.

Belongs here: making raw folders. Does not belong here: measuring.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.publishing.parquet import table_files

_FIGURES = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)(?!\d)|(?P<month>\d{1,2})(?=\s?月)|(?P<day>\d{1,2})(?=\s?日)"
    r"|(?P<number>\d{2,})(?![\d.．、)）]))"
)


def document_starts(dataset: Path, volume_id: str) -> list[int]:
    """The raw lines (from 0) at which the main documents of a volume begin, by a dataset that was built of it."""
    columns = ["volume_id", "role", "line_start"]
    files = table_files(dataset, "documents")
    rows = [row for file in files for row in pq.read_table(file, columns=columns).to_pylist()]
    return sorted({r["line_start"] - 1 for r in rows if r["volume_id"] == volume_id and r["role"] == "main"})


def varied(text: str, starts: Sequence[int], seed: str) -> str:
    """A volume with its documents in another order and other figures in it, by the seed."""
    draw = random.Random(seed)
    lines = text.split("\n")
    bounds = [*starts, len(lines)] if starts else [0, len(lines)]
    front, pieces = lines[: bounds[0]], [lines[a:b] for a, b in pairwise(bounds)]
    draw.shuffle(pieces)
    shuffled = "\n".join([*front, *(line for piece in pieces for line in piece)])
    salt = draw.randbytes(8)
    return _FIGURES.sub(lambda m: _another(m, salt), shuffled)


def _another(match: re.Match[str], salt: bytes) -> str:
    """Other figures of the same width: a year near, a month, a day up to 28, or any number without a leading 0."""
    kind, found = str(match.lastgroup), match[0]
    chosen = int.from_bytes(hashlib.blake2b(found.encode() + kind.encode(), key=salt, digest_size=8).digest(), "big")
    if kind == "year":
        return str(1990 + chosen % 36)
    if kind in ("month", "day"):
        low, high = (10, 12 if kind == "month" else 28) if len(found) == 2 else (1, 9)
        return str(low + chosen % (high - low + 1))
    low = 10 ** (len(found) - 1)
    return str(low + chosen % (9 * low))


def write_corpus(folder: Path, raw: Path, dataset: Path, times: int, seed: int) -> int:
    """Write a raw folder of `times` the volumes of `raw`, with its sources.toml; returns its bytes of text.

    `dataset` was built of `raw` and says where documents begin. Written volume by volume.
    """
    folder.mkdir(parents=True)
    total = 0
    with (folder / "sources.toml").open("w", encoding="utf-8") as sources:
        for path in sorted(raw.glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            starts = document_starts(dataset, path.stem)
            for copy in range(times):
                name = f"{path.stem}-{seed}-{copy:04}.txt"
                data = varied(text, starts, f"{seed} {copy} {path.stem}").encode()
                (folder / name).write_bytes(data)
                total += len(data)
                sources.write(
                    f'[[volume]]\nfile = "{name}"\ntitle = "{path.stem}, variation {copy}"\nkind = "generated"\n'
                    f'origin = "made from {path.name} by seed {seed}"\nlicence = "for measuring only"\n'
                    f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nbytes = {len(data)}\n\n'
                )
    return total
