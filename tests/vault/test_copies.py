"""A treatment record under part 2 leaves with its consent's copy, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from support import vaults

from fjcore.consent import CourtOrder, EvidenceRecorded, Release
from fjcore.errors import ObligationOpen
from fjcore.records.safety import SUDAssessment
from fjcore.values import FixedClock
from fjcore.vault import Intake, Vault

PURPOSE, DEMO = "sud_treatment", "01-oconnor"
RECORD = SUDAssessment(
    instrument="example.screen",
    version="1",
    logic_hash="0" * 64,
    administered_at=vaults.MORNING,
    complete=True,
    band="high",
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(vaults.MORNING)


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path, clock=clock) as made:
        yield made


def consented(vault: Vault, clock: FixedClock, to: str) -> tuple[str, Release]:
    """Keep a treatment record and put a part 2 consent to one agency on file."""
    subject = vaults.keep_demo(vault, DEMO).subject
    vault.keep(Intake(subject=subject, records=(RECORD,)), actor=vaults.STAFF)
    clock.move_to(vaults.EVENING)
    _, release = vaults.release_of(vault, f"{DEMO}-2-police")
    consent = attrs.evolve(
        release,
        id="5d" * 16,
        forms={"vawa", "part2"},
        scope=("sud", "identity.name"),
        exclude=(),
        views={},
        recipients=(to,),
        purpose=(PURPOSE, "medical_treatment"),
        signed_at=vaults.EVENING - timedelta(minutes=1),
    )
    vault.sign(subject, consent, actor=vaults.STAFF)
    return subject, consent


def test_a_lawful_part_2_release_should_leave_with_its_copy(
    vault: Vault, clock: FixedClock
) -> None:
    """A treatment record should go to the hospital she named, with notice and copy."""
    subject, consent = consented(vault, clock, vaults.HOSPITAL)

    sent = vaults.send(vault, subject, vaults.HOSPITAL, PURPOSE)
    content = sent.disclosure.content()
    (copy,) = content["consents"]

    assert "high" == content["records"]["assessment.sud"][0]["band"]
    assert copy["form_sha256"] == consent.form_sha256
    assert (vaults.HOSPITAL, PURPOSE) == (copy["recipient"], copy["purpose"])
    assert ["sud"] == copy["categories"]
    assert any("42 CFR part 2" in notice for notice in content["notices"])
    assert "medical_treatment" not in sent.disclosure.body.decode()


def test_who_cannot_keep_a_copy_should_get_nothing(
    vault: Vault, clock: FixedClock
) -> None:
    """An agency that has not undertaken the part 2 notices should get nothing."""
    subject, _ = consented(vault, clock, vaults.LEGAL)

    with pytest.raises(ObligationOpen):
        vaults.send(vault, subject, vaults.LEGAL, PURPOSE)


def test_evidence_in_the_log_should_be_sealed_and_read_back(
    vault: Vault, clock: FixedClock
) -> None:
    """An event of evidence should be kept like any other, and be there when read."""
    subject, _ = consented(vault, clock, vaults.HOSPITAL)
    order = CourtOrder(categories=frozenset({"incident"}), verified=True)
    at = vaults.EVENING
    event = EvidenceRecorded(
        ref="order.1",
        evidence=order,
        effective_at=at,
        recorded_at=at,
        until=at + timedelta(days=9),
        actor=vaults.STAFF,
    )
    core = vault._core

    def put(tx: object) -> int:
        revision = tx.rows.lock(subject)  # type: ignore[attr-defined]
        return int(tx.rows.add_event(subject, revision, event))  # type: ignore[attr-defined]

    revision = core.run(put)
    state = core.run(lambda tx: tx.state(subject, revision, at))

    assert state.revision == revision
    assert state.evidence["order.1"].evidence == order
    assert state.evidence["order.1"].until == event.until
