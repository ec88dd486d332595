"""The sealed envelope, version 1: its header and the plaintext's padding.

A header of 24 bytes: magic ``F7 4A``, version, suite, codec, flags, schema as u16, and
the first 16 bytes of the key's commitment; then nonce, ciphertext and tag.
"""

from __future__ import annotations

import base64
import binascii
import struct
from enum import IntEnum

from attrs import field, frozen

from fjcore.errors import (
    FormatError,
    NotAnEnvelope,
    SealBroken,
    Truncated,
    UnknownSuite,
    UnknownVersion,
)

MAGIC = b"\xf7\x4a"
VERSION = 1

#: AES-256-GCM, and Cobblestone-256 (C2SP chunked encryption). 03 is a reserved id.
SUITE_GCM, SUITE_COBBLESTONE = 1, 2

HEADER_BYTES, NONCE_BYTES, TAG_BYTES = 24, 12, 16

#: The longest text of suite 01 in bytes, its padding counted.
MAX_PLAINTEXT = 1 << 20

#: Suite 02: salt and commitment before the chunks; each chunk but the last is full.
SALT_BYTES, COMMITMENT_BYTES, CHUNK_BYTES = 24, 32, 16 * 1024

#: The longest text of suite 02 in bytes: C2SP bounds a message at 32 GiB.
MAX_STREAM = 32 << 30

PACKED, PADDED = 1, 2

_HEADER = struct.Struct(">2sBBBBH16s")
_SMALLEST, _LARGEST = 64, 4096

#: What the text of an envelope begins with.
TEXT = "fjc1."

#: The shortest body of each suite.
_LEAST = {
    SUITE_GCM: NONCE_BYTES + TAG_BYTES,
    SUITE_COBBLESTONE: SALT_BYTES + COMMITMENT_BYTES + TAG_BYTES,
}


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


@frozen
class Opened:
    """What a cell held, and how it is to be read."""

    payload: bytes = field(repr=False)
    codec: Codec
    schema: int
    key_id: bytes


def read_header(blob: bytes, *, where: str = "cell") -> Header:
    """Read and check a header before any key is touched.

    Raises: NotAnEnvelope; UnknownVersion; UnknownSuite; Truncated, when the body is too
    short, or longer than one may be; FormatError, when codec or flags are none of ours.
    """
    header = parse_header(blob, where=where)
    size = len(blob) - HEADER_BYTES
    least = _LEAST[header.suite]
    if size < least or (header.suite == SUITE_GCM and size > least + MAX_PLAINTEXT):
        raise Truncated(where)
    return header


def parse_header(blob: bytes, *, where: str = "cell") -> Header:
    """Read and check the first 24 bytes, whatever follows them.

    Raises: as ``read_header``.
    """
    if not isinstance(blob, (bytes, bytearray)) or not blob.startswith(MAGIC):
        raise NotAnEnvelope(where)
    if len(blob) < HEADER_BYTES:
        raise Truncated(where)
    _, version, suite, codec, flags, schema, key_id = _HEADER.unpack_from(blob)
    if version != VERSION:
        raise UnknownVersion(where)
    if suite not in _LEAST:
        raise UnknownSuite(where)
    if codec not in _CODECS or flags & ~(PACKED | PADDED):
        raise FormatError(where)
    return Header(suite, Codec(codec), flags, schema, key_id)


def padded_size(size: int) -> int:
    """Give the length that a text of a length is rounded up to.

    Shape: one more, then up to 64, 128, 256, 512, 1024, 2048, 4096, then multiples.
    """
    if size < _LARGEST:
        return max(_SMALLEST, 1 << size.bit_length())
    return -(-(size + 1) // _LARGEST) * _LARGEST


def pad(plaintext: bytes) -> bytes:
    """Round a length up to one of a few, so that it tells little.

    Shape: the text, ``80``, and zeros up to ``padded_size``.
    """
    return (plaintext + b"\x80").ljust(padded_size(len(plaintext)), b"\x00")


def unpad(padded: bytes, *, where: str = "cell") -> bytes:
    """Give a plaintext as it was before ``pad``.

    Raises: SealBroken.
    """
    plain = padded.rstrip(b"\x00")
    if not plain.endswith(b"\x80") or padded_size(len(plain) - 1) != len(padded):
        raise SealBroken(where)
    return plain[:-1]


def to_text(blob: bytes) -> str:
    """Give an envelope as text for a text column."""
    return TEXT + base64.urlsafe_b64encode(blob).decode().rstrip("=")


def from_text(text: str, *, where: str = "cell") -> bytes:
    """Read an envelope from its text.

    Raises: NotAnEnvelope.
    """
    body = text.removeprefix(TEXT)
    blob = None
    try:
        blob = base64.b64decode(
            body + "=" * (-len(body) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, ValueError):
        pass
    if blob is None or to_text(blob) != text:
        raise NotAnEnvelope(where)
    return blob
