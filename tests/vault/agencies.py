"""Several agencies with a vault each, which know each other by pinned keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from support.vaults import CHEAP, EVENING, MORNING, PASSPHRASE

from fjcore.consent.release import Release, Signer
from fjcore.disclosure import Disclosure
from fjcore.sdk import Site
from fjcore.values import FixedClock, Secret, new_id
from fjcore.vault import Vault, intake_from

STAFF = "r.okafor"
PURPOSE = "service_coordination"
SITE = """
[holder]
agency = "{name}"
kind = "vsp_advocate"
name = "Agency {name}"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"
[[staff]]
id = "r.okafor"
roles = ["advocate"]
[store]
url = "sqlite:vault.db"
[plugins.fjcore-filedrop]
config = {{ root = "outbox" }}
"""
PARTNER = """
[[partners]]
id = "{id}"
kind = "{kind}"
name = "Agency {id}"
connector = "filedrop.folder"
{keys}
"""
PERSON = {
    "names": [{"text": "Wren Alder", "use": "legal"}],
    "birth_date": "1991-05-06",
}


@frozen
class Agency:
    """One agency: its folder, and the keys by which others know it."""

    name: str
    folder: Path
    sign_key: str
    receive_key: str

    def open(self) -> Vault:
        """Open its vault, in the evening."""
        site = Site.load(self.folder / "fjcore.toml")
        return Vault.open(site, Secret(PASSPHRASE), clock=FixedClock(EVENING))

    def sent(self, made: Disclosure) -> bytes:
        """Give the file of a disclosure as it left."""
        (found,) = (self.folder / "outbox").rglob(f"disclosure-{made.id}.*")
        return found.read_bytes()


def agencies(root: Path, *names: str, sealed: bool = True) -> dict[str, Agency]:
    """Make a vault for each name; each pins the keys of all the others."""
    made = {name: _made(root / name, name) for name in names}
    for one in made.values():
        others = [
            PARTNER.format(
                id=other.name,
                kind="vsp_advocate",
                keys=f'sign_key = "{other.sign_key}"\n'
                + (f'receive_keys = ["{other.receive_key}"]\n' if sealed else ""),
            )
            for other in made.values()
            if other is not one
        ]
        text = SITE.format(name=one.name) + "".join(others)
        (one.folder / "fjcore.toml").write_text(text, "utf-8")
    return made


def _made(folder: Path, name: str) -> Agency:
    folder.mkdir()
    site = Site.parse(SITE.format(name=name), folder)
    with Vault.create(
        site, Secret(PASSPHRASE), clock=FixedClock(EVENING), cost=CHEAP
    ) as vault:
        keys = vault._open.run(
            lambda tx: (tx.seals.signing_key(), tx.seals.receiving_key())
        )
    sign, receive = (key.public_key().public_bytes_raw().hex() for key in keys)
    return Agency(name, folder, sign, receive)


def keep(vault: Vault, *records: Mapping[str, Any]) -> str:
    """Keep a person with records; give her id."""
    person = {"record": "person", "payload": PERSON}
    said = {"new_subject": new_id(), "records": [person, *records]}
    intake = intake_from(
        said, forms=vault.registry.forms, catalog=vault.registry.catalog(), where="x"
    )
    return vault.keep(intake, actor=STAFF).subject


def sign(vault: Vault, subject: str, to: str, *scope: str, **said: Any) -> str:
    """Put a release to an agency on file; give its id."""
    parts: dict[str, Any] = {
        "id": new_id(),
        "forms": ("vawa",),
        "form_id": "demo.release",
        "form_version": "1",
        "form_sha256": "0" * 64,
        "scope": scope,
        "recipients": (to,),
        "purpose": (PURPOSE,),
        "methods": ("electronic",),
        "signed_at": MORNING,
        "duration_days": 30,
        "covers_future_records": True,
        "signature": "wet",
        "signers": (Signer(subject, "subject"),),
        **dict.fromkeys(("written", "complete", "informed", "voluntary"), True),
        **said,
    }
    return vault.sign(subject, Release(**parts), actor=STAFF).release


def send(vault: Vault, subject: str, to: str) -> Disclosure:
    """Disclose what a release gives."""
    return vault.disclose(subject, to=to, purpose=PURPOSE, actor=STAFF).disclosure
