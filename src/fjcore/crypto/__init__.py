"""Field-level encryption: cells that open in their own place only, keys per person."""

from __future__ import annotations

from fjcore.crypto.bundle import (
    Bundle,
    manifest_of,
    open_bundle,
    recipient_key,
    recipient_key_id,
    seal_bundle,
    verify_bundle,
)
from fjcore.crypto.cache import KeyCache
from fjcore.crypto.context import CellAddress, KeyContext, decode, encode
from fjcore.crypto.derive import Label, commitment, derive
from fjcore.crypto.drill import Drilled, Failed, drill
from fjcore.crypto.envelope import (
    SUITE_COBBLESTONE,
    SUITE_GCM,
    Codec,
    Header,
    Opened,
    from_text,
    read_header,
    to_text,
)
from fjcore.crypto.erase import (
    Certificate,
    Pending,
    Standing,
    erase,
    replay,
    standing,
)
from fjcore.crypto.fips import Finding, fips_findings
from fjcore.crypto.holding import Holding
from fjcore.crypto.keyring import (
    Cap,
    Keyring,
    KeyringFactory,
    RewrappingKeyring,
    RootKeyring,
    WrappedKey,
)
from fjcore.crypto.keys import (
    DUE_USES,
    MAX_USES,
    BulkKeyStore,
    BulkKeyTable,
    KeyKind,
    KeyRecord,
    KeyState,
    KeyStore,
    KeyTable,
    Moves,
    Wrap,
)
from fjcore.crypto.local import LocalKeyring
from fjcore.crypto.memory import MemoryKeyStore, MemoryKeyTable
from fjcore.crypto.migrate import STRICT, ReadMode
from fjcore.crypto.passfile import DEFAULT_COST, Cost
from fjcore.crypto.plain import (
    is_sealed,
    json_opened,
    json_sealed,
    open_value,
    seal_value,
)
from fjcore.crypto.publickeys import (
    OwnKeys,
    check_signature,
    make_keys,
    open_keys,
    signer_key,
    signer_key_id,
)
from fjcore.crypto.recovery import (
    RecoveryKey,
    RecoveryPublic,
    make_recovery,
    open_recovery,
    recoverable,
    restore,
    wrap_for_recovery,
)
from fjcore.crypto.reseal import Cells, StoredCell, finish, flip, reseal
from fjcore.crypto.rotate import (
    Step,
    retire_epochs,
    rewrap,
    rewrap_all,
    rewrap_root,
    roll_epoch,
)
from fjcore.crypto.sealer import Sealer, Seals
from fjcore.crypto.states import (
    KeyAct,
    KeyEvent,
    KeyObserver,
    set_state,
)
from fjcore.crypto.stream import open_stream, seal_stream

__all__ = [
    "DEFAULT_COST",
    "DUE_USES",
    "MAX_USES",
    "STRICT",
    "SUITE_COBBLESTONE",
    "SUITE_GCM",
    "BulkKeyStore",
    "BulkKeyTable",
    "Bundle",
    "Cap",
    "CellAddress",
    "Cells",
    "Certificate",
    "Codec",
    "Cost",
    "Drilled",
    "Failed",
    "Finding",
    "Header",
    "Holding",
    "KeyAct",
    "KeyCache",
    "KeyContext",
    "KeyEvent",
    "KeyKind",
    "KeyObserver",
    "KeyRecord",
    "KeyState",
    "KeyStore",
    "KeyTable",
    "Keyring",
    "KeyringFactory",
    "Label",
    "LocalKeyring",
    "MemoryKeyStore",
    "MemoryKeyTable",
    "Moves",
    "Opened",
    "OwnKeys",
    "Pending",
    "ReadMode",
    "RecoveryKey",
    "RecoveryPublic",
    "RewrappingKeyring",
    "RootKeyring",
    "Sealer",
    "Seals",
    "Standing",
    "Step",
    "StoredCell",
    "Wrap",
    "WrappedKey",
    "check_signature",
    "commitment",
    "decode",
    "derive",
    "drill",
    "encode",
    "erase",
    "finish",
    "fips_findings",
    "flip",
    "from_text",
    "is_sealed",
    "json_opened",
    "json_sealed",
    "make_keys",
    "make_recovery",
    "manifest_of",
    "open_bundle",
    "open_keys",
    "open_recovery",
    "open_stream",
    "open_value",
    "read_header",
    "recipient_key",
    "recipient_key_id",
    "recoverable",
    "replay",
    "reseal",
    "restore",
    "retire_epochs",
    "rewrap",
    "rewrap_all",
    "rewrap_root",
    "roll_epoch",
    "seal_bundle",
    "seal_stream",
    "seal_value",
    "set_state",
    "signer_key",
    "signer_key_id",
    "standing",
    "to_text",
    "verify_bundle",
    "wrap_for_recovery",
]
