"""A person's file is taken out sealed to the holder's own key, and that is logged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from support import vaults
from support.commands import Run

from fjcore.audit import decode
from fjcore.crypto import open_bundle
from fjcore.errors import CryptoError


def test_export(run: Run, folder: Path) -> None:
    """An export should hold what staff may read, for the key named and no other."""
    subject = run("find", "name", "oconnor").out.strip()
    mine, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    key = mine.public_key().public_bytes_raw().hex()
    out, words = folder / "hers.fjcb", ("--need-to-know", "moving to another system")
    done = run("export", subject, "--to-key", key, *words, "--out", out)
    again = run("export", subject, "--to-key", key, *words, "--out", out)
    shown = run("read", subject, "--purpose", "system_operation", *words)
    with vaults.reopened(folder) as vault:
        signer = vault._open.run(lambda tx: tx.seals.signing_key()).public_key()
        said = vault._open.run(
            lambda tx: [decode(e.leaf)["ev"] for e, _ in tx.log.entries(0)]
        )
    held = json.loads(open_bundle(out.read_bytes(), mine, signer).payload)

    assert (0, "") == (done.status, done.err)
    assert json.loads(shown.out) == held["records"]
    assert b"Connor" not in out.read_bytes()
    assert "hers.fjcb: duplicate" in again.err
    assert 1 == said.count("export")
    with pytest.raises(CryptoError):
        open_bundle(out.read_bytes(), other, signer)


@pytest.mark.parametrize("key", ["", "00", "zz" * 32, "00" * 32])
def test_bad_key(run: Run, folder: Path, key: str) -> None:
    """A key that is none should be refused before anything is read."""
    out = folder / "hers.fjcb"
    words = ("--to-key", key, "--need-to-know", "x", "--out", out)
    found = run("export", "0a" * 16, *words)

    assert 1 == found.status
    assert not out.exists()
