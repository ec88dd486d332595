"""A delivery that may not have arrived: the same once more, decided anew, or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.vaults import STAFF
from vault.test_delivery import begun, entries, lost, out, sent, vault

from fjcore.errors import (
    DeliveryFailed,
    EventRefused,
    IdempotencyConflict,
    Refused,
)
from fjcore.records import Person
from fjcore.vault import Vault, disclosing, handing

__all__ = ["vault"]


def test_a_retry_should_deliver_the_same_once(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A retry should deliver the very bytes that were logged, and count them once."""
    subject, before = begun(vault), out(vault)
    name = lost(monkeypatch, vault, subject)
    first = vault.retry(subject, name, actor=STAFF)
    again = vault.retry(subject, name, actor=STAFF)
    (file,) = (path for path in out(vault) if path not in before)
    (row,) = vault.account_of_disclosures(subject, actor=STAFF)
    (said,) = [d for ev, _, d in entries(vault, subject) if ev == "disclose"]

    assert first == again
    assert (name, True) == (row.disclosure, row.delivered)
    assert f"disclosure-{name}.json" == file.name
    assert said["decided_at"] == json.loads(file.read_bytes())["decided_at"]


def test_a_retry_should_be_decided_anew(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may not be sent any more should not be delivered by a retry."""
    subject, before = begun(vault), out(vault)
    name = lost(monkeypatch, vault, subject)
    vault.withdraw(subject, actor=STAFF)
    with pytest.raises(Refused):
        vault.retry(subject, name, actor=STAFF)

    assert before == out(vault)


def test_a_retry_should_not_send_something_else(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A retry that would hold more than was logged should want a new disclosure."""
    subject, before = begun(vault), out(vault)
    name = lost(monkeypatch, vault, subject)
    monkeypatch.setattr(disclosing, "build", _changed(disclosing.build))
    with pytest.raises(IdempotencyConflict) as caught:
        vault.retry(subject, name, actor=STAFF)

    assert name == caught.value.where
    assert before == out(vault)


def _changed(sound: Callable[..., Any]) -> Callable[..., Any]:
    def build(plan: Any, held: Any, **said: Any) -> Any:
        fewer = [one for one in held if type(one.record) is not Person]
        return sound(plan, fewer, **said)

    return build


def test_a_retry_of_what_arrived_should_deliver_no_second(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A delivery whose receipt was lost should be found where it is, and filed."""
    subject, before = begun(vault), out(vault)
    with monkeypatch.context() as patch:
        patch.setattr(handing, "_received", lambda *_: False)
        with pytest.raises(DeliveryFailed) as caught:
            sent(vault, subject)
    vault.retry(subject, caught.value.where, actor=STAFF)
    (row,) = vault.account_of_disclosures(subject, actor=STAFF)

    assert row.delivered
    assert 1 == len([path for path in out(vault) if path not in before])


def test_a_retry_of_nothing_should_be_refused(vault: Vault) -> None:
    """An id that the log has no disclosure of should be refused."""
    subject = begun(vault)
    with pytest.raises(EventRefused):
        vault.retry(subject, "0a" * 16, actor=STAFF)


def test_a_release_for_one_use_should_reach_its_one_delivery(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release good for one disclosure should not be used up by a lost delivery."""
    subject, before = begun(vault, max_uses=1), out(vault)
    name = lost(monkeypatch, vault, subject)
    with pytest.raises(Refused):
        sent(vault, subject)
    vault.retry(subject, name, actor=STAFF)

    (file,) = (path for path in out(vault) if path not in before)
    assert f"disclosure-{name}.json" == file.name
