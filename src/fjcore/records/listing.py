"""Every field of every record type as plain rows, for a reader and for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs

from fjcore.records._shape import declared, info_of, is_part, optional, shape
from fjcore.records.catalog import Catalog
from fjcore.records.codes import CodeList
from fjcore.records.crosswalk import crosswalk
from fjcore.records.label import FieldKind
from fjcore.records.record import leaves
from fjcore.values import PartialDate

_TYPES: Mapping[Any, str] = MappingProxyType(
    {
        bool: "bool",
        int: "integer",
        Decimal: "decimal",
        date: "date",
        datetime: "instant",
        PartialDate: "partial_date",
    }
)


def rows(catalog: Catalog | None = None) -> list[dict[str, Any]]:
    """Give every record type with its fields, parts taken apart, as plain data.

    Shape: ``[{"record", "fields": [{"name", "type", "cardinality", "category",
    "about", "identifying", "codes"}]}]``; ``codes`` is the id of a list or None.
    """
    found = Catalog() if catalog is None else catalog
    return [
        {"record": name, "fields": list(_fields(cls))}
        for name, cls in found.types.items()
    ]


def _fields(cls: type) -> Iterator[dict[str, Any]]:
    start = len(info_of(cls).name) + 1
    shapes = _shapes(cls, least=1, many=False)
    for leaf, (kind, cardinality) in zip(leaves(cls), shapes, strict=True):
        yield {
            "name": leaf.path[start:],
            "type": _type(kind, leaf.kind),
            "cardinality": cardinality,
            "category": leaf.label.category,
            "about": leaf.label.about.value,
            "identifying": leaf.label.identifying.value,
            "codes": _list_id(leaf.codes),
        }


def _shapes(cls: type, *, least: int, many: bool) -> Iterator[tuple[Any, str]]:
    """Give type and cardinality of each leaf, in their order, within the record."""
    for attribute in attrs.fields(cls):
        kind, repeated = shape(attribute.type)
        needed = least and attribute.default is attrs.NOTHING
        needed = needed or (least and not repeated and not optional(attribute))
        if is_part(kind):
            low = 1 if needed else 0
            yield from _shapes(kind, least=low, many=many or repeated)
        else:
            several = many or (repeated and declared(attribute).label is not None)
            yield kind, f"{1 if needed else 0}..{'*' if several else 1}"


def _type(kind: Any, said: FieldKind) -> str:
    return _TYPES.get(kind, said.value)


def _list_id(codes: str | CodeList | None) -> str | None:
    return codes.id if isinstance(codes, CodeList) else codes


# --- the page -----------------------------------------------------------------------

_HEAD = (
    "# Records\n\n"
    "Every record type of core with every field it has. A field is released by its "
    "category, or by its own name; what each category\nmeans is in "
    "[categories](categories.md). `0..1` may be missing, `1..1` is always there, `*` "
    "may be several.\n\n"
    "*Identifying* is how far a value points to one person: `direct` by itself, "
    "`quasi` together with others, `none` not at all.\n"
    "*Privilege* is whose confidence a field is in. *Source* is where the field comes "
    "from; `*` marks one that nobody has checked.\n\n"
    "`fjcore records list --markdown` writes this page.\n"
)

_COLUMNS = (
    *("Field", "Type", "How many", "Category", "About"),
    *("Identifying", "Privilege", "Codes", "Source"),
)


def page(catalog: Catalog | None = None) -> str:
    """Give the page of all record types, one table each, for whoever guards them."""
    found = Catalog() if catalog is None else catalog
    sources = _sources()
    texts = [_HEAD]
    for row in rows(found):
        cls = found.get(row["record"])
        doc = (cls.__doc__ or "").strip().splitlines()[0]
        texts.append(f"\n## {row['record']}\n\n{doc}\n\n{_table(row, cls, sources)}")
    return "".join(texts)


def _table(row: dict[str, Any], cls: type, sources: Mapping[str, str]) -> str:
    lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS))]
    for field, leaf in zip(row["fields"], leaves(cls), strict=True):
        cells = [
            f"`{field['name']}`",
            field["type"],
            field["cardinality"],
            f"`{field['category']}`",
            field["about"],
            field["identifying"],
            ", ".join(sorted(leaf.label.privilege)),
            f"`{field['codes']}`" if field["codes"] else "",
            sources.get(f"{_base(row['record'])}.{field['name']}", "ours"),
        ]
        lines.append(_line(cells))
    return "\n".join(lines) + "\n"


def _base(record: str) -> str:
    return record.partition(".")[0]


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _sources() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in crosswalk():
        for path in row.to:
            found.setdefault(path, row.source + ("" if row.reviewed else " *"))
    return found
