"""The signature of a disclosure: it stands in the body, over all the rest of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Protocol

from attrs import field, frozen

from fjcore.errors import EnvelopeRefused, FjcoreError, Problem
from fjcore.redaction import MAX_BODY_BYTES
from fjcore.values import canonical

#: What a body says it is.
FORMAT = "fjcore/disclosure/1"

_DOMAIN = b"fjcore/disclosure-sig/v1\x00"
_KEY_ID, _SIGNATURE = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{128}")


class Signing(Protocol):
    """The holder's signing key, as far as a body needs it."""

    @property
    def key_id(self) -> str:
        """The id of the key, 32 hex digits."""
        ...

    def sign(self, message: bytes, /) -> bytes:
        """Give the 64 bytes of a signature."""
        ...


@frozen
class Signed:
    """A body taken apart: what it says, and who is said to have signed what of it."""

    content: dict[str, Any] = field(repr=False)
    key_id: str
    signature: bytes = field(repr=False)
    message: bytes = field(repr=False)


def message(unsigned: bytes) -> bytes:
    """Give what is signed: a domain and the SHA-512 of the body without signature."""
    return _DOMAIN + hashlib.sha512(unsigned).digest()


def signed(body: Mapping[str, Any], signing: Signing) -> bytes:
    """Give a body with its signature, in its one form."""
    value = signing.sign(message(canonical.dumps(dict(body))))
    said = {"key": signing.key_id, "value": value.hex()}
    return canonical.dumps({**body, "signature": said})


def taken_apart(raw: bytes) -> Signed:
    """Read a signed body; whether its signature is good is not looked at here.

    Raises: EnvelopeRefused, with the path and code of what is wrong; never a value.
    """
    found = _read(raw)
    del raw  # a traceback may print what its frames hold
    if isinstance(found, Problem):
        raise EnvelopeRefused("disclosure", problems=(found,))
    return found


def _read(raw: bytes) -> Problem | Signed:
    content: Any = None
    try:
        content = canonical.loads(raw, max_bytes=MAX_BODY_BYTES)
        sole = canonical.dumps(content) == raw
    except FjcoreError as error:
        return Problem("", error.code)
    if type(content) is not dict or content.get("format") != FORMAT:
        return Problem("format", "unknown_code")
    if not sole:
        return Problem("", "not_canonical")
    said = content.pop("signature", None)
    if type(said) is not dict or said.keys() != {"key", "value"}:
        return Problem("signature", "required")
    key, value = said["key"], said["value"]
    if not (_is(_KEY_ID, key) and _is(_SIGNATURE, value)):
        return Problem("signature", "format")
    told = message(canonical.dumps(content))
    return Signed(content, key, bytes.fromhex(value), told)


def _is(pattern: re.Pattern[str], text: object) -> bool:
    return type(text) is str and pattern.fullmatch(text) is not None
