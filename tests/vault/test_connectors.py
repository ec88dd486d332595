"""What a connector does wrong lets nothing out and hides nothing."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from support import plugins, vaults
from support.vaults import CHEAP, EVENING, LEGAL, PASSPHRASE, STAFF

from fjcore.errors import AuditUnavailable, DeliveryFailed, FjcoreError, NoConnector
from fjcore.sdk import Registry, Site
from fjcore.values import FixedClock, Secret
from fjcore.vault import Sent, Vault

NAME = "Maeve O'Connor-Lindqvist"
SHOUT = 'raise RuntimeError(got[-1].decode() if got else "nothing")'


def vault_with(folder: Path, **faults: str) -> Vault:
    """Make the vault of the demo, its legal aid reached by a connector made here."""
    text = (vaults.DEMO / "fjcore.toml").read_text("utf-8")
    text = text.replace("sqlite:vault.db", vaults.SQLITE).replace(
        f'id = "{LEGAL}"\nconnector = "filedrop.folder"',
        f'id = "{LEGAL}"\nconnector = "demo.mailbox"',
    )
    (folder / "fjcore.toml").write_text(text + "\n[plugins.fjcore-demo]\n", "utf-8")
    site = Site.load(folder / "fjcore.toml")
    registry = Registry.build(site, extra=[plugins.connector(**faults)])
    clock = FixedClock(EVENING)
    return Vault.create(
        site, Secret(PASSPHRASE), registry=registry, clock=clock, cost=CHEAP
    )


def attempt(vault: Vault) -> tuple[str, Callable[[], Sent]]:
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    return subject, lambda: vault.disclose(
        subject, to=LEGAL, purpose="protection_order", actor=STAFF
    )


def test_a_connector_that_fails_to_close_should_have_sent(tmp_path: Path) -> None:
    """A connector that shouts when closed should change nothing of what was done."""
    with vault_with(tmp_path, on_close=SHOUT) as vault:
        subject, send = attempt(vault)
        sent = send()
        rows = vault.account_of_disclosures(subject, actor=STAFF)

    assert sent.receipt.reference == "letter"
    assert [(sent.disclosure.id, True)] == [(r.disclosure, r.delivered) for r in rows]


@pytest.mark.parametrize("fault", [SHOUT, "raise SystemExit(got[-1].decode())"])
def test_a_connector_that_shouts_should_say_nothing_of_a_person(
    tmp_path: Path, fault: str
) -> None:
    """An error of a connector should not travel on, closed or not."""
    with vault_with(tmp_path, on_send=fault, on_close=fault) as vault:
        _, send = attempt(vault)
        with pytest.raises(FjcoreError) as caught:
            send()
        said = "".join(traceback.format_exception(caught.value))

    assert type(caught.value) is DeliveryFailed
    assert caught.value.__context__ is None
    assert NAME not in said


def test_a_lost_receipt_should_be_told_as_undelivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receipt that cannot be filed should end as a delivery to be looked into."""
    with vault_with(tmp_path) as vault:
        subject, send = attempt(vault)
        run = type(vault._core).run

        def failing(core: object, work: object) -> object:
            if getattr(work, "__qualname__", "").startswith("_received"):
                raise AuditUnavailable("store")
            return run(core, work)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(type(vault._core), "run", failing)
            with pytest.raises(DeliveryFailed) as caught:
                send()
        rows = vault.account_of_disclosures(subject, actor=STAFF)

    assert [(caught.value.where, False)] == [(r.disclosure, r.delivered) for r in rows]


def test_a_partner_without_a_connector_should_be_named(tmp_path: Path) -> None:
    """A partner that nothing reaches should be named before anything is decided."""
    text = (vaults.DEMO / "fjcore.toml").read_text("utf-8")
    text = text.replace("sqlite:vault.db", vaults.SQLITE).replace(
        f'id = "{LEGAL}"\nconnector = "filedrop.folder"', f'id = "{LEGAL}"'
    )
    (tmp_path / "fjcore.toml").write_text(text, "utf-8")
    site = Site.load(tmp_path / "fjcore.toml")
    clock = FixedClock(EVENING)
    with Vault.create(site, Secret(PASSPHRASE), clock=clock, cost=CHEAP) as vault:
        _, send = attempt(vault)
        with pytest.raises(NoConnector) as caught:
            send()

    assert caught.value.where == LEGAL
