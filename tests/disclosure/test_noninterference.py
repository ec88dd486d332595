from __future__ import annotations

from datetime import timedelta

import attrs
from disclosure.worlds import NOON, SIGNED, TICK, built, held_of, maeve, plan_of
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import FULL, profile

from fjcore.consent import View
from fjcore.disclosure import Held
from fjcore.records import CORE_RECORDS, ServiceEncounter, leaves
from fjcore.testing.strategies import records
from fjcore.values import Missing

usual = profile(40 if FULL else 20)

#: Records of which the usual plan shows nothing.
hidden = st.sampled_from(
    [
        cls
        for cls in CORE_RECORDS
        if not {"identity.name", "identity.dob"}
        & {leaf.label.category for leaf in leaves(cls)}
    ]
).flatmap(records)
ages = st.sampled_from([SIGNED - timedelta(days=400), SIGNED, NOON])


@usual
@given(st.lists(st.tuples(hidden, ages), max_size=4), st.randoms(use_true_random=False))
def test_hidden_records_do_not_show(others, rng):
    """Records that show nothing, and the order of all, should change no byte."""
    people = held_of(
        maeve(), maeve(pronouns="she"), maeve(birth_date=Missing.NOT_ASKED)
    )
    rows = people + [Held(record=record, recorded_at=at) for record, at in others]
    rng.shuffle(rows)
    alone, mixed = built(held=people), built(held=rows)

    assert alone.body == mixed.body
    assert repr(alone) == repr(mixed)
    assert (alone.granted, alone.marked) == (mixed.granted, mixed.marked)


blank = st.builds(
    lambda gov_id, pronouns: maeve(
        names=(), birth_date=Missing.NOT_COLLECTED, gov_id=gov_id, pronouns=pronouns
    ),
    st.sampled_from(["517-00-1234", Missing.WITHHELD, Missing.NOT_COLLECTED]),
    st.sampled_from(["they", Missing.NOT_COLLECTED]),
)


@usual
@given(blank, ages)
def test_an_empty_record_does_not_show(record, at):
    """A record whose granted fields are all empty should leave no trace, at any age."""
    plan = plan_of({"identity.name": View.FULL, "identity.dob": (View.FULL, SIGNED)})
    people = held_of(maeve(), at=SIGNED + TICK)

    assert (
        built(plan, people).body
        == built(plan, [*people, Held(record=record, recorded_at=at)]).body
    )
    assert built(plan, [Held(record=record, recorded_at=at)]).content()["records"] == {}


@usual
@given(st.data())
def test_hidden_fields_do_not_show(data):
    """Values the plan withholds should change no byte, mark or granted path."""
    plan = plan_of({"participation": View.FULL})
    drawn = data.draw(records(ServiceEncounter))
    # Names that no other field can hold: one that did would be stopped as a leak.
    staff = st.sampled_from(["r.okafor", "t.brandvold", Missing.UNSAFE_TO_ASK])
    one = attrs.evolve(drawn, staff=data.draw(staff))
    other = attrs.evolve(drawn, staff=data.draw(staff))

    assert built(plan, held_of(one)).body == built(plan, held_of(other)).body
