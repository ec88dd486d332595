"""What is asked: one recipient, one purpose, one basis, one instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from attrs import field, frozen

from fjcore.consent.vocabulary import BasisKind, Purpose
from fjcore.errors import UnknownBasis, UnknownPurpose
from fjcore.values import utc


def _purpose(value: str) -> Purpose:
    if value not in set(Purpose):
        raise UnknownPurpose("purpose")
    return Purpose(value)


def _basis(value: str) -> BasisKind:
    if value not in set(BasisKind):
        raise UnknownBasis("basis")
    return BasisKind(value)


@frozen
class Basis:
    """The ground a disclosure is asked for on.

    ``ref`` names the evidence on file for it; what that says is looked up.
    """

    kind: BasisKind = field(converter=_basis)
    ref: str = ""


@frozen
class RecordAsked:
    """One record that is asked for, by its id, category and the instant it was made."""

    id: str
    category: str
    created_at: datetime = field(converter=utc)


def _instants(table: Mapping[str, datetime]) -> Mapping[str, datetime]:
    return MappingProxyType({name: utc(at) for name, at in table.items()})


def _leaves(table: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(inner) for name, inner in table.items()})


def _records(items: Iterable[RecordAsked]) -> tuple[RecordAsked, ...]:
    return tuple(items)


@frozen(kw_only=True)
class Question:
    """One question to the engine.

    ``categories``: None asks for every category. ``records`` are single records of
    these categories, each judged by its own age. ``staff``, ``unit`` and
    ``need_to_know`` matter inside the program only. Without ``exemptions`` nothing is
    granted but by the basis asked on, whatever a statute would allow besides.
    ``smallest_cell`` and ``deid_method`` describe tables and rows. ``introduced`` and
    ``embedded`` say when a category entered the vocabulary and which stand inside
    another's records. ``origin`` names who gave the holder the data, if another agency
    did; it grants nothing.
    Raises: NaiveTime; UnknownPurpose, UnknownBasis.
    """

    subject: str
    recipient: str
    person: str | None = None
    purpose: Purpose = field(converter=_purpose)
    basis: Basis
    at: datetime = field(converter=utc)
    method: str = "electronic"
    categories: frozenset[str] | None = None
    records: tuple[RecordAsked, ...] = field(default=(), converter=_records)
    staff: str = ""
    unit: str = ""
    need_to_know: bool = False
    exemptions: bool = True
    smallest_cell: int | None = None
    deid_method: str = ""
    origin: str = ""
    introduced: Mapping[str, datetime] = field(factory=dict, converter=_instants)
    embedded: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=_leaves)
