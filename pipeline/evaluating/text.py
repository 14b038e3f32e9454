"""Paragraphs, artefacts, characters, markers and tables against the truth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.evaluating.figures import Tally, dense, same_form
from pipeline.evaluating.truth import ARTEFACTS_TO_DROP, VolumeTruth

Row = Mapping[str, Any]


def judge_paragraphs(tally: Tally, truth: VolumeTruth, blocks: Sequence[Row]) -> None:
    """Count the lines on which paragraphs begin, in the windows in which every one was marked.

    A window's first line, tables, artefacts, markers in mid-line and lines that may be read either way are left out.
    """
    starts = sorted({b["line_start"] for b in blocks})
    open_lines = truth.artefact_lines | truth.table_lines | {m["line"] for m in truth.of("hidden_marker")}
    for window in truth.of("window"):
        free = open_lines | {n for k in ("skip", "either", "ambiguous", "artefacts") for n in window.get(k) or ()}
        true = set(window["starts"]) - free - {window["start"]}
        said = set(starts[bisect_right(starts, window["start"]) : bisect_right(starts, window["end"])]) - free
        tally.compare("paragraph_start", truth.number, said, true)


def judge_artefacts(tally: Tally, truth: VolumeTruth, edits: Sequence[Row], printed: set[int]) -> None:
    """Count the lines that were dropped. In labels, titles and tables a drop is no mistake."""
    dropped = truth.covered({e["line"] for e in edits if e["rule"].startswith("drop_")}) & printed
    true = {a["line"] for a in truth.of("artefact") if a["type"] in ARTEFACTS_TO_DROP}
    free = truth.artefact_lines | truth.label_lines | truth.title_lines | truth.table_lines
    tally.compare("artefact_line", truth.number, (dropped & true) | (dropped - free), true)


def judge_characters(tally: Tally, truth: VolumeTruth, blocks: Sequence[Row], edits: Sequence[Row]) -> None:
    """Count recognition errors mended, and mended characters that were none."""
    sure = [e for e in truth.of("char_error") if e.get("sure") and e["right"] and e.get("class") != "halfwidth"]
    texts = _texts_on({e["line"] for e in sure}, blocks)
    for error in sure:
        mended = any(dense(error["right"]) in text for text in texts[error["line"]])
        tally.judge("char_error_fixed", truth.number, error["line"], error["wrong"], error["right"], ok=mended)
    lines = {e["line"] for e in truth.of("char_error")}
    for edit in edits:
        if edit["rule"].startswith("fix_") and truth.covers(edit["line"]):
            if edit["line"] in lines:
                tally.counts["char_fix_made"].add(right=1)
            else:
                tally.wrong("char_fix_made", truth.number, edit["line"], f"{edit['before']} → {edit['after']}")


def _texts_on(lines: set[int], blocks: Sequence[Row]) -> dict[int, list[str]]:
    """The texts of the blocks on each of the lines, without blanks. A block may span thousands of lines."""
    texts: dict[int, list[str]] = {line: [] for line in lines}
    ordered = sorted(lines)
    for block in blocks:
        on = ordered[bisect_left(ordered, block["line_start"]) : bisect_right(ordered, block["line_end"])]
        if on:
            text = dense(block["text"])
            for line in on:
                texts[line].append(text)
    return texts


def judge_markers(tally: Tally, truth: VolumeTruth, units: Sequence[Row]) -> None:
    """Count what only looks like a numbered unit and was not taken for one, and units in mid-line that were found."""
    lines = {record["line"] for kind in ("not_marker", "hidden_marker") for record in truth.of(kind)}
    labels: dict[int, list[str]] = defaultdict(list)
    for unit in units:
        if unit["line_start"] in lines:
            labels[unit["line_start"]].append(same_form(unit["label"]))
    tables = truth.table_lines
    for record in truth.of("not_marker"):
        if record["line"] not in tables:
            taken = [x for x in labels[record["line"]] if same_form(record.get("text")).startswith(x)]
            tally.judge("false_marker_refused", truth.number, record["line"], taken, None, ok=not taken)
    for record in truth.of("hidden_marker"):
        found = same_form(record["marker"]) in labels[record["line"]]
        tally.judge("hidden_marker_found", truth.number, record["line"], None, record["marker"], ok=found)


def judge_tables(
    tally: Tally, truth: VolumeTruth, blocks: Sequence[Row], rows: Sequence[Row], printed: set[int]
) -> None:
    """Count the lines told to be table, and the rows of the tables whose every cell is right."""
    tables = [b for b in blocks if b["kind"].startswith("table")]
    said = truth.covered(n for b in tables for n in range(b["line_start"], b["line_end"] + 1))
    tally.compare("table_line", truth.number, said & printed, truth.covered(truth.table_lines) & printed)
    row_at = {row["line_start"]: row for row in rows}
    for record in truth.of("table_row"):
        row = row_at.get(record["start"])
        cells = None if row is None else list(row["cells"])
        ok = cells is not None and _cells(cells) == _cells(record["cells"])
        tally.judge("table_row", truth.number, record["start"], cells, record["cells"], ok=ok)


def _cells(cells: Sequence[str]) -> list[str]:
    return [same_form(c) for c in cells]
