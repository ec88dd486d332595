"""C2SP chunked encryption with AES-GCM, read by the rules alone."""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAMES = {16: b"AEAD_AES_128_GCM", 32: b"AEAD_AES_256_GCM"}


def keys(secret, salt, context, hash_name):
    """Give what a secret gives for one message: inner key, base nonce, commitment."""
    name = b"c2sp.org/chunked-encryption@v1+" + NAMES[len(secret)] + b"\x00"
    info, made, last = name + salt + context, b"", b""
    for number in range(1, 5):
        last = hmac.digest(secret, last + info + bytes([number]), hash_name)
        made += last
    size = len(secret)
    return made[:size], made[size : size + 12], made[size + 12 : size + 44]


def read(secret, body, context, hash_name):
    """Give what a body holds, or None."""
    if len(secret) not in NAMES or len(body) < 56:
        return None
    salt, said, rest = body[:24], body[24:56], body[56:]
    inner, base, commitment = keys(secret, salt, context, hash_name)
    if said != commitment:
        return None
    found, full = b"", 16384 + 16
    for number in range(len(rest) // full + 1):
        counter = number.to_bytes(12, "big")
        nonce = bytes(a ^ b for a, b in zip(base, counter, strict=True))
        piece = rest[number * full : (number + 1) * full]
        try:
            found += AESGCM(inner).decrypt(nonce, piece, None)
        except InvalidTag:
            return None
    return found
