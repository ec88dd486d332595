"""What a report may count: data that core reads and evaluates, and no code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import field, frozen

from fjcore.records import CodeList, core_lists, leaves
from fjcore.records.label import FieldKind, Identifying
from fjcore.records.record import info_of

#: The smallest count above zero that any report may show, unless it asks for more.
LEAST_SHOWN = 11


def _sealed(words: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(words))


@frozen(kw_only=True)
class ReportDefinition:
    """Counts the people of a vault by one coded field of one record type.

    Each person counts once, by her newest record of that type; who has none does not
    count. There are no filters and no groups: two reports over parts of one another
    could be subtracted, and so tell of one person.
    Shape: ``id`` is ``<prefix>.<name>``; ``record`` a record type; ``by`` one of its
    coded fields that holds one code; ``title`` by language, English in it.
    Units: ``threshold`` is a count of people, 11 or more.
    """

    id: str
    title: Mapping[str, str] = field(converter=_sealed, hash=False)
    record: str
    by: str
    threshold: int = LEAST_SHOWN


def counted_codes(
    report: ReportDefinition, types: Iterable[type]
) -> Mapping[str, str] | None:
    """Give the codes that a report counts by, with their words; None without a field.

    A field that identifies directly is none, nor one that may hold several codes.
    """
    own = next((one for one in types if info_of(one).name == report.record), None)
    found = leaves(own) if own is not None else ()
    path = f"{report.record}.{report.by}"
    leaf = next((one for one in found if one.path == path), None)
    if leaf is None or leaf.repeated or leaf.kind is not FieldKind.CODE:
        return None
    if leaf.label.identifying is Identifying.DIRECT or "." in report.by:
        return None
    held = leaf.codes if isinstance(leaf.codes, CodeList) else None
    if isinstance(leaf.codes, str):
        held = core_lists().get(leaf.codes)
    return None if held is None else dict(sorted(held.codes.items()))
