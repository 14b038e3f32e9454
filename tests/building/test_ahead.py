"""Work begun before its turn comes to the same, and in the order it must."""

import threading

import pytest

from pipeline.building.ahead import Ahead


def test_what_was_not_begun_is_done_in_its_turn() -> None:
    with Ahead() as ahead:
        ahead.begin(0, "a", lambda: 1)
        assert ahead.take("a", lambda: 2) == 2


def test_what_was_begun_is_done_once_and_before_what_comes_after_it() -> None:
    done: list[str] = []
    may_go_on = threading.Event()

    def slow() -> str:
        may_go_on.wait(10)
        done.append("slow")
        return "slow"

    with Ahead(lanes=2) as ahead:
        ahead.begin(0, "slow", slow)
        ahead.begin(1, "other", lambda: done.append("other"))
        ahead.begin(1, "after", lambda: done.append("after"), after=("slow", "other"))
        ahead.take("other", lambda: done.append("other, again"))
        may_go_on.set()
        assert ahead.take("slow", lambda: "again") == "slow"
        ahead.take("after", lambda: None)
    assert done == ["other", "slow", "after"]


def test_a_failure_is_raised_where_the_work_is_asked_for_and_what_comes_after_is_not_done() -> None:
    done: list[str] = []

    def fail() -> None:
        raise OSError("no room")

    with Ahead(lanes=1) as ahead:
        ahead.begin(0, "a", fail)
        ahead.begin(0, "b", lambda: done.append("b"), after=("a",))
        for name in ("a", "b"):
            with pytest.raises(OSError, match="no room"):
                ahead.take(name, lambda: None)
    assert done == []


def test_leaving_drops_what_has_not_begun_and_waits_for_what_has() -> None:
    done: list[str] = []
    started = threading.Event()

    def first() -> None:
        started.set()
        threading.Event().wait(0.05)
        done.append("first")

    with Ahead(lanes=1) as ahead:
        ahead.begin(0, "first", first)
        ahead.begin(0, "second", lambda: done.append("second"))
        started.wait(10)
    assert done == ["first"]
