"""A sealed field of a model: set and read like any other, stored as an envelope."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Generic, TypeVar, overload

import sqlalchemy as sa
from attrs import define, field, frozen
from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column, object_session

from fjcore.crypto import (
    CellAddress,
    json_opened,
    json_sealed,
    open_value,
    seal_value,
    to_text,
)
from fjcore.crypto.index import IndexSpec, Normaliser, normaliser
from fjcore.errors import CryptoRefused, FjcoreError, PlaintextRefused, ValueRefused
from fjcore.values import new_id, parse_name
from fjcore_sqlalchemy.columns import SealedCell
from fjcore_sqlalchemy.keys import FieldKeys, keys_of, tokens_of

T = TypeVar("T")


@frozen
class Kind(Generic[T]):
    """How a field's value becomes one that can be sealed, and comes back."""

    sealed: Callable[[T], Any]
    opened: Callable[[Any], T]


def _same(value: Any) -> Any:
    return value


def _day(value: date) -> str:
    # Of an instant, the day depends on the zone: whoever sets it has to say.
    if isinstance(value, datetime):
        raise TypeError
    return value.isoformat()


def _whole(value: int) -> int:
    # ``int`` would cut a fraction off, and say nothing of it.
    return int(value) if isinstance(value, str) else operator.index(value)


#: Text, bytes, and whatever else ``seal_value`` takes, as it is.
PLAIN: Kind[Any] = Kind(_same, _same)
#: A date, a whole number, whatever JSON can hold: each also read from its text.
DATE: Kind[date] = Kind(_day, date.fromisoformat)
NUMBER: Kind[int] = Kind(_whole, int)
JSON: Kind[Any] = Kind(json_sealed, json_opened)


@frozen(repr=False)
class Waiting:
    """A value that was set and is sealed when the session is flushed."""

    value: Any = field(repr=False)

    def __repr__(self) -> str:
        return "<to be sealed>"

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError("a row cannot be pickled before it is sealed")


class Sealable:
    """Mix this into a model with sealed fields.

    ``__sealed_as__`` is the type's name for good, whatever its table is called. A
    cell's place is ``cell_id``, which the application makes, and never the table's key:
    that may count by itself. ``person_id`` is whose keys seal the row; both are 32 hex
    digits, as ``new_id`` makes.
    """

    __sealed_as__: str
    cell_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), index=True)


@define(eq=False, repr=False)
class Sealed(Generic[T]):
    """One sealed field over a ``sealed_column``.

    ``compartment`` groups what one key seals; ``name`` is the field's name for good,
    its attribute's unless given. ``index`` are the versions of a blind index in use;
    ``alike`` names a normaliser for a search without one. A dict or list that is read
    is a copy: assign it anew to change it.
    Raises: BadId, when a name is none; IndexRefused.
    """

    column: str
    compartment: str = field(kw_only=True, converter=parse_name)
    name: str = field(default="", kw_only=True)
    kind: Kind[Any] = field(default=PLAIN, kw_only=True)
    index: tuple[IndexSpec, ...] = field(default=(), kw_only=True)
    alike: str = field(default="", kw_only=True)
    model: type = field(init=False, default=Sealable)

    def __repr__(self) -> str:
        return f"<sealed field {self.name}>"

    def __eq__(self, other: object) -> bool:
        """Refuse to be compared: a query by it would find nobody, and not say so.

        Raises: PlaintextRefused, naming the field; use ``find``.
        """
        if other is not self:
            raise PlaintextRefused(self.name)
        return True

    __hash__ = object.__hash__

    def __set_name__(self, owner: type, name: str) -> None:
        """Take note of the model and, unless one was given, of the name."""
        self.model = owner
        self.name = parse_name(self.name or name)

    @overload
    def __get__(self, row: None, owner: type) -> Sealed[T]: ...

    @overload
    def __get__(self, row: object, owner: type) -> T | None: ...

    def __get__(self, row: Any, owner: type) -> Any:
        """Give the opened value of a row, or the field itself of a model.

        Raises: SealBroken, when the cell was altered or is another row's;
        PlaintextRefused; KeyUnavailable, when the row is in no session with keys;
        KeyDestroyed, KeySuspended, KeyMismatch.
        """
        if row is None:
            return self
        held = getattr(row, self.column)
        if held is None or isinstance(held, Waiting):
            return held and held.value
        session, keys = keys_of(object_session(row))
        return self.opened(keys, session, place(row, self), held)

    def __set__(self, row: object, value: T | None) -> None:
        """Set a value, to be sealed when the session is flushed; None is NULL."""
        setattr(row, self.column, None if value is None else Waiting(value))

    def opened(
        self, keys: FieldKeys, session: Session, where: CellAddress, held: SealedCell
    ) -> T:
        """Open what stands in the column, at its place; raises as reading does."""
        value = open_value(keys.seals(session), where, held.text, mode=keys.mode)
        return self.read(value)

    def read(self, value: Any) -> T:
        """Give a value as its kind has it; raises ValueRefused, naming the field."""
        found: T = self._by(self.kind.opened, value)
        return found

    def written(self, value: Any) -> Any:
        """Give what is sealed of a value; raises ValueRefused, naming the field."""
        return self._by(self.kind.sealed, value)

    def _by(self, turn: Callable[[Any], Any], value: Any) -> Any:
        # What a kind raises by itself mostly repeats the value.
        fault: FjcoreError
        try:
            return turn(value)
        except FjcoreError as error:
            fault = error.with_traceback(None)
        except Exception:
            fault = ValueRefused(self.name)
        raise fault

    @property
    def normaliser(self) -> Normaliser:
        """What makes values alike in a search.

        Raises: IndexRefused, when the field is not one to be searched.
        """
        return normaliser(
            self.alike or (self.index[0].normaliser if self.index else "")
        )


def fields_of(model: type) -> list[Sealed[Any]]:
    """Give the sealed fields of a model, its bases' too."""
    found = {
        name: item
        for base in reversed(model.__mro__)
        for name, item in vars(base).items()
        if isinstance(item, Sealed)
    }
    return list(found.values())


def place(row: Any, field: Sealed[Any]) -> CellAddress:
    """Give the one place where a row's cell opens.

    Raises: BadId, when the row has no ids of its own yet.
    """
    return place_of(type(row), field, row.cell_id, row.person_id)


def place_of(
    model: Any, field: Sealed[Any], cell_id: str, person_id: str
) -> CellAddress:
    """Give the place of a cell by the ids of its row."""
    kind = model.__sealed_as__
    return CellAddress(person_id, field.compartment, kind, cell_id, 1, field.name)


@event.listens_for(Sealable, "init", propagate=True)
def _made(_: Any, __: Any, given: dict[str, Any]) -> None:
    given.setdefault("cell_id", new_id())


@event.listens_for(Sealable, "before_insert", propagate=True)
def _inserted(_: Mapper[Any], __: sa.Connection, row: Any) -> None:
    if row.cell_id is None:
        row.cell_id = new_id()
    _seal(row)


@event.listens_for(Sealable, "before_update", propagate=True)
def _updated(_: Mapper[Any], __: sa.Connection, row: Any) -> None:
    _stays(row)
    _seal(row)


@event.listens_for(Sealable, "before_delete", propagate=True)
def _deleted(_: Mapper[Any], __: sa.Connection, row: Any) -> None:
    indexed = [one for one in fields_of(type(row)) if one.index]
    if indexed:
        session, keys = keys_of(object_session(row))
        keys.rows(session).forget_row(row.cell_id, _ids(indexed))


def _stays(row: Any) -> None:
    """Refuse to move a row to other ids: what it holds would open nowhere."""
    for name in ("cell_id", "person_id"):
        if inspect(row).attrs[name].history.has_changes():
            raise CryptoRefused(name)


def _seal(row: Any) -> None:
    fields = fields_of(type(row))
    waiting = {one.name: one for one in fields if _changed(row, one)}
    if not waiting:
        return
    session, keys = keys_of(object_session(row))
    seals = keys.seals(session)
    for one in waiting.values():
        held = getattr(row, one.column)
        value = held.value if isinstance(held, Waiting) else None
        if one.index:
            write_index(keys, session, one, row.cell_id, row.person_id, value)
        if value is not None:
            blob = seal_value(seals, place(row, one), one.written(value))
            setattr(row, one.column, SealedCell(to_text(blob)))


def _changed(row: Any, field: Sealed[Any]) -> bool:
    held = getattr(row, field.column)
    if isinstance(held, Waiting):
        return True
    history = inspect(row).attrs[field.column].history
    return held is None and bool(field.index) and history.has_changes()


def write_index(
    keys: FieldKeys,
    session: Session,
    field: Sealed[Any],
    cell_id: str,
    person_id: str,
    value: Any,
) -> None:
    """Write what the indexes of a field say of a row's value, in place of before."""
    rows = keys.rows(session, person_id)
    rows.forget_row(cell_id, _ids([field]))
    if value is None:
        return
    said = str(field.written(value))
    for tokens in tokens_of(keys.seals(session), field.index):
        rows.put(tokens.rows(cell_id, said))


def _ids(fields: Iterable[Sealed[Any]]) -> list[str]:
    return sorted({spec.index_id for one in fields for spec in one.index})
