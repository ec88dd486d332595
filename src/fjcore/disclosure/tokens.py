"""The name that one recipient has for a person, and nobody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

from fjcore.values import SecretBytes

_DOMAIN, _KIND, _PREFIX, _LENGTH = b"fjcore.tok.v1\x00", b"person", "per_", 26


def subject_token(key: SecretBytes, subject: str) -> str:
    """Give a person's name for the recipient whose key it is.

    The same in every disclosure to it, so that it can file them together and find
    them when permission is taken back; two recipients cannot join their files by it.
    It is still personal: "encoded, encrypted, hashed or not".
    Shape: ``per_`` and 26 of ``a-z 2-7``.
    Source: 34 U.S.C. 12291(a)(25)(D); docs/reference/disclosures.md.
    """
    value = subject.encode()
    told = struct.pack(">B", len(_KIND)) + _KIND + struct.pack(">I", len(value)) + value
    mac = hmac.new(key.reveal(), _DOMAIN + told, hashlib.sha256).digest()
    return _PREFIX + base64.b32encode(mac).decode().lower()[:_LENGTH]
