"""The holder's own private keys: to sign with, and to be sent bundles by."""

from __future__ import annotations

import hashlib
import hmac
import struct

from attrs import evolve
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fjcore.crypto.context import TOKEN, encode
from fjcore.crypto.derive import Label, derive, new_key, unwrap, wrap
from fjcore.crypto.holding import RECEIVE, RECOVERS, SIGN, Holding
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keys import KeyKind, KeyRecord, Wrap
from fjcore.errors import KeyMismatch, KeyMissing
from fjcore.values import SecretBytes

_ED25519, _X25519 = "ed25519", "x25519"


def establish(holding: Holding, keys: Keychain) -> None:
    """Make the holder's first signing key and receiving key."""
    for kind, ref in ((SIGN, _ED25519), (RECEIVE, _X25519)):
        _make(holding, keys, kind, ref)


def signing_key(holding: Holding, keys: Keychain) -> Ed25519PrivateKey:
    """Give the holder's own signing key.

    Raises: KeyUnavailable, KeySuspended, KeyMismatch.
    """
    found = _held(holding, keys, SIGN)
    if found is None:
        raise KeyMissing(keys.held(KeyKind.IDENTITY).key_id.hex())
    return Ed25519PrivateKey.from_private_bytes(found.reveal())


def receiving_key(holding: Holding, keys: Keychain) -> X25519PrivateKey:
    """Give the holder's own key for bundles, made now for a vault without one.

    Raises: as ``signing_key``.
    """
    found = _held(holding, keys, RECEIVE)
    if found is None:
        found = _make(holding, keys, RECEIVE, _X25519)
    return X25519PrivateKey.from_private_bytes(found.reveal())


def token_key(keys: Keychain, recipient: str, epoch: int) -> SecretBytes:
    """Give the key of the tokens that one recipient gets, so that two cannot join.

    Raises: KeyUnavailable, KeySuspended, KeyMismatch.
    """
    whole = derive(keys.key(keys.held(KeyKind.IDENTITY)), Label.TOKEN)
    name = encode(TOKEN, recipient.encode(), struct.pack(">I", epoch))
    return SecretBytes(hmac.new(whole.reveal(), name, hashlib.sha256).digest())


def recovers(holding: Holding, keys: Keychain) -> bytes | None:
    """Give the public half of the holder's recovery key, if there is one.

    Raises: as ``signing_key``; KeyMismatch, when another was put in its place.
    """
    found = _held(holding, keys, RECOVERS)
    return None if found is None else found.reveal()


def recover_by(holding: Holding, keys: Keychain, public: bytes) -> None:
    """Put the public half of a recovery key in use, in place of an earlier one."""
    _keep(holding, keys, RECOVERS, _X25519, SecretBytes(public))


def _make(holding: Holding, keys: Keychain, kind: str, ref: str) -> SecretBytes:
    seed = new_key()
    _keep(holding, keys, kind, ref, seed)
    return seed


def _keep(
    holding: Holding, keys: Keychain, kind: str, ref: str, kept: SecretBytes
) -> None:
    identity = keys.held(KeyKind.IDENTITY)
    blob = wrap(keys.key(identity), kept, _context(holding, identity, kind))
    holding.store.put(identity.key_id, Wrap(kind, ref, blob))


def _held(holding: Holding, keys: Keychain, kind: str) -> SecretBytes | None:
    record = keys.held(KeyKind.IDENTITY)
    for kept in holding.store.get(record.key_id):
        if kept.kind == kind:
            return _opened(holding, keys, record, kept)
    return None


def _opened(
    holding: Holding, keys: Keychain, record: KeyRecord, kept: Wrap
) -> SecretBytes:
    outer, name = keys.key(record), record.key_id.hex()
    fault: KeyMismatch
    try:
        return unwrap(
            outer, kept.blob, _context(holding, record, kept.kind), where=name
        )
    except KeyMismatch as error:
        fault = error
    before = holding.context(record).encode() + kept.kind.encode()
    try:
        found = unwrap(outer, kept.blob, before, where=name)
    except KeyMismatch:
        found = None
    if found is None:
        raise fault
    # Before version 0.1 the purpose stood after the context, and not within it.
    _keep(holding, keys, kept.kind, kept.ref, found)
    return found


def _context(holding: Holding, identity: KeyRecord, purpose: str) -> bytes:
    """Give what a private key is bound to: its purpose stands as the compartment."""
    return evolve(holding.context(identity), compartment=purpose).encode()
