"""Signed heads as C2SP checkpoints, which other tools read too."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from typing import Any

from attrs import field, frozen
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from fjcore.audit.tree import HASH_BYTES, MAX_SIZE
from fjcore.errors import LogBroken, ValueRefused

_ED25519 = b"\x01"
MAX_NOTE_BYTES, MAX_SIGNATURES = 65536, 16

#: A space, a plus or a line's end in it could be read as another part of a note.
_ORIGIN = re.compile(r"(?!.*://)[!-*,-~]{1,200}")


def good_origin(_: object, attribute: Any, value: str) -> None:
    """Check that a log's name is an URL without its scheme, as notes can hold it.

    Raises: ValueRefused. Source: C2SP signed-note.
    """
    if type(value) is not str or not _ORIGIN.fullmatch(value):
        raise ValueRefused(attribute.name)


def _good_size(_: object, attribute: Any, value: int) -> None:
    if type(value) is not int or not 0 <= value < MAX_SIZE:
        raise ValueRefused(attribute.name)


def _good_root(_: object, attribute: Any, value: bytes) -> None:
    if type(value) is not bytes or len(value) != HASH_BYTES:
        raise ValueRefused(attribute.name)


@frozen
class Checkpoint:
    """A head of a log: its origin, its size, its root.

    Raises: ValueRefused, naming the one that no log can have.
    """

    origin: str = field(validator=good_origin)
    size: int = field(validator=_good_size)
    root: bytes = field(validator=_good_root)

    def text(self) -> str:
        """Give the three lines that are signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n"


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes_raw()


def verifier_key(origin: str, public: Ed25519PublicKey) -> str:
    """Give the text form of a log's public key, to be pinned by whoever verifies."""
    raw = _raw(public)
    key = base64.b64encode(_ED25519 + raw).decode()
    return f"{origin}+{_key_id(origin, raw).hex()}+{key}"


def sign_checkpoint(head: Checkpoint, key: Ed25519PrivateKey) -> bytes:
    """Give a checkpoint as a signed note."""
    text = head.text()
    signature = _key_id(head.origin, _raw(key.public_key())) + key.sign(text.encode())
    said = base64.b64encode(signature).decode()
    return f"{text}\n\u2014 {head.origin} {said}\n".encode()


def open_checkpoint(
    note: bytes, origin: str, key: Ed25519PublicKey, *, where: str = "checkpoint"
) -> Checkpoint:
    """Read a signed note and check it against a pinned origin and key.

    Signatures by others are passed over; a false one in this key's name is not.
    Raises: LogBroken, naming ``where``.
    """
    found = _parse(note)
    if found is None:
        raise LogBroken(where)
    head, lines = found
    wanted = _key_id(origin, _raw(key))
    signed = 0
    for name, blob in lines:
        if name == origin and blob[:4] == wanted:
            if not _verifies(key, blob[4:], head.text().encode()):
                raise LogBroken(where)
            signed += 1
    if not signed or head.origin != origin:
        raise LogBroken(where)
    return head


def _verifies(key: Ed25519PublicKey, signature: bytes, text: bytes) -> bool:
    try:
        key.verify(signature, text)
    except InvalidSignature:
        return False
    return True


def _parse(note: bytes) -> tuple[Checkpoint, list[tuple[str, bytes]]] | None:
    if len(note) > MAX_NOTE_BYTES:
        return None
    try:
        text = note.decode()
        body, rest = text.split("\n\n", 1)
        origin, size, root = body.split("\n")
        head = Checkpoint(origin, int(size), _base64(root))
        *lines, end = rest.split("\n")
        said = [_line(line) for line in lines]
    except ValueError:
        return None
    odd = any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
    if odd or end or head.text() != body + "\n":
        return None
    return (head, said) if 0 < len(said) <= MAX_SIGNATURES else None


def _line(line: str) -> tuple[str, bytes]:
    dash, name, blob = line.split(" ")
    if dash != "\u2014" or not name:
        raise ValueRefused("signature")
    return name, _base64(blob)


def _base64(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    # The last digit has spare bits: without this one signature has several spellings.
    if base64.b64encode(raw).decode() != text:
        raise ValueRefused("base64")
    return raw
