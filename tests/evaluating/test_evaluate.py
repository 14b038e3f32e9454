"""The figures: what counts as right, wrong and missed."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluating.documents import judge_documents
from pipeline.evaluating.figures import Count, Tally, same_form
from pipeline.evaluating.text import judge_artefacts, judge_characters, judge_markers, judge_paragraphs
from pipeline.evaluating.truth import VolumeTruth, read_truth


def true_document(**more: Any) -> dict[str, Any]:
    plain = {"k": "doc", "title_line": 3, "title_end_line": 5, "end_line": 20, "title": "关于甲的通知", "role": "main"}
    rest = {"parent": None, "doc_number": None, "issuers": [], "date": None, "effective": None, "articles": 0}
    return {**plain, **rest, "form": "通知", **more}


def found_document(**more: Any) -> dict[str, Any]:
    plain = {"document_id": "d1", "parent_document_id": None, "line_start": 3, "line_end": 20, "title": "关于甲的通知"}
    rest = {"role": "main", "doc_number": None, "issuers": [], "issuers_as_printed": [], "issued_date": None}
    return {**plain, **rest, "effective_date": None, "statute_article_count": 0, **more}


def truth(*records: dict[str, Any], last: int = 100) -> VolumeTruth:
    volume = VolumeTruth("000", [(1, last)])
    for record in records:
        volume.records.setdefault(record["k"], []).append(record)
    return volume


def judged(true: list[dict[str, Any]], found: list[dict[str, Any]]) -> Tally:
    tally = Tally()
    judge_documents(tally, truth(*true), found, set(range(1, 100)))
    return tally


def test_precision_recall_f1() -> None:
    count = Count(right=6, wrong=2, missed=4)
    assert (count.precision, count.recall, round(count.f1, 4)) == (0.75, 0.6, 0.6667)
    assert (Count().precision, Count().recall, Count().f1) == (1.0, 1.0, 1.0)
    assert Count(missed=1).f1 == 0.0


def test_characters_are_compared_not_their_dress() -> None:
    assert same_form("国办发﹝2022﹞ 27 号") == same_form("国办发〔2022〕27号")
    assert same_form(None) == ""


def test_a_document_found_on_its_head_is_right_in_everything() -> None:
    tally = judged([true_document()], [found_document(line_start=4)])
    assert all((c.wrong, c.missed) == (0, 0) for c in tally.counts.values())
    assert tally.counts["document_boundary"].right == 1


def test_invented_and_missed_documents() -> None:
    tally = judged([true_document()], [found_document(line_start=40, document_id="d9")])
    count = tally.counts["document_boundary"]
    assert (count.right, count.wrong, count.missed) == (0, 1, 1)
    assert {(m.line, m.said, m.true) for m in tally.misses} == {(3, None, "关于甲的通知"), (40, "关于甲的通知", None)}


@pytest.mark.parametrize(
    ("figure", "true", "found"),
    [
        ("title", {}, {"title": "关于乙的通知"}),
        ("role", {}, {"role": "issued"}),
        ("document_end", {}, {"line_end": 18}),
        ("doc_number", {"doc_number": "国发〔2022〕1号"}, {}),
        ("issuers", {"issuers": ["国务院"]}, {"issuers_as_printed": ["财政部"]}),
        ("issued_date", {"date": "2022-06-06"}, {}),
        ("articles", {"articles": 3}, {"statute_article_count": 2}),
        ("effective_date", {"effective": "2022-07-01"}, {}),
    ],
)
def test_each_field_is_judged_by_itself(figure: str, true: dict[str, Any], found: dict[str, Any]) -> None:
    tally = judged([true_document(**true)], [found_document(**found)])
    assert {name for name, count in tally.counts.items() if count.missed} == {figure}


def test_a_parent_is_right_by_what_it_was_found_as() -> None:
    true = [true_document(), true_document(title_line=30, title_end_line=30, end_line=40, parent=3, role="issued")]
    child = found_document(document_id="d2", line_start=30, line_end=40, role="issued", parent_document_id="d1")
    assert judged(true, [found_document(), child]).counts["parent"].missed == 0
    child["parent_document_id"] = None
    assert judged(true, [found_document(), child]).counts["parent"].missed == 1
    assert judged(true, [child]).counts["parent"].right == 0  # the parent was not found: counted there


def test_paragraphs_count_inside_their_window_alone() -> None:
    window = {"k": "window", "start": 10, "end": 20, "starts": [10, 13, 16], "skip": [18]}
    tally = Tally()
    blocks = [{"line_start": n} for n in (5, 10, 13, 15, 18, 25)]
    judge_paragraphs(tally, truth(window), blocks)
    count = tally.counts["paragraph_start"]
    assert (count.right, count.wrong, count.missed) == (1, 1, 1)


def test_artefacts_dropped_and_text_dropped() -> None:
    records = [{"k": "artefact", "line": 7, "type": "page_number"}, {"k": "artefact", "line": 9, "type": "noise"}]
    edits = [{"line": n, "rule": "drop_x"} for n in (7, 9, 12)] + [{"line": 14, "rule": "space_inner"}]
    tally = Tally()
    judge_artefacts(tally, truth(*records), edits, set(range(1, 50)))
    count = tally.counts["artefact_line"]
    assert (count.right, count.wrong, count.missed) == (1, 1, 0)


def test_characters_mended_kept_and_changed_without_need() -> None:
    records = [
        {"k": "char_error", "line": 5, "wrong": "草命", "right": "革命", "sure": True},
        {"k": "char_error", "line": 900, "wrong": "领城", "right": "领域", "sure": True},
        {"k": "char_error", "line": 7, "wrong": "甲", "right": "乙", "sure": False},
    ]
    blocks = [
        {"line_start": 4, "line_end": 6, "text": "坚持革 命传统"},
        {"line_start": 10, "line_end": 60_000, "text": "重点领城" + "表" * 100_000},
    ]
    edits = [{"line": n, "rule": "fix_x", "before": "草", "after": "革"} for n in (5, 8)]
    tally = Tally()
    judge_characters(tally, truth(*records, last=1_000), blocks, edits)
    fixed, made = tally.counts["char_error_fixed"], tally.counts["char_fix_made"]
    assert (fixed.right, fixed.missed) == (1, 1)
    assert (made.right, made.wrong) == (1, 1)


def test_false_and_hidden_markers() -> None:
    records = [
        {"k": "not_marker", "line": 5, "text": "第十三条、第十四条规定"},
        {"k": "hidden_marker", "line": 8, "marker": "（二十二）"},
    ]
    tally = Tally()
    judge_markers(
        tally, truth(*records), [{"line_start": 5, "label": "第十三条"}, {"line_start": 8, "label": "(二十二)"}]
    )
    assert tally.counts["false_marker_refused"].missed == 1
    assert tally.counts["hidden_marker_found"].right == 1


def test_truth_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="found no truth"):
        read_truth(tmp_path)
    (tmp_path / "ranges.json").write_text(json.dumps({"000_a": [1, 50]}))
    (tmp_path / "000_a.jsonl").write_text('{"k": "part", "line": 1}\n{"line": 2}\n')
    with pytest.raises(ValueError, match=r"000_a\.jsonl, line 2"):
        read_truth(tmp_path)
