"""Instructions and the fate of forms in a vault: kept, checked, logged, walled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from support import vaults
from support.vaults import EVENING, LEGAL, POLICE, STAFF
from vault.grounds import PLAIN, World, attempt

from fjcore.consent import (
    CoSigned,
    CourtOrder,
    Declined,
    Drafted,
    EndEventOccurred,
    Instruction,
    Invalidated,
    Narrowed,
    OralNoted,
    Release,
    Resumed,
    Revoked,
    Signer,
    SubjectFacts,
    Superseded,
    Suspended,
    Used,
)
from fjcore.errors import (
    ConsentError,
    EventRefused,
    FjcoreError,
    OptionRefused,
    Refused,
    UnknownPartner,
    UnknownSubject,
)
from fjcore.vault import Intake, Vault

AT: dict[str, Any] = {"effective_at": EVENING, "recorded_at": EVENING, "actor": "x"}
NOBODY = "0" * 31 + "1"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("ledger")) as made:
        yield made


def form(vault: Vault, subject: str) -> Release:
    """Give the demo's release as somebody else's own."""
    found = vaults.release_of(vault, "01-oconnor-1-legal")[1]
    return evolve(found, signers=(Signer(subject, "subject"),))


def signed(world: World) -> tuple[Vault, str, str]:
    vault, subject = world.person()
    release = form(vault, subject)
    vault.sign(subject, release, actor=STAFF)
    return vault, subject, release.id


def leaves(vault: Vault, subject: str) -> bool:
    """Whether the release still lets something leave."""
    try:
        vault.disclose(subject, to=LEGAL, purpose="protection_order", actor=STAFF)
    except Refused:
        return False
    return True


def unsigned(release: Release) -> Release:
    return evolve(release, signed_at=None, signature="none", signers=())


@pytest.mark.parametrize(
    ("kind", "state"),
    [(Drafted, "draft"), (Declined, "declined"), (OralNoted, "oral_pending")],
)
def test_a_form_not_signed_should_be_signed_later(
    world: World, kind: type, state: str
) -> None:
    """A form that was filled in, declined or agreed to should give nothing till signed.

    Then it is signed under the same id.
    """
    vault, subject = world.person()
    release = form(vault, subject)
    event = kind(release=unsigned(release), **AT)
    vault.ledger.release(subject, event, actor=STAFF)
    before = vault.ledger.on_file(subject, actor=STAFF).releases
    gone = leaves(vault, subject)
    vault.sign(subject, release, actor=STAFF)

    assert {release.id: state} == before
    assert not gone
    assert leaves(vault, subject)
    with pytest.raises(EventRefused):
        vault.ledger.release(subject, event, actor=STAFF)
    with pytest.raises(EventRefused):
        vault.sign(subject, release, actor=STAFF)


@pytest.mark.parametrize(
    "end", [Revoked, Invalidated, Suspended, Superseded], ids=lambda one: one.__name__
)
def test_a_release_should_give_nothing_after(world: World, end: type) -> None:
    """A release ended, found void, in doubt or replaced should let nothing leave."""
    vault, subject, release = signed(world)
    before = leaves(vault, subject)
    vault.ledger.release(subject, end(release_id=release, **AT), actor=STAFF)

    assert before
    assert not leaves(vault, subject)


def test_a_doubt_should_be_lifted(world: World) -> None:
    """A release should give again once a doubt is gone, and not be resumed twice."""
    vault, subject, release = signed(world)
    resumed = Resumed(release_id=release, **AT)
    earlier = {**AT, "effective_at": EVENING - timedelta(minutes=1)}
    for event in (Suspended(release_id=release, **earlier), resumed):
        vault.ledger.release(subject, event, actor=STAFF)

    assert leaves(vault, subject)
    with pytest.raises(EventRefused):
        vault.ledger.release(subject, resumed, actor=STAFF)


def test_a_narrowed_release_should_reach_less(world: World) -> None:
    """A release narrowed by its recipient should not reach it any more."""
    vault, subject, release = signed(world)
    less = Narrowed(release_id=release, recipients=(LEGAL,), **AT)
    vault.ledger.release(subject, less, actor=STAFF)

    assert not leaves(vault, subject)


def test_further_signers_and_ends_should_be_on_file(world: World) -> None:
    """A co-signature and an end's event should be recorded of a signed form."""
    vault, subject, release = signed(world)
    signer = Signer("m.vale", "parent")
    vault.ledger.release(
        subject, CoSigned(release_id=release, signer=signer, **AT), actor=STAFF
    )
    vault.ledger.release(
        subject, EndEventOccurred(release_id=release, **AT), actor=STAFF
    )

    assert {release} == set(vault.ledger.on_file(subject, actor=STAFF).releases)


def test_the_vault_should_say_who_recorded_and_when(world: World) -> None:
    """What a caller says of recording should not stand in the log."""
    vault, subject, release = signed(world)
    late = EVENING + timedelta(days=9)
    event = Revoked(
        release_id=release, effective_at=EVENING, recorded_at=late, actor="x"
    )
    vault.ledger.release(subject, event, actor=STAFF)
    core = vault._open
    revision = core.run(lambda tx: tx.rows.lock(subject))
    (*_, last) = core.run(lambda tx: list(tx.rows.events(subject, revision)))

    assert (STAFF, EVENING) == (last.actor, last.recorded_at)


def refusals(
    vault: Vault, subject: str, release: str
) -> dict[str, tuple[Any, type[FjcoreError]]]:
    some: Any = {"release_id": release, **AT}
    tomorrow = {**AT, "effective_at": EVENING + timedelta(days=1)}
    return {
        "unknown": (Revoked(release_id="nobody-knows", **AT), EventRefused),
        "by itself": (Superseded(by=release, **some), EventRefused),
        "by unknown": (Superseded(by="nobody-knows", **some), EventRefused),
        "tomorrow": (Revoked(release_id=release, **tomorrow), OptionRefused),
        "no less": (Narrowed(**some), EventRefused),
        "nobody less": (Narrowed(recipients=("nobody",), **some), UnknownPartner),
        "no such thing": (Narrowed(categories=("nothing",), **some), EventRefused),
        "no purpose": (Narrowed(purposes=("nothing",), **some), EventRefused),
        "no method": (Narrowed(methods=("pigeon",), **some), EventRefused),
        "no role": (CoSigned(signer=Signer("m", "aunt"), **some), EventRefused),
        "no doubt": (Resumed(**some), EventRefused),
        "a use": (Used(recipient=LEGAL, **some), EventRefused),
        "no form": (
            Drafted(
                release=evolve(form(vault, subject), id="0f" * 16, recipients=("x",)),
                **AT,
            ),
            UnknownPartner,
        ),
    }


def test_what_cannot_be_should_be_refused(world: World) -> None:
    """What names nothing on file, or a time to come, should change nothing."""
    vault, subject, release = signed(world)
    core = vault._open
    before = core.run(lambda tx: tx.rows.lock(subject))
    ends = {}
    for name, (event, error) in refusals(vault, subject, release).items():
        with pytest.raises(error) as caught:
            vault.ledger.release(subject, event, actor=STAFF)
        ends[name] = caught.value.__cause__

    assert {None} == set(ends.values())
    assert before == core.run(lambda tx: tx.rows.lock(subject))


def test_an_instruction_should_bind_every_ground(world: World) -> None:
    """What she forbids should not leave on an order either, until she takes it back."""
    vault, subject = world.person()
    order = CourtOrder(categories=frozenset({"incident"}), verified=True)
    ref = vault.ledger.evidence(subject, order, actor=STAFF)
    never = Instruction(id="no-police", recipient_kinds={"law_enforcement"})
    found = []
    for act in (
        lambda: vault.ledger.instruct(subject, never, actor=STAFF),
        lambda: vault.ledger.lift(subject, "no-police", actor=STAFF),
    ):
        act()
        found.append(attempt(vault, subject, POLICE, "court_order", ref))

    assert "sent" not in found[0]
    assert {"sent"} == found[1]


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (Instruction(id="n", recipients={"nobody"}), UnknownPartner),
        (Instruction(id="n", categories={"no.such"}), EventRefused),
        (Instruction(id="n", purposes={"nothing"}), EventRefused),
    ],
)
def test_an_instruction_should_name_what_there_is(
    world: World, made: Instruction, error: type[ConsentError]
) -> None:
    """An instruction about nothing here should be refused: it would bind nobody."""
    vault, subject = world.person()
    with pytest.raises(error):
        vault.ledger.instruct(subject, made, actor=STAFF)
    with pytest.raises(EventRefused):
        vault.ledger.lift(subject, "n", actor=STAFF)


def acts(vault: Vault, subject: str, actor: str) -> list[Callable[[], object]]:
    ledger, paper = vault.ledger, CourtOrder()
    return [
        lambda: ledger.evidence(subject, paper, actor=actor),
        lambda: ledger.end_evidence(subject, "some", actor=actor),
        lambda: ledger.report(subject, to=POLICE, trigger="gunshot_wound", actor=actor),
        lambda: ledger.instruct(subject, Instruction(id="n"), actor=actor),
        lambda: ledger.lift(subject, "n", actor=actor),
        lambda: ledger.release(subject, Revoked(release_id="r", **AT), actor=actor),
        lambda: ledger.on_file(subject, actor=actor),
    ]


def test_who_is_walled_off_should_find_nobody(world: World) -> None:
    """Whoever is walled off should be told the same as of nobody at all."""
    vault, subject = world.person()
    facts = SubjectFacts(conflict_walls=frozenset({PLAIN}))
    vault.keep(Intake(subject=subject, facts=facts), actor=STAFF)
    told = []
    for who in (subject, NOBODY):
        for act in acts(vault, who, PLAIN):
            with pytest.raises(UnknownSubject) as caught:
                act()
            told.append(str(caught.value))
    for act in acts(vault, subject, "nobody"):
        with pytest.raises(OptionRefused):
            act()

    assert 1 == len(set(told))
