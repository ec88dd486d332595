"""A vault over a token and over a key service, from `fjcore init` to a lost keyring."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from services import kms, softhsm
from support import vaults

TOKEN = "cli test"  # noqa: S105 - a label

SITE = """
[plugins.fjcore-{plugin}]
version = ">=0.1,<0.2"
permissions = [{permissions}]

[plugins.fjcore-{plugin}.config]
{config}
"""


def fjcore(folder: Path, *words: str, **environ: str) -> tuple[int, str]:
    """Run a command in a process of its own, without any passphrase at hand."""
    known = {k: v for k, v in os.environ.items() if not k.startswith("FJCORE")}
    done = subprocess.run(
        [Path(sys.executable).with_name("fjcore"), "--as", vaults.STAFF, *words],
        cwd=folder,
        env={**known, **environ},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout + done.stderr


def site(folder: Path, keys: str, more: str) -> None:
    vaults.site_in(folder, more=more)
    path = folder / "fjcore.toml"
    text = path.read_text("utf-8").replace('keyring = "local"', keys)
    path.write_text(text, "utf-8")


@pytest.fixture(name="token")
def _token() -> Iterator[str]:
    """A token with a root key of its own; gives the settings of its plugin."""
    with softhsm.tokens():
        softhsm.new_token(TOKEN)
        library, _ = softhsm.binaries()
        made = (
            "from fjcore_pkcs11 import Config, make_key\n"
            f"make_key(Config(module={str(library)!r}, token={TOKEN!r}, key='root',"
            " pin='env:FJ_PIN'), '.')"
        )
        environ = {**os.environ, "FJ_PIN": softhsm.PIN}
        subprocess.run([sys.executable, "-c", made], env=environ, check=True)
        yield (
            f'module = "{library}"\ntoken = "{TOKEN}"\nkey = "root"\npin = "env:FJ_PIN"'
        )


TOKEN_KEYS, KMS_KEYS = 'keyring = "pkcs11.token"', 'keyring = "awskms.key"'


@pytest.mark.nightly
def test_a_token_and_a_service(token: str, tmp_path: Path) -> None:
    """A vault over a token should open without a passphrase, and outlive the token.

    Each thing that is wrong on the way is told as what it is.
    """
    with kms.serving() as (service, address):
        key = service.new_key()
        aws = f'key = "{key}"\nregion = "us-west-2"\nendpoint = "{address}"'
        aws += "\nattempts = 1\ntimeout_s = 5"
        more = SITE.format(
            plugin="pkcs11", permissions='"holds-keys"', config=token
        ) + SITE.format(
            plugin="aws-kms",
            permissions='"holds-keys", "network:*.amazonaws.com"',
            config=aws,
        )
        site(tmp_path, f'{TOKEN_KEYS}\nsecond = "awskms.key"', more)
        environ = {
            "FJ_PIN": softhsm.PIN,
            "AWS_ACCESS_KEY_ID": "made-up",
            "AWS_SECRET_ACCESS_KEY": "made-up",
        }
        made = fjcore(tmp_path, "init", **environ)
        told = fjcore(tmp_path, "doctor", **environ)
        verified = fjcore(tmp_path, "audit", "verify", **environ)
        drilled = fjcore(tmp_path, "keys", "drill", **environ)
        wrong = fjcore(tmp_path, "audit", "verify", **environ | {"FJ_PIN": "9999"})
        none = fjcore(tmp_path, "audit", "verify", AWS_ACCESS_KEY_ID="x")
        service.keys[key]["KeyState"] = "PendingDeletion"
        ending = fjcore(tmp_path, "doctor", **environ)
        service.keys[key]["KeyState"] = "Enabled"
        site(tmp_path, KMS_KEYS, more)
        after = fjcore(tmp_path, "audit", "verify", **environ)
        service.next = [kms.Refused("ThrottlingException")]
        throttled = fjcore(tmp_path, "audit", "verify", **environ)
    gone = fjcore(tmp_path, "audit", "verify", **environ)

    assert 0 == made[0], made[1]
    assert "keys.keyring pkcs11.token: answers (context)" in told[1]
    assert "keys.second awskms.key: answers (context, rewrap)" in told[1]
    assert (0, 0, 0) == (told[0], verified[0], drilled[0])
    assert "pkcs11.token alone: opens all: 2 own keys" in drilled[1]
    assert "awskms.key alone: opens all: 2 own keys" in drilled[1]
    assert (1, True) == (wrong[0], "access_refused: pkcs11.token" in wrong[1])
    assert (1, True) == (none[0], "access_refused: pkcs11.token" in none[1])
    assert (1, True) == (ending[0], "does not answer (root_key_ending)" in ending[1])
    assert 0 == after[0]
    assert (1, True) == (throttled[0], "throttled: awskms.key" in throttled[1])
    assert (1, True) == (gone[0], "keyring_unreachable: awskms.key" in gone[1])
