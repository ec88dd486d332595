"""Key records as rows of the project's database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from fjcore.crypto import KeyKind, KeyRecord, KeyState
from fjcore.errors import CryptoRefused, KeyMismatch, KeyUnavailable
from fjcore.values import from_micros, micros
from fjcore_django.models import KeyRow


class ModelKeyTable:
    """Key records, in the transaction that is open in one database."""

    def __init__(self, alias: str) -> None:
        self._rows = KeyRow.objects.using(alias)

    def get(self, key_id: bytes) -> KeyRecord | None:
        """Give the record of a key."""
        return self._one(key_id=key_id.hex())

    def active(
        self, kind: KeyKind, subject_id: str, compartment: str
    ) -> KeyRecord | None:
        """Give the one active key of a person's compartment, or of the holder."""
        return self._one(
            kind=str(kind),
            subject_id=subject_id,
            compartment=compartment,
            state=str(KeyState.ACTIVE),
        )

    def of(self, subject_id: str, compartment: str) -> list[KeyRecord]:
        """Give every key that a person's compartment has or had."""
        return self._many(subject_id=subject_id, compartment=compartment)

    def of_subject(self, subject_id: str) -> list[KeyRecord]:
        """Give every key that a person has or had."""
        return self._many(subject_id=subject_id)

    def after(self, kind: KeyKind, key_id: bytes, limit: int) -> list[KeyRecord]:
        """Give the next keys of a kind in the order of their ids, at most ``limit``."""
        rows = self._rows.filter(kind=str(kind), key_id__gt=key_id.hex())
        return [_record(row) for row in rows.order_by("key_id")[:limit]]

    def put(self, record: KeyRecord) -> None:
        """Add a record.

        Raises: CryptoRefused, when the key is there already.
        """
        if self.get(record.key_id) is not None:
            raise CryptoRefused(record.key_id.hex())
        self._rows.create(
            key_id=record.key_id.hex(),
            commitment=record.commitment.hex(),
            kind=str(record.kind),
            suites=",".join(str(suite) for suite in sorted(record.suites)),
            state=str(record.state),
            holder_id=record.holder_id,
            subject_id=record.subject_id,
            compartment=record.compartment,
            epoch=record.epoch,
            generation=record.generation,
            uses=record.uses,
            created_at=micros(record.created_at),
        )

    def replace(self, old: KeyRecord, new: KeyRecord) -> bool:
        """Set state and epoch of a record unless another did so first; say whether."""
        same = self._rows.filter(
            key_id=old.key_id.hex(), state=str(old.state), epoch=old.epoch
        )
        return bool(same.update(state=str(new.state), epoch=new.epoch))

    def used(self, key_ids: Sequence[bytes], times: int = 1) -> int:
        """Count seals for each mention of a key; give the highest count.

        Raises: KeyUnavailable, when there is no such key.
        """
        most = 0
        for key_id, count in Counter(key_ids).items():
            rows = self._rows.filter(key_id=key_id.hex())
            if not rows.update(uses=F("uses") + count * times):
                raise KeyUnavailable(key_id.hex())
            most = max(most, *rows.values_list("uses", flat=True))
        return most

    def _one(self, **said: Any) -> KeyRecord | None:
        found = self._many(**said)
        if len(found) > 1:
            raise KeyMismatch(found[0].key_id.hex())
        return found[0] if found else None

    def _many(self, **said: Any) -> list[KeyRecord]:
        return [_record(row) for row in self._rows.filter(**said)]


def _record(row: Any) -> KeyRecord:
    found = None
    try:
        found = KeyRecord(
            key_id=bytes.fromhex(row.key_id),
            commitment=bytes.fromhex(row.commitment),
            kind=KeyKind(row.kind),
            suites=frozenset(map(int, row.suites.split(","))),
            state=KeyState(row.state),
            holder_id=row.holder_id,
            subject_id=row.subject_id,
            compartment=row.compartment,
            epoch=row.epoch,
            generation=row.generation,
            uses=row.uses,
            created_at=from_micros(row.created_at),
        )
    except (ValueError, OverflowError):
        pass
    if found is None:
        raise KeyMismatch(row.key_id)
    return found
