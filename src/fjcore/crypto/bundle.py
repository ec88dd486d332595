"""Bundles: one payload sealed to its recipients' own keys, and signed by the sender.

The signature is looked at first, by a key that was pinned beforehand: HPKE alone does
not say who sealed. What a bundle means is for its caller; its manifest is opaque here.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Sequence

from attrs import field, frozen
from cryptography.cobblestone import (
    Cobblestone256Decryptor,
    Cobblestone256Encryptor,
)
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from fjcore.crypto import _chunked, envelope
from fjcore.crypto.context import BUNDLE_BODY, BUNDLE_WRAP, encode
from fjcore.crypto.derive import KEY_BYTES
from fjcore.errors import (
    BadKey,
    CryptoRefused,
    KeyMissing,
    NotAnEnvelope,
    SealBroken,
    Truncated,
    UnknownSuite,
    UnknownVersion,
)

MAGIC, VERSION = b"FJCB", 1

#: The one kind of recipients' keys of this version: X25519 with HKDF-SHA256 and
#: AES-256-GCM (RFC 9180). 02 and 03 are reserved ids and refused.
KEM_X25519 = 1

MAX_WRAPS, MAX_MANIFEST = 16, 65_535

#: The longest payload in bytes.
MAX_PAYLOAD = 64 << 20

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_HEAD, _ID, _SIGNATURE = struct.Struct(">4sBBHI"), 16, 64
_KEY_DOMAIN, _SIGN_DOMAIN = b"fjcore/hpke-key/v1", b"fjcore/bundle-sig/v1"


def recipient_key_id(public: X25519PublicKey) -> bytes:
    """Give the 16 bytes by which a bundle names a recipient's key."""
    raw = public.public_bytes_raw()
    return hashlib.sha256(_KEY_DOMAIN + bytes([KEM_X25519]) + raw).digest()[:_ID]


def recipient_key(raw: bytes) -> X25519PublicKey:
    """Read a recipient's public key from its 32 bytes.

    Raises: BadKey, when it is none, or one that gives everybody the same secret.
    """
    found = None
    try:
        found = X25519PublicKey.from_public_bytes(raw)
        # A point of small order gives a secret of zeros, which this refuses to make.
        X25519PrivateKey.generate().exchange(found)
    except (ValueError, TypeError):
        found = None
    if found is None:
        raise BadKey("recipient key")
    return found


@frozen
class Bundle:
    """What a bundle holds, once opened."""

    manifest: bytes = field(repr=False)
    payload: bytes = field(repr=False)


@frozen
class _Parts:
    head: bytes
    manifest: bytes
    wraps: tuple[tuple[bytes, bytes], ...]
    body: bytes
    signed: bytes
    signature: bytes


def seal_bundle(
    payload: bytes,
    manifest: bytes,
    recipients: Sequence[X25519PublicKey],
    signer: Ed25519PrivateKey,
) -> bytes:
    """Seal a payload to one to sixteen keys of its recipient, and sign the whole.

    The manifest is signed and bound to the payload, but anybody can read it.
    Raises: CryptoRefused, when manifest or payload is too long, or keys are too many,
    none, or one twice; BadKey.
    """
    ids = [recipient_key_id(public) for public in recipients]
    if not 1 <= len(ids) <= MAX_WRAPS or len(set(ids)) != len(ids):
        raise CryptoRefused("recipients")
    if len(manifest) > MAX_MANIFEST or len(payload) > MAX_PAYLOAD:
        raise CryptoRefused("bundle")
    start = _HEAD.pack(MAGIC, VERSION, KEM_X25519, len(ids), len(manifest))
    head, key = start + manifest, os.urandom(KEY_BYTES)
    wraps = b"".join(
        _wrapped(key, public, head, name)
        for name, public in zip(ids, recipients, strict=True)
    )
    sealing = Cobblestone256Encryptor(key, encode(BUNDLE_BODY, head))
    body = sealing.update(envelope.pad(payload)) + sealing.finalize()
    whole = head + wraps + struct.pack(">Q", len(body)) + body
    return whole + signer.sign(_to_sign(whole))


def _wrapped(key: bytes, public: X25519PublicKey, head: bytes, name: bytes) -> bytes:
    sealed = None
    try:
        sealed = _SUITE.encrypt(key, public, info=_wrap_info(head, name))
    except ValueError:
        pass
    if sealed is None:
        raise BadKey(name.hex())
    return name + struct.pack(">H", len(sealed)) + sealed


def _wrap_info(head: bytes, name: bytes) -> bytes:
    return encode(BUNDLE_WRAP, hashlib.sha256(head).digest(), name)


def _to_sign(whole: bytes) -> bytes:
    return _SIGN_DOMAIN + hashlib.sha512(whole).digest()


def open_bundle(
    blob: bytes,
    own: X25519PrivateKey,
    sender: Ed25519PublicKey,
    *,
    where: str = "bundle",
) -> Bundle:
    """Open a bundle by one's own key, once the pinned key of its sender signed it.

    Raises: NotAnEnvelope, UnknownVersion, UnknownSuite, Truncated, from its form alone;
    SealBroken, when the signature is not the sender's or anything was altered;
    KeyMissing, when it is sealed to other keys.
    """
    parts = _parts(blob, where)
    _verify(parts, sender, where)
    name = recipient_key_id(own.public_key())
    sealed = next(
        (wrap for of, wrap in parts.wraps if hmac.compare_digest(of, name)), None
    )
    if sealed is None:
        raise KeyMissing(name.hex())
    key = None
    try:
        key = _SUITE.decrypt(sealed, own, info=_wrap_info(parts.head, name))
    except (InvalidTag, ValueError):
        pass
    if key is None or len(key) != KEY_BYTES:
        raise SealBroken(where)
    opening = Cobblestone256Decryptor(key, encode(BUNDLE_BODY, parts.head))
    plain = _chunked.whole(opening, parts.body)
    if plain is None:
        raise SealBroken(where)
    return Bundle(parts.manifest, envelope.unpad(plain, where=where))


def verify_bundle(
    blob: bytes, sender: Ed25519PublicKey, *, where: str = "bundle"
) -> bytes:
    """Give the manifest of a bundle that the pinned key of its sender signed.

    Raises: as ``open_bundle``, of which it opens nothing.
    """
    parts = _parts(blob, where)
    _verify(parts, sender, where)
    return parts.manifest


def manifest_of(blob: bytes, *, where: str = "bundle") -> bytes:
    """Give what a bundle says of itself, which nobody has verified yet.

    Raises: NotAnEnvelope, UnknownVersion, UnknownSuite, Truncated.
    """
    return _parts(blob, where).manifest


def _verify(parts: _Parts, sender: Ed25519PublicKey, where: str) -> None:
    fault = False
    try:
        sender.verify(parts.signature, _to_sign(parts.signed))
    except InvalidSignature:
        fault = True
    if fault:
        raise SealBroken(where)


def _parts(blob: bytes, where: str) -> _Parts:
    if not blob.startswith(MAGIC):
        raise NotAnEnvelope(where)
    if len(blob) < _HEAD.size:
        raise Truncated(where)
    _, version, kem, count, size = _HEAD.unpack_from(blob)
    if version != VERSION:
        raise UnknownVersion(where)
    if kem != KEM_X25519:
        raise UnknownSuite(where)
    if not 1 <= count <= MAX_WRAPS or size > MAX_MANIFEST:
        raise Truncated(where)
    at = _HEAD.size + size
    wraps = []
    for _ in range(count):
        name, (long,) = blob[at : at + _ID], _number(blob, at + _ID, ">H", where)
        at += _ID + 2
        wraps.append((name, blob[at : at + long]))
        at += long
    (long,) = _number(blob, at, ">Q", where)
    end = at + 8 + long
    if end + _SIGNATURE != len(blob):
        raise Truncated(where)
    head = blob[: _HEAD.size + size]
    return _Parts(
        head=head,
        manifest=head[_HEAD.size :],
        wraps=tuple(wraps),
        body=blob[at + 8 : end],
        signed=blob[:end],
        signature=blob[end:],
    )


def _number(blob: bytes, at: int, form: str, where: str) -> tuple[int, ...]:
    if len(blob) < at + struct.calcsize(form):
        raise Truncated(where)
    return struct.unpack_from(form, blob, at)
