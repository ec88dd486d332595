"""A withdrawal told of too early never passes for one that took something back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from support import vaults
from support.vaults import EVENING, LEGAL, POLICE, STAFF

from fjcore.consent import Release
from fjcore.errors import EventRefused, Problem, Refused
from fjcore.values import FixedClock, new_id
from fjcore.vault import Vault

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
PURPOSE = "protection_order"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path, clock=FixedClock(EVENING)) as made:
        vaults.keep_demo(made, "01-oconnor")
        yield made


def signed(vault: Vault, ago: timedelta, **said: object) -> tuple[str, Release]:
    """Put a release on file that was signed so long ago, and give it."""
    subject, form = vaults.release_of(vault, "01-oconnor-1-legal")
    own = attrs.evolve(form, id=new_id(), signed_at=EVENING - ago, **said)
    vault.sign(subject, own, actor=STAFF)
    return subject, own


def test_a_time_before_every_signing_should_be_refused(vault: Vault) -> None:
    """A withdrawal that ends nothing should name what lives, and record nothing."""
    subject, one = signed(vault, HOUR)
    _, other = signed(vault, HOUR / 2)
    with pytest.raises(EventRefused) as caught:
        vault.withdraw(subject, told_at=EVENING - 2 * HOUR, actor=STAFF)
    sent = vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)

    assert caught.value.where == "told_at"
    assert set(caught.value.problems) == {
        Problem(f"release {one.id}", "signed_later"),
        Problem(f"release {other.id}", "signed_later"),
    }
    assert sent.disclosure.release_ids


def test_a_refused_withdrawal_should_stop_once_the_release_is_named(
    vault: Vault,
) -> None:
    """A release named should end at whatever time it was told."""
    subject, one = signed(vault, HOUR)
    done = vault.withdraw(
        subject, release=one.id, told_at=EVENING - 2 * HOUR, actor=STAFF
    )
    with pytest.raises(Refused):
        vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)

    assert done.still_active == ()


def test_what_was_signed_later_should_be_named(vault: Vault) -> None:
    """A withdrawal of some should say which live releases it does not end."""
    subject, _ = signed(vault, 3 * HOUR)
    _, later = signed(vault, HOUR)
    done = vault.withdraw(subject, told_at=EVENING - 2 * HOUR, actor=STAFF)

    assert done.still_active == (later.id,)


@pytest.mark.parametrize("told", [HOUR, timedelta()])
def test_from_the_signing_on_all_should_end(vault: Vault, told: timedelta) -> None:
    """A time at the signing or after it should leave nothing."""
    subject, _ = signed(vault, HOUR)
    done = vault.withdraw(subject, told_at=EVENING - told, actor=STAFF)
    with pytest.raises(Refused):
        vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)

    assert done.still_active == ()


def test_a_tick_before_the_signing_should_be_refused(vault: Vault) -> None:
    """A time a microsecond before the signing should be refused."""
    subject, _ = signed(vault, HOUR)
    with pytest.raises(EventRefused):
        vault.withdraw(subject, told_at=EVENING - HOUR - TICK, actor=STAFF)


def test_only_the_recipients_meant_should_count(vault: Vault) -> None:
    """A release for others should not make a withdrawal from one agency fail."""
    subject, _ = signed(vault, HOUR)
    done = vault.withdraw(
        subject, recipients=(POLICE,), told_at=EVENING - 2 * HOUR, actor=STAFF
    )
    with pytest.raises(EventRefused):
        vault.withdraw(
            subject, recipients=(LEGAL,), told_at=EVENING - 2 * HOUR, actor=STAFF
        )
    with pytest.raises(EventRefused):
        vault.withdraw(
            subject,
            recipients=(f"{LEGAL}#zeb",),
            told_at=EVENING - 2 * HOUR,
            actor=STAFF,
        )

    assert done.still_active == ()


def test_what_is_over_should_not_count(vault: Vault) -> None:
    """Where nothing lives, a withdrawal should be recorded at whatever time."""
    subject, one = signed(vault, HOUR)
    vault.withdraw(subject, recipients=(LEGAL,), actor=STAFF)
    early = EVENING - 2 * HOUR
    again = vault.withdraw(subject, told_at=early, actor=STAFF)
    vault.withdraw(subject, release=one.id, actor=STAFF)
    last = vault.withdraw(subject, told_at=early, actor=STAFF)

    assert again.still_active == last.still_active == ()
