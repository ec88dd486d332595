"""What a seal is bound to: positional, length-prefixed, decodable."""

from __future__ import annotations

import struct
from functools import lru_cache

from attrs import field, frozen

from fjcore.errors import BadId, FormatError, ValueRefused
from fjcore.values import parse_name
from fjcore.values.ids import ID_BYTES, id_bytes, parse_id

#: Domains of this version; none is a prefix of another. Those of leases and of
#: devices are kept for later and used by nothing.
CELL, KEY = b"fjcore/ctx/v1", b"fjcore/keyctx/v1"
INDEX, TOKEN = b"fjcore/index/v1", b"fjcore/token/v1"
BUNDLE_BODY, BUNDLE_WRAP = b"fjcore/bundle-body/v1", b"fjcore/bundle-wrap/v1"
LEASE, DEVICE = b"fjcore/lease/v1", b"fjcore/device-wrap/v1"
RECOVERY_WRAP = b"fjcore/recovery-wrap/v1"
_DOMAINS = (
    *(CELL, KEY, INDEX, TOKEN, BUNDLE_BODY, BUNDLE_WRAP, LEASE, DEVICE),
    RECOVERY_WRAP,
)

#: How many parts the context of a cell has, and that of a wrap.
CELL_PARTS, KEY_PARTS = 9, 7

_SIZE = struct.Struct(">I").pack
_EMPTY = _SIZE(0)

_LAST, _PACKED_TAIL = struct.Struct(">IQ").pack, struct.Struct(">I16sI1sIQ").pack
_MAX_REVISION, _unhex = (1 << 64) - 1, bytes.fromhex
_COMMITMENT_BYTES = _SIZE(32)

#: The length of an id, as a part of a context has it.
ID_LENGTH = _SIZE(ID_BYTES)

#: The compartment of the accounts of what was disclosed, which outlive a record; its
#: key gives a person's pseudonym in the audit log.
ACCOUNTING = "accounting"


def encode(domain: bytes, *parts: bytes) -> bytes:
    """Give one unambiguous text of several: domain, count, each with its length."""
    said = [domain, struct.pack(">H", len(parts))]
    for item in parts:
        said += [struct.pack(">I", len(item)), item]
    return b"".join(said)


def decode(raw: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """Give domain and parts of what ``encode`` made.

    Raises: FormatError.
    """
    domain = next((known for known in _DOMAINS if raw.startswith(known)), None)
    if domain is None or len(raw) < len(domain) + 2:
        raise FormatError("context")
    at = len(domain) + 2
    (count,) = struct.unpack_from(">H", raw, len(domain))
    parts = []
    for _ in range(count):
        if len(raw) < at + 4:
            raise FormatError("context")
        (size,) = struct.unpack_from(">I", raw, at)
        parts.append(raw[at + 4 : at + 4 + size])
        at += 4 + size
    if at != len(raw):
        raise FormatError("context")
    return domain, tuple(parts)


def _name(value: str) -> str:
    return parse_name(value, where="address")


#: Names are few, and each is looked at once.
_looked_at = lru_cache(maxsize=1024)(parse_name)


def known_name(value: str) -> str:
    """Give back a registry name.

    Raises: BadId.
    """
    return _looked_at(value) if type(value) is str else parse_name(value)


def _field_path(value: str) -> str:
    return value if value == "*" else _name(value)


def _revision(value: int) -> int:
    if type(value) is not int or not 0 <= value < 1 << 64:
        raise ValueRefused("revision")
    return value


@frozen
class CellAddress:
    """The one place where a cell opens.

    Shape: ids of 32 hex digits, registry names, ``field_path`` ``*`` for a whole
    compartment. ``revision`` makes an older version of the same cell a wrong place.
    Raises: BadId; ValueRefused, when the revision is no u64.
    """

    subject_id: str = field(converter=parse_id)
    compartment: str = field(converter=_name)
    record_type: str = field(converter=_name)
    record_id: str = field(converter=parse_id)
    revision: int = field(converter=_revision)
    field_path: str = field(default="*", converter=_field_path)

    def context(self, header: bytes, vault_id: str, holder_id: str) -> bytes:
        """Give the associated data of the cell at this place."""
        return self.head(header, vault_id, holder_id) + self.tail()

    def head(self, header: bytes, vault_id: str, holder_id: str) -> bytes:
        """Give what the contexts of one key and record type begin with: six parts."""
        begun = encode(
            CELL,
            header,
            id_bytes(vault_id),
            holder_id.encode(),
            bytes.fromhex(self.subject_id),
            self.compartment.encode(),
            self.record_type.encode(),
        )
        # The count is that of the whole, of which three parts follow.
        return CELL + struct.pack(">H", CELL_PARTS) + begun[len(CELL) + 2 :]

    def tail(self) -> bytes:
        """Give what a context ends with: record, field path and revision."""
        return tail(self.record_id, self.revision, self.field_path)


def tail(record_id: str, revision: int, field_path: str = "*") -> bytes:
    """Give the last three parts of a cell's context, each with its length.

    Raises: BadId; ValueRefused, when the revision is no u64.
    """
    record = b""
    try:
        record = _unhex(record_id)
    except ValueError:
        pass
    if record.hex() != record_id or len(record) != ID_BYTES:
        raise BadId("record_id")
    if type(revision) is not int or not 0 <= revision <= _MAX_REVISION:
        raise ValueRefused("revision")
    if field_path == "*":
        return _PACKED_TAIL(ID_BYTES, record, 1, b"*", 8, revision)
    path = field_path.encode()
    size = struct.pack(">I", len(path))
    return ID_LENGTH + record + size + path + _LAST(8, revision)


@frozen(kw_only=True)
class KeyContext:
    """What a wrap is bound to; one by the root has neither person nor compartment."""

    kind: str
    vault_id: str
    holder_id: str
    epoch: int
    commitment: bytes
    subject_id: str = ""
    compartment: str = ""

    def encode(self) -> bytes:
        """Give the associated data of the wrap."""
        begun = wraps_begin(self.kind, self.vault_id, self.holder_id, self.epoch)
        person = ID_LENGTH + id_bytes(self.subject_id) if self.subject_id else _EMPTY
        name = _SIZE(len(self.compartment)) + self.compartment.encode()
        return begun + person + name + _SIZE(len(self.commitment)) + self.commitment


@lru_cache(maxsize=1024)
def wraps_begin(kind: str, vault_id: str, holder_id: str, epoch: int) -> bytes:
    """Give the first four of seven parts: what the wraps by one key share."""
    number = struct.pack(">I", epoch)
    begun = encode(KEY, kind.encode(), id_bytes(vault_id), holder_id.encode(), number)
    return KEY + struct.pack(">H", KEY_PARTS) + begun[len(KEY) + 2 :]


@lru_cache(maxsize=1024)
def before_commitment(compartment: str) -> bytes:
    """Give the part of a compartment, of which there are few, and what follows it."""
    return _SIZE(len(compartment)) + compartment.encode() + _COMMITMENT_BYTES
