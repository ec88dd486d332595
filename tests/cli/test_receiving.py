"""The command for what another agency sent: its terms on file, or one error."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from support.commands import Run

from fjcore.disclosure.envelope import HolderKey
from fjcore.disclosure.signature import FORMAT, signed

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PARTNER = f"""
[[partners]]
id = "elsewhere"
kind = "vsp_advocate"
name = "Elsewhere"
sign_key = "{KEY.public_key().public_bytes_raw().hex()}"
"""
HOP = {"id": "0b" * 16, "holder": "first", "items": ["identity.name"]}
BODY = {
    "format": FORMAT,
    "id": "0a" * 16,
    "holder": "elsewhere",
    "recipient": "harbor_advocates",
    "notices": [],
    "obligations": ["redisclosure_notice"],
    "marked": [],
    "onward": True,
    "previous": [{**HOP, "onward": True, "expires": "2099-04-01T06:00:00.000000Z"}],
    "records": {"person": [{"names": [{"text": "Zephyrine Quokka"}]}]},
}
SAID = """\
on file: the terms of 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a from elsewhere
  identity.name: never more than full
It may go on, with a further written permission of hers.
It came by first -> elsewhere.
Nothing of it goes on from 2099-04-01 00:00.
Owed with it: redisclosure_notice
Its words are not kept: put what you need of them on file with fjcore keep.
"""


def put(folder: Path, raw: bytes) -> Path:
    """Pin the sender, and write its file."""
    site = folder / "fjcore.toml"
    site.write_text(site.read_text("utf-8") + PARTNER, "utf-8")
    path = folder / "came.json"
    path.write_bytes(raw)
    return path


def test_receive(run: Run, folder: Path) -> None:
    """A disclosure of a known sender should be told, and be on file once."""
    path = put(folder, signed(BODY, HolderKey(KEY)))
    first = run("receive", path, SUBJECT)
    second = run("receive", path, SUBJECT)

    assert (0, SAID, "") == (first.status, first.out, first.err)
    assert 1 == second.status
    assert "[event_refused: disclosure]" in second.err


BAD = {
    "absent": (None, SUBJECT, "absent.json: unreadable"),
    "no body": (b"{}", SUBJECT, "format: unknown_code"),
    "not signed": ({}, SUBJECT, "signature: required"),
    "altered": (b"Zephyrin", SUBJECT, "[signature_broken: 0a0a"),
    "for others": ({"recipient": "first"}, SUBJECT, "[wrong_key: 0a0a"),
    "over": (
        {"expires": "2026-01-01T00:00:00.000000Z"},
        SUBJECT,
        "[disclosure_expired",
    ),
    "other holder": ({"holder": "first"}, SUBJECT, "[unknown_signer: 0a0a"),
    "steps": ({"previous": [HOP] * 16}, SUBJECT, "previous: range"),
    "nobody": ({"notices": []}, "0" * 32, "[unknown_subject"),
    "no id": ({"notices": []}, "wren", "[bad_id: subject]"),
}


@pytest.mark.parametrize("case", BAD)
def test_refused(run: Run, folder: Path, case: str) -> None:
    """A file that cannot be taken should end with one error, without a word of it."""
    change, subject, place = BAD[case]
    raw = signed(BODY | (change if isinstance(change, dict) else {}), HolderKey(KEY))
    if case == "not signed":
        raw = raw.replace(b'"signature"', b'"signaturf"')
    elif case == "altered":
        raw = raw.replace(b"Zephyrine", b"Zephyrina")
    path = put(folder, change if case == "no body" else raw)
    found = run("receive", folder / "absent.json" if change is None else path, subject)

    assert (1, "") == (found.status, found.out)
    assert place in found.err
    assert "Zephyrin" not in found.err
