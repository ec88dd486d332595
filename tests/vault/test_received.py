"""Terms that came with data from another agency, on file in a vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from support import vaults
from support.vaults import LEGAL, STAFF

from fjcore.consent import Audience
from fjcore.disclosure.envelope import HolderKey
from fjcore.disclosure.signature import FORMAT, signed
from fjcore.errors import (
    EventRefused,
    InputRefused,
    UnknownPartner,
    UnknownSubject,
    WrongKey,
)
from fjcore.vault import Vault

STEM = "01-oconnor"
NOBODY = "0" * 32
PURPOSE = "protection_order"
ASK: dict[str, Any] = {"to": LEGAL, "purpose": PURPOSE, "actor": STAFF}


KEYS = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([number] * 32))
    for number, name in enumerate((LEGAL, "elsewhere"))
}
ELSEWHERE = """
[[partners]]
id = "elsewhere"
kind = "vsp_advocate"
name = "Elsewhere"
{pin}
"""


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """Give a vault in which one person's release to legal aid is on file.

    It has pinned a key for legal aid, and one for an agency elsewhere.
    """
    pins = [
        f'sign_key = "{key.public_key().public_bytes_raw().hex()}"\n'
        for key in KEYS.values()
    ]
    vaults.new_vault(tmp_path).close()
    path = tmp_path / "fjcore.toml"
    text = path.read_text("utf-8")
    legal = f'id = "{LEGAL}"\n'
    path.write_text(
        text.replace(legal, legal + pins[0], 1) + ELSEWHERE.format(pin=pins[1]), "utf-8"
    )
    with vaults.reopened(tmp_path) as made:
        vaults.keep_demo(made, STEM)
        vaults.sign_demo(made, f"{STEM}-1-legal")
        yield made


def came(vault: Vault, sender: str, number: int = 1, **said: Any) -> bytes:
    """A disclosure of a name that some agency sent to the holder of the vault."""
    body = {
        "format": FORMAT,
        "id": f"{number:032x}",
        "holder": sender,
        "recipient": vault.site.holder().agency,
        "notices": [],
        "marked": [],
        "records": {"person": [{"names": [{"text": "Wren Alder"}]}]},
        **said,
    }
    return signed(body, HolderKey(KEYS[sender]))


def codes(vault: Vault, subject: str) -> dict[str, str]:
    """What legal aid is answered, by category."""
    found = vault.desk.explain(subject, **ASK)
    return {line.name: line.code for line in found.lines}


def test_terms_bind_what_leaves_the_vault(vault: Vault) -> None:
    """What came from one agency should leave to no other, and back as before."""
    subject = vaults.release_of(vault, f"{STEM}-1-legal")[0]
    free = codes(vault, subject)
    vault.desk.receive(subject, came(vault, LEGAL), actor=STAFF)
    back = codes(vault, subject)
    terms = vault.desk.receive(subject, came(vault, "elsewhere", 2), actor=STAFF)
    sent = vaults.send(vault, subject, LEGAL, PURPOSE).disclosure
    bound = codes(vault, subject)

    assert "granted" == free["identity.name"] == back["identity.name"]
    assert free | {"identity.name": "limited"} == {n: bound[n] for n in free}
    assert "elsewhere" == terms.origin
    assert "identity.name" not in {category for _, _, category in sent.granted}
    assert b"Connor" not in sent.body


def test_terms_are_taken_once_and_only_if_they_are_ours(vault: Vault) -> None:
    """Terms should be on file once, be sent to this holder, and of a person here."""
    subject = vaults.release_of(vault, f"{STEM}-1-legal")[0]
    body = came(vault, "elsewhere")
    vault.desk.receive(subject, body, actor=STAFF)

    with pytest.raises(EventRefused):
        vault.desk.receive(subject, body, actor=STAFF)
    with pytest.raises(WrongKey):
        vault.desk.receive(
            subject, came(vault, "elsewhere", 3, recipient="y"), actor=STAFF
        )
    with pytest.raises(InputRefused):
        vault.desk.receive(subject, came(vault, "elsewhere", 3, views=1), actor=STAFF)
    with pytest.raises(UnknownSubject):
        vault.desk.receive(NOBODY, came(vault, "elsewhere", 4), actor=STAFF)


def test_a_recipient_is_told_the_same_of_anybody(vault: Vault) -> None:
    """What a recipient is told should not depend on what is on file."""
    subject = vaults.release_of(vault, f"{STEM}-1-legal")[0]
    other = vaults.keep_demo(vault, "02-nunez").subject
    texts = {
        vault.desk.explain(one, audience=Audience.RECIPIENT, **ASK).json()
        for one in (subject, other)
    }

    assert 1 == len(texts)
    with pytest.raises(UnknownPartner):
        vault.desk.explain(subject, **{**ASK, "to": "nobody"})
