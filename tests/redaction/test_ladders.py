"""What holds of every operator, and of every ladder of them."""

from __future__ import annotations

from decimal import Decimal
from functools import partial as bound
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redaction import coarse
from redaction.coarse import few

from fjcore.consent import View
from fjcore.errors import OptionRefused
from fjcore.records import FieldKind, Label, Ladder, Leaf
from fjcore.redaction import (
    LADDERS,
    MASK,
    STEPS,
    Place,
    PlaceStep,
    Shifted,
    Token,
    age_band,
    buckets,
    coarse_place,
    date_shift,
    operator,
    partial,
    steps_of,
    token,
)
from fjcore.redaction.operators import last_four
from fjcore.redaction.places import city, county, region, state

KEY = coarse.KEYS[1]
shift = bound(date_shift, subject="0f" * 16, key=KEY)
place = {step: bound(coarse_place, step=step) for step in PlaceStep}

states = st.sampled_from(["MT", "PR", "mt", "west", "DC"])
counties = st.sampled_from(["30111", "3011", "301115"])
cities = st.sampled_from(["Fernhollow", "", "\t"])
names = st.sampled_from(["Maeve Quill", " MAEVE  quill", "ŞEN", "ﬁn", ""])

#: Each operator, with values of its kind.
ROWS = [
    (age_band, coarse.ages),
    *((buckets(edges), coarse.amounts) for edges in coarse.EDGES),
    *((step, coarse.places) for step in place.values()),
    *((region, states), (state, states), (county, counties), (city, cities)),
    *((bound(partial, kept=k), coarse.accounts) for k in (1, 2, 3, 4)),
    (last_four, coarse.accounts),
    *((bound(token, kind=kind, key=KEY), names) for kind in ("person", "phone")),
    (shift, coarse.days),
]
#: Operators from the coarsest to the finest, with values.
CHAINS = [
    ([buckets(edges) for edges in coarse.EDGES], coarse.amounts),
    (list(place.values()), coarse.places),
    ([region, state], states),
]
held = st.sampled_from(ROWS).flatmap(lambda row: st.tuples(st.just(row[0]), row[1]))


def shown(chain):
    """Two steps of a chain, the coarser first, and two values."""
    steps, values = chain
    index = st.integers(0, len(steps) - 1)
    both = st.tuples(index, index).map(sorted)
    return st.tuples(both.map(lambda i: [steps[one] for one in i]), values, values)


chains = st.sampled_from(CHAINS).flatmap(shown)


def leaf(ladder=None, *, edges=(), category="incident", kind=FieldKind.TEXT):
    return Leaf("made.field", Label(category), kind, None, False, ladder, edges)


@few
@given(held)
def test_an_operator_leaves_what_it_made(case):
    """What an operator made should be left as it is by it."""
    apply, value = case
    once = apply(value)

    assert once == apply(once)


@few
@given(chains)
def test_a_coarser_step_follows_from_a_finer(case):
    """What a coarser step shows should follow from what a finer one shows."""
    (coarser, finer), value, _ = case

    assert coarser(value) == coarser(finer(value))
    assert coarser(value) == finer(coarser(value))


@few
@given(chains)
def test_equal_at_finer_is_equal_at_coarser(case):
    """Two values that a finer step shows alike should be alike at a coarser one."""
    (coarser, finer), one, other = case

    assert finer(one) != finer(other) or coarser(one) == coarser(other)


def test_some_values_are_alike_at_a_finer_step():
    """The rule about values that are alike should have some to speak of."""
    one, other = Place(state="MT", line="1 Quill"), Place(state="MT", line="2 Quill")

    assert one != other
    assert coarse_place(one, PlaceStep.CITY) == coarse_place(other, PlaceStep.CITY)


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_total(row):
    """An operator should give text, a type of its own or nothing, whatever comes."""
    apply = ROWS[row][0]

    for value in coarse.HOSTILE:
        got = apply(value)
        assert got is None or type(got) in (str, Place, Token, Shifted)
        assert got == apply(got)


@pytest.mark.parametrize("ladder", sorted(Ladder))
def test_every_view_of_a_ladder_has_a_meaning(ladder):
    """Every view of every ladder should be a step, nothing, or the whole value."""
    one = leaf(ladder, edges=(0, 5) if ladder is Ladder.BUCKET else ())
    steps = [apply for _, apply in steps_of(one)]
    got = [operator(one, view) for view in View if view < View.FULL]

    assert [None] * 3 == got[:3]
    assert steps == got[3 : 3 + len(steps)]
    assert {got[-1]} == set(got[2 + len(steps) :])


def test_every_kind_has_its_own_steps():
    """A field that declares nothing should have the steps of its kind, as ever."""
    for kind in FieldKind:
        assert STEPS.get(kind, ()) == steps_of(leaf(kind=kind))


def test_every_ladder_but_that_of_numbers_is_in_the_table():
    """The table should have every ladder; the groups of numbers are the field's own."""
    assert set(Ladder) - {Ladder.BUCKET} == set(LADDERS)


@pytest.mark.parametrize(
    ("ladder", "kind", "least"),
    [
        (Ladder.STATE, FieldKind.TEXT, View.COARSE_1),
        (Ladder.COUNTY, FieldKind.TEXT, None),
        (Ladder.CITY, FieldKind.TEXT, None),
        (None, FieldKind.ZIP, None),
    ],
)
def test_a_shelter_is_never_finer_than_its_state(ladder, kind, least):
    """Of a shelter's place nothing finer than its state should show, short of all."""
    one = leaf(ladder, category="location.shelter", kind=kind)
    views = [view for view in View if view < View.FULL]
    got = [view for view in views if operator(one, view) is not None]

    assert least == (got[0] if got else None)


@given(coarse.places)
@few
def test_a_shelter_as_a_whole_is_never_finer_than_its_state(value):
    """A shelter's place should show its state at most, at whatever step."""
    wanted = coarse_place(value, PlaceStep.STATE)

    for step in list(PlaceStep)[1:]:
        assert wanted == coarse_place(value, step, shelter=True)


@few
@given(coarse.ages)
def test_an_age_is_in_its_group(value):
    """An age should be told as the one group that holds it."""
    wanted = next(
        band for band, low in zip(BANDS_DOWN, FIRST_DOWN, strict=True) if value >= low
    )

    assert wanted == age_band(value)


BANDS_DOWN, FIRST_DOWN = coarse.BANDS[::-1], coarse.FIRST[::-1]


@few
@given(st.sampled_from(coarse.EDGES), coarse.amounts)
def test_an_amount_is_in_its_group(edges, value):
    """A number should be told as the group from one edge to just below the next."""
    got = buckets(edges)(value)
    low = max((e for e in edges if e <= value), default=None)
    high = min((e for e in edges if e > value), default=None)
    wanted = f"[{low},{high})"
    wanted = f"<{high}" if low is None else wanted
    wanted = f">={low}" if high is None else wanted

    assert wanted == got


@pytest.mark.parametrize("value", [-1, 0, 499, 500, 10**9])
def test_groups_do_not_follow_the_data(value):
    """A number should be in the same group, whatever else was told before it."""
    apply = buckets((0, 500))
    before = apply(value)
    for other in range(0, 3000, 7):
        apply(other)

    assert before == apply(value)
    assert before == buckets((Decimal(0), Decimal("500.00")))(value)


@pytest.mark.parametrize("edges", [(), (1, 1), (2, 1), [1], (1.5,), (True,), ("1",)])
def test_edges_that_do_not_rise_are_refused(edges):
    """Groups without an edge, or with edges that do not rise, should be refused."""
    with pytest.raises(OptionRefused):
        buckets(edges)


@few
@given(coarse.accounts, st.integers(1, 4))
def test_no_more_of_a_number_than_its_end(value, kept):
    """Of a number no more than its end should show, and of a short one nothing."""
    signs = [one for one in value.casefold() if one.isalnum()]
    end = "".join(signs[-kept:]).replace("\uff11", "1")
    wanted = f"{MASK} {end}" if len(signs) >= 3 * kept + 2 else MASK

    assert wanted == partial(value, kept)


@pytest.mark.parametrize("kept", [0, 5, -1, True])
def test_an_end_has_one_to_four_signs(kept):
    """To keep more of a number than four signs, or none, should be refused."""
    if kept is True:
        assert partial("12345678", kept) == f"{MASK} 8"
        return
    with pytest.raises(OptionRefused):
        partial("12345678", kept)


@pytest.mark.parametrize(
    ("one", "other"), list(pairwise(["12345678901234", "99999999991234"]))
)
def test_two_ends_meet_to_the_shorter(one, other):
    """Of an end that is shown, a shorter one should be computed."""
    assert partial(one, 2) == partial(partial(one, 4), 2)
    assert partial(partial(one, 4), 2) == partial(partial(other, 4), 2)
