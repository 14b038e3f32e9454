"""Build many mutated volumes: how many are built, how many refused with a reason, and whatever goes wrong.

    python tools/mutate_volumes.py RAW_FILE [--count 10000] [--seed 8] [--keep FOLDER]

Building checks the ledger byte for byte. What is neither built nor refused is a defect: it is named and, with --keep,
written to a folder. Exit code 1 where there was one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.stages import build_volume
from pipeline.values import RefusedVolume
from tests.reliability.mutations import mutated

SLOW_SECONDS = 20.0


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("volume", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    found: Counter[str] = Counter()
    started = perf_counter()
    for number, (what, data) in enumerate(mutated(asked.volume.read_bytes(), asked.count, asked.seed)):
        before = perf_counter()
        try:
            build_volume(f"m{number}.txt", data)
            outcome = "built"
        except RefusedVolume:
            outcome = "refused"
        except Exception as error:  # every kind of defect is counted
            outcome = "defect"
            print(f"{number} {what}: {type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
        took = perf_counter() - before
        if took > SLOW_SECONDS:
            outcome = "defect"
            print(f"{number} {what}: {took:.1f} s for {len(data):,} bytes", file=sys.stderr)
        if outcome == "defect" and asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"m{number}.txt").write_bytes(data)
        found[outcome] += 1
    seconds = perf_counter() - started
    print(f"{dict(found)} of {asked.count:,} volumes, {asked.count / seconds:.1f} volumes a second")
    return 1 if found["defect"] else 0


if __name__ == "__main__":
    sys.exit(main())
