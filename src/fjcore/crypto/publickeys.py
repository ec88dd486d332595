"""Keys that agencies know each other by, and those of an agency without a vault."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeAlias

from attrs import frozen
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fjcore.crypto.derive import KEY_BYTES, Label, derive
from fjcore.crypto.passfile import DEFAULT_COST, Cost, Kind, make_root, open_root
from fjcore.errors import BadKey, SealBroken
from fjcore.values import Secret, SecretBytes

#: What a file of an agency's own keys says it is.
KEY_FILE = "fjcore/agency-key/1"

_KIND = Kind(format=KEY_FILE, size=KEY_BYTES, more={})

#: The kinds of keys, for those who hand them on and know nothing of what they are.
SigningKey: TypeAlias = Ed25519PrivateKey
SignersKey: TypeAlias = Ed25519PublicKey
ReceivingKey: TypeAlias = X25519PrivateKey

_KEY_DOMAIN, _ID = b"fjcore/sign-key/v1", 16


@frozen(repr=False, eq=False)
class OwnKeys:
    """The private keys of an agency: one to sign with, one to be sent bundles by."""

    signing: Ed25519PrivateKey
    receiving: X25519PrivateKey

    @property
    def public(self) -> tuple[bytes, bytes]:
        """The public halves, to sign and to receive: 32 bytes each."""
        signs = self.signing.public_key().public_bytes_raw()
        return signs, self.receiving.public_key().public_bytes_raw()


def make_keys(
    path: Path, passphrase: Secret[str], *, cost: Cost = DEFAULT_COST
) -> OwnKeys:
    """Make the keys of an agency that has no vault, in a new file of mode 0600.

    Raises: AccessRefused, when the file is there already or cannot be written, or the
    passphrase is empty; KeyUnavailable, when memory does not reach.
    """
    return _keys(make_root(_KIND, path, passphrase, cost))


def open_keys(path: Path, passphrase: Secret[str]) -> OwnKeys:
    """Open the keys of a file.

    Raises: KeyUnavailable, when there is none; FormatError, when it is damaged;
    AccessRefused, when the passphrase is not the one.
    """
    return _keys(open_root(_KIND, path, passphrase))


def _keys(root: SecretBytes) -> OwnKeys:
    signs, receives = derive(root, Label.SIGN_SEED), derive(root, Label.RECEIVE_SEED)
    return OwnKeys(
        Ed25519PrivateKey.from_private_bytes(signs.reveal()),
        X25519PrivateKey.from_private_bytes(receives.reveal()),
    )


def signer_key(raw: bytes) -> Ed25519PublicKey:
    """Read a sender's public key from its 32 bytes.

    Raises: BadKey.
    """
    found = None
    try:
        found = Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, TypeError):
        pass
    if found is None:
        raise BadKey("signing key")
    return found


def signer_key_id(public: Ed25519PublicKey) -> bytes:
    """Give the 16 bytes by which a signature names its key."""
    raw = public.public_bytes_raw()
    return hashlib.sha256(_KEY_DOMAIN + raw).digest()[:_ID]


def check_signature(
    public: Ed25519PublicKey, signature: bytes, message: bytes, *, where: str
) -> None:
    """Refuse what a key did not sign.

    Raises: SealBroken, naming ``where``.
    """
    fault = False
    try:
        public.verify(signature, message)
    except InvalidSignature:
        fault = True
    if fault:
        raise SealBroken(where)
