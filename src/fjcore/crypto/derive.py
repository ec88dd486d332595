"""Keys from keys, by labels of a closed list."""

from __future__ import annotations

import os
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from fjcore.crypto.envelope import NONCE_BYTES, TAG_BYTES
from fjcore.errors import KeyMismatch
from fjcore.values import SecretBytes

#: Length of every key in bytes.
KEY_BYTES = 32


class Label(StrEnum):
    """What a derived key is for."""

    COMMIT = "fjcore/v1/commit"
    SEAL_GCM = "fjcore/v1/seal/01"
    WRAP = "fjcore/v1/wrap"
    PSEUDONYM = "fjcore/v1/pseudonym"
    ACTOR = "fjcore/v1/actor"


def new_key() -> SecretBytes:
    """Make a key of 32 random bytes."""
    return SecretBytes(os.urandom(KEY_BYTES))


def derive(key: SecretBytes, label: Label) -> SecretBytes:
    """Derive a key. Source: RFC 5869, section 2.3, with SHA-512."""
    made = HKDFExpand(SHA512(), KEY_BYTES, label.encode()).derive(key.reveal())
    return SecretBytes(made)


def commitment(key: SecretBytes) -> bytes:
    """Give the 32 bytes that name exactly one key; its first 16 are the key id.

    AES-GCM alone does not commit to its key.
    """
    return derive(key, Label.COMMIT).reveal()


def wrap(outer: SecretBytes, inner: SecretBytes, context: bytes) -> bytes:
    """Seal a key under another, bound to a context."""
    nonce = os.urandom(NONCE_BYTES)
    sealer = AESGCM(derive(outer, Label.WRAP).reveal())
    return nonce + sealer.encrypt(nonce, inner.reveal(), context)


def unwrap(
    outer: SecretBytes, blob: bytes, context: bytes, *, where: str
) -> SecretBytes:
    """Open a key sealed by ``wrap``.

    Raises: KeyMismatch, naming ``where``: another key, another place, or altered.
    """
    opened = None
    if len(blob) == NONCE_BYTES + KEY_BYTES + TAG_BYTES:
        sealer = AESGCM(derive(outer, Label.WRAP).reveal())
        try:
            opened = sealer.decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], context)
        except InvalidTag:
            pass
    if opened is None:
        raise KeyMismatch(where)
    return SecretBytes(opened)
