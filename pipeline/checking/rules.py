"""The rules of the suites without Great Expectations: which volume breaks one, and where.

The very rules of expectations/*.json, as conditions in SQL. Great Expectations judges all tables together; where a rule
does not hold there, this tells whose rows break it, so that one volume harms no other. A kind of expectation that is
not known here is left to Great Expectations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from pipeline.checking.frames import Frames, quoted_name
from pipeline.checking.promises import BrokenPromise
from pipeline.checking.suites import key_columns, load_suite
from pipeline.contract import TABLES

_OF_ALL = frozenset({"postings"})
"""Tables whose rules look into a table that all volumes make together: the vocabulary."""


def check_tables(tables: Mapping[str, pa.Table]) -> None:
    """Check the tables of one volume against the suites, but for those that lean on what all volumes make together.

    Raises:
        BrokenPromise: with the first rule that is broken, how often, and a row where it is.
    """
    own = [name for name in tables if name not in _OF_ALL]
    with Frames.of_tables(tables) as frames:
        broken = next(broken_rules(frames, own), None)
    if broken is not None:
        raise BrokenPromise(broken)


def broken_rules(frames: Frames, tables: Iterable[str], why: str = "") -> Iterator[str]:
    """Each rule of the suites of some tables that does not hold: how many rows break it, and the first of them.

    With `why`, only the rules that give a reason that begins so.
    """
    for name in tables:
        expectations = (e for e in load_suite(name)["expectations"] if _why(e).startswith(why))
        rules = [(e, _unexpected(e)) for e in expectations]
        known = [(e, condition) for e, condition in rules if condition is not None]
        counts = frames.counts(TABLES[name], [condition for _, condition in known])
        for (expectation, condition), count in zip(known, counts, strict=True):
            if count:
                row = frames.first(TABLES[name], condition, key_columns(TABLES[name]))
                where = ", ".join(f"{k} {v}" for k, v in row.items())
                yield f"{name}: {_told(expectation)} is broken by {count:,} rows, the first {where}"


def _told(expectation: Mapping[str, Any]) -> str:
    return f"{expectation['type']} {dict(expectation['kwargs'])} ({_why(expectation)})"


def _why(expectation: Mapping[str, Any]) -> str:
    return str(expectation.get("meta", {}).get("why", ""))


def _unexpected(expectation: Mapping[str, Any]) -> str | None:
    """The SQL condition that holds for rows an expectation does not expect; None for a kind not known here."""
    kwargs = expectation["kwargs"]
    make = _CONDITIONS.get(expectation["type"])
    return make(kwargs) if make else None


def _in_set(kwargs: Mapping[str, Any]) -> str:
    return f"{_column(kwargs)} NOT IN ({', '.join(map(_literal, kwargs['value_set']))})"


def _between(kwargs: Mapping[str, Any]) -> str:
    sides = [(kwargs.get("min_value"), "<"), (kwargs.get("max_value"), ">")]
    return " OR ".join(f"{_column(kwargs)} {sign} {_literal(limit)}" for limit, sign in sides if limit is not None)


def _not_null(kwargs: Mapping[str, Any]) -> str:
    return f"{_column(kwargs)} IS NULL"


def _matches(kwargs: Mapping[str, Any]) -> str:
    return f"NOT regexp_matches({_column(kwargs)}, {_literal(kwargs['regex'])})"


def _not_less(kwargs: Mapping[str, Any]) -> str:
    sign = "<" if kwargs.get("or_equal") else "<="
    return f"{quoted_name(kwargs['column_A'])} {sign} {quoted_name(kwargs['column_B'])}"


_CONDITIONS = {
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_be_between": _between,
    "expect_column_values_to_not_be_null": _not_null,
    "expect_column_values_to_match_regex": _matches,
    "expect_column_pair_values_a_to_be_greater_than_b": _not_less,
}


def _column(kwargs: Mapping[str, Any]) -> str:
    return quoted_name(kwargs["column"])


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)
