"""The bytes of one audit entry: flat canonical JSON with nothing personal in it."""

from __future__ import annotations

import json
import re
from typing import Any

from attrs import field, frozen

from fjcore.errors import LeafRefused

PREFIX = b"fjcore/audit-entry/v1\n"

#: Longest an entry may be; more is refused, never cut.
MAX_LEAF_BYTES = 4096

EVENTS = frozenset(
    (
        "keep read reveal search redact.correct disclose withhold receipt "
        "release.sign release.withdraw release.end key.create key.rotate key.shred "
        "export import import.reject breakglass hold.set hold.lift suspend.set "
        "suspend.lift accounting.read plugin.load policy.change migrate restore prune "
        "heartbeat drill"
    ).split()
)
BASES = frozenset("release law court emergency internal subject none".split())
DECISIONS = frozenset("granted withheld error".split())

_HEX16 = re.compile(r"[0-9a-f]{32}")
_HEX32 = re.compile(r"[0-9a-f]{64}")
_MAX_INT = 2**53
_KEYS = frozenset("t ev r n act sub rcp basis dec pol det skew".split())
_REQUIRED = frozenset("t ev r n".split())


def _sixteen(required: bool) -> Any:
    def check(_: object, attribute: Any, value: bytes | None) -> None:
        if value is None and not required:
            return
        if type(value) is not bytes or len(value) != 16:
            raise LeafRefused(attribute.name)

    return check


def _one_of(known: frozenset[str], *, required: bool = False) -> Any:
    def check(_: object, attribute: Any, value: str | None) -> None:
        if value is None and not required:
            return
        if not isinstance(value, str) or value not in known:
            raise LeafRefused(attribute.name)

    return check


@frozen(kw_only=True)
class AuditEvent:
    """What happened, as the log may show it: codes and pseudonyms only.

    Shape: ``ev`` of ``EVENTS``; ``rid`` 16 bytes, minted once per intended act;
    ``act``, ``sub``, ``rcp`` 16-byte pseudonyms; ``pol`` 16 bytes of the rule set.
    Raises: LeafRefused, naming the key.
    """

    ev: str = field(validator=_one_of(EVENTS, required=True))
    rid: bytes = field(validator=_sixteen(True), repr=False)
    act: bytes | None = field(default=None, validator=_sixteen(False), repr=False)
    sub: bytes | None = field(default=None, validator=_sixteen(False), repr=False)
    rcp: bytes | None = field(default=None, validator=_sixteen(False), repr=False)
    basis: str | None = field(default=None, validator=_one_of(BASES))
    dec: str | None = field(default=None, validator=_one_of(DECISIONS))
    pol: bytes | None = field(default=None, validator=_sixteen(False), repr=False)


def encode(
    event: AuditEvent, *, t: int, nonce: bytes, det: bytes | None, skew: bool
) -> bytes:
    """Give the bytes of an entry.

    Units: ``t`` microseconds since 1970 UTC. Shape: ``nonce`` 16 fresh random bytes,
    ``det`` the SHA-256 of the sealed detail.
    Raises: LeafRefused.
    """
    said: dict[str, Any] = {"t": t, "ev": event.ev, "r": event.rid.hex()}
    said["n"] = nonce.hex()
    for name in ("act", "sub", "rcp", "pol"):
        value = getattr(event, name)
        if value is not None:
            said[name] = value.hex()
    for name in ("basis", "dec"):
        if getattr(event, name) is not None:
            said[name] = getattr(event, name)
    if det is not None:
        said["det"] = det.hex()
    if skew:
        said["skew"] = 1
    raw = PREFIX + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    if decode(raw) != said:
        raise LeafRefused("leaf")
    return raw


def decode(raw: bytes) -> dict[str, Any]:
    """Read an entry strictly: what does not write itself again is refused.

    Raises: LeafRefused.
    """
    said: Any = None
    if raw.startswith(PREFIX) and len(raw) <= MAX_LEAF_BYTES:
        try:
            said = json.loads(raw[len(PREFIX) :].decode("ascii"))
        except (ValueError, RecursionError):
            said = None
    if type(said) is not dict or not _REQUIRED <= said.keys() <= _KEYS:
        raise LeafRefused("leaf")
    again = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    if again != raw[len(PREFIX) :]:
        raise LeafRefused("leaf")
    for name, value in said.items():
        if not _good(name, value):
            raise LeafRefused(name)
    return said


def _good(name: str, value: Any) -> bool:
    if name == "t":
        return type(value) is int and 0 <= value < _MAX_INT
    if name == "skew":
        return type(value) is int and value == 1
    if type(value) is not str:
        return False
    known = {"ev": EVENTS, "basis": BASES, "dec": DECISIONS}.get(name)
    if known is not None:
        return value in known
    return bool((_HEX32 if name == "det" else _HEX16).fullmatch(value))
