"""What she said must never be done binds whatever is signed after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from consent.forms import AT, answered, when

from fjcore.consent import (
    Decision,
    Instruction,
    InstructionLifted,
    InstructionSet,
)
from fjcore.testing.consent import LEGAL, LONG_AGO, SIGNED_AT, TICK, Facts, plain, world

NEVER = Instruction(id="never.1", recipients={LEGAL}, categories={"incident"})


def told(at: Any = AT, instruction: Instruction = NEVER) -> InstructionSet:
    """She says what must never be done."""
    return InstructionSet(instruction=instruction, **when(at))


def test_what_she_forbade_outlives_the_form() -> None:
    """An instruction should bind a release signed after it, until she lifts it."""
    facts = plain()
    lifted = InstructionLifted(instruction_id="never.1", **when(AT + TICK))
    early = told(SIGNED_AT - timedelta(days=9))

    assert answered(facts, early).reasons == {"incident": "limited"}
    assert answered(facts, early).verdicts["incident"].rule == "never.1"
    assert answered(facts, told(AT + TICK)).allowed == {"incident"}
    assert answered(facts, early, lifted, at=AT + TICK).allowed == {"incident"}


@pytest.mark.parametrize(
    ("said", "binds"),
    [
        ({}, True),
        ({"recipients": {LEGAL}}, True),
        ({"recipients": {"other"}}, False),
        ({"recipient_kinds": {"civil_legal"}}, True),
        ({"recipient_kinds": {"court"}}, False),
        ({"purposes": {"research"}}, False),
        ({"categories": {"medical"}}, False),
    ],
)
def test_an_instruction_speaks_where_all_it_says_fits(
    said: dict[str, Any], binds: bool
) -> None:
    """An instruction should bind where all it names matches, an empty set all."""
    found = answered(plain(), told(instruction=Instruction(id="never.1", **said)))

    assert binds is (found.allowed == set())


def test_another_instruction_of_the_same_id_takes_its_place() -> None:
    """A newer word of the same id should end the older one."""
    wider = attrs.evolve(NEVER, categories={"medical"})

    found = answered(plain(), told(AT - TICK), told(AT, wider))

    assert found.allowed == {"incident"}


def test_her_word_binds_an_order_and_not_her_own_reading() -> None:
    """An instruction should narrow every ground but those on which nothing leaves."""
    everything = told(LONG_AGO, Instruction(id="never.1"))
    staff = {"recipient": "harbor_advocates", "recipient_type": "internal_staff"}
    inside = plain(request=staff | {"legal_basis": {"kind": "intra_program"}})
    order = {"kind": "court_order", "categories": ("incident",), "verified": True}
    court = plain(request={"recipient_type": "court", "legal_basis": order})

    def with_word(facts: Facts) -> Decision:
        asked = world(facts)
        return attrs.evolve(asked, events=(*asked.events, everything)).decide()

    assert with_word(inside).allowed == {"incident"}
    assert with_word(court).reasons == {"incident": "limited"}
