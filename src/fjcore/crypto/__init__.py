"""Field-level encryption: cells that open in their own place only, keys per person."""

from __future__ import annotations

from fjcore.crypto.cache import KeyCache
from fjcore.crypto.context import CellAddress, KeyContext, decode, encode
from fjcore.crypto.derive import Label, commitment, derive
from fjcore.crypto.envelope import Codec, Header, from_text, read_header, to_text
from fjcore.crypto.keyring import Keyring, RootKeyring, WrappedKey
from fjcore.crypto.keys import (
    MAX_USES,
    KeyKind,
    KeyRecord,
    KeyState,
    KeyStore,
    KeyTable,
    MemoryKeyStore,
    MemoryKeyTable,
    Wrap,
)
from fjcore.crypto.local import DEFAULT_COST, Cost, LocalKeyring
from fjcore.crypto.sealer import Opened, Sealer, Seals

__all__ = [
    "DEFAULT_COST",
    "MAX_USES",
    "CellAddress",
    "Codec",
    "Cost",
    "Header",
    "KeyCache",
    "KeyContext",
    "KeyKind",
    "KeyRecord",
    "KeyState",
    "KeyStore",
    "KeyTable",
    "Keyring",
    "Label",
    "LocalKeyring",
    "MemoryKeyStore",
    "MemoryKeyTable",
    "Opened",
    "RootKeyring",
    "Sealer",
    "Seals",
    "Wrap",
    "WrappedKey",
    "commitment",
    "decode",
    "derive",
    "encode",
    "from_text",
    "read_header",
    "to_text",
]
