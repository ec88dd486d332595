"""The sealed envelope, version 1: its header and the plaintext's padding.

A header of 24 bytes: magic ``F7 4A``, version, suite, codec, flags, schema as u16, and
the first 16 bytes of the key's commitment; then nonce, ciphertext and tag.
"""

from __future__ import annotations

import base64
import binascii
import struct
from enum import IntEnum

from attrs import frozen

from fjcore.errors import FormatError, SealBroken

MAGIC = b"\xf7\x4a"
VERSION = 1

#: AES-256-GCM. 02 and 03 are reserved ids and refused.
SUITE_GCM = 1

HEADER_BYTES, NONCE_BYTES, TAG_BYTES = 24, 12, 16
MAX_PLAINTEXT = 1 << 20

PACKED, PADDED = 1, 2

_HEADER = struct.Struct(">2sBBBBH16s")
_SMALLEST, _LARGEST = 64, 4096
_TEXT = "fjc1."


class Codec(IntEnum):
    """How a payload's bytes are to be read."""

    BYTES = 0
    UTF8 = 1
    JSON = 2


_CODECS = frozenset(Codec)


@frozen
class Header:
    """What stands before a sealed body; all of it is authenticated."""

    suite: int
    codec: Codec
    flags: int
    schema: int
    key_id: bytes

    def pack(self) -> bytes:
        """Give the 24 bytes."""
        return _HEADER.pack(
            MAGIC,
            VERSION,
            self.suite,
            self.codec,
            self.flags,
            self.schema,
            self.key_id,
        )


def read_header(blob: bytes, *, where: str = "cell") -> Header:
    """Read and check a header before any key is touched.

    Raises: FormatError, when it is none, of a newer version, of another suite, or when
    the body is too short or too long to be one.
    """
    least = HEADER_BYTES + NONCE_BYTES + TAG_BYTES
    if len(blob) < least or len(blob) > least + MAX_PLAINTEXT + _LARGEST:
        raise FormatError(where)
    magic, version, suite, codec, flags, schema, key_id = _HEADER.unpack_from(blob)
    if magic != MAGIC or version != VERSION or suite != SUITE_GCM:
        raise FormatError(where)
    if codec not in _CODECS or flags & ~(PACKED | PADDED):
        raise FormatError(where)
    return Header(suite, Codec(codec), flags, schema, key_id)


def pad(plaintext: bytes) -> bytes:
    """Round a length up to one of a few, so that it tells little.

    Shape: ``80`` and zeros up to 64, 128, 256, 512, 1024, 2048, 4096, then multiples.
    """
    least = len(plaintext) + 1
    if least <= _LARGEST:
        size = max(_SMALLEST, 1 << (least - 1).bit_length())
    else:
        size = -(-least // _LARGEST) * _LARGEST
    return plaintext + b"\x80" + bytes(size - least)


def unpad(padded: bytes, *, where: str = "cell") -> bytes:
    """Give a plaintext as it was before ``pad``.

    Raises: SealBroken.
    """
    plain = padded.rstrip(b"\x00")
    if not plain.endswith(b"\x80") or pad(plain[:-1]) != padded:
        raise SealBroken(where)
    return plain[:-1]


def to_text(blob: bytes) -> str:
    """Give an envelope as text for a text column."""
    return _TEXT + base64.urlsafe_b64encode(blob).decode().rstrip("=")


def from_text(text: str, *, where: str = "cell") -> bytes:
    """Read an envelope from its text.

    Raises: FormatError.
    """
    body = text.removeprefix(_TEXT)
    blob = None
    try:
        blob = base64.b64decode(
            body + "=" * (-len(body) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, ValueError):
        pass
    if blob is None or to_text(blob) != text:
        raise FormatError(where)
    return blob
