"""Fit the weights of `pipeline/vocabulary/head_weights.toml` to hand-made truth, and judge them on truth left out.

    python tools/fit_document_heads.py TRUTH.jsonl... [--raw raw] [--write] [--folds 5] [--show]

Two models of named yes/no evidence. `extent`: among the runs of lines that begin on one line, which is the title
(conditional logistic regression). `head`: does a document begin with the likeliest of them (logistic regression). Both
with an L2 penalty, both fitted by plain numpy, so that anybody can run it again when the truth or the evidence changes.
Figures are from cross-validation by truth file; what is written is fitted to all of it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pipeline.cleaning.stage import clean
from pipeline.reading import read_volume
from pipeline.splitting import heads, titles
from pipeline.splitting.evidence import Scene
from pipeline.splitting.heads import Head
from pipeline.splitting.printed import printed_lines

WEIGHTS = Path("pipeline/vocabulary/head_weights.toml")
HEADER = """\
# Weights of the evidence on where a title ends (extent) and whether a document begins with it (head), in log odds:
# positive speaks for it, negative against. Fitted by tools/fit_document_heads.py, reviewed by people, never learnt from
# the volumes of a run. The names are explained in pipeline/splitting/evidence.py.
"""


class Example(NamedTuple):
    """A line that may begin a title: its options, which of them is right (if one is), and the truth file it lies in."""

    volume: str
    line: int
    options: list[Head]
    right: int | None
    fold: str


def examples(volume_file: Path, truth: Sequence[dict[str, Any]]) -> tuple[Scene, list[Example]]:
    """The examples of one volume."""
    volume = read_volume(volume_file.name, volume_file.read_bytes())
    lines = printed_lines(volume, clean(volume))
    scene = Scene(lines)
    docs = {d["title_line"]: d for d in truth}
    inner = {n for d in truth for n in range(d["title_line"] + 1, d.get("title_end_line", d["title_line"]) + 1)}
    inner |= {d["label_line"] for d in truth if d.get("label_line") and d["label_line"] != d["title_line"]}
    found = []
    for i, line in enumerate(lines):
        if line.number in inner:
            continue
        options = heads.title_options(scene, i)
        if options:
            doc = docs.get(line.number)
            right = _right(lines, options, doc) if doc else None
            found.append(Example(volume.volume_id, line.number, options, right, doc["file"] if doc else ""))
    return scene, found


def _right(lines: Sequence[Any], options: Sequence[Head], doc: dict[str, Any]) -> int | None:
    wanted = titles.key(doc["title"])
    for k, head in enumerate(options):
        if titles.key(head.title) == wanted:
            return k
    for k, head in enumerate(options):
        if lines[head.last].number == doc.get("title_end_line"):
            return k
    return None


# What people know of evidence too rare to be fitted: the weights are drawn to these, not to nought.
PRIOR_EXTENT = {"torn": -3.0, "unbalanced": -2.0, "inner_form": -1.0, "title_again": 2.0}
PRIOR_HEAD = {
    "label_interpretation": 6.0, "label_interpretation_run_in": 6.0, "label_and_listed": 3.0, "label_attachment": 1.0,
    "label_attachment_run_in": 2.0, "in_table": -3.0, "book_whole": -6.0,
    "promised_exact_near": 2.0, "full_title": 1.0, "repeats_in_text": -8.0, "book_first": -2.0, "list_entry": -4.0,
    "list_entry_run_in": -4.0, "articles_run_on": -3.0, "chapters_run_on": -3.0, "headings_run_on": -3.0,
    "contents_next": -3.0, "head_of_notice": 4.0, "headline": 2.0, "decree": 2.0,
}  # fmt: skip


def fit_extent(found: Iterable[Example], penalty: float) -> dict[str, float]:
    """Conditional logistic regression by gradient ascent."""
    cases = [e for e in found if e.right is not None and len(e.options) > 1]
    names = _names((o.extent for e in cases for o in e.options), PRIOR_EXTENT)
    prior = np.array([PRIOR_EXTENT.get(name, 0.0) for name in names])
    groups = [(np.array([_row(o.extent, names) for o in e.options]), e.right) for e in cases]
    w = prior.copy()
    step = 1.0 / max(1, len(cases))
    velocity = np.zeros_like(w)
    for _ in range(1500):
        gradient = -penalty * (w - prior)
        for x, right in groups:
            p = _softmax(x @ w)
            gradient += x[right] - p @ x
        velocity = 0.9 * velocity + 0.5 * step * gradient
        w += velocity
    return dict(zip(names, w.tolist(), strict=True))


def fit_head(rows: Sequence[Sequence[str]], said: Sequence[bool], penalty: float) -> dict[str, float]:
    """Logistic regression by Newton's method."""
    names = _names(rows, PRIOR_HEAD)
    x = np.array([[1.0, *_row(r, names)] for r in rows])
    y = np.array(said, dtype=float)
    prior = np.array([0.0, *(PRIOR_HEAD.get(name, 0.0) for name in names)])
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        w += np.linalg.solve(hessian, x.T @ (y - p) - ridge * (w - prior))
    return {"bias": float(w[0]), **dict(zip(names, w[1:].tolist(), strict=True))}


def _names(rows: Iterable[Sequence[str]], prior: dict[str, float]) -> list[str]:
    count = Counter(name for row in rows for name in set(row))
    return sorted(name for name, n in count.items() if n >= 3 or name in prior)


def _row(found: Sequence[str], names: Sequence[str]) -> list[float]:
    has = set(found)
    return [float(name in has) for name in names]


def _softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max())
    return e / e.sum()


def _weigh(names: Sequence[str], table: dict[str, float]) -> float:
    return table.get("bias", 0.0) + sum(table.get(n, 0.0) for n in names)


def best_option(example: Example, extent: dict[str, float]) -> Head:
    """The option that the weights of `extent` prefer."""
    return max(example.options, key=lambda h: (_weigh(h.extent, extent), -h.last))


class Model(NamedTuple):
    """The two tables of weights."""

    extent: dict[str, float]
    head: dict[str, float]


def fit(parts: Sequence[tuple[Scene, list[Example]]], leave_out: set[str], penalty: float) -> Model:
    """Both models, from the examples whose truth file is not left out."""
    kept = [e for _, found in parts for e in found if e.fold not in leave_out]
    extent = fit_extent(kept, 1.0)
    rows, said = [], []
    for scene, head, example in _chosen(parts, extent):
        if example.fold not in leave_out:
            rows.append(heads.head_evidence(scene, head))
            said.append(example.right is not None)
    return Model(extent, fit_head(rows, said, penalty))


def _chosen(
    parts: Sequence[tuple[Scene, list[Example]]], extent: dict[str, float]
) -> Iterable[tuple[Scene, Head, Example]]:
    for scene, found in parts:
        scene.seen.clear()
        for example in found:
            head = best_option(example, extent)
            head.evidence = heads.head_evidence(scene, head)
            if heads._is_worth_weighing(head.evidence):
                yield scene, head, example
                heads.note_seen(scene, head)


def judge(
    parts: Sequence[tuple[Scene, list[Example]]], model: Model, truth: dict[str, list[dict[str, Any]]], only: set[str]
) -> tuple[Counter[str], list[str]]:
    """Counts of documents found, missed, invented and of titles wrong, in the truth files of `only`."""
    count: Counter[str] = Counter()
    told = []
    for scene, found in parts:
        scored = []
        for _, head, _ in _chosen([(scene, found)], model.extent):
            head.score = _weigh(head.evidence, model.head)
            if head.score > 0:
                scored.append(head)
        chosen = heads._choose(scored)
        best = {e.line: best_option(e, model.extent) for e in found}
        volume = found[0].volume
        hit: set[int] = set()
        for doc in truth[volume]:
            if doc["file"] not in only:
                continue
            first = min(doc["title_line"], doc.get("label_line") or doc["title_line"])
            last = doc.get("title_end_line", doc["title_line"])
            match = [h for h in chosen if first <= scene.lines[h.first].number <= last]
            if not match:
                count["missed"] += 1
                head = best.get(doc["title_line"])
                why = (
                    f"{_weigh(head.evidence, model.head):.1f} {head.title} {head.evidence}" if head else "no candidate"
                )
                told.append(f"MISSED {volume[:6]} {doc['title_line']} {doc['title']} | {why}")
                continue
            count["found"] += 1
            hit.add(match[0].first)
            if titles.key(match[0].title) != titles.key(doc["title"]):
                count["title wrong"] += 1
                told.append(
                    f"TITLE {volume[:6]} {doc['title_line']} {match[0].title} | {doc['title']} | {match[0].extent}"
                )
        for head in chosen:
            line = scene.lines[head.first].number
            if head.first not in hit and _file_of(truth[volume], line) in only:
                count["invented"] += 1
                told.append(f"INVENTED {volume[:6]} {line} {head.score:.1f} {head.title} {head.evidence}")
    return count, told


def _file_of(docs: Sequence[dict[str, Any]], line: int) -> str:
    before = [d for d in docs if d["title_line"] <= line]
    return before[-1]["file"] if before else docs[0]["file"]


def main() -> None:
    """Read the truth, cross-validate, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", nargs="+", type=Path)
    parser.add_argument("--raw", nargs="+", type=Path, default=[Path("raw")])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--by-volume", action="store_true", help="leave out one volume at a time")
    parser.add_argument("--penalty", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true", help="print every miss")
    args = parser.parse_args()
    truth = _read_truth(args.truth)
    volumes = [f for folder in args.raw for f in sorted(folder.glob("*.txt"))]
    full = {f.stem: docs for f in volumes for name, docs in truth.items() if f.stem.startswith(name)}
    parts = [examples(f, full[f.stem]) for f in volumes if f.stem in full]
    for scene, found in parts:  # a line without a document lies in the fold of the document before it
        for k, e in enumerate(found):
            if not e.fold:
                found[k] = e._replace(fold=_file_of(full[e.volume], e.line))
        print(found[0].volume[:6], len(scene.lines), "lines,", len(found), "examples")
    names = sorted({d["file"] for docs in full.values() for d in docs})
    groups = [set(names[k :: args.folds]) for k in range(args.folds if args.folds > 1 else 0)]
    if args.by_volume:
        groups = [{d["file"] for d in docs} for docs in full.values()]
    total: Counter[str] = Counter()
    for out in groups:
        count, told = judge(parts, fit(parts, out, args.penalty), full, out)
        total += count
        if args.show:
            print("\n".join(told))
    _report("left out", total)
    model = fit(parts, set(), args.penalty)
    count, told = judge(parts, model, full, set(names))
    _report("fitted to", count)
    if args.write:
        WEIGHTS.write_text(HEADER + _toml("extent", model.extent) + _toml("head", model.head), encoding="utf-8")


def _read_truth(files: Sequence[Path]) -> dict[str, list[dict[str, Any]]]:
    """Documents by volume (the beginning of the raw file's name), in the order of their lines."""
    truth: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record.get("k", "doc") == "doc":
                volume = record.get("volume") or file.stem.split("_")[0]
                truth.setdefault(volume, []).append({**record, "file": record.get("volume") or file.stem})
    return {volume: sorted(docs, key=lambda d: d["title_line"]) for volume, docs in truth.items()}


def _report(what: str, count: Counter[str]) -> None:
    found, missed, invented = count["found"], count["missed"], count["invented"]
    f1 = 2 * found / max(1, 2 * found + missed + invented)
    print(f"{what}: F1 {f1:.4f} (found {found}, missed {missed}, invented {invented}), wrong {count['title wrong']}")


def _toml(table: str, weights: dict[str, float]) -> str:
    rows = [f"{name} = {round(w, 2) + 0.0:.2f}" for name, w in weights.items()]
    return f"\n[{table}]\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
