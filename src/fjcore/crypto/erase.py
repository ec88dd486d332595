"""Erasing a person by her keys, and saying truly how far that has come.

A cell without its key is noise. A key is gone once every copy of its wrap is, or of
what that was wrapped by: the key store's own backups keep both for a while. Until they
are past, a certificate says *pending* and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from fjcore.crypto.context import ACCOUNTING
from fjcore.crypto.holding import RECOVERY, ROOT, Holding
from fjcore.crypto.keys import KeyKind, KeyRecord, KeyState, KeyTable
from fjcore.crypto.rotate import shred, take_away
from fjcore.crypto.states import QUIET, KeyObserver
from fjcore.errors import EraseRefused
from fjcore.values import new_id, parse_id


class Rows(Protocol):
    """Blind-index rows, which say something of a person though her keys are gone."""

    def forget(self, subject_id: str) -> int:
        """Delete every row of a person; give how many there were."""
        ...


class Pending(StrEnum):
    """Why an erased key may still be found somewhere."""

    #: A backup of the key store may still hold the wraps.
    WRAP_BACKUPS = "wrap_backups"
    #: The custody key that wrapped them is still in use, or not yet destroyed.
    CUSTODY_EPOCH = "custody_epoch"
    #: A backup of the key store may still hold that custody key's own wraps.
    ROOT_BACKUPS = "root_backups"


@frozen(kw_only=True)
class Certificate:
    """What was destroyed, when and on whose word.

    ``wraps_until`` is when the last backup made before the erasure is past. What others
    were given, and what staff read, is untouched.
    """

    id: str
    at: datetime
    subject_id: str
    key_ids: tuple[bytes, ...]
    epochs: tuple[int, ...]
    index_rows: int
    approved_by: tuple[str, ...]
    wraps_until: datetime


@frozen
class Standing:
    """How far an erasure has come: final when nothing is pending."""

    pending: tuple[Pending, ...]

    @property
    def final(self) -> bool:
        """Whether no copy of a key can be left, as far as the times given are true."""
        return not self.pending


def erase(
    holding: Holding,
    table: KeyTable,
    subject_id: str,
    *,
    approved_by: Iterable[str],
    wraps_until: datetime,
    legal_hold: bool = False,
    rows: Sequence[Rows] = (),
    accounting: bool = False,
    observer: KeyObserver = QUIET,
) -> Certificate:
    """Destroy a person's keys and index rows; give a certificate.

    Wraps first, then tombstones, then index rows: after an interruption, call it again.
    Her accounting key stays unless ``accounting`` is set: with it would go what was
    disclosed about her, and to whom.
    Raises: EraseRefused, unless two people approved, or under a legal hold; BadId.
    """
    names = tuple(sorted(set(approved_by)))
    parse_id(subject_id, where="subject_id")
    if len(names) < 2 or legal_hold or not all(names):
        raise EraseRefused(subject_id)
    keys = [
        one
        for one in table.of_subject(subject_id)
        if accounting or one.compartment != ACCOUNTING
    ]
    for record in keys:
        shred(holding, table, record, observer=observer)
    return Certificate(
        id=new_id(),
        at=holding.clock.now(),
        subject_id=subject_id,
        key_ids=tuple(sorted(one.key_id for one in keys)),
        epochs=_epochs(table, keys),
        index_rows=sum(one.forget(subject_id) for one in rows),
        approved_by=names,
        wraps_until=wraps_until,
    )


def standing(
    certificate: Certificate,
    holding: Holding,
    table: KeyTable,
    *,
    roots_until: datetime | None = None,
) -> Standing:
    """Say what is still pending of an erasure.

    It is final when the backups of the wraps are past; or, sooner, when every custody
    key over them is destroyed and ``roots_until``, the end of the last backup that
    holds the root's wraps of those, is past too.
    """
    now = holding.clock.now()
    if now >= certificate.wraps_until:
        return Standing(())
    if not all(_retired(holding, table, epoch) for epoch in certificate.epochs):
        return Standing((Pending.WRAP_BACKUPS, Pending.CUSTODY_EPOCH))
    if roots_until is None or now < roots_until:
        return Standing((Pending.WRAP_BACKUPS, Pending.ROOT_BACKUPS))
    return Standing(())


def _epochs(table: KeyTable, keys: list[KeyRecord]) -> tuple[int, ...]:
    """Give every epoch in which some keys were wrapped, as backups may hold it."""
    first = min((one.epoch for one in keys), default=None)
    if first is None:
        return ()
    return tuple(sorted(c.epoch for c in _custody(table) if c.epoch >= first))


def _retired(holding: Holding, table: KeyTable, epoch: int) -> bool:
    keys = [one for one in _custody(table) if one.epoch == epoch]
    return bool(keys) and not any(
        one.state is not KeyState.DESTROYED or _has_root(holding, one) for one in keys
    )


def _has_root(holding: Holding, record: KeyRecord) -> bool:
    wraps = holding.store.get(record.key_id)
    return any(wrap.kind in (ROOT, RECOVERY) for wrap in wraps)


def _custody(table: KeyTable) -> list[KeyRecord]:
    return [one for one in table.of("", "") if one.kind is KeyKind.CUSTODY]


def replay(
    holding: Holding,
    table: KeyTable,
    key_ids: Iterable[bytes],
    *,
    observer: KeyObserver = QUIET,
) -> int:
    """Destroy again what a restored backup brought back; give how many keys that was.

    Keep the key ids of certificates outside the backups, and call this before anything
    else is done with a restored store.
    """
    again = 0
    for key_id in key_ids:
        record = table.get(key_id)
        wraps = holding.store.get(key_id)
        if wraps or (record is not None and record.state is not KeyState.DESTROYED):
            again += 1
        if record is not None:
            shred(holding, table, record, observer=observer)
        else:
            take_away(holding, key_id)
    return again
