"""A clock that is set back hides no withdrawal and makes no record older."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from support import vaults
from support.vaults import EVENING, LEGAL, STAFF

from fjcore.errors import DisclosureError, Problem, Refused
from fjcore.records import Incident
from fjcore.values import FixedClock
from fjcore.vault import Intake, Vault

PURPOSE = "protection_order"
SECOND, TICK = timedelta(seconds=1), timedelta(microseconds=1)
AWAY = "in the tool shed"


def begin(folder: Path, *, future: bool = True) -> str:
    clock = FixedClock(vaults.MORNING)
    with vaults.new_vault(folder, clock=clock) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        clock.move_to(EVENING)
        _, release = vaults.release_of(vault, "01-oconnor-1-legal")
        vault.sign(
            subject, attrs.evolve(release, covers_future_records=future), actor=STAFF
        )
    return subject


def disclose(vault: Vault, subject: str) -> str:
    made = vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF).disclosure
    return made.body.decode()


@pytest.mark.parametrize("back", [SECOND, timedelta(minutes=5)])
def test_a_withdrawal_should_hold_when_the_clock_is_set_back(
    tmp_path: Path, back: timedelta
) -> None:
    """A withdrawal should refuse a disclosure whose clock stands a little before it."""
    subject = begin(tmp_path)
    with vaults.reopened(tmp_path) as vault:
        vault.withdraw(subject, actor=STAFF)
    with (
        vaults.reopened(tmp_path, clock=FixedClock(EVENING - back)) as vault,
        pytest.raises(Refused) as caught,
    ):
        disclose(vault, subject)

    assert (Problem(LEGAL, "revoked"),) == caught.value.problems


def test_a_clock_far_behind_the_log_should_stop_disclosures(tmp_path: Path) -> None:
    """A clock more than five minutes behind should stop disclosures, and no more."""
    subject = begin(tmp_path)
    behind = FixedClock(EVENING - timedelta(minutes=5) - TICK)
    with vaults.reopened(tmp_path, clock=behind) as vault:
        with pytest.raises(DisclosureError) as caught:
            disclose(vault, subject)
        vaults.keep_demo(vault, "02-nunez")
        told = vault.withdraw(subject, actor=STAFF)

    assert caught.value.where == "clock"
    assert vaults.outbox(tmp_path) == []
    assert told.at == EVENING


@pytest.mark.parametrize(
    ("back", "stops"), [(2 * SECOND, False), (2 * SECOND + TICK, True)]
)
def test_a_clock_set_back_under_way_should_stop_disclosures(
    tmp_path: Path, back: timedelta, stops: bool
) -> None:
    """A clock that goes back more than two seconds should stop disclosures."""
    subject = begin(tmp_path)
    clock = FixedClock(EVENING + timedelta(minutes=1))
    with vaults.reopened(tmp_path, clock=clock) as vault:
        disclose(vault, subject)
        clock.advance(-back)
        if stops:
            with pytest.raises(DisclosureError):
                disclose(vault, subject)
        else:
            disclose(vault, subject)

    assert len(vaults.outbox(tmp_path)) == (1 if stops else 2)


def test_a_later_record_should_not_pass_for_an_earlier_one(tmp_path: Path) -> None:
    """A record kept on a clock set back should stay out of an older release's reach."""
    subject = begin(tmp_path, future=False)
    incident = Incident(place=AWAY)
    signed_long_ago = FixedClock(EVENING - timedelta(days=1))
    with vaults.reopened(tmp_path, clock=signed_long_ago) as vault:
        vault.keep(Intake(subject=subject, records=(incident,)), actor=STAFF)
    with vaults.reopened(tmp_path) as vault:
        read = vault.read(
            subject, actor=STAFF, purpose="safety_planning", need_to_know="her advocate"
        )
        body = disclose(vault, subject)

    assert AWAY in read.body.decode()
    assert "in the car" in body
    assert AWAY not in body
