"""`gongwen search`, `show`, `sql`: what they print, and what they say when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import application

pytestmark = pytest.mark.slow


@pytest.fixture
def dataset(built_volumes: Path) -> Path:
    """The output folder of two small volumes."""
    return built_volumes / "output"


def gongwen(*arguments: str, output: Path, given: str | None = None) -> Result:
    return CliRunner().invoke(application(), [*arguments, "--output", str(output)], input=given)


def hits(question: str, output: Path) -> list[dict]:
    result = gongwen("search", question, "--json", output=output)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["hits"]


def test_search_finds_by_words_and_number(dataset: Path) -> None:
    assert "水土保持" in hits("水土保持工作", dataset)[0]["title"]
    assert hits("国办发2022年27号", dataset)[0]["doc_number"] == "国办发〔2022〕27号"


def test_a_hit_says_where_it_stands_and_what_matched(dataset: Path) -> None:
    hit = hits("指导思想 治理能力", dataset)[0]
    assert hit["volume_id"] in ("a", "b")
    assert 1 <= hit["line_start"] <= hit["line_end"]
    assert hit["matched"]


def test_search_shows_a_table(dataset: Path) -> None:
    result = gongwen("search", "行政许可", "--limit", "1", output=dataset)
    assert result.exit_code == 0
    assert "行政许可" in result.stdout
    assert "page 1" in result.stdout


def test_an_empty_question_is_wrong_use(dataset: Path) -> None:
    result = gongwen("search", "  ", output=dataset)
    assert result.exit_code == 2
    assert "empty question" in result.output


@pytest.mark.parametrize("command", [["search", "许可"], ["show", "x"], ["sql", "SELECT 1"]])
def test_without_a_dataset_the_next_step_is_said(command: list[str], tmp_path: Path) -> None:
    result = gongwen(*command, output=tmp_path)
    assert result.exit_code == 2
    assert "gongwen build" in result.output


def test_show_takes_ids_numbers_and_titles(dataset: Path) -> None:
    article = hits("指导思想", dataset)[0]
    for wanted in (article["document_id"], article["article_id"], "国办发〔2022〕28号", article["title"]):
        result = gongwen("show", wanted, output=dataset)
        assert result.exit_code == 0, result.output
        assert "line" in result.stdout


def test_show_raw_has_raw_lines_and_edits(dataset: Path) -> None:
    result = gongwen("show", "国办发〔2022〕27号", "--raw", output=dataset)
    assert result.exit_code == 0, result.output
    assert "2022 年 6 月 6 日" in result.stdout
    assert "2022年6月6日" in result.stdout
    assert "join_wrap" in result.stdout


def test_show_says_in_words_why_a_document_begins_there(dataset: Path) -> None:
    result = gongwen("show", "国办发〔2022〕27号", "--raw", output=dataset)
    said = " ".join(result.stdout.split())
    assert "its 发文字号 stands on the next line" in said
    assert "is main no document stands before it" in said
    assert "number_next" not in said


def test_an_unknown_id_is_answered_with_near_ones(dataset: Path) -> None:
    result = gongwen("show", "水土", output=dataset)
    assert result.exit_code == 1
    assert "国务院办公厅关于加强水土保持工作的通知" in result.output


def test_sql_answers(dataset: Path) -> None:
    result = gongwen("sql", "SELECT count(*) AS n FROM documents", output=dataset)
    assert result.stdout.splitlines() == ["n", "2"]
    result = gongwen("sql", "SELECT title FROM documents ORDER BY 1", "--json", output=dataset)
    assert len(json.loads(result.stdout)) == 2


@pytest.mark.parametrize(
    "query", ["SELECT * FRO", "SELECT * FROM nothing", "DROP TABLE documents", "FROM '/etc/passwd'"]
)
def test_what_cannot_be_asked_is_said(query: str, dataset: Path) -> None:
    result = gongwen("sql", query, output=dataset)
    assert result.exit_code == 1
    assert "Error" in result.output


def test_the_prompt_reads_queries_over_several_lines(dataset: Path) -> None:
    result = gongwen("sql", output=dataset, given="SELECT count(*) AS n\nFROM documents;\nSELECT wrong;\n.quit\n")
    assert result.exit_code == 0
    assert "documents" in result.stdout
    assert "n\n2\n" in result.stdout
