"""What a row with sealed fields holds, and what of it must not change."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import field, frozen
from django.db import models

from fjcore.errors import CryptoRefused
from fjcore.values import new_id


@frozen(repr=False)
class SealedCell:
    """What stands in a sealed column: an envelope, and nothing to be read from it."""

    text: str = field(repr=False)

    def __repr__(self) -> str:
        return "<sealed>"


class SealedModel(models.Model):  # type: ignore[misc]
    """What a model with sealed fields is: it has ids of the application's own.

    ``sealed_as`` is the type's name for good, whatever its table is called. A cell's
    place is ``cell_id``, and never the table's key: that may count by itself.
    ``person_id`` is whose keys seal the row. Neither may change.
    Raises: CryptoRefused, naming the id, when a row is saved with another one.
    """

    sealed_as: ClassVar[str]

    cell_id = models.CharField(
        max_length=32, unique=True, default=new_id, editable=False
    )
    person_id = models.CharField(max_length=32, db_index=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **more: Any) -> Any:
        """Give a row as it was stored, remembering its ids."""
        made = super().from_db(db, field_names, values, **more)
        made.__dict__["_fjcore_ids"] = _ids(made)
        return made

    def save(self, *args: Any, **options: Any) -> None:
        """Save the row, unless its cells would open nowhere then."""
        known = self.__dict__.get("_fjcore_ids", {})
        now = _ids(self)
        if not self._state.adding:
            for name, said in {**self._unread(now.keys() - known), **known}.items():
                if said != now[name]:
                    raise CryptoRefused(name)
        super().save(*args, **options)
        self.__dict__["_fjcore_ids"] = now

    def _unread(self, names: set[str]) -> dict[str, str]:
        """Give ids as they are stored that were set here without being read."""
        if not names:
            return {}
        rows = type(self)._base_manager.using(self._state.db).filter(pk=self.pk)
        return dict(rows.values(*names).first() or {})


def _ids(row: Any) -> dict[str, str]:
    held = row.__dict__
    return {name: held[name] for name in ("cell_id", "person_id") if name in held}
