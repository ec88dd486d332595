"""Cards: an agency's public keys in a file, to be pinned by those it deals with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from fjcore.crypto import OwnKeys, recipient_key, signer_key, signer_key_id
from fjcore.errors import BadKey, EnvelopeRefused, FjcoreError, Problem
from fjcore.values import canonical, parse_name

#: What a card says it is, and how long a file of one may be.
FORMAT, MAX_CARD_BYTES = "fjcore/card/1", 4096

#: More keys than this an agency does not have: a bundle is sealed to all of them.
MAX_KEYS = 16

_HEX32 = re.compile(r"[0-9a-f]{64}")


def _keys(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(items)


@frozen(kw_only=True)
class Card:
    """Who an agency is, the key it signs with, and the keys it can be sealed to.

    Shape: each key is 32 bytes as 64 hex digits; ``sign`` may be empty for an agency
    that only receives, ``receive`` for one that only sends.
    """

    agency: str
    name: str = ""
    sign: str = ""
    receive: tuple[str, ...] = field(default=(), converter=_keys)

    @property
    def sign_id(self) -> str:
        """The id by which a signature names its key; empty without one."""
        return (
            signer_key_id(signer_key(bytes.fromhex(self.sign))).hex()
            if self.sign
            else ""
        )

    @property
    def fingerprint(self) -> str:
        """What two people compare by phone: ten groups of four digits."""
        digest = hashlib.sha256(card_text(self)).hexdigest()[:40]
        return " ".join(digest[at : at + 4] for at in range(0, 40, 4))


def is_key(text: object, *, receiving: bool) -> bool:
    """Whether a text is a public key that can be used."""
    if type(text) is not str or not _HEX32.fullmatch(text):
        return False
    try:
        (recipient_key if receiving else signer_key)(bytes.fromhex(text))
    except BadKey:
        return False
    return True


def card_of(agency: str, name: str, keys: OwnKeys) -> Card:
    """Give the card of an agency's own keys."""
    signs, receives = keys.public
    return Card(agency=agency, name=name, sign=signs.hex(), receive=(receives.hex(),))


def card_text(card: Card) -> bytes:
    """Give a card as it stands in its file."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "agency": card.agency,
        "name": card.name,
        "sign": card.sign,
        "receive": list(card.receive),
    }
    return canonical.dumps(said) + b"\n"


def card_from(raw: bytes, *, where: str = "card") -> Card:
    """Read a card.

    Raises: EnvelopeRefused, with the path and code of every fault.
    """
    said: Any = None
    try:
        said = canonical.loads(raw, max_bytes=MAX_CARD_BYTES)
    except FjcoreError:
        pass
    problems = tuple(_problems(said))
    if problems:
        raise EnvelopeRefused(where, problems=problems)
    found: dict[str, Any] = said
    return Card(**{name: part for name, part in found.items() if name != "format"})


def _problems(said: Any) -> Iterable[Problem]:
    if type(said) is not dict or said.get("format") != FORMAT:
        yield Problem("format", "unknown_code")
        return
    if said.keys() != {"format", "agency", "name", "sign", "receive"}:
        yield Problem("", "unknown_key")
        return
    if not _named(said["agency"]):
        yield Problem("agency", "format")
    name = said["name"]
    if (
        type(name) is not str
        or len(name) > 200
        or not (name == "" or name.isprintable())
    ):
        yield Problem("name", "format")
    if said["sign"] != "" and not is_key(said["sign"], receiving=False):
        yield Problem("sign", "format")
    keys = said["receive"]
    if type(keys) is not list or len(keys) > MAX_KEYS:
        yield Problem("receive", "type")
        return
    for index, key in enumerate(keys):
        if not is_key(key, receiving=True):
            yield Problem(f"receive.{index}", "format")
    if all(type(key) is str for key in keys) and len(set(keys)) != len(keys):
        yield Problem("receive", "duplicate")


def _named(text: Any) -> bool:
    try:
        parse_name(text, where="agency")
    except (FjcoreError, TypeError, AttributeError):
        return False
    return True
