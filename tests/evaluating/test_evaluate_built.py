"""What was found in the five volumes against what people found: the figures that must be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.building.run import Summary
from pipeline.evaluating.evaluate import Report, evaluate
from pipeline.evaluating.figures import MEANINGS

ROOT = Path(__file__).resolve().parents[2]
WANTED = {
    "citation": 0.97,
    "citation_relation": 0.93,
    "citation_article": 0.97,
    "citation_target": 0.95,
    "definition": 0.95,
    "responsibility": 0.95,
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(built: tuple[Path, Summary]) -> Report:
    return evaluate(built[0], ROOT / "raw", ROOT / "tests" / "gold" / "text")


def test_every_figure_is_counted(report: Report) -> None:
    assert list(report.counts) == list(MEANINGS)
    assert all(c.right for c in report.counts.values())


@pytest.mark.parametrize("figure", WANTED)
def test_what_documents_say_of_each_other(report: Report, figure: str) -> None:
    misses = [m for m in report.misses if m.figure == figure]
    assert report.counts[figure].f1 >= WANTED[figure], misses[:9]
