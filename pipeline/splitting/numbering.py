"""Numbering followed as sequences: which markers are units, and how they nest.

A marker continues the running sequence at its level, resumes one that was left, starts a new one at its first number,
or is no unit at all (a wrapped citation, an amount, a year). Each choice has a cost in nats; a small beam of hypotheses
is carried through the document, so that what comes later can tell what came before. Knows numbers and styles, no texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from pipeline.splitting.markers import BOX_STYLE, DASH_STYLE, RANKS, Marker


class Before(Enum):
    """What stands before a place where a unit may begin."""

    LABELLED = 0  # a paragraph that has a label itself
    OPENING = 1  # such a one that ends in a colon: what follows stands in it
    TEXT = 2  # a paragraph without a label
    LEAD = 3  # such a one that ends in a colon: a new list begins


_BEAM = 6
_DEEPEST = 12  # no document nests deeper; keeps hostile input linear
_PRUNE = 14.0

_GAP, _LONGEST_GAP, _REPEAT, _BACK = 2.5, 7.0, 3.5, 6.0
_START, _LATE_START, _NEST_AGAINST_RANK = 0.3, 4.0, 1.5
_RESTART_BESIDE = {Before.LABELLED: 3.0, Before.OPENING: 4.0, Before.TEXT: 1.5, Before.LEAD: 0.5}
_NEST_IN_ITSELF = {Before.LABELLED: 4.0, Before.OPENING: 0.5, Before.TEXT: 4.0, Before.LEAD: 4.0}
_RESUME = {None: 0.5, "runs": 0.0, "restarts": 3.0}
_RESTART = {None: 0.0, "runs": 1.5, "restarts": 0.0}
_ARTICLE_RESTART = 4.0
_HIDDEN_CONTINUES = -1.7
_NUMBERLESS = frozenset((DASH_STYLE, BOX_STYLE))


class Sight(NamedTuple):
    """A place where a unit may begin: the readings exclude each other. `quoted`: inside a quotation."""

    readings: tuple[Marker, ...]
    before: Before = Before.LABELLED
    quoted: bool = False


class Taken(NamedTuple):
    """A marker taken for a unit: index of its sight, the reading, the parent's index among the taken (or None)."""

    sight: int
    marker: Marker
    parent: int | None


class _Frame(NamedTuple):
    """An open sequence: its style, the number it has come to, that unit's index, and (a box) what was left outside."""

    style: str
    number: tuple[int, ...]
    unit: int
    left: Mapping[str, tuple[int, ...]] | None = None


class _Trail(NamedTuple):
    before: _Trail | None
    taken: Taken
    position: int


class _State(NamedTuple):
    cost: float
    stack: tuple[_Frame, ...]
    left: Mapping[str, tuple[int, ...]]
    habits: Mapping[str, str]
    trail: _Trail | None

    @property
    def key(self) -> tuple[object, ...]:
        return tuple([(f.style, f.number) for f in self.stack]), frozenset(self.left.items())


class _Option(NamedTuple):
    """Take a marker: at what cost, keeping how many frames of the stack, and what this teaches about a style."""

    cost: float
    keep: int
    habit: tuple[str, str] | None = None


class _Move(NamedTuple):
    """From a state to one of the next cost: by taking a marker, or (None) by refusing what is there."""

    cost: float
    state: _State
    marker: Marker | None = None
    option: _Option | None = None


def follow(sights: Sequence[Sight]) -> list[Taken]:
    """The units among the sights, in order."""
    first_hidden = _hidden_starts(sights)
    states = [_State(0.0, (), {}, {}, None)]
    for i, sight in enumerate(sights):
        moves: list[_Move] = []
        for state in states:
            moves += _moves(state, sight, i in first_hidden)
        states = _best(moves, i)
    return _walk_back(states[0].trail)


def _hidden_starts(sights: Sequence[Sight]) -> frozenset[int]:
    """Sights with a hidden first number whose next open marker of that style is the second: these may start one."""
    coming: dict[str, int] = {}
    found = set()
    for i in range(len(sights) - 1, -1, -1):
        for m in sights[i].readings:
            if not m.hidden:
                coming[m.style] = m.number[-1]
            elif m.number == (1,) and coming.get(m.style) == 2:
                found.add(i)
                coming[m.style] = 1
    return frozenset(found)


def _moves(state: _State, sight: Sight, may_start: bool) -> Iterator[_Move]:
    """What can be made of a sight, refusing it included; nothing but an exact continuation where one is certain."""
    refusing = 0.0
    for marker in sight.readings:
        taking = marker.taking + (5.0 if sight.quoted else 0.0)
        refusing = max(refusing, 0.0 if sight.quoted else marker.refusing)
        options: Iterable[_Option]
        if marker.hidden:
            certain, options = False, _hidden_options(state, marker, sight.before, may_start)
        else:
            certain, options = taking < 0.5 and marker.refusing >= 4.0, _options(state, marker, sight.before)
        for option in options:
            yield _Move(state.cost + taking + option.cost, state, marker, option)
            if certain and option.cost == 0.0:
                return
            certain = False  # an exact continuation comes first
    yield _Move(state.cost + refusing, state)


def _hidden_options(state: _State, marker: Marker, before: Before, may_start: bool) -> list[_Option]:
    """A hidden marker only continues a sequence exactly, or starts one that goes on in the open."""
    if marker.number == (1,) and not may_start:
        return []
    options = []
    for option in _options(state, marker, before):
        if marker.number == (1,):
            options.append(option)
        elif option.cost <= 0.5:
            options.append(option._replace(cost=option.cost + _HIDDEN_CONTINUES))
            break
    return options


def _options(state: _State, marker: Marker, before: Before) -> Iterator[_Option]:
    """The ways to take a marker, an exact continuation first."""
    style, number, stack = marker.style, marker.number, state.stack
    if style in _NUMBERLESS:
        yield _Option(0.0, _depth_for_numberless(stack, style))
        return
    passed = 0
    open_at = None
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].style == style:
            open_at = depth if open_at is None else open_at
            cost = _advance(stack[depth].number, number)
            if cost is not None:
                yield _Option(cost + 0.4 * passed, depth)
                if cost == 0.0:
                    break
            passed += 1
    natural = _natural_depth(stack, style)
    habit = state.habits.get(style)
    boxed = any(f.style == BOX_STYLE for f in stack[open_at or 0 :])
    if style in state.left and (open_at is None or boxed):
        cost = _advance(state.left[style], number)
        if cost is not None:
            outside = _outside_box(stack)
            price = 0.0 if style == "条" else _RESUME[habit]
            yield _Option(cost + price, min(natural, outside), (style, "runs"))
    if number[-1] == 1 or (len(number) == 1 and number[0] < 1):
        yield from _starts(state, marker, before, natural, open_at)
    else:
        yield _Option(_late_start(style, number[-1]) + (3.0 if style in state.left else 0.0), natural)


def _late_start(style: str, number: int) -> float:
    """Cost of a sequence whose first number is not 1. A 条 that begins so is mostly quoted."""
    if style == "条":
        return min(30.0, 6.0 + 3.0 * (number - 2))
    return _LATE_START + min(3.0, 0.2 * number)


def _starts(state: _State, marker: Marker, before: Before, natural: int, open_at: int | None) -> Iterator[_Option]:
    style, stack = marker.style, state.stack
    cost = _START + _RESTART[state.habits.get(style)]
    if style == "条" and (style in state.left or open_at is not None):
        cost += _ARTICLE_RESTART
    learn = (style, "restarts") if style in state.left else None
    parent = stack[natural - 1] if natural else None
    if len(marker.number) > 1 and style != "条":
        cost += _prefix_cost(parent, marker.number)
    beside = _RESTART_BESIDE[before] if open_at is not None and open_at >= natural else 0.0
    if natural == len(stack) or len(stack) >= _DEEPEST:
        yield _Option(cost + beside, natural, learn)
    else:
        yield _Option(cost + beside + (1.0 if before is Before.OPENING else 0.0), natural, learn)
        top = stack[-1]
        nests = f"{top.style}>{style}"
        if top.style == BOX_STYLE or nests in state.habits or (top.style != style and before is Before.OPENING):
            yield _Option(cost + 0.1, len(stack), (nests, "nests"))
        elif top.style == style:
            yield _Option(cost + _NEST_IN_ITSELF[before], len(stack))
        elif top.style != DASH_STYLE:
            yield _Option(cost + _NEST_AGAINST_RANK, len(stack), (nests, "nests"))


def _prefix_cost(parent: _Frame | None, number: tuple[int, ...]) -> float:
    """A decimal number stands in the unit that its first figures name."""
    if parent is None:
        return 3.0
    if RANKS["1."] <= RANKS[parent.style] <= RANKS["1.1.1.1.1"]:
        return 0.0 if parent.number == number[:-1] else 2.0
    return 0.0


def _natural_depth(stack: Sequence[_Frame], style: str) -> int:
    """How many frames stay open: those above which a style usually stands."""
    rank = RANKS[style]
    depth = len(stack)
    while depth and RANKS[stack[depth - 1].style] >= rank and stack[depth - 1].style != BOX_STYLE:
        depth -= 1
    return depth


def _outside_box(stack: Sequence[_Frame]) -> int:
    return next((d for d, f in enumerate(stack) if f.style == BOX_STYLE), len(stack))


def _depth_for_numberless(stack: Sequence[_Frame], style: str) -> int:
    """Dashes and boxes stand in whatever is open, beside their like."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].style == style:
            return depth
        if stack[depth].style == BOX_STYLE:
            break
    return len(stack)


def _advance(before: tuple[int, ...], number: tuple[int, ...]) -> float | None:
    """Cost of a number after another of its sequence; 0 for the next one, None where it cannot follow."""
    if number == before:
        return _REPEAT
    if len(before) == len(number) > 1 and before[:-1] != number[:-1]:
        return 1.3 if number[-1] == 1 and number > before else None
    if len(number) != len(before):
        return _advance_branch(before, number)
    step = number[-1] - before[-1]
    if step == 1:
        return 0.0
    return min(_LONGEST_GAP, _GAP * (step - 1)) if step > 1 else _BACK


def _advance_branch(before: tuple[int, ...], number: tuple[int, ...]) -> float | None:
    """第十五条 → 第十五条之一 → 第十六条."""
    if number[0] == before[0]:
        return 0.0 if len(number) > len(before) and number[1] <= 2 else _BACK
    step = number[0] - before[0]
    return min(_LONGEST_GAP, _GAP * (step - 1)) if step >= 1 else _BACK


def _made(move: _Move, i: int) -> _State:
    """The state that a move at sight `i` leads to."""
    state, marker, option = move.state, move.marker, move.option
    if marker is None or option is None:
        return _State(move.cost, *state[1:])
    stack, keep = state.stack, min(option.keep, _DEEPEST - 1)
    index = 0 if state.trail is None else state.trail.position + 1
    parent = stack[keep - 1].unit if keep else None
    left = _left_after(state.left, stack[keep:], marker.style)
    frame = _Frame(marker.style, marker.number, index, left if marker.style == BOX_STYLE else None)
    habits = state.habits
    if option.habit and habits.get(option.habit[0]) != option.habit[1]:
        habits = {**habits, option.habit[0]: option.habit[1]}
    trail = _Trail(state.trail, Taken(i, marker, parent), index)
    return _State(move.cost, (*stack[:keep], frame), left, habits, trail)


def _left_after(
    left: Mapping[str, tuple[int, ...]], popped: Sequence[_Frame], style: str
) -> Mapping[str, tuple[int, ...]]:
    """Sequences that may be resumed: those popped, but what stood in a box stays in the box."""
    if not popped and style not in left:
        return left
    changed = dict(left)
    seen: set[str] = set()
    for frame in popped:
        if frame.style == BOX_STYLE and frame.left is not None:
            changed = {**frame.left, **{s: changed[s] for s in seen}}
            break
        if frame.style not in _NUMBERLESS and frame.style not in seen:  # of a list within a list, the outer goes on
            changed[frame.style] = frame.number
            seen.add(frame.style)
    changed.pop(style, None)
    return changed


def _best(moves: Sequence[_Move], i: int) -> list[_State]:
    """The cheapest distinct states that the moves at sight `i` lead to."""
    if len(moves) == 1:
        return [_made(moves[0], i)]
    ordered = sorted(moves, key=lambda m: m.cost)
    kept: dict[tuple[object, ...], _State] = {}
    for move in ordered:
        if move.cost > ordered[0].cost + _PRUNE or len(kept) == _BEAM:
            break
        state = _made(move, i)
        kept.setdefault(state.key, state)
    return list(kept.values())


def _walk_back(trail: _Trail | None) -> list[Taken]:
    found = []
    while trail is not None:
        found.append(trail.taken)
        trail = trail.before
    return found[::-1]
