"""An interpreter under contract: what she may read for the holder, and what nobody may.

The holder's agent is bound in writing, and has no tie to the person causing harm. A
company that runs systems is a vendor: it holds sealed data, and reads nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from support import vaults
from support.vaults import STAFF

from fjcore.consent import AgentContract, ObligationKind
from fjcore.disclosure import Evidence
from fjcore.errors import FjcoreError, ObligationOpen, Refused
from fjcore.sdk import Site
from fjcore.values import FixedClock, Secret
from fjcore.vault import Vault

INTERPRETER, VENDOR = "lingua.interpreters", "cloud.host"
PARTNERS = "".join(
    f'\n[[partners]]\nid = "{name}"\nkind = "{kind}"\nname = "{name} (example.org)"\n'
    'connector = "filedrop.folder"\n'
    for name, kind in ((INTERPRETER, "interpreter"), (VENDOR, "vendor"))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a vault that knows an interpreter and a vendor."""
    root = tmp_path_factory.mktemp("agent")
    vaults.new_vault(root, more=PARTNERS).close()
    return root


def opened(folder: Path) -> Vault:
    """Open that vault."""
    site = Site.load(folder / "fjcore.toml")
    return Vault.open(site, Secret(vaults.PASSPHRASE), clock=FixedClock(vaults.EVENING))


def sent(vault: Vault, subject: str, to: str, ref: str, *, bind: bool = True) -> Any:
    """Give an agent what it may have; ``bind``: she signed that she is bound."""
    told = {ObligationKind.BIND_RECIPIENT: Evidence(STAFF, vault.clock.now())}
    return vault.disclose(
        subject,
        to=to,
        purpose="interpretation",
        basis="agent_contract",
        ref=ref,
        evidence=told if bind else {},
        actor=STAFF,
    ).disclosure


def contract(vault: Vault, subject: str, ref: str, **said: bool) -> str:
    """Put a contract on file, as somebody examined it."""
    found = AgentContract(**{"bound": True, **said})
    return vault.ledger.evidence(subject, found, ref=ref, actor=STAFF)


def test_agent(folder: Path) -> None:
    """A bound agent should get what it works with, until its contract ends."""
    with opened(folder) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        contract(vault, subject, "c-1")
        with pytest.raises(ObligationOpen, match="bind_recipient"):
            sent(vault, subject, INTERPRETER, "c-1", bind=False)
        made = sent(vault, subject, INTERPRETER, "c-1")
        (row,) = vault.account_of_disclosures(subject, actor=STAFF)
        vault.ledger.end_evidence(subject, "c-1", actor=STAFF)
        with pytest.raises(FjcoreError):
            sent(vault, subject, INTERPRETER, "c-1")
        vault.verify()
    files = vaults.outbox(folder)

    assert {"identity.name", "contact"} <= {category for _, _, category in made.present}
    assert "other_party" not in {category for _, _, category in made.present}
    assert [made.body] == [path.read_bytes() for path in files]
    assert (INTERPRETER, "agent_contract") == (row.recipient, row.basis)


@pytest.mark.parametrize(
    ("to", "said", "why"),
    [
        (INTERPRETER, {"tie_to_abuser": True}, "not_bound"),
        (INTERPRETER, {"bound": False}, "not_bound"),
        (VENDOR, {}, "plaintext_vendor"),
    ],
)
def test_refused(folder: Path, to: str, said: dict[str, bool], why: str) -> None:
    """An agent that is tied or not bound, or a vendor, should get nothing to read."""
    before = vaults.outbox(folder)
    with opened(folder) as vault:
        intake = evolve(vaults.intake_of(vault, "01-oconnor"), new_subject=None)
        subject = vault.keep(intake, actor=STAFF).subject
        ref = contract(vault, subject, "c-2", **said)
        with pytest.raises(Refused) as caught:
            sent(vault, subject, to, ref)

    # Rows without names are nobody's to have, which is told beside it.
    assert {why, "individual_level"} == {p.code for p in caught.value.problems}
    assert before == vaults.outbox(folder)
