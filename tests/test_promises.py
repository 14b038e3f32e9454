"""The promises, each tested on the published tables of the five volumes and on generated pages."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.building.parts import Outcome, Task, make_part
from pipeline.building.run import Settings, Summary, build
from pipeline.checking.rules import check_tables
from pipeline.cleaning.ledger import undo
from pipeline.engines.local import LocalEngine
from pipeline.reading.decoding import encode_lines
from pipeline.stages import build_volume
from pipeline.values import Block, Edit, RefusedVolume
from tests.conftest import RAW, notice

Built = tuple[Path, Summary]


def rows(dataset: Path, query: str) -> list[tuple]:
    """Rows of a query in which {table} stands for a table's file."""
    files = {p.stem: f"read_parquet('{p}')" for p in dataset.glob("*.parquet")}
    return duckdb.sql(query.format(**files)).fetchall()


@pytest.mark.slow
def test_1_nothing_is_lost(built: Built) -> None:
    dataset, _ = built
    for volume, file_name, lines, encoding in rows(
        dataset, "SELECT volume_id, file_name, line_count, encoding FROM {volumes}"
    ):
        blocks = rows(dataset, f"SELECT text, line_start FROM {{blocks}} WHERE volume_id = '{volume}'")
        edits = rows(
            dataset, f"SELECT line, \"column\", rule, before, after FROM {{edits}} WHERE volume_id = '{volume}'"
        )
        undone = undo([Block(text, line, line, 1, []) for text, line in blocks], [Edit(*edit) for edit in edits], lines)
        assert encode_lines(undone, encoding) == (RAW / file_name).read_bytes()


@pytest.mark.slow
def test_1_every_printed_line_stands_in_a_block_or_in_the_ledger(built: Built) -> None:
    dataset, _ = built
    for volume, file_name in rows(dataset, "SELECT volume_id, file_name FROM {volumes}"):
        text = (RAW / file_name).read_text(encoding="utf-8").split("\n")
        seen = {n for (n,) in rows(dataset, f"SELECT line FROM {{edits}} WHERE volume_id = '{volume}'")}
        for first, last in rows(dataset, f"SELECT line_start, line_end FROM {{blocks}} WHERE volume_id = '{volume}'"):
            seen.update(range(first, last + 1))
        assert not {n for n, line in enumerate(text, 1) if line.strip()} - seen


@pytest.mark.slow
def test_2_parts_make_the_whole(built: Built) -> None:
    """Blocks make the text; articles partition it, but for headings that stand in the path of the article they head.

    A row of a long table is an article without a block: it stands on lines of the table block before it, in order.
    """
    dataset, _ = built
    texts: dict[str, list[str]] = defaultdict(list)
    runs: dict[str, list[str]] = defaultdict(list)
    headings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for document, article, text in rows(
        dataset,
        "SELECT document_id, article_id, text FROM {blocks} WHERE document_id IS NOT NULL ORDER BY volume_id, ordinal",
    ):
        texts[document].append(text)
        if article is None:
            headings[document].append((len(runs[document]), text))
        elif not runs[document] or runs[document][-1] != article:
            runs[document].append(article)
    articles: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    table_rows: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for document, article, path, start, end in rows(
        dataset,
        "SELECT document_id, article_id, path, line_start, line_end FROM {articles} ORDER BY document_id, ordinal",
    ):
        if article in runs[document]:
            articles[document].append((article, ["".join(p.split()) for p in path]))
        else:
            table_rows[articles[document][-1][0]].append((article, start, end))
    documents = rows(dataset, "SELECT document_id, text FROM {documents}")
    assert len(documents) > 400
    for document, text in documents:
        assert "\n".join(texts[document]) == text
        assert runs[document] == [article for article, _ in articles[document]]
        for place, heading in headings[document]:
            assert "".join(heading.split()) in articles[document][place][1]
    blocks = {
        article: (start, end)
        for article, start, end in rows(
            dataset,
            "SELECT article_id, max(line_start), max(line_end) FROM {blocks} WHERE kind = 'table' GROUP BY article_id",
        )
    }
    assert sum(map(len, table_rows.values())) > 698
    for article, found in table_rows.items():
        first, last = blocks[article]
        starts = [start for _, start, _ in found]
        assert starts == sorted(starts)
        assert all("__row_" in row and first <= start <= end <= last for row, start, end in found)


@pytest.mark.slow
@pytest.mark.usefixtures("quick_verdicts")
def test_3_same_in_same_out(
    built: Built,
    tmp_path: Path,
    parquet_hashes: Callable[[Path], dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One process, the other order, another folder, other times of the files, another day."""
    dataset, summary = built
    raw = tmp_path / "raw"
    shutil.copytree(RAW, raw, copy_function=shutil.copyfile)

    def backwards(_: LocalEngine, tasks: Iterable[Task]) -> Iterator[Outcome]:
        return map(make_part, sorted(tasks, key=lambda t: t.byte_count))

    monkeypatch.setattr(LocalEngine, "run", backwards)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    again = build(Settings(raw, tmp_path / "output", jobs=1))
    assert again.rows == summary.rows
    assert parquet_hashes(tmp_path / "output" / "latest") == parquet_hashes(dataset)


@pytest.mark.slow
@pytest.mark.usefixtures("quick_verdicts")
def test_4_ids_stay_whatever_volumes_stand_beside(built: Built, tmp_path: Path) -> None:
    dataset, _ = built
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("002_2b41b7aea7ba18c4.txt", "004_72cb0e845bae91e7.txt"):
        shutil.copyfile(RAW / name, raw / name)
    (raw / "999.txt").write_text(notice(), encoding="utf-8")
    build(Settings(raw, tmp_path / "output", jobs=1))
    queries = [
        "SELECT document_id, text_sha256, work_id FROM {documents} WHERE volume_id IN ",
        "SELECT article_id, text FROM {articles} WHERE volume_id IN ",
        "SELECT unit_id, label FROM {units} WHERE volume_id IN ",
        "SELECT block_id, text FROM {blocks} WHERE volume_id IN ",
    ]
    for query in queries:
        both = query + "('002_2b41b7aea7ba18c4', '004_72cb0e845bae91e7') ORDER BY ALL"
        assert rows(tmp_path / "output" / "latest", both) == rows(dataset, both)


def test_4_ids_do_not_depend_on_lines() -> None:
    """Text put before a document, and lines wrapped otherwise, leave its ids as they were."""
    plain = build_volume("v.txt", notice().encode()).rows
    moved = build_volume("v.txt", ("第一部分 中央文件\n\n" + notice()).encode()).rows
    assert ids(plain, "documents", "document_id") == ids(moved, "documents", "document_id")
    assert ids(plain, "articles", "article_id") == ids(moved, "articles", "article_id")
    assert ids(plain, "units", "unit_id") == ids(moved, "units", "unit_id")


def ids(tables: dict[str, list[dict]], table: str, column: str) -> list[str]:
    """The ids of a table, in order."""
    return [row[column] for row in tables[table]]


LINES = st.one_of(
    st.sampled_from(notice().split("\n")),
    st.sampled_from(
        [
            "",
            " ",
            "第一章 总 则",
            "第一条 为了规范",
            "第二条",
            "附件：1. 名单",
            "附件2",
            "— 12 —",
            "17 ",
            "（三）落实。",
            "3.",
            "①",
        ]
    ),
    st.text("一二三（）《》第条章节款：，。；、〔〕2022年 月日号\u3000 \tABc\r\x07\ue5d2\ufeff\u202e", max_size=40),
    st.text(st.characters(codec="utf-8", exclude_characters="\n\x00"), max_size=30),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LINES, min_size=1, max_size=60), st.sampled_from(["\n", "\r\n"]))
def test_any_page_is_built_exactly_or_refused(lines: list[str], ending: str) -> None:
    """`build_volume` checks the ledger against the bytes; what breaks it, or a rule of the suites, is raised."""
    data = ending.join(lines).encode()
    try:
        first = build_volume("v.txt", data)
    except RefusedVolume:
        return
    check_tables(first.tables)
    assert build_volume("v.txt", data).rows == first.rows
