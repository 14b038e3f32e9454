"""The ledger: whatever the cleaners do, undoing it gives the raw text back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.ledger import Draft, LedgerError, Replacement, placed_edits, undo
from pipeline.values import Block, Edit

RAW = st.text(alphabet="一二，。（( 　\n\r\tAb1", max_size=40)
RULES = st.sampled_from(["space_inner", "width_dress", "join_wrap", "drop_url", "fix_lookalike"])


@st.composite
def rounds(draw):
    """A raw text and several rounds of replacements, each in order and without overlap."""
    return draw(RAW), draw(
        st.lists(
            st.lists(
                st.tuples(st.integers(0, 40), st.integers(0, 3), st.text("一x \n", max_size=3), RULES), max_size=6
            ),
            max_size=5,
        )
    )


def apply_round(draft, wishes):
    replacements, at = [], 0
    for start, length, after, rule in sorted(wishes):
        if at <= start and start + length <= len(draft.text):
            replacements.append(Replacement(start, start + length, after, rule))
            at = start + length
    expected, done = [], 0
    for r in replacements:
        expected += (draft.text[done : r.start], r.after)
        done = r.end
    expected.append(draft.text[done:])
    draft.apply(replacements)
    assert draft.text == "".join(expected)


def undone(draft):
    """The raw text, from the clean text and the edits alone (offsets instead of lines)."""
    out, at, taken = [], 0, 0
    for offset, _, before, after, _ in draft.differences():
        out.append(draft.text[taken : taken + offset - at])
        taken += offset - at
        assert draft.text.startswith(after, taken)
        taken += len(after)
        out.append(before)
        at = offset + len(before)
    return "".join(out) + draft.text[taken:]


@given(rounds())
def test_any_replacements_can_be_undone(case):
    raw, wishes = case
    draft = Draft(raw)
    for wish in wishes:
        apply_round(draft, wish)
    assert undone(draft) == raw


@given(rounds())
def test_offsets_lead_both_ways(case):
    raw, wishes = case
    draft = Draft(raw)
    for wish in wishes:
        apply_round(draft, wish)
    offsets = draft.raw_offsets(range(len(draft.text)))
    assert offsets == sorted(offsets)
    back = draft.offsets_after(range(len(raw) + 1))
    assert back == sorted(back)
    assert all(0 <= o <= len(draft.text) for o in back)
    changed = {i for start, end in draft.changed_ranges() for i in range(start, end)}
    for offset, raw_offset in enumerate(offsets):
        if offset not in changed:
            assert draft.text[offset] == raw[raw_offset]
            assert back[raw_offset] == offset


def test_replacements_out_of_order_are_refused():
    with pytest.raises(ValueError, match="overlaps"):
        Draft("一二三").apply([Replacement(1, 3, "", "drop_url"), Replacement(2, 3, "四", "fix_lookalike")])
    with pytest.raises(ValueError, match="past"):
        Draft("一二三").apply([Replacement(2, 4, "", "drop_url")])


def test_a_mended_character_keeps_its_rule_in_the_ledger():
    draft = Draft("草 命")
    draft.apply([Replacement(0, 1, "革", "fix_lookalike", 0.99)])
    draft.apply([Replacement(0, 2, "革", "space_inner")])
    assert draft.text == "革命"
    assert draft.differences() == [(0, "fix_lookalike", "草 ", "革", 0.99)]
    assert placed_edits(draft.differences(7), [0, 5]) == [Edit(2, 3, "fix_lookalike", "草 ", "革", 0.99)]


def test_what_is_put_back_is_no_edit():
    draft = Draft("a b")
    draft.apply([Replacement(1, 2, "", "space_inner")])
    draft.apply([Replacement(1, 1, " ", "space_inner")])
    assert draft.differences() == []


def block(text, line):
    return Block(text, line, line, 1, [(0, line)])


def test_undo_tells_where_ledger_and_blocks_disagree():
    with pytest.raises(LedgerError, match="line 2, column 3"):
        undo([block("革命", 2)], [Edit(2, 3, "fix_lookalike", "草", "革", 1.0)], 2)


def test_two_blocks_of_one_line():
    blocks = [block("一、总则。", 1), block("二、职责。", 1)]
    edits = [Edit(1, 6, "space_break", "", "\n"), Edit(1, 6, "space_margin", "  ", "")]
    assert undo(blocks, edits, 1) == ["一、总则。  二、职责。"]
