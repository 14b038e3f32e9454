"""Build many mutated volumes: how many are built, how many refused and why, how long they take, and what goes wrong.

    python tools/mutate_volumes.py [--raw raw] [--count 10000] [--first 0] [--seed 8] [--keep FOLDER]

Volume NUMBER of a seed is always the same. Undoing the ledger must give its bytes back, its rows must keep the rules of
the suites and what tests/reliability/judging.py says, and it must be done in time proportional to its size. What is
neither built so nor refused with a reason is a defect: it is named and, with --keep, written to a folder. Exit code 1
where there was one. Times are processor time. Two halves may run at once, by --first and --count.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from traceback import format_exc

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.building.raw_folder import wrong_name
from pipeline.checking.promises import BrokenPromise
from pipeline.checking.rules import check_tables
from pipeline.stages import Built, build_volume
from pipeline.values import RefusedVolume
from tests.reliability.judging import broken_promises, longest, together
from tests.reliability.mutations import Mutated, mutated

BATCH = 100
"""Volumes whose tables are checked against the suites together: the queries cost more than the rows."""


@dataclass
class Tally:
    """What came of the volumes."""

    built: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    defects: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    bytes: int = 0


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("raw"))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--every", type=int, default=1_000, help="report after so many volumes, and at the end")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    volumes = [path.read_bytes() for path in sorted(asked.raw.glob("*.txt"))]
    tally = Tally()
    started = process_time()
    last = asked.first + asked.count
    for first in range(asked.first, last, BATCH):
        batch = {n: mutated(volumes, asked.seed, n) for n in range(first, min(first + BATCH, last))}
        for number, what in _run(batch, tally):
            told = f"{number} {batch[number].what} {batch[number].file_name!a}: {what}"
            tally.defects.append(told)
            print(told, file=sys.stderr, flush=True)
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                (asked.keep / f"{number}.txt").write_bytes(batch[number].data)
        done = min(first + BATCH, last) - asked.first
        if done % asked.every < BATCH or done == asked.count:
            _report(tally, done, process_time() - started)
    return 1 if tally.defects else 0


def _run(batch: dict[int, Mutated], tally: Tally) -> list[tuple[int, str]]:
    """Build and check a batch; the numbers of those with a defect, and what it is."""
    defects: list[tuple[int, str]] = []
    built: dict[int, Built] = {}
    for number, volume in batch.items():
        started = process_time()
        tally.bytes += len(volume.data)
        try:
            if reason := wrong_name(volume.file_name):
                raise _NameRefused(reason)
            built[number] = build_volume(volume.file_name, volume.data)
            defects += ((number, sentence) for sentence in broken_promises(built[number].rows))
        except _NameRefused:
            tally.refused["the file's name"] += 1
        except RefusedVolume as error:
            tally.refused[_kind(error)] += 1
        except Exception as error:  # every kind of defect is counted
            defects.append((number, f"{type(error).__name__}: {str(error)[:300]}\n{format_exc()[-1_500:]}"))
        took = process_time() - started
        tally.slowest = sorted([*tally.slowest, (took, f"{number} {volume.what}, {len(volume.data):,} bytes")])[-5:]
        if took > longest(volume.data):
            defects.append((number, f"{took:.1f} s for {len(volume.data):,} bytes"))
    defects += _judge(built)
    tally.built += len(built.keys() - {number for number, _ in defects})
    return defects


class _NameRefused(Exception):
    """The raw folder would not let this name in."""


def _judge(built: dict[int, Built]) -> list[tuple[int, str]]:
    """Those whose tables break a rule of the suites."""
    ids = {b.rows["volumes"][0]["volume_id"]: n for n, b in built.items()}
    twins = sorted(built.keys() - ids.values())  # two of one name are no volumes of one dataset
    return [*_sought(built, sorted(ids.values())), *(d for n in twins for d in _sought(built, [n]))]


def _sought(built: dict[int, Built], numbers: list[int]) -> list[tuple[int, str]]:
    """Check the tables of some volumes together; where a rule is broken, one half and the other."""
    try:
        if numbers:
            check_tables(together(built[number] for number in numbers))
    except (BrokenPromise, ValueError) as error:
        if len(numbers) == 1:
            return [(numbers[0], f"{type(error).__name__}: {error}")]
        half = len(numbers) // 2
        return _sought(built, numbers[:half]) + _sought(built, numbers[half:])
    return []


def _kind(error: RefusedVolume) -> str:
    """What was found, without its figures."""
    return re.sub(r"0x[0-9a-f]{2}|\d[\d,]*", "N", error.found)


def _report(tally: Tally, count: int, seconds: float) -> None:
    refused = sum(tally.refused.values())
    print(f"{count:,} volumes, {tally.bytes / 1e6:,.1f} MB: {tally.built:,} built, {refused:,} refused", end="")
    print(f", {len(tally.defects):,} defects; {count / seconds:.1f} volumes a second of processor time")
    for reason, number in tally.refused.most_common():
        print(f"  {number:>6,} refused: {reason}")
    for took, what in reversed(tally.slowest):
        print(f"  {took:>6.1f} s the slowest: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
