"""Random ids, and the names by which agencies, fields and rules are registered."""

from __future__ import annotations

import re
import secrets

from fjcore.errors import BadId

_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z0-9_.:-]{1,64}")

#: Length of an id in bytes: 128 random bits (OWASP ASVS 5.0, 11.5.1).
ID_BYTES = 16


def new_id() -> str:
    """Make an id of 128 random bits; it holds no time and nothing about a person.

    Shape: 32 lower-case hexadecimal digits.
    """
    return secrets.token_hex(ID_BYTES)


def parse_id(text: str, *, where: str = "id") -> str:
    """Give back an id that has the right shape.

    Raises: BadId, naming ``where`` and not the text.
    """
    if type(text) is not str or not _ID.fullmatch(text):
        raise BadId(where)
    return text


def id_bytes(text: str, *, where: str = "id") -> bytes:
    """Give the 16 bytes of an id.

    Raises: BadId.
    """
    raw = b""
    try:
        raw = bytes.fromhex(text)
    except (TypeError, ValueError):
        pass
    # Written again it is the same: no capitals, and no spaces between.
    if type(text) is not str or len(raw) != ID_BYTES or raw.hex() != text:
        raise BadId(where)
    return raw


def parse_name(text: str, *, where: str = "name") -> str:
    """Give back a registry name: 1 to 64 of ``a-z 0-9 _ . : -``.

    Raises: BadId, naming ``where`` and not the text.
    """
    if type(text) is not str or not _NAME.fullmatch(text):
        raise BadId(where)
    return text
