"""Relationships and races, against the tables of the notes told anew."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.records import Relationship, core_list
from fjcore.records.derived import inverse, ovw_group, race_row
from fjcore.values import Missing

KINDS = sorted(core_list("nibrs.victim_to_offender").codes)

#: For each code: what the other person then is, in the words of the list.
WAY_BACK = {
    "Parent": "Child",
    "Grandparent": "Grandchild",
    "Stepparent": "Stepchild",
    "Employee": "Employer",
}

kinds = st.sampled_from(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_inverse(kind: str) -> None:
    """The way back should be the same word, its counterpart, or none at all."""
    pairs = {**WAY_BACK, **{b: a for a, b in WAY_BACK.items()}}
    words = {
        "PA": "Parent",
        "CH": "Child",
        "GP": "Grandparent",
        "GC": "Grandchild",
        "SP": "Stepparent",
        "SC": "Stepchild",
        "EE": "Employee",
        "ER": "Employer",
    }
    codes = {word: code for code, word in words.items()}
    if kind in words:
        assert codes[pairs[words[kind]]] == inverse(kind)
    else:
        assert (None if kind in ("BE", "CF") else kind) == inverse(kind)


@settings(max_examples=100, deadline=None)
@given(kinds)
def test_there_and_back(kind: str) -> None:
    """Going back from the way back should lead to where one was."""
    back = inverse(kind)

    assert back is None or kind == inverse(back)
    assert back is None or back in KINDS


@settings(max_examples=100, deadline=None)
@given(kinds)
def test_both_ways_of_a_symmetric_one_are_in_one_group(kind: str) -> None:
    """A relationship and its way back should be counted in one group."""
    back = inverse(kind)

    assert back is None or ovw_group(back) == ovw_group(kind)


GROUPS = {
    "partner": {"SE", "CS", "XS", "XR"},
    "dating": {"BG"},
    "family": {"PA", "SB", "CH", "GP", "GC", "IL", "SP", "SC", "SS", "OF", "CF"},
    "acquaintance": {"AQ", "FR", "NE", "BE", "EE", "ER", "OK"},
    "stranger": {"ST"},
    "unknown": {"RU"},
}


@pytest.mark.parametrize("kind", [*KINDS, "XR", "CO"])
def test_ovw_group(kind: str) -> None:
    """A relationship should be counted in one group, or be left to a person."""
    found = [name for name, held in GROUPS.items() if kind in held]

    assert found == ([ovw_group(kind)] if kind not in ("CO", "VO") else [])
    assert ovw_group(kind) in {*core_list("fj.ovw_relationship").codes, None}
    assert (ovw_group(kind) is None) == (kind in ("CO", "VO"))


def test_a_relationship_has_two_ends() -> None:
    """A relationship should be kept once, read from the one to the other."""
    held = Relationship(from_ref="a", to_ref="b", kind="CH")

    assert "PA" == inverse(held.kind)


# --- races --------------------------------------------------------------------------

ROWS = {
    "AmIndAKNative": "American Indian/Alaska Native",
    "Asian": "Asian",
    "BlackAfAmerican": "Black/African American",
    "HispanicLatinao": "Hispanic or Latino",
    "MidEastNAfrican": "Some Other Race",
    "NativeHIPacific": "Native Hawaiian and Other Pacific Islander",
    "White": "White Non-Latino/Caucasian",
}
EVERY = [races for size in range(1, 8) for races in combinations(sorted(ROWS), size)]


@pytest.mark.parametrize("rule", ["multiple", "hispanic"])
def test_race_row(rule: str) -> None:
    """Every set of races should count in one row, by the holder's rule."""
    known = core_list("voca.race_ethnicity").codes
    for races in EVERY:
        wanted = ROWS[races[0]] if len(races) == 1 else "Multiple Races"
        if rule == "hispanic" and set(races) == {"HispanicLatinao", "White"}:
            wanted = "Hispanic or Latino"

        assert wanted == race_row(races, hispanic_white=rule)
        assert wanted in known


def test_rows_add_up() -> None:
    """Rows of any people should add up to how many of them there are."""
    people = [*EVERY, Missing.ASKED_DECLINED, Missing.NOT_COLLECTED, ()]
    rows = [race_row(races) for races in people]

    assert None not in rows
    assert {"Not Reported", "Not Tracked"} <= set(rows)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(EVERY), st.integers(0, 6))
def test_order_and_repetition_do_not_count(races: tuple[str, ...], turn: int) -> None:
    """Said in another order, or twice, races should count in the same row."""
    turned = (*races[turn % len(races) :], *races, *races[: turn % len(races)])

    assert race_row(races) == race_row(turned)


def test_a_code_of_an_older_list() -> None:
    """The older spelling of a code should count as the newer one."""
    assert "Hispanic or Latino" == race_row(["HispanicLatinaeo"])
    assert "Hispanic or Latino" == race_row(["HispanicLatinaeo", "HispanicLatinao"])


def test_a_question_that_does_not_apply_has_no_row() -> None:
    """Nobody should be counted for a question that does not apply to her."""
    assert race_row(Missing.NOT_APPLICABLE) is None
    assert "Not Reported" == race_row(Missing.UNSAFE_TO_ASK)
