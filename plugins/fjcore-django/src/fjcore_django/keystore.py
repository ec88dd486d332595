"""Wraps of keys as rows of a database of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from fjcore.crypto import Wrap
from fjcore_django.models import WrapRow


class ModelKeyStore:
    """Wraps in one database; each is durable when put.

    Raises: RuntimeError of Django, when a transaction is open there: what is put would
    not be durable.
    """

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._rows = WrapRow.objects.using(alias)

    def _whole(self) -> Any:
        return transaction.atomic(using=self._alias, durable=True)

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""
        rows = self._rows.filter(key_id=key_id.hex()).order_by("id")
        return tuple(Wrap(row.kind, row.ref, bytes(row.blob)) for row in rows)

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap, in place of an earlier one of the same kind and ref."""
        self.put_many([(key_id, wrap)])

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps, all of them or none."""
        with self._whole():
            for key_id, wrap in wraps:
                self._put(key_id, wrap)

    def swap(self, changes: Iterable[tuple[bytes, tuple[Wrap, ...], Wrap]]) -> None:
        """Keep a wrap of each key in the place of others, all of them or none."""
        with self._whole():
            for key_id, old, new in changes:
                for wrap in old:
                    self._take(key_id, wrap)
                self._put(key_id, new)

    def delete(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Overwrite wraps and take them away; those that are gone already are fine."""
        with self._whole():
            for key_id, wrap in wraps:
                self._take(key_id, wrap)

    def made_by(self, kind: str, ref: str) -> int:
        """Count the wraps of a kind that were made by one key."""
        return int(self._rows.filter(kind=kind, ref=ref).count())

    def _same(self, key_id: bytes, wrap: Wrap) -> Any:
        return self._rows.filter(key_id=key_id.hex(), kind=wrap.kind, ref=wrap.ref)

    def _put(self, key_id: bytes, wrap: Wrap) -> None:
        self._same(key_id, wrap).delete()
        self._rows.create(
            key_id=key_id.hex(), kind=wrap.kind, ref=wrap.ref, blob=wrap.blob
        )

    def _take(self, key_id: bytes, wrap: Wrap) -> None:
        rows = self._same(key_id, wrap)
        rows.update(blob=bytes(len(wrap.blob)))
        rows.delete()
