"""Keys from keys, by labels of a closed list."""

from __future__ import annotations

import os
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.hmac import HMAC

from fjcore.crypto.envelope import (
    NONCE_BYTES,
    SUITE_COBBLESTONE,
    SUITE_GCM,
    TAG_BYTES,
)
from fjcore.errors import KeyMismatch
from fjcore.values import SecretBytes

#: Length of every key in bytes, and of a wrapped one.
KEY_BYTES = 32
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES


class Label(StrEnum):
    """What a derived key is for."""

    COMMIT = "fjcore/v1/commit"
    SEAL_GCM = "fjcore/v1/seal/01"
    SEAL_COBBLESTONE = "fjcore/v1/seal/02"
    WRAP = "fjcore/v1/wrap"
    INDEX = "fjcore/v1/index"
    PSEUDONYM = "fjcore/v1/pseudonym"
    ACTOR = "fjcore/v1/actor"
    TOKEN = "fjcore/v1/token"  # noqa: S105 - a label, not a secret
    SIGN_SEED = "fjcore/v1/sign-seed"
    RECEIVE_SEED = "fjcore/v1/receive-seed"
    RECOVERY = "fjcore/v1/recovery"


#: The label under which a suite's key is derived: a flipped suite lands elsewhere.
SEALS = {SUITE_GCM: Label.SEAL_GCM, SUITE_COBBLESTONE: Label.SEAL_COBBLESTONE}


def new_key() -> SecretBytes:
    """Make a key of 32 random bytes."""
    return SecretBytes(os.urandom(KEY_BYTES))


#: What is hashed for each label: itself and the counter of the one block there is.
_INFO = {label: label.encode() + b"\x01" for label in Label}
_SHA512 = SHA512()

#: What is hashed for a commitment.
COMMITS = _INFO[Label.COMMIT]


def derive(key: SecretBytes, label: Label) -> SecretBytes:
    """Derive a key. Source: RFC 5869, section 2.3, with SHA-512."""
    return SecretBytes(_expanded(key.reveal(), label))


def _expanded(raw: bytes, label: Label) -> bytes:
    # One block of the expansion: HMAC over label and counter, cut to a key's length.
    mac = HMAC(raw, _SHA512)
    mac.update(_INFO[label])
    return mac.finalize()[:KEY_BYTES]


def commitment(key: SecretBytes) -> bytes:
    """Give the 32 bytes that name exactly one key; its first 16 are the key id.

    AES-GCM alone does not commit to its key.
    """
    return _expanded(key.reveal(), Label.COMMIT)


def wrapper(outer: SecretBytes) -> AESGCM:
    """Give the cipher by which a key wraps others."""
    return AESGCM(derive(outer, Label.WRAP).reveal())


def wrap(outer: SecretBytes, inner: SecretBytes, context: bytes) -> bytes:
    """Seal a key under another, bound to a context."""
    return wrap_by(wrapper(outer), inner, context)


def wrap_by(cipher: AESGCM, inner: SecretBytes, context: bytes) -> bytes:
    """Seal a key by a cipher of ``wrapper``, bound to a context."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, inner.reveal(), context)


def unwrap(
    outer: SecretBytes, blob: bytes, context: bytes, *, where: str
) -> SecretBytes:
    """Open a key sealed by ``wrap``.

    Raises: KeyMismatch, naming ``where``: another key, another place, or altered.
    """
    return unwrap_by(wrapper(outer), blob, context, where=where)


def unwrap_by(
    cipher: AESGCM, blob: bytes, context: bytes, *, where: str
) -> SecretBytes:
    """Open a key sealed by ``wrap_by``.

    Raises: as ``unwrap``.
    """
    opened = None
    if len(blob) == WRAPPED_BYTES:
        try:
            opened = cipher.decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], context)
        except InvalidTag:
            pass
    if opened is None:
        raise KeyMismatch(where)
    return SecretBytes(opened)
