"""Seeded faults of the way out of a vault, each noticed by what is there for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import frozen
from redaction.planting import Mutant, noticed, planted
from support.vaults import LEGAL, STAFF
from vault.test_delivery import begun, entries, sent, vault

from fjcore.disclosure.tokens import subject_token
from fjcore.errors import FjcoreError
from fjcore.vault import Vault

__all__ = ["vault"]

Check = Callable[[Vault], None]


def what_is_owed_is_logged(vault: Vault) -> None:
    """What a disclosure owes should stand in its entry, where the desk finds it."""
    subject = begun(vault)
    made = sent(vault, subject).disclosure
    (said,) = (said for event, _, said in entries(vault, subject) if "sha256" in said)

    assert {"discovery_warning", "log"} & set(said["obligations"])
    assert set(made.obligations) <= set(said["obligations"])


def a_recipient_has_its_own_name_for_her(vault: Vault) -> None:
    """The name of a person should be made by the key of the one recipient."""
    subject = begun(vault)
    made = sent(vault, subject).disclosure
    key = vault._open.run(lambda tx: tx.seals.token_key(LEGAL))

    assert subject_token(key, subject) == made.token


def nothing_leaves_after_a_withdrawal(vault: Vault) -> None:
    """A second disclosure should be refused once the permission is taken back."""
    subject = begun(vault)
    sent(vault, subject)
    vault.withdraw(subject, actor=STAFF)
    code = ""
    try:
        sent(vault, subject)
    except FjcoreError as error:
        code = error.code

    assert "refused" == code


@frozen
class Fault:
    """One fault of one function, and the check that notices."""

    name: str
    where: str
    old: str
    new: str
    check: Check


FAULTS = (
    Fault(
        "what is owed afterwards is lost",
        "entering.said_of",
        "sorted(str(duty.kind) for duty in duties)",
        "[]",
        what_is_owed_is_logged,
    ),
    Fault(
        "all recipients share a key",
        "disclosing._built",
        "token_key(made.recipient)",
        'token_key("anybody")',
        a_recipient_has_its_own_name_for_her,
    ),
    Fault(
        "her permissions were read in another transaction, before",
        "disclosing._attempt",
        "now = moment(tx, ask.subject, disclosing=True)",
        "read = globals().setdefault('_read', {})\n"
        "    now = moment(tx, ask.subject, disclosing=True)\n"
        "    now = read.setdefault(ask.subject, now)",
        nothing_leaves_after_a_withdrawal,
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_every_seeded_fault_is_noticed(vault: Vault, fault: Fault) -> None:
    """A fault should be noticed by its check, which the sound vault passes."""

    def noticed_by() -> None:
        fault.check(vault)

    mutant = Mutant(fault.name, fault.where, fault.old, fault.new, noticed_by)
    with planted(mutant):
        found = noticed(noticed_by)

    assert found, f"{fault.name} is let pass"
    assert not noticed(noticed_by)
