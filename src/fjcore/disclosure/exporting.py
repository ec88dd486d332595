"""What an exporter is: it gets what was already cut, and writes it to a stream.

An exporter never sees a record, a path or the store. What it writes stays in memory
until it has ended well; nothing is passed on of what ended otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol

from attrs import field, frozen

from fjcore.disclosure.disclosure import Disclosure

#: The most bytes that one export may have.
MAX_EXPORT = 64 << 20


class ExportKind(StrEnum):
    """What an exporter accepts; each takes one kind and no other."""

    AGGREGATE = "aggregate"
    DEIDENTIFIED = "deidentified"
    DISCLOSURE = "disclosure"


def _sealed(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(values))


@frozen(kw_only=True)
class Table:
    """Counts of people by one field, small cells already left out.

    Shape: ``rows`` are pairs of a code and a count, in order of the codes, and
    ``labels`` the words of each code; a count of None was left out to protect
    somebody. ``total`` is None where it would give one of those away. ``threshold``
    is the smallest count above zero that is ever shown.
    """

    id: str
    title: str
    by: str
    rows: tuple[tuple[str, int | None], ...]
    total: int | None
    threshold: int
    made_at: datetime
    holder: str
    labels: Mapping[str, str] = field(factory=dict, converter=_sealed, hash=False)


@frozen(kw_only=True, repr=False)
class DeidentifiedRow:
    """One row that safe harbor left of a record; it names nobody.

    Source: 45 CFR 164.514(b)(2).
    """

    record: str
    values: Mapping[str, Any] = field(converter=_sealed, hash=False)

    def __repr__(self) -> str:
        return f"<DeidentifiedRow {self.record}, {len(self.values)} fields>"


#: What may be exported: nothing else has passed the checks of core.
Exportable = Disclosure | Table | DeidentifiedRow

#: The type of what an exporter of each kind gets.
ITEMS: Mapping[ExportKind, type] = MappingProxyType(
    {
        ExportKind.AGGREGATE: Table,
        ExportKind.DEIDENTIFIED: DeidentifiedRow,
        ExportKind.DISCLOSURE: Disclosure,
    }
)


class Exporter(Protocol):
    """Writes what it accepts to a stream: the same items, the same bytes."""

    @property
    def accepts(self) -> ExportKind:
        """The one kind that it takes."""
        ...

    def write(self, items: Iterable[Exportable], out: BinaryIO, /) -> None:
        """Write the items; ``out`` can only be written to, once, from its start."""
        ...


class ExporterFactory(Protocol):
    """Makes an exporter from the site's settings for its plugin.

    ``id`` is ``<plugin prefix>.<name>``. What accepts ``aggregate`` or ``deidentified``
    needs the permission of that name.
    """

    @property
    def id(self) -> str:
        """The name by which commands refer to it."""
        ...

    @property
    def accepts(self) -> ExportKind:
        """The one kind that its exporters take."""
        ...

    def make(self, config: Any, /) -> Exporter:
        """Give an exporter; it opens no file and no connection."""
        ...
