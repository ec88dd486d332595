"""Events written down and read back; withdrawals that were written down late."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from consent.forms import AT, NAME, log, of, when

from fjcore.consent import (
    CoSigned,
    Declined,
    Drafted,
    Instruction,
    InstructionLifted,
    InstructionSet,
    Invalidated,
    Narrowed,
    OralNoted,
    Resumed,
    Revoked,
    Signer,
    Superseded,
    Suspended,
    Used,
    Withdrawn,
    event_from,
    event_to,
    late_withdrawal_report,
)
from fjcore.errors import EventRefused
from fjcore.testing.consent import DOE, LEGAL, SIGNED_AT, TICK, plain, release_of

NEVER = Instruction(id="never.1", recipients={LEGAL}, categories={"incident"})
RELEASE = attrs.evolve(
    release_of(plain()["releases"][0]),
    form_id="roi",
    form_version="3",
    form_sha256="0" * 64,
)
UNSIGNED = attrs.evolve(RELEASE, signed_at=None, signers=(), signature="none")
EVENTS: tuple[Any, ...] = (
    *(kind(release=UNSIGNED, **when()) for kind in (Drafted, Declined, OralNoted)),
    *(of(kind) for kind in (Revoked, Invalidated, Suspended, Resumed)),
    of(Superseded, by="2" * 32),
    of(CoSigned, signer=Signer("mother", "parent")),
    of(Narrowed, recipients=(LEGAL,), purposes=("research",), categories=("medical",)),
    InstructionSet(instruction=NEVER, **when()),
    InstructionLifted(instruction_id="never.1", **when()),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_written_down_reads_as_the_same(event: Any) -> None:
    """An event of every kind should come back equal from plain data."""
    assert event == event_from(event_to(event))
    assert LEGAL not in repr(event)


@pytest.mark.parametrize(
    "said",
    [
        {"signer": {"id": "mother"}},
        {"signer": {"id": "mother", "role": "neighbor"}},
        {"signer": {"id": 7, "role": "parent"}},
        {"signer": "mother"},
    ],
)
def test_a_signer_that_does_not_fit_is_refused(said: dict[str, Any]) -> None:
    """A co-signature of nobody, or in no role, should be refused."""
    with pytest.raises(EventRefused):
        event_from(event_to(EVENTS[8]) | said)


@pytest.mark.parametrize(
    "said",
    [
        {"id": 7},
        {"id": "never.1", "purposes": ["gossip"]},
        {"id": "never.1", "recipient_kinds": ["friend"]},
        {"id": "never.1", "categories": ["shoe_size"]},
        {"id": "never.1", "mood": "x"},
        [],
    ],
)
def test_an_instruction_that_does_not_fit_is_refused(said: object) -> None:
    """An instruction in words that are not known should be refused, not passed over."""
    with pytest.raises(EventRefused):
        event_from(event_to(EVENTS[-2]) | {"instruction": said})


def test_a_late_withdrawal_names_what_left_in_between() -> None:
    """A withdrawal written down late should name each disclosure made meanwhile."""
    uses = [of(Used, AT + n * TICK, recipient=LEGAL) for n in range(-1, 4)]
    late = Withdrawn(
        effective_at=AT, recorded_at=AT + 3 * TICK, release_id=NAME, actor=DOE
    )
    prompt = of(Withdrawn)

    (found,) = late_withdrawal_report([*log(plain()), *uses, late, prompt])

    assert found.withdrawal == late
    assert found.disclosures == tuple(uses[1:4])
    assert found.obligation.kind == "inform_recipient_of_revocation"
    assert found.obligation.must


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({}, True),
        ({"release_id": NAME}, True),
        ({"release_id": "2" * 32}, False),
        ({"recipients": (f"{LEGAL}#p.one",)}, True),
        ({"recipients": ("other",)}, False),
        ({"categories": ("sud",)}, True),
        ({"effective_at": SIGNED_AT - TICK}, False),
    ],
)
def test_a_late_withdrawal_means_what_it_speaks_of(
    said: dict[str, Any], meant: bool
) -> None:
    """A disclosure should be meant by a withdrawal of its release and recipient."""
    used = of(Used, AT, recipient=LEGAL)
    times = {"effective_at": AT, "recorded_at": AT + TICK, "actor": DOE}
    late = Withdrawn(**{**times, **said})

    (found,) = late_withdrawal_report([*log(plain()), used, late])

    assert meant is (found.disclosures == (used,))
