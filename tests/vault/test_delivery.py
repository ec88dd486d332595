"""Signed, sealed, handed over once: and nothing at all when anything fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from disclosure.envelopes import RECIPIENT, RECIPIENT_CARD
from support import vaults
from support.vaults import EVENING, LEGAL, STAFF

from fjcore.crypto import Seals
from fjcore.disclosure.envelope import open_disclosure
from fjcore.errors import (
    AuditUnavailable,
    DeliveryFailed,
    FjcoreError,
    NoConnector,
)
from fjcore.sdk import Registry, Site
from fjcore.values import FixedClock, Secret, new_id
from fjcore.vault import Vault, disclosing, handing
from fjcore.vault.core import Tx
from fjcore.vault.history import trail_of

WHERE = f'id = "{LEGAL}"\n'
PINNED = f'receive_keys = ["{RECIPIENT_CARD.receive[0]}"]\n'
LOUD = "Maeve O'Connor"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """One vault for all: every test has a person of its own in it."""
    folder = tmp_path_factory.mktemp("delivery")
    with vaults.new_vault(folder, clock=FixedClock(EVENING)) as made:
        yield made


def begun(vault: Vault, **terms: Any) -> str:
    """Keep one more person, whose release names the legal aid."""
    intake = attrs.evolve(vaults.intake_of(vault, "01-oconnor"), new_subject=None)
    subject = vault.keep(intake, actor=STAFF).subject
    _, release = vaults.release_of(vault, "01-oconnor-1-legal")
    signers = [attrs.evolve(one, id=subject) for one in release.signers]
    hers = attrs.evolve(release, id=new_id(), signers=signers, **terms)
    vault.sign(subject, hers, actor=STAFF)
    return subject


def out(vault: Vault) -> list[Path]:
    return vaults.outbox(Path(vault.site.folder))


def file_of(vault: Vault, name: str) -> Path:
    (file,) = (path for path in out(vault) if name in path.name)
    return file


def sent(vault: Vault, subject: str) -> Any:
    return vaults.send(vault, subject, LEGAL, "protection_order")


def entries(vault: Vault, subject: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Give what the log tells of a person: event, decision, detail."""

    def work(tx: Tx) -> list[tuple[str, str, dict[str, Any]]]:
        found = trail_of(tx, subject)
        return [(leaf["ev"], leaf.get("dec", ""), said) for leaf, said in found]

    return vault._open.run(work)


def opened(vault: Vault, raw: bytes, **said: Any) -> Any:
    card = vault.card(actor=STAFF)
    return open_disclosure(raw, [card], now=vault.clock.now(), **said)


def test_what_is_delivered_should_be_signed(vault: Vault) -> None:
    """A delivered file should prove by the holder's card who sent it, to whom."""
    subject = begun(vault)
    made = sent(vault, subject).disclosure
    file = file_of(vault, made.id)
    found = opened(vault, file.read_bytes(), recipient=LEGAL)

    assert made.id == found.id
    assert made.content() == {**found.opened, **_signature(file)}
    assert subject not in file.read_text("utf-8")


def _signature(file: Path) -> dict[str, Any]:
    return {"signature": json.loads(file.read_bytes())["signature"]}


def test_one_with_a_key_should_get_it_sealed(tmp_path: Path) -> None:
    """A partner whose key is pinned should get a file that it alone can open."""
    vaults.site_in(tmp_path)
    path = tmp_path / "fjcore.toml"
    path.write_text(path.read_text("utf-8").replace(WHERE, WHERE + PINNED), "utf-8")
    site = Site.load(path)
    clock = FixedClock(EVENING)
    secret = Secret(vaults.PASSPHRASE)
    with Vault.create(site, secret, clock=clock, cost=vaults.CHEAP) as vault:
        made = sent(vault, begun(vault)).disclosure
        file = file_of(vault, made.id)
        raw = file.read_bytes()
        found = opened(vault, raw, keys=[RECIPIENT.receiving], recipient=LEGAL)

    assert f"disclosure-{made.id}.fjcb" == file.name
    assert b"Connor" not in raw
    assert made.body == found.body


def test_names_for_her_should_not_join(vault: Vault) -> None:
    """A person should have one name for one partner, and it should not be her id."""
    subject = begun(vault)
    one, two = (sent(vault, subject).disclosure for _ in range(2))

    assert one.token == two.token == one.content()["subject"]
    assert subject not in one.token
    assert one.id != two.id


def fails(*_: object, **__: object) -> Any:
    raise RuntimeError(LOUD)


def leaves(*_: object, **__: object) -> Any:
    raise SystemExit(LOUD)


STEPS: dict[str, tuple[Any, str]] = {
    "rule": (disclosing, "decide"),
    "plan": (disclosing, "plan"),
    "records": (Tx, "held"),
    "cut": (disclosing, "build"),
    "gate": (disclosing, "admit"),
    "signing key": (Seals, "signing_key"),
    "token key": (Seals, "token_key"),
    "seal": (disclosing, "parcel_of"),
    "connector": (Registry, "connector"),
    "audit write": (Tx, "note"),
}


@pytest.mark.parametrize(
    ("step", "fault"),
    [*((step, fails) for step in STEPS), ("rule", leaves), ("connector", leaves)],
)
def test_a_fault_should_deliver_nothing_and_be_on_record(
    vault: Vault,
    step: str,
    fault: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault at any step should leave nothing sent, and its reason in the log."""
    subject, before = begun(vault), out(vault)
    owner, name = STEPS[step]
    sound, times = getattr(owner, name), []

    def once(*args: object, **said: object) -> Any:
        if times:
            return sound(*args, **said)
        times.append(1)
        return fault()

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, once)
        with pytest.raises(FjcoreError) as caught:
            sent(vault, subject)
    last = entries(vault, subject)[-1]

    assert caught.value.__context__ is None
    assert LOUD not in str(caught.value)
    assert before == out(vault)
    assert ("withhold", "error", caught.value.code) == (*last[:2], last[2]["error"])
    assert () == vault.account_of_disclosures(subject, actor=STAFF)
    assert sent(vault, subject).receipt


@pytest.mark.parametrize("fault", [fails, leaves], ids=["raises", "exits"])
def test_a_log_that_takes_nothing_should_let_nothing_out(
    vault: Vault,
    fault: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where no reason can be logged either, the error should be of the one tree."""
    subject, before = begun(vault), out(vault)
    with monkeypatch.context() as patch:
        patch.setattr(Tx, "note", fault)
        with pytest.raises(AuditUnavailable) as caught:
            sent(vault, subject)

    assert "disclosure_error" == caught.value.where
    assert caught.value.__context__ is None
    assert before == out(vault)


def test_who_cannot_be_reached_should_be_on_record(tmp_path: Path) -> None:
    """That a partner has no connector should be logged like any other refusal."""
    vaults.site_in(tmp_path)
    path = tmp_path / "fjcore.toml"
    line = 'connector = "filedrop.folder"\n'
    text = path.read_text("utf-8").replace(WHERE + line, WHERE)
    path.write_text(text, "utf-8")
    clock, secret = FixedClock(EVENING), Secret(vaults.PASSPHRASE)
    site = Site.load(path)
    with Vault.create(site, secret, clock=clock, cost=vaults.CHEAP) as vault:
        subject = begun(vault)
        with pytest.raises(NoConnector):
            sent(vault, subject)
        last = entries(vault, subject)[-1]

    assert ("withhold", "error", "no_connector") == (*last[:2], last[2]["error"])


def lost(monkeypatch: pytest.MonkeyPatch, vault: Vault, subject: str) -> str:
    """Have a delivery fail, and give the id of what was logged and not delivered."""
    with monkeypatch.context() as patch:
        patch.setattr(handing, "send", _undelivered)
        with pytest.raises(DeliveryFailed) as caught:
            sent(vault, subject)
    return caught.value.where


def _undelivered(_: object, disclosure: Any, *__: object) -> Any:
    raise DeliveryFailed(disclosure.id)


def test_a_failed_delivery_should_be_on_record(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connector that failed should be in the log with its reason, and the account."""
    subject, before = begun(vault), out(vault)
    name = lost(monkeypatch, vault, subject)
    event, decision, said = entries(vault, subject)[-1]
    (row,) = vault.account_of_disclosures(subject, actor=STAFF)

    assert ("receipt", "error") == (event, decision)
    assert (name, "delivery_failed") == (said["disclosure"], said["error"])
    assert (name, False) == (row.disclosure, row.delivered)
    assert before == out(vault)


def test_what_a_partner_sends_should_open_by_its_pinned_key(vault: Vault) -> None:
    """What is for somebody else should be refused, whoever signed it."""
    subject = begun(vault)
    file = file_of(vault, sent(vault, subject).disclosure.id)
    with pytest.raises(FjcoreError) as caught:
        vault.open_disclosure(file.read_bytes())

    assert "unknown_signer" == caught.value.code
