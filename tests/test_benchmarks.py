"""Generated corpora: the same by the same seed, other texts by another; nothing lost in shuffling."""

import re
from pathlib import Path

from benchmarks.corpora import varied, write_corpus
from benchmarks.history import MARK, add_to_history
from pipeline.building.raw_folder import read_raw_folder
from tests.conftest import notice

TEXT = "".join(notice(f"国务院办公厅关于第{n}事的通知", 20 + n) for n in range(6))
STARTS = [i for i, line in enumerate(TEXT.split("\n")) if line.startswith("国务院办公厅关于")]


def letters(text: str) -> list[str]:
    return sorted(re.sub(r"\d", "#", text).split("\n"))


def test_a_seed_makes_the_same_text_and_another_seed_another() -> None:
    one = varied(TEXT, STARTS, "1")
    assert one == varied(TEXT, STARTS, "1")
    assert one != varied(TEXT, STARTS, "2")
    assert one != TEXT


def test_only_the_order_and_the_figures_change() -> None:
    one = varied(TEXT, STARTS, "1")
    assert letters(one) == letters(TEXT)
    assert re.findall(r"关于第\d事", one) != re.findall(r"关于第\d事", TEXT)
    assert sorted(re.findall(r"(\d+)号", one)) != sorted(re.findall(r"(\d+)号", TEXT))
    assert all(1990 <= int(y) <= 2025 for y in re.findall(r"(\d{4}) 年", one))


def test_a_corpus_is_a_raw_folder_whose_volumes_all_differ(small_dataset: Path, raw: Path, tmp_path: Path) -> None:
    size = write_corpus(tmp_path / "many", raw, small_dataset, times=3, seed=5)
    folder = read_raw_folder(tmp_path / "many")
    texts = [v.path.read_bytes() for v in folder.volumes if v.path]
    assert len(texts) == len(set(texts)) == 6
    assert sum(map(len, texts)) == size
    assert all(v.refused is None and v.source is not None for v in folder.volumes)


def test_a_measurement_is_put_before_earlier_ones(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Figures\n\n{MARK}\n\n### earlier\n", encoding="utf-8")
    machine = {"date": "2026-11-21 12:00", "commit": "abc", "cores": 2, "processor": "p", "memory_gb": 8.0,
               "python": "3.11", "load_before": 0.1}  # fmt: skip
    built = {"seconds": 9.0, "cpu_seconds": 12.0, "peak_mb": 700.2}
    add_to_history(page, {"machine": machine, "runs": 3, "builds": {"cold, 1 job": built}})
    text = page.read_text(encoding="utf-8")
    assert "| cold, 1 job | 9.0 | 12.0 | 700 |" in text
    assert text.index("2026-11-21 12:00") < text.index("### earlier")
