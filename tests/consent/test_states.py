"""What a release is at an instant: all fifteen states, each from its events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from consent.forms import AT, KID, MOTHER, answered, log, of, state_of, when

from fjcore.consent import (
    CoSigned,
    Declined,
    Drafted,
    EndEventOccurred,
    Invalidated,
    Narrowed,
    OralNoted,
    Resumed,
    Revoked,
    Signed,
    Signer,
    State,
    Superseded,
    Suspended,
    Used,
    Withdrawn,
    decide,
    plan,
    state_at,
)
from fjcore.testing.consent import (
    LEGAL,
    SELF,
    SIGNED_AT,
    TICK,
    Facts,
    plain,
    policy_of,
    question_of,
    release_of,
)

DEAD = plain(subject={"deceased_at": AT})
GROWN = SIGNED_AT.date().replace(year=2008) + timedelta(days=1)
CASES: dict[str, tuple[State, Facts, tuple[Any, ...], type, str]] = {
    "draft": (State.DRAFT, plain(), (), Drafted, "not_signed"),
    "unsigned": (
        State.DRAFT,
        plain(release={"signature": "none"}),
        (),
        Signed,
        "not_signed",
    ),
    "declined": (State.DECLINED, plain(), (), Declined, "excluded"),
    "oral": (State.ORAL_PENDING, plain(), (), OralNoted, "not_written"),
    "cosign": (State.COSIGN_PENDING, plain(subject=KID), (), Signed, "signer_missing"),
    "early": (
        State.NOT_YET_EFFECTIVE,
        plain(release={"effective_at": AT + TICK}),
        *((), Signed, "not_yet_effective"),
    ),
    "active": (State.ACTIVE, plain(), (), Signed, ""),
    "expired": (State.EXPIRED, plain(), (of(EndEventOccurred),), Signed, "expired"),
    "dead": (State.EXPIRED, DEAD, (), Signed, "deceased"),
    "withdrawn": (State.REVOKED, plain(), (of(Withdrawn),), Signed, "revoked"),
    "revoked": (State.REVOKED, plain(), (of(Revoked),), Signed, "revoked"),
    "invalid": (State.REVOKED, plain(), (of(Invalidated, AT + TICK),), Signed, ""),
    "superseded": (
        State.SUPERSEDED,
        plain(),
        (of(Superseded, by="2" * 32),),
        Signed,
        "expired",
    ),
    "exhausted": (
        State.EXHAUSTED,
        plain(release={"max_uses": 1}),
        *((of(Used, recipient=LEGAL),), Signed, "exhausted"),
    ),
    "signer": (
        State.VOID_SIGNER,
        plain(release={"signers": ({"id": "aunt", "role": "poa"},)}),
        *((), Signed, "signer_not_authorised"),
    ),
    "defect": (
        State.VOID_DEFECT,
        plain(release={"complete": False}),
        (),
        Signed,
        "incomplete",
    ),
    "coerced": (
        State.VOID_COERCED,
        plain(release={"voluntary": False}),
        *((), Signed, "not_voluntary"),
    ),
    "grown": (
        State.RECONFIRM_REQUIRED,
        plain(
            subject={"birth_date": GROWN},
            release={"signers": (SELF, {"id": "mother", "role": "parent"})},
            guardians=[MOTHER],
        ),
        *((), Signed, "reconfirm_required"),
    ),
    "suspended": (
        State.SUSPENDED,
        plain(),
        (of(Suspended),),
        Signed,
        "reconfirm_required",
    ),
}


def later(name: str) -> Any:
    """When a case is asked about: of one that comes of age, after that."""
    return AT + timedelta(days=2) if name == "grown" else AT


@pytest.mark.parametrize("name", CASES)
def test_a_release_is_in_its_state(name: str) -> None:
    """A release should be what its events made it, and give nothing but when active."""
    wanted, facts, events, form, reason = CASES[name]
    at = later(name)
    if name == "invalid":
        at, reason = AT + TICK, "revoked"

    found = answered(facts, *events, at=at, form=form)

    assert wanted == state_of(facts, *events, at=at, form=form)
    assert (wanted is State.ACTIVE) is ("incident" in found.allowed)
    assert found.reasons == ({"incident": reason} if reason else {})


def test_every_state_is_one_of_some_release() -> None:
    """Every state of the vocabulary should be one that a release can be in."""
    assert {case[0] for case in CASES.values()} == set(State)


def test_a_form_signed_in_the_end_is_the_one_on_file() -> None:
    """A draft, a word, then a signature should be one release, and it should hold."""
    facts = plain()
    release = release_of(facts["releases"][0])
    signed = Signed(release=release, **when(AT))

    for form in (Drafted, OralNoted, Declined):
        assert {"incident"} == answered(facts, signed, form=form).allowed
        assert state_of(facts, signed, form=form) is State.ACTIVE
    declined = Declined(release=release, **when(AT))
    assert state_of(facts, declined, form=Drafted) is State.DECLINED


def test_what_was_invalid_was_so_from_the_signing_on() -> None:
    """A release found invalid should be so in hindsight, unlike one taken back."""
    facts, found = plain(), of(Invalidated, AT + timedelta(days=5))
    known = state_at(log(facts, found), AT, AT + timedelta(days=9))
    question = attrs.evolve(question_of(facts), at=AT)

    assert decide(policy_of(facts), known, question).reasons == {"incident": "revoked"}
    assert answered(facts, found).allowed == {"incident"}


def test_a_doubt_ends_when_she_confirms() -> None:
    """A release in doubt should give nothing until it is resumed, and then again."""
    facts = plain()
    doubt, over = of(Suspended, AT), of(Resumed, AT + TICK)

    assert answered(facts, doubt, at=AT - TICK).allowed == {"incident"}
    assert answered(facts, doubt, over).allowed == set()
    assert answered(facts, doubt, over, at=AT + TICK).allowed == {"incident"}
    assert plan(answered(facts, doubt, at=AT)).valid[0] == AT


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"categories": ("incident",)}, "excluded"),
        ({"recipients": (LEGAL,)}, "wrong_recipient"),
        ({"purposes": ("civil_legal_representation",)}, "wrong_purpose"),
        ({"methods": ("electronic",)}, "wrong_method"),
        ({"categories": ("medical",), "recipients": ("other",)}, ""),
    ],
)
def test_what_was_narrowed_is_out_from_then_on(
    parts: dict[str, Any], reason: str
) -> None:
    """A part agreed to be left out should be out from that instant, and no other."""
    facts = plain()
    narrowed = of(Narrowed, **parts)

    assert answered(facts, narrowed, at=AT - TICK).allowed == {"incident"}
    assert answered(facts, narrowed).reasons == ({"incident": reason} if reason else {})


def test_a_signature_that_comes_later_counts_from_then_on() -> None:
    """A parent who signs later should make a minor's release whole from then on."""
    facts = plain(subject=KID, guardians=[MOTHER])
    mother = of(CoSigned, signer=Signer("mother", "parent"))
    gone = dict(MOTHER, until=AT)
    left = plain(subject=KID, guardians=[gone])

    assert answered(facts, mother, at=AT - TICK).allowed == set()
    assert answered(facts, mother).allowed == {"incident"}
    assert answered(left, mother).reasons == {"incident": "signer_not_authorised"}
