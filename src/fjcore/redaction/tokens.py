"""Names that stand for a value, by a key: equal for equal values, and telling nothing.

A token is still personal: "encoded, encrypted, hashed or not". It is made where the
category ``pseudonymous_ids`` is named, and nowhere by default.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import unicodedata
from typing import Any

from attrs import field, frozen

from fjcore.errors import OptionRefused, Problem
from fjcore.values import SecretBytes

_DOMAIN, _LENGTH, KEY_BYTES = b"fjcore.tok.v1\x00", 26, 32
_SOURCE = b"fjcore.tok.source.v1\x00"

#: What a token may stand for; its first three letters begin the token.
TOKEN_KINDS = frozenset(
    "person name phone email gov_id account case_number handle url device "
    "record_id".split()
)

_NUMBERS = frozenset({"phone", "gov_id", "account", "case_number"})
_BETWEEN = frozenset("+().-/")


@frozen(repr=False)
class Token:
    """A name that stands for a value, for who has the key's other tokens.

    Shape: ``text`` is three letters of the kind, ``_``, and 26 of ``a-z 2-7``.
    Source: 34 U.S.C. 12291(a)(25)(D): it is personal all the same.
    """

    text: str
    _source: bytes = field(eq=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return "<Token>"


def one_time_key() -> SecretBytes:
    """Give a new key for the tokens of one disclosure: use it once, and keep it not."""
    return SecretBytes(secrets.token_bytes(KEY_BYTES))


def token(value: Any, *, kind: str, key: SecretBytes) -> Token | None:
    """Give the token of a value; None for what is no text, or an empty one.

    The same for the same value, kind and key, however it is capitalized and spaced; a
    number is its digits. A key is one recipient's at one time, or of one disclosure
    (``one_time_key``), so that nobody can join what two were given. A token is left as
    it is where this key and kind made it, and is None elsewhere.
    Shape: ``kind`` is one of ``TOKEN_KINDS``; ``key`` 32 bytes.
    Raises: OptionRefused, for another kind, or a key of another length.
    """
    _checked(kind, key)
    source = hmac.digest(key.reveal(), _SOURCE + kind.encode(), "sha256")
    if isinstance(value, Token):
        return value if hmac.compare_digest(value._source, source) else None
    raw = _normal(value, kind)
    return Token(token_text(kind, raw, key), source) if raw else None


def token_text(kind: str, value: bytes, key: SecretBytes) -> str:
    """Give the text of the token of bytes in their normal form."""
    name = kind.encode()
    told = struct.pack(">B", len(name)) + name + struct.pack(">I", len(value)) + value
    mac = hmac.new(key.reveal(), _DOMAIN + told, hashlib.sha256).digest()
    return f"{kind[:3]}_{base64.b32encode(mac).decode().lower()[:_LENGTH]}"


def _checked(kind: str, key: SecretBytes) -> None:
    if kind not in TOKEN_KINDS:
        raise OptionRefused("kind", problems=(Problem("kind", "unknown_code"),))
    if len(key.reveal()) != KEY_BYTES:
        raise OptionRefused("key", problems=(Problem("key", "length"),))


def _normal(value: Any, kind: str) -> bytes:
    """Give the bytes of which a token is made; empty for what has none."""
    text = value if isinstance(value, str) else ""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if kind in _NUMBERS and all(
        one.isdecimal() or one.isspace() or one in _BETWEEN for one in folded
    ):
        folded = "".join(
            str(unicodedata.decimal(one)) for one in folded if one.isdecimal()
        )
    raw = b""
    try:
        raw = " ".join(folded.split()).encode()
    except UnicodeEncodeError:
        pass
    return raw
