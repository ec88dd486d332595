"""Sealed fields of models: set and read like any other, stored as envelopes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core import checks
from django.db import models
from django.db.models import signals
from django.db.models.query_utils import DeferredAttribute

from fjcore.crypto import (
    CellAddress,
    is_sealed,
    json_opened,
    json_sealed,
    open_value,
    seal_value,
    to_text,
)
from fjcore.crypto.index import IndexSpec, Normaliser, normaliser
from fjcore.errors import FjcoreError, PlaintextRefused, ValueRefused
from fjcore.values import parse_name
from fjcore_django import keys
from fjcore_django.rows import SealedCell, SealedModel

__all__ = ["SealedCell", "SealedModel"]


class SealedAttribute(DeferredAttribute):  # type: ignore[misc]
    """Opens a field of a row when it is first read, at that row's own place."""

    def __get__(self, row: Any, cls: Any = None) -> Any:
        """Give the opened value; the field's descriptor, for a model."""
        found = super().__get__(row, cls)
        if row is not None and isinstance(found, SealedCell):
            found = row.__dict__[self.field.attname] = self.field.opened(row, found)
        return found

    def __set__(self, row: Any, value: Any) -> None:
        """Set a value, to be sealed when the row is saved."""
        row.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):  # type: ignore[misc]
    """Text that is stored as an envelope, in its row's own place.

    ``compartment`` groups what one key seals; ``sealed_as`` is the field's name for
    good, its attribute's unless given. ``index`` are the versions of a blind index in
    use; ``alike`` names a normaliser for a search without one. Only ``isnull`` can be
    looked up; search by ``find``. Fixtures leave it out.
    """

    descriptor_class = SealedAttribute

    def __init__(
        self,
        *args: Any,
        compartment: str,
        sealed_as: str = "",
        index: tuple[IndexSpec, ...] = (),
        alike: str = "",
        **options: Any,
    ) -> None:
        self.compartment = parse_name(compartment)
        self.sealed_as = sealed_as
        self.index = index
        self._alike = alike
        super().__init__(*args, **{**options, "serialize": False})

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Give what a migration writes: no index is part of it."""
        name, path, args, options = super().deconstruct()
        options["compartment"] = self.compartment
        if self.sealed_as:
            options["sealed_as"] = self.sealed_as
        return name, path, args, options

    def contribute_to_class(self, cls: Any, name: str, **options: Any) -> None:
        """Take note of the model, whose deleted rows leave the index too."""
        super().contribute_to_class(cls, name, **options)
        if self.index and not cls._meta.abstract:
            signals.post_delete.connect(
                self._deleted, sender=cls, weak=False, dispatch_uid=f"{cls}.{name}"
            )

    def check(self, **options: Any) -> list[Any]:
        """Refuse what a sealed column cannot be: unique, indexed or a key."""
        found = super().check(**options)
        if self.unique or self.db_index or self.primary_key:
            text = "A sealed field cannot be unique, indexed or a primary key."
            found.append(checks.Error(text, obj=self, id="fjcore.E001"))
        if not issubclass(self.model, SealedModel):
            text = "A model with sealed fields must be a SealedModel."
            found.append(checks.Error(text, obj=self.model, id="fjcore.E002"))
        return found  # type: ignore[no-any-return]

    # --- values -----------------------------------------------------------------

    def to_sealed(self, value: Any) -> Any:
        """Give what is sealed of a value."""
        return value

    def from_sealed(self, value: Any) -> Any:
        """Give a value as it was, also from the text that stood there in plain."""
        return value

    def place(self, row: Any) -> CellAddress:
        """Give the one place where a row's cell opens.

        Raises: BadId, when the row's ids are none.
        """
        return self.place_of(row.cell_id, row.person_id)

    def place_of(self, cell_id: str, person_id: str) -> CellAddress:
        """Give the place of a cell by the ids of its row."""
        kind, name = self.model.sealed_as, self.sealed_as or self.name
        return CellAddress(person_id, self.compartment, kind, cell_id, 1, name)

    def opened(self, row: Any, held: SealedCell) -> Any:
        """Open what stands in a row's column.

        Raises: SealBroken, when it was altered or is another row's; PlaintextRefused;
        KeyDestroyed, KeyUnavailable, KeySuspended, KeyMismatch.
        """
        return self.opened_at(self.place(row), held)

    def opened_at(self, where: CellAddress, held: SealedCell) -> Any:
        """Open a cell at a place; raises as ``opened``."""
        mode = keys.read_mode()
        return self.read(open_value(keys.seals(), where, held.text, mode=mode))

    def sealed(self, where: CellAddress, value: Any) -> SealedCell:
        """Seal a value at a place."""
        blob = seal_value(keys.seals(), where, self.written(value))
        return SealedCell(to_text(blob))

    def read(self, value: Any) -> Any:
        """Give a value as the field has it; raises ValueRefused, naming the field."""
        return self._by(self.from_sealed, value)

    def written(self, value: Any) -> Any:
        """Give what is sealed of a value; raises ValueRefused, naming the field."""
        return self._by(self.to_sealed, value)

    def _by(self, turn: Callable[[Any], Any], value: Any) -> Any:
        # What Django raises, and the types of Python, mostly repeats the value.
        fault: FjcoreError
        try:
            return turn(value)
        except FjcoreError as error:
            fault = error.with_traceback(None)
        except Exception:
            fault = ValueRefused(self.name)
        raise fault

    # --- to and from the database -----------------------------------------------

    def from_db_value(self, value: Any, *_: Any) -> SealedCell | None:
        """Give what stands in the database, unread."""
        return None if value is None else SealedCell(value)

    def pre_save(self, row: Any, add: bool) -> SealedCell | None:
        """Seal a row's value in its place, and write what its indexes say.

        A cell that was not read is kept as it is, if it opens there.
        """
        value = super().pre_save(row, add) if add else row.__dict__.get(self.attname)
        if isinstance(value, SealedCell):
            held, value = value, self.opened(row, value)
            if is_sealed(held.text):
                return held
        if self.index:
            self.write_index(row.cell_id, row.person_id, value)
        return None if value is None else self.sealed(self.place(row), value)

    def get_prep_value(self, value: Any) -> str | None:
        """Give an envelope's text to the database, and nothing else.

        Raises: PlaintextRefused, for a value that no row's place was known of, as in
        ``update`` and ``bulk_update``.
        """
        if value is not None and not isinstance(value, SealedCell):
            raise PlaintextRefused("column")
        return None if value is None else value.text

    def get_placeholder(self, value: Any, *_: Any) -> str:
        """Refuse an expression: the database would write what it gives, unsealed.

        Raises: PlaintextRefused.
        """
        if hasattr(value, "as_sql"):
            raise PlaintextRefused("column")
        return "%s"

    def get_placeholder_sql(self, value: Any, *more: Any) -> tuple[str, tuple[Any]]:
        """Refuse the same where Django, from 6.1 on, asks for the value too."""
        return self.get_placeholder(value, *more), (value,)

    def get_lookup(self, lookup_name: str) -> Any:
        """Look up nothing but whether something is stored."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    # --- indexes ----------------------------------------------------------------

    @property
    def normaliser(self) -> Normaliser:
        """What makes values alike in a search.

        Raises: IndexRefused, when the field is not one to be searched.
        """
        named = self._alike or "".join(one.normaliser for one in self.index[:1])
        return normaliser(named)

    def write_index(self, cell_id: str, person_id: str, value: Any) -> None:
        """Write what the indexes say of a row's value, in place of before."""
        from fjcore_django.search import write_rows

        said = None if value is None else str(self.written(value))
        write_rows(self.index, cell_id, person_id, said)

    def _deleted(self, instance: Any, **_: Any) -> None:
        self.write_index(instance.cell_id, instance.person_id, None)


class SealedDateField(SealedTextField):
    """A date that is stored as an envelope."""

    def to_python(self, value: Any) -> Any:
        """Give a date."""
        return models.DateField().to_python(value)

    def to_sealed(self, value: Any) -> str:
        """Give the date's text."""
        return str(self.to_python(value).isoformat())

    def from_sealed(self, value: Any) -> date:
        """Give the date of a text."""
        return date.fromisoformat(value)

    def formfield(self, **options: Any) -> Any:
        """Give a field for dates."""
        return models.Field.formfield(
            self, **{"form_class": forms.DateField, **options}
        )


class SealedIntegerField(SealedTextField):
    """A whole number that is stored as an envelope."""

    def to_python(self, value: Any) -> Any:
        """Give a whole number."""
        return models.IntegerField().to_python(value)

    def to_sealed(self, value: Any) -> int:
        """Give the number; a fraction is refused, which Django would cut off."""
        found = self.to_python(value)
        if not isinstance(value, str) and found != value:
            raise ValueRefused(self.name)
        return int(found)

    def from_sealed(self, value: Any) -> int:
        """Give the number, also of a text."""
        return int(value)

    def formfield(self, **options: Any) -> Any:
        """Give a field for whole numbers."""
        return models.Field.formfield(
            self, **{"form_class": forms.IntegerField, **options}
        )


class SealedJSONField(SealedTextField):
    """Whatever JSON can hold, stored as an envelope."""

    def to_python(self, value: Any) -> Any:
        """Give the value as it is."""
        return value

    def to_sealed(self, value: Any) -> Any:
        """Give the value, or its text where it has no other form."""
        return json_sealed(value)

    def from_sealed(self, value: Any) -> Any:
        """Give the value, also of its text."""
        return json_opened(value, where=self.name)

    def formfield(self, **options: Any) -> Any:
        """Give a field for JSON."""
        return models.Field.formfield(
            self, **{"form_class": forms.JSONField, **options}
        )
