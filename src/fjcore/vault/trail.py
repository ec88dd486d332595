"""Audit entries of a vault: pseudonyms outside, who and what sealed inside."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from fjcore.audit import AuditEvent, AuditLog, Pending
from fjcore.crypto import CellAddress, Codec, Holding, Seals
from fjcore.crypto.own import earlier_pseudonym_keys
from fjcore.records.categories import ACCOUNTING
from fjcore.values import canonical, new_id
from fjcore.vault.sqllog import SqlLog

_ACTOR = b"fjcore/audit-actor/v1\x00"
_RECIPIENT = b"fjcore/audit-recipient/v1\x00"

#: What an audit detail says it is, in the place it is sealed to.
DETAIL = "audit.detail"


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()[:16]


@frozen
class _DetailSealer:
    """Seals a detail to its log and index, under the person's accounting key."""

    seals: Seals
    subject_id: str

    def seal(self, origin: str, idx: int, plaintext: bytes) -> bytes:
        """Seal one padded detail."""
        where = detail_address(self.subject_id, origin, idx)
        return self.seals.seal(where, plaintext, codec=Codec.BYTES, schema=1)


def detail_address(subject_id: str, origin: str, idx: int) -> CellAddress:
    """Give the place that the detail of an entry is sealed to."""
    log_id = hashlib.sha256(origin.encode()).hexdigest()[:32]
    return CellAddress(subject_id, ACCOUNTING, DETAIL, log_id, idx)


def pseudonym(seals: Seals, origin: str, subject_id: str) -> bytes:
    """Give the name that a log has for a person; it dies with her accounting key."""
    return _mac(seals.pseudonym_key(subject_id).reveal(), origin.encode())


def pseudonyms(
    seals: Seals, holding: Holding, origin: str, subject: str
) -> list[bytes]:
    """Give every name that a log has for a person, one for each accounting key."""
    keys = earlier_pseudonym_keys(holding, seals.table, subject, ACCOUNTING)
    earlier = [_mac(key.reveal(), origin.encode()) for key in keys]
    return [pseudonym(seals, origin, subject), *earlier]


def actor_name(seals: Seals, actor: str) -> bytes:
    """Give the name that a log has for who acts."""
    return _mac(seals.actor_key().reveal(), _ACTOR + actor.encode())


@frozen(kw_only=True)
class Trail:
    """Writes the audit entries of one transaction."""

    log: AuditLog
    tx: SqlLog
    seals: Seals
    vault_id: str
    origin: str
    policy_hash: str

    def add(
        self,
        event: str,
        *,
        actor: str,
        detail: Mapping[str, Any],
        subject: str | None = None,
        recipient: str = "",
        basis: str = "",
        decision: str = "",
        request: str | None = None,
    ) -> Pending:
        """Append one entry; it stands when the transaction commits.

        Raises: IdempotencyConflict, ForkedHead, LeafRefused.
        """
        key = self.seals.actor_key().reveal()
        entry = AuditEvent(
            ev=event,
            rid=bytes.fromhex(request or new_id()),
            act=actor_name(self.seals, actor),
            sub=pseudonym(self.seals, self.origin, subject) if subject else None,
            rcp=_mac(key, _RECIPIENT + recipient.encode()) if recipient else None,
            basis=basis or None,
            dec=decision or None,
            pol=bytes.fromhex(self.policy_hash)[:16],
        )
        said = canonical.dumps({"actor": actor, **detail})
        sealer = _DetailSealer(self.seals, subject or self.vault_id)
        return self.log.append(self.tx, entry, detail=said, sealer=sealer)
