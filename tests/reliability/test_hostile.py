"""Mutated volumes are built, every promise kept, or refused with a reason. More of them: tools/mutate_volumes.py."""

from collections.abc import Callable
from time import process_time

import pytest

from pipeline.building.raw_folder import wrong_name
from pipeline.checking.rules import check_tables
from pipeline.stages import build_volume
from pipeline.values import RefusedVolume
from tests.conftest import RAW, notice
from tests.reliability.judging import broken_promises, longest, together
from tests.reliability.mutations import mutated


@pytest.mark.parametrize("first", range(0, 80, 20))
def test_mutated_volumes_are_built_or_refused(first: int) -> None:
    pages = [path.read_bytes() for path in sorted(RAW.glob("*.txt"))]
    volumes = []
    for number in range(first, first + 20):
        volume = mutated(pages, 8, number)
        started = process_time()
        try:
            built = build_volume(f"m{number}.txt", volume.data)  # the ledger is undone in here, byte for byte
        except RefusedVolume as refused:
            assert "expected" in str(refused), volume.what
            continue
        assert process_time() - started < longest(volume.data), volume.what
        assert list(broken_promises(built.rows)) == [], volume.what
        volumes.append(built)
    check_tables(together(volumes))


def test_the_same_seed_gives_the_same_volume() -> None:
    pages = [notice().encode() * 50]
    assert mutated(pages, 8, 3) == mutated(pages, 8, 3) != mutated(pages, 8, 4)


def test_hostile_names_are_refused() -> None:
    for name in ("../a.txt", "a/b.txt", "a\nb.txt", "a\x00b.txt", "\u202ea.txt", "\udcff.txt", "a#b.txt"):
        assert "expected a file name of printable characters" in str(wrong_name(name))
    assert wrong_name("<b>'; DROP TABLE documents; --.txt") is None


def test_levels_that_open_each_other_without_end_do_not_nest_without_end() -> None:
    pages = next(RAW.glob("002_*.txt")).read_text(encoding="utf-8").split("\n")[:40]
    labels = "一、\n（一）\n1.\n（1）\n①\n" * 100
    built = build_volume("m.txt", ("\n".join(pages) + "\n" + labels).encode())
    assert max(u["depth"] for u in built.rows["units"]) <= 12


ENDLESS: dict[str, Callable[[int], str]] = {
    "ambiguous headings": lambda n: "".join(
        f"{'一二三四五六七八九'[i % 9]}、\n（{'一二三四五六七'[i % 7]}）\n" for i in range(n)
    ),
    "articles": lambda n: "第一条\n" * n,
    "citations": lambda n: "根据《中华人民共和国行政许可法》第十五条，制定本办法。\n" * n,
    "responsibilities": lambda n: "加强监管（发展改革委牵头，财政部、商务部按职责分工负责）。\n" * n,
    "definitions": lambda n: "本办法所称甲，是指乙（以下简称丙）。\n" * n,
    "attachments": lambda n: "".join(f"附件{i % 40 + 1}\n国务院办公厅关于甲的通知\n" for i in range(n)),
    "table rows": lambda n: "".join(f"{i + 1} 北京市 {i * 7 % 100} 万元\n" for i in range(n)),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ENDLESS)
def test_time_grows_with_size_and_no_faster(kind: str) -> None:
    """Four times the lines take four times the time, with room for what a busy machine adds."""
    took = []
    for lines in (250, 500, 2_000):  # the first loads what is loaded once
        data = (notice() + ENDLESS[kind](lines)).encode()
        started = process_time()
        build_volume("m.txt", data)
        took.append(process_time() - started)
    assert took[2] < 4 * took[1] * 1.6 + 0.5, took


def test_no_expression_is_read_in_more_than_one_way() -> None:
    """Two that mutation found: a title of nothing but figures and points, a cell of nothing but heading words."""
    from pipeline.cleaning.table_lines import heading_cells
    from pipeline.knowledge.instruments import names_instrument

    started = process_time()
    names_instrument("关于新时代的意" + "1.1.1.1.1.1.1.1 " * 15 + "见", "", "")
    for end in ("X名称", "、、、名称"):
        assert heading_cells("名称" * 27 + end) == ()
    assert process_time() - started < 1


def test_a_volume_that_ends_below_a_title_is_built() -> None:
    """What a web page says of the document was dropped below its last line; it is where the day stands."""
    text = (
        notice() + " 中共中央 国务院印发《全面深化改革开放方案》\n\n发文机关：中共中央 国务院 发布日期：2021-09-06 \n\n"
    )
    assert build_volume("m.txt", text.encode()).rows["documents"]
