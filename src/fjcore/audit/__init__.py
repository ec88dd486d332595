"""A tamper-evident log: a Merkle tree over entries with nothing personal in them."""

from __future__ import annotations

from fjcore.audit.leaf import BASES, DECISIONS, EVENTS, AuditEvent, decode
from fjcore.audit.log import (
    AuditLog,
    DetailSealer,
    Entry,
    Head,
    LogReader,
    LogTx,
    Pending,
    Receipt,
    SealedDetail,
    unpad_detail,
)
from fjcore.audit.memory import MemoryLogStore
from fjcore.audit.note import (
    Checkpoint,
    open_checkpoint,
    sign_checkpoint,
    verifier_key,
)
from fjcore.audit.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from fjcore.audit.verify import VerifyReport, verify_log

__all__ = [
    "BASES",
    "DECISIONS",
    "EVENTS",
    "AuditEvent",
    "AuditLog",
    "Checkpoint",
    "DetailSealer",
    "Entry",
    "Head",
    "LogReader",
    "LogTx",
    "MemoryLogStore",
    "Pending",
    "Receipt",
    "SealedDetail",
    "VerifyReport",
    "consistency_proof",
    "decode",
    "inclusion_proof",
    "leaf_hash",
    "open_checkpoint",
    "root_of",
    "sign_checkpoint",
    "unpad_detail",
    "verifier_key",
    "verify_consistency",
    "verify_inclusion",
    "verify_log",
]
