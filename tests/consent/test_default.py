"""Denied by default: no release and no named basis, nothing."""

from __future__ import annotations

import attrs
import pytest
from consent.properties import holds, signed_case
from support.profiles import usual

from fjcore.consent import RecipientKind, decide, plan, state_at
from fjcore.errors import UnknownCategory, UnknownPartner
from fjcore.testing.consent import (
    DOE,
    EXEMPT,
    FAR,
    HARBOR,
    Facts,
    answer_of,
    plain,
    world,
)


@holds(signed_case, how=usual)
def test_nothing_is_granted_without_events(facts: Facts) -> None:
    """No event should mean no grant, but for what the law itself leaves free."""
    asked = world(facts)
    state = state_at((), asked.question.at, FAR)

    free = decide(asked.policy, state, asked.question, fields=asked.fields)
    strict = attrs.evolve(asked.question, exemptions=False)
    bare = plan(decide(asked.policy, state, strict, fields=asked.fields))

    assert free.allowed <= set(EXEMPT)
    assert free.release_ids == ()
    assert bare.empty


def test_a_stranger_is_no_recipient() -> None:
    """A recipient that the policy does not know should be refused, and not named."""
    asked = world(plain())
    stranger = attrs.evolve(asked.question, recipient="wayside_office")

    with pytest.raises(UnknownPartner) as caught:
        attrs.evolve(asked, question=stranger).decide()
    assert "wayside_office" not in str(caught.value)


def test_a_category_outside_the_tree_is_refused() -> None:
    """A category that does not exist should be refused, not taken for empty."""
    with pytest.raises(UnknownCategory):
        answer_of(plain(request={"categories": ("shoe_size",)}))


def test_asking_for_nothing_named_asks_for_every_category() -> None:
    """A question without categories should be answered for the whole tree."""
    asked = world(plain())
    every = attrs.evolve(asked.question, categories=None)

    found = attrs.evolve(asked, question=every).decide()

    assert len(found.verdicts) == 49
    assert {"incident"} == found.allowed


def inside(**request: object) -> Facts:
    """A question of the holder's own staff, on no release."""
    staff = {"recipient": HARBOR["agency"], "recipient_type": "internal_staff"}
    basis = {"legal_basis": {"kind": "intra_program"}}
    return plain(request={**staff, **basis, **request})


def test_staff_of_the_unit_who_need_to_know_see_the_file() -> None:
    """The program's own staff should see what they need, as nobody else does."""
    assert {"incident"} == answer_of(inside()).allowed
    for less in ({"unit": ""}, {"unit": "clinic"}, {"need_to_know": False}):
        assert answer_of(inside(**less)).reasons == {"incident": "no_release"}
    assert answer_of(inside(recipient_type="vsp_advocate")).reasons == {
        "incident": "no_release"
    }


def test_the_holder_is_its_own_staff_without_being_a_partner() -> None:
    """A holder that is in nobody's list should be answered as its own staff."""
    asked = world(inside())
    alone = attrs.evolve(asked.policy, partners={})

    found = attrs.evolve(asked, policy=alone).decide()

    assert found.recipient.kind is RecipientKind.INTERNAL_STAFF
    assert {"incident"} == found.allowed


@pytest.mark.parametrize("staff", [DOE, ""])
def test_a_wall_holds_against_staff_named_or_not(staff: str) -> None:
    """A wall should hold against whom it names, and against staff not named at all."""
    walled = inside(staff=staff) | {"conflict_walls": (DOE,)}

    assert answer_of(walled).reasons == {"incident": "conflict_wall"}
    assert {"incident"} == answer_of(inside(staff=staff)).allowed


def test_a_closed_policy_lets_no_exemption_out_on_a_basis_of_the_inside() -> None:
    """A closed policy should let staff read on, and nobody else get anything."""
    police = {"recipient": "city_police", "recipient_type": "law_enforcement"}
    request = {
        **police,
        "purpose": "prosecution",
        "categories": ("le_record",),
        "legal_basis": {"kind": "intra_program"},
    }

    assert {"le_record"} == answer_of(plain(request=request)).allowed
    assert set() == answer_of(plain(request=request, closed=True)).allowed
    assert {"incident"} == answer_of(inside() | {"closed": True}).allowed
