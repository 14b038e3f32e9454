"""Train the model of paragraph starts: pipeline/cleaning/paragraphs.json and pipeline/vocabulary/affinity.bin.

    python tools/train_paragraphs.py [--raw raw] [--truth tests/gold/text] [--affinity DIR …]
    python tools/train_paragraphs.py --judge spot|range|volume

Needs lightgbm (dependency group `train`); the pipeline itself does not. The same raw files, truth and lightgbm version
give the same model. With --judge nothing is written: the F1 of readings that did not see the stretches (spot: seven
random shares of 450 lines), the range or the volume they are judged on is printed instead.

The truth: `window` records mark every paragraph start of a stretch; `doc` and `part` records tell of titles and labels;
`not_marker` records of lines that only look like a marker. Beside them paragraphs.jsonl lists single lines read by hand
because a former model was unsure of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import lightgbm as lgb
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline.cleaning import affinity, trees
from pipeline.cleaning.cues import cue_matrix
from pipeline.cleaning.layout import Floats, Page, measure
from pipeline.cleaning.paragraphs import CERTAIN, second_rows
from pipeline.cleaning.stage import printed_prose
from pipeline.reading import read_volume
from pipeline.values import Volume

HOME = Path(__file__).parents[1]
_PARAMETERS = {
    "objective": "binary", "num_leaves": trees.MAX_LEAVES - 1, "learning_rate": 0.06, "min_data_in_leaf": 15,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3.0, "path_smooth": 1.0, "max_bin": 127, "seed": 7,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
FIRST = {**_PARAMETERS, "feature_fraction": 0.4}
SECOND = {**_PARAMETERS, "feature_fraction": 0.15}
FIRST_ROUNDS, SECOND_ROUNDS = 160, 250
SECOND_SEEDS = (1, 2, 3)
"""The second reading is the mean of models that differ in their seed alone: each sees other cues and lines."""
_RUNS = ((1, 1), (2, 3), (3, 3), (4, 3))
"""Length of the runs of glyphs that the affinity table counts, and how often a run must stand to be in it."""


@dataclass(slots=True)
class Labelled:
    """A volume with what is known of its lines: 1 begins a paragraph, 0 goes on, -1 unknown."""

    volume: Volume
    numbers: list[int]
    page: Page
    names: list[str]
    cues: Floats
    label: np.ndarray
    weight: Floats
    in_window: np.ndarray
    ranges: np.ndarray = field(default_factory=lambda: np.empty(0))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write, or judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=HOME / "raw")
    parser.add_argument("--truth", type=Path, default=HOME / "tests/gold/text")
    parser.add_argument("--affinity", type=Path, nargs="*", help="count runs of glyphs anew in these folders' *.txt")
    parser.add_argument("--judge", choices=("spot", "range", "volume"))
    chosen = parser.parse_args(arguments)
    if chosen.affinity:
        counts = run_counts(f for folder in chosen.affinity for f in sorted(folder.glob("*.txt")))
        (HOME / "pipeline/vocabulary/affinity.bin").write_bytes(affinity.pack(counts))
    volumes = [load(file, chosen.truth) for file in sorted(chosen.raw.glob("*.txt"))]
    if chosen.judge:
        judge(volumes, chosen.judge)
    else:
        write(volumes)


def run_counts(files: Iterable[Path]) -> dict[str, int]:
    """How often each run of glyphs stands inside a printed line, blanks left out."""
    found: dict[int, Counter[str]] = {size: Counter() for size, _ in _RUNS}
    for file in files:
        for line in file.read_text("utf-8").split("\n"):
            text = "".join(line.split())
            for size, count in found.items():
                count.update(text[i : i + size] for i in range(len(text) - size + 1))
    return {run: n for size, least in _RUNS for run, n in found[size].items() if n >= least}


def load(file: Path, truth: Path) -> Labelled:
    """A volume, its cues and its labels."""
    volume = read_volume(file.name, file.read_bytes())
    key = file.name[:3]
    records = [json.loads(x) for f in sorted(truth.glob(f"{key}_*.jsonl")) for x in f.read_text("utf-8").splitlines()]
    artefacts = {r["line"] for r in records if r["k"] == "artefact"}
    artefacts |= {n for r in records for n in r.get("artefacts") or []}
    numbers = [n for n in printed_prose(volume) if n not in artefacts]
    page = measure(volume.lines, numbers, volume.page_of)
    names, cues = cue_matrix(page)
    known = Labels(numbers, page.texts, records)
    known.read_documents(records)
    lines = truth.parent / "paragraphs.jsonl"
    if lines.exists():
        known.read_lines(r for r in map(json.loads, lines.read_text("utf-8").splitlines()) if r["volume"] == key)
    known.read_windows(records)
    bounds = json.loads((truth / "ranges.json").read_text("utf-8"))
    ranges = np.array([next((r for r, (a, b) in bounds.items() if r[:3] == key and a <= n < b), key) for n in numbers])
    return Labelled(volume, numbers, page, names, cues, known.label, known.weight, known.in_window, ranges)


class Labels:
    """What the truth says of the printed lines of a volume; what is read later overrules."""

    def __init__(self, numbers: Sequence[int], texts: Sequence[str], records: Sequence[dict]):
        self.texts = texts
        self.position = {n: i for i, n in enumerate(numbers)}
        self.numbers = numbers
        self.label = np.full(len(numbers), -1, np.int8)
        self.weight = np.zeros(len(numbers), np.float32)
        self.in_window = np.zeros(len(numbers), np.bool_)
        self.free = {n for r in records if r["k"] == "table" for n in range(r["start"], r["end"] + 1)}
        self.free |= {r["line"] for r in records if r["k"] == "hidden_marker"}

    def put(self, line: int, value: int, weight: float) -> None:
        """Label one raw line, where it is printed text and no table."""
        i = self.position.get(line)
        if i is not None and line not in self.free:
            self.label[i], self.weight[i] = value, weight

    def is_torn(self, line: int) -> bool:
        """Whether the printed line before surely goes on: a line that looks like a marker may begin a paragraph yet."""
        i = self.position.get(line, 0)
        return i > 0 and len(self.texts[i - 1]) > 20 and self.texts[i - 1][-1] not in "。；：;:！？"

    def read_documents(self, records: Iterable[dict]) -> None:
        """Titles, labels, the line after a document's last, part headings, false markers."""
        for r in records:
            if r["k"] == "not_marker" and self.is_torn(r["line"]):
                self.put(r["line"], 0, 0.4)
        for r in records:
            if r["k"] == "part":
                self.put(r["line"], 1, 0.5)
            elif r["k"] == "doc":
                for line in range(r["title_line"], r["title_end_line"] + 1):
                    self.put(line, int(line == r["title_line"]), 0.7)
                if r.get("label_line"):
                    self.put(r["label_line"], 1, 0.5)
                last = self.position.get(r["end_line"])
                if last is not None and last + 1 < len(self.numbers):
                    self.put(self.numbers[last + 1], 1, 0.5)

    def read_lines(self, records: Iterable[dict]) -> None:
        """Single lines read by hand."""
        for r in records:
            for line in r["start"]:
                self.put(line, 1, 1)
            for line in r["goes_on"]:
                self.put(line, 0, 1)

    def read_windows(self, records: Iterable[dict]) -> None:
        """Windows: every line of them is known, but for those that may be read either way."""
        for r in (r for r in records if r["k"] == "window"):
            open_lines = {n for key in ("either", "ambiguous", "skip") for n in r.get(key) or []} | {r["start"]}
            starts = set(r["starts"])
            for line in range(r["start"], r["end"] + 1):
                i = self.position.get(line)
                if i is None:
                    continue
                if line in open_lines or line in self.free:
                    self.label[i] = -1
                else:
                    self.put(line, int(line in starts), 1)
                    self.in_window[i] = True


def shares(volumes: Sequence[Labelled], how: str) -> np.ndarray:
    """For each line of all volumes the share it is judged in."""
    if how == "volume":
        return np.concatenate([np.full(len(v.numbers), i) for i, v in enumerate(volumes)])
    if how == "range":
        return np.unique(np.concatenate([v.ranges for v in volumes]), return_inverse=True)[1]
    found = []
    for i, v in enumerate(volumes):
        drawn = np.random.RandomState(5 + i).randint(0, 7, max(v.numbers) // 450 + 1)
        found.append(drawn[np.array(v.numbers) // 450])
    return np.concatenate(found)


Known = tuple[np.ndarray, Floats]
"""Labels and weights of all lines."""


def fit(rows: Floats, names: list[str], known: Known, which: np.ndarray, first: bool) -> list[lgb.Booster]:
    """A reading, from the rows `which`: the models whose mean it is."""
    label, weight = known
    found = []
    for seed in (7,) if first else SECOND_SEEDS:
        data = lgb.Dataset(rows[which], label[which], weight=weight[which], feature_name=names)
        parameters = {**(FIRST if first else SECOND), "seed": seed}
        found.append(lgb.train(parameters, data, FIRST_ROUNDS if first else SECOND_ROUNDS))
    return found


def unseen(rows: Floats, names: list[str], known: Known, share: np.ndarray, first: bool) -> Floats:
    """Each line's score by a reading that saw nothing of its share."""
    scores = np.zeros(len(rows), np.float32)
    for s in np.unique(share):
        models = fit(rows, names, known, (known[0] >= 0) & (share != s), first)
        scores[share == s] = np.mean([m.predict(rows[share == s], raw_score=True) for m in models], axis=0)
    return scores


def second_of(volumes: Sequence[Labelled], scores: Floats) -> tuple[list[str], Floats]:
    """Names and rows of the second reading for all volumes, from the scores of the first."""
    parts, at = [], 0
    names: list[str] = []
    for v in volumes:
        names, rows = second_rows(v.page, v.names, v.cues, scores[at : at + len(v.numbers)])
        parts.append(rows)
        at += len(v.numbers)
    return names, np.concatenate(parts)


def judge(volumes: Sequence[Labelled], how: str) -> None:
    """Print what readings reach on lines they did not see."""
    share = shares(volumes, how)
    cues = np.concatenate([v.cues for v in volumes])
    known = np.concatenate([v.label for v in volumes]), np.concatenate([v.weight for v in volumes])
    inside = np.concatenate([v.in_window for v in volumes]) & (known[0] >= 0)
    ranges = np.concatenate([v.ranges for v in volumes])
    first = unseen(cues, volumes[0].names, known, share, True)
    report("first reading", first, known[0], inside)
    names, rows = second_of(volumes, first)
    second = np.where(np.abs(first) < CERTAIN, unseen(rows, names, known, share, False), first)
    for r in np.unique(ranges):
        report(str(r), second, known[0], inside & (ranges == r))
    report("second reading", second, known[0], inside)


def report(name: str, scores: Floats, label: np.ndarray, which: np.ndarray) -> None:
    """Print F1, starts invented and starts missed."""
    right = int(((scores > 0) & (label == 1) & which).sum())
    invented = int(((scores > 0) & (label == 0) & which).sum())
    missed = int(((scores <= 0) & (label == 1) & which).sum())
    print(f"{name}: F1 {2 * right / max(1, 2 * right + invented + missed):.4f}, {invented} invented, {missed} missed")


def write(volumes: Sequence[Labelled]) -> None:
    """Train on all labels and write the model; the second reading learns from scores of lines unseen by the first."""
    cues = np.concatenate([v.cues for v in volumes])
    known = np.concatenate([v.label for v in volumes]), np.concatenate([v.weight for v in volumes])
    names = volumes[0].names
    more_names, rows = second_of(volumes, unseen(cues, names, known, shares(volumes, "spot"), True))
    first = fit(cues, names, known, known[0] >= 0, True)
    second = fit(rows, more_names, known, known[0] >= 0, False)
    model = {"first": trees.pack(exported(first, names)), "second": trees.pack(exported(second, more_names))}
    (HOME / "pipeline/cleaning/paragraphs.json").write_text(json.dumps(model, indent=1) + "\n", "utf-8")


def exported(models: Sequence[lgb.Booster], names: list[str]) -> trees.Trees:
    """The mean of the models in the form that is shipped."""
    splits: list[tuple[int, np.float32, int]] = []
    first, leaves = [0], []
    for tree in (t for m in models for t in m.dump_model()["tree_info"]):
        values: list[float] = []
        walk(tree["tree_structure"], values, splits)
        first.append(len(splits))
        leaves.append([v / len(models) for v in values] + [0.0] * (trees.MAX_LEAVES - len(values)))
    feature, threshold, keep = zip(*splits, strict=True)
    return trees.Trees(
        names, np.array(feature, np.int32), np.array(threshold, np.float32), np.array(keep, np.uint16),
        np.array(first, np.int32), np.array(leaves, np.float32),
    )  # fmt: skip


def walk(node: dict, values: list[float], splits: list[tuple[int, np.float32, int]]) -> list[int]:
    """Append the leaf values and the splits (column, threshold, leaves kept) below a node; return its leaves."""
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return [len(values) - 1]
    left, right = walk(node["left_child"], values, splits), walk(node["right_child"], values, splits)
    keep = 0xFFFF & ~sum(1 << leaf for leaf in left)
    splits.append((node["split_feature"], rounded_down(node["threshold"]), keep))
    return left + right


def rounded_down(value: float) -> np.float32:
    """The largest single-precision number that is not above `value`, so that `<=` says the same of cues."""
    single = np.float32(value)
    return np.nextafter(single, np.float32(-np.inf)) if float(single) > value else single


if __name__ == "__main__":
    main()
