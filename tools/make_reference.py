"""Make pipeline/vocabulary/reference.bin from reviewed volumes and jieba's dictionary.

    python tools/make_reference.py VOLUME.txt [...] [--output FILE]

Lines are joined where they are full, and cleaned by the pipeline, without mending. Make it anew when volumes have been
reviewed, and look at what `fix_` edits and suspects change by it before it is committed.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import jieba

from pipeline.cleaning.cleaners import run_cleaners
from pipeline.cleaning.ledger import Draft
from pipeline.cleaning.reference import count_runs, pack
from pipeline.reading import read_volume

OUTPUT = Path(__file__).parent.parent / "pipeline" / "vocabulary" / "reference.bin"
_LEAST_WORD = 3
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")
_FULL = 0.75
_AROUND = 15


def main() -> None:
    """Read the volumes, count, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("volumes", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    texts = [block for path in sorted(arguments.volumes) for block in blocks(path)]
    arguments.output.write_bytes(pack(count_runs(texts), words()))


def blocks(path: Path) -> Iterator[str]:
    """The clean texts of a volume, lines joined to the next where they are about as long as the longest around them."""
    lines = [line.strip() for line in read_volume(path.name, path.read_bytes()).lines if line.strip()]
    text = ""
    for i, line in enumerate(lines):
        text += line
        if len(line) < _FULL * max(map(len, lines[max(0, i - _AROUND) : i + _AROUND])) or line[-1] in "。：；":
            draft = Draft(text)
            run_cleaners(draft)
            yield draft.text
            text = ""


def words() -> dict[str, int]:
    """jieba's words of two to four Chinese characters, and their frequencies."""
    found = {}
    with jieba.get_module_res("dict.txt") as lines:
        for line in lines:
            word, frequency, *_ = line.decode().split(" ")
            if int(frequency) >= _LEAST_WORD and _WORD.fullmatch(word):
                found[word] = int(frequency)
    return found


if __name__ == "__main__":
    main()
