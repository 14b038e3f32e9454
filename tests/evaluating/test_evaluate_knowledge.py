"""Citations, definitions and responsibilities against the truth: what counts as right, wrong and missed."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluating.figures import Tally
from pipeline.evaluating.knowledge import Place, Slice, judge_knowledge, read_slices
from pipeline.releasing.diffing import Difference
from pipeline.releasing.gates import judge_difference

GOLD = Path(__file__).resolve().parents[1] / "gold" / "knowledge"
PRINTED = {1, 3, 5, 7, 9, 11, 13, 15, 40, 41}
TITLES = {"d1": ("000_x", 100), "d2": ("001_y", 200)}
VOLUMES = ("000_x", "001_y")

Record = dict[str, Any]


def cite(**more: Any) -> Record:
    plain = {"k": "cite", "line": 3, "text": "《甲办法》", "title": "甲办法", "doc_number": None, "article": None}
    return {**plain, "relation": "cites", "target": None, **more}


def citation(**more: Any) -> Record:
    plain = {"line": 3, "text": "《甲办法》", "cited_title": "甲办法", "cited_doc_number": None, "cited_article": None}
    return {**plain, "relation": "cites", "cited_document_id": None, **more}


def counts(truth: Sequence[Record], **rows: Sequence[Record]) -> dict[str, tuple[int, int, int]]:
    tally = Tally()
    all_rows = {"citations": [], "definitions": [], "responsibilities": [], **rows}
    judge_knowledge(tally, Slice("000_a", "000", 1, 20, tuple(truth)), all_rows, Place.of(PRINTED, TITLES, VOLUMES))
    return {name: (c.right, c.wrong, c.missed) for name, c in tally.counts.items()}


def test_a_reference_is_found_by_what_it_names_near_its_line() -> None:
    assert counts([cite()], citations=[citation(line=7)])["citation"] == (1, 0, 0)
    assert counts([cite()], citations=[citation(line=9)])["citation"] == (0, 1, 1)  # three printed lines away
    assert counts([cite()], citations=[citation(cited_title="乙办法")])["citation"] == (0, 1, 1)
    assert counts([cite(title="中华人民共和国甲法")], citations=[citation(cited_title="甲法")])["citation"] == (1, 0, 0)


def test_one_row_answers_for_one_reference() -> None:
    assert counts([cite(), cite(line=5)], citations=[citation(line=5)])["citation"] == (1, 0, 1)
    assert counts([cite()], citations=[citation(), citation(line=5)])["citation"] == (1, 1, 0)


def test_the_nearest_row_is_the_partner() -> None:
    rows = [citation(line=1, relation="repeals"), citation(line=5, relation="based_on")]
    found = counts([cite(line=5, relation="based_on"), cite(line=1, relation="repeals")], citations=rows)
    assert found["citation_relation"] == (2, 0, 0)


def test_what_names_only_a_number_or_a_provision() -> None:
    number = cite(title=None, doc_number="国发﹝2020﹞1号")
    assert counts([number], citations=[citation(cited_title=None, cited_doc_number="国发〔2020〕1 号")])[
        "citation"
    ] == (
        1,
        0,
        0,
    )
    own = cite(title=None, article="第五条第二款")
    assert counts([own], citations=[citation(cited_title=None, cited_article="第五条第一款")])["citation"] == (1, 0, 0)
    assert counts([own], citations=[citation(cited_article="第五条第二款")])["citation"] == (0, 1, 1)


@pytest.mark.parametrize(
    ("figure", "true", "row"),
    [
        ("citation_relation", {"relation": "repeals"}, {}),
        ("citation_article", {"article": "第一条"}, {"cited_article": "第二条"}),
        ("citation_target", {"target": "001:200"}, {}),
        ("citation_target", {"target": "001:200"}, {"cited_document_id": "d1"}),
        ("citation_target", {"target": None}, {"cited_document_id": "d1"}),
        ("citation_target", {"target": "001:206"}, {"cited_document_id": "d2"}),
    ],
)
def test_each_column_is_judged_by_itself(figure: str, true: Record, row: Record) -> None:
    found = counts([cite(**true)], citations=[citation(**row)])
    assert {name for name, (_, _, missed) in found.items() if missed} == {figure}


def test_other_readings_are_as_good() -> None:
    true = cite(relation="cites", relation_alt="based_on", target="000:50", target_alt=["001:198"])
    found = counts([true], citations=[citation(relation="based_on", cited_document_id="d2")])
    assert found["citation_relation"] == found["citation_target"] == (1, 0, 0)


def test_a_volume_that_is_not_there_is_not_asked_for() -> None:
    assert "citation_target" not in counts([cite(target="004:9")], citations=[citation()])


def test_optional_and_free_count_neither_way() -> None:
    free = {"k": "free", "what": "cite", "lines": [9]}
    assert "citation" not in counts(
        [cite(optional=True), free], citations=[citation(), citation(line=9, cited_title="丙")]
    )
    assert counts([free], citations=[citation(line=11)])["citation"] == (0, 1, 0)
    assert "citation" not in counts([], citations=[citation(line=41)])  # outside the slice


def test_terms_and_bodies() -> None:
    truth = [
        {"k": "define", "line": 3, "kind": "abbreviation", "term": "《办法》", "meaning": "甲办法"},
        {"k": "resp", "line": 5, "role": "lead", "agencies": ["市财政局", "市商务委"]},
    ]
    found = counts(
        truth,
        definitions=[
            {"line": 3, "term": "办法", "kind": "abbreviation"},
            {"line": 3, "term": "办法", "kind": "definition"},
        ],
        responsibilities=[
            {"line": 5, "agency_as_printed": "市财政局", "role": "lead"},
            {"line": 5, "agency_as_printed": "市商务委", "role": "joint"},
        ],
    )
    assert found == {"definition": (1, 1, 0), "responsibility": (1, 1, 1)}


def test_the_truth_is_read_and_a_broken_one_refused(tmp_path: Path) -> None:
    slices = read_slices(GOLD)
    assert len(slices) == 16 and sum(len(s.of("cite")) for s in slices) > 140
    assert read_slices(tmp_path / "none") == []
    (tmp_path / "slices.json").write_text("{}", encoding="utf-8")
    (tmp_path / "000_a.jsonl").write_text(json.dumps(cite()), encoding="utf-8")
    with pytest.raises(ValueError, match="000_a"):
        read_slices(tmp_path)


def test_a_release_is_refused_where_a_figure_fell(tmp_path: Path) -> None:
    fallen = Difference("1", "2", figures={"accuracy.responsibility": (1.0, 0.985), "accuracy.citation": (1.0, 0.995)})
    (finding,) = judge_difference(fallen, tmp_path, tmp_path)
    assert finding.gate == "accuracy" and finding.rows == ("responsibility: F1 1.0000 → 0.9850",)
