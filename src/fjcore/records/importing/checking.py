"""Whether a layout fits the record types: every fault at once, by path and code."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress

from fjcore.errors import BadDate, BadId, InputRefused, Problem
from fjcore.records.catalog import Catalog
from fjcore.records.checks import known_codes
from fjcore.records.collecting import COLLECTED_IF_LISTED
from fjcore.records.importing.dates import pattern
from fjcore.records.importing.layout import (
    FieldMap,
    FileMap,
    Format,
    Header,
    Layout,
    RecordMap,
    Transform,
)
from fjcore.records.importing.target import Target, fitting, target
from fjcore.records.importing.words import REASON
from fjcore.records.phones import is_region
from fjcore.values import Missing, parse_name, zone

_REASONS = frozenset(reason.value for reason in Missing)
_CODED = frozenset({Transform.CODE, Transform.CODES, Transform.FLAG})


def check_layout(
    layout: Layout, catalog: Catalog, collect: Collection[str] | None = None
) -> None:
    """Refuse a layout that does not fit itself or the record types.

    ``collect`` are the fields that the holder's policy lists to be kept; None, where no
    policy is known, leaves that to the vault.
    Raises: InputRefused, with the path and code of every fault; MissingExtra.
    """
    found = set(_faults(layout, catalog))
    if collect is not None:
        found |= set(_uncollected(layout, collect))
    problems = tuple(sorted(found))
    if problems:
        raise InputRefused("layout", problems=problems)


def _uncollected(layout: Layout, collect: Collection[str]) -> Iterator[Problem]:
    """Give each field that would be filled and may not be kept."""
    closed = set(COLLECTED_IF_LISTED) - set(collect)
    for number, one in enumerate(layout.file):
        for place, record in enumerate(one.record):
            for index, said in enumerate(record.field):
                if f"{record.type}.{said.path.partition('.')[0]}" in closed:
                    where = f"file.{number}.record.{place}.field.{index}.path"
                    yield Problem(where, "forbidden")


def _faults(layout: Layout, catalog: Catalog) -> Iterator[Problem]:
    named = False
    with suppress(BadId):
        named = bool(parse_name(layout.layout))
    if not named:
        yield Problem("layout", "format")
    if not layout.file or layout.version < 1:
        yield Problem("file" if layout.version > 0 else "version", "required")
    if layout.zone:
        try:
            zone(layout.zone)
        except BadDate:
            yield Problem("zone", "unknown_code")
    if pattern(layout.date_format) is None:
        yield Problem("date_format", "format")
    tables = [("placeholders", layout.placeholders)]
    tables += [(f"missing.{i}", t) for i, t in enumerate(layout.missing.values())]
    for where, table in tables:
        if not _REASONS.issuperset(table.values()):
            yield Problem(where, "unknown_code")
    for index, table in enumerate(layout.codes.values()):
        reasons = {c[1:] for c in table.values() if c.startswith(REASON)}
        if not _REASONS.issuperset(reasons):
            yield Problem(f"codes.{index}", "unknown_code")
    names = [one.name for one in layout.file]
    if len(set(names)) != len(names) or (layout.folder and "" in names):
        yield Problem("file", "duplicate")
    for index, one in enumerate(layout.file):
        yield from _file(one, f"file.{index}", layout, catalog)


def _file(
    one: FileMap, where: str, layout: Layout, catalog: Catalog
) -> Iterator[Problem]:
    yield from _form(one, where)
    if "/" in one.name or "\\" in one.name or one.name.startswith("."):
        yield Problem(f"{where}.name", "format")
    if len(set(one.columns)) != len(one.columns):
        yield Problem(f"{where}.columns", "duplicate")
    if one.header is Header.STRICT and not one.columns:
        yield Problem(f"{where}.columns", "required")
    joined = {join.file for join in one.join}
    if not joined and not one.record and not _joined(one.name, layout):
        yield Problem(f"{where}.record", "required")
    if not 0 <= one.key_zero_pad <= 32:
        yield Problem(f"{where}.key_zero_pad", "range")
    if one.record and not one.key:
        yield Problem(f"{where}.key", "required")
    others = {other.name: other for other in layout.file}
    for index, join in enumerate(one.join):
        other = others.get(join.file)
        if other is None or other is one or other.format is not Format.CSV:
            yield Problem(f"{where}.join.{index}.file", "unknown_code")
    known = _columns(one, layout)
    for name in _asked(one):
        if known is not None and name not in known:
            yield Problem(f"{where}.column", "unknown_key")
    for index, record in enumerate(one.record):
        yield from _record(record, f"{where}.record.{index}", layout, catalog)


def _form(one: FileMap, where: str) -> Iterator[Problem]:
    printed = one.delimiter.replace("\t", " ") + one.quote
    if len(printed) != 2 or not printed.isprintable() or not one.quote:
        yield Problem(f"{where}.delimiter", "format")
    if one.delimiter == one.quote:
        yield Problem(f"{where}.delimiter", "duplicate")


def _joined(name: str, layout: Layout) -> bool:
    return any(join.file == name for one in layout.file for join in one.join)


def _columns(one: FileMap, layout: Layout) -> set[str] | None:
    """Give the columns that a file says it has; None when it does not say."""
    if not one.columns:
        return None
    found = set(one.columns)
    for other in layout.file:
        if other.name in {join.file for join in one.join}:
            found |= {f"{other.name}/{column}" for column in other.columns}
    return found


def _asked(one: FileMap) -> Iterator[str]:
    yield from (*one.key, *one.person, *one.skip_if_filled)
    for record in one.record:
        if record.when is not None:
            yield record.when.column
        for field in record.field:
            yield from field.read
            if field.only_if is not None:
                yield field.only_if.column


def _record(
    record: RecordMap, where: str, layout: Layout, catalog: Catalog
) -> Iterator[Problem]:
    cls = catalog.types.get(record.type)
    if cls is None:
        yield Problem(f"{where}.type", "unknown_code")
        return
    single: set[str] = set()
    for index, field in enumerate(record.field):
        here = f"{where}.field.{index}"
        found = target(cls, field.path)
        if found is None:
            yield Problem(f"{here}.path", "unknown_key")
            continue
        several = field.transform in (Transform.FLAG, Transform.REASON)
        if field.path in single and not several:
            yield Problem(f"{here}.path", "duplicate")
        single.add(field.path)
        yield from fitting(field, found, here)
        yield from _field(field, found, here, layout)


def _field(
    field: FieldMap, found: Target, where: str, layout: Layout
) -> Iterator[Problem]:
    told = [bool(field.column), bool(field.columns), bool(field.constant)]
    if sum(told) != 1:
        yield Problem(where, "required")
    if field.columns and field.transform is not Transform.TEXT:
        yield Problem(f"{where}.columns", "forbidden")
    for name in field.missing:
        if name not in layout.missing:
            yield Problem(f"{where}.missing", "unknown_code")
    if field.codes and field.codes not in layout.codes:
        yield Problem(f"{where}.codes", "unknown_code")
    if field.transform is Transform.CODES and len(field.separator) != 1:
        yield Problem(f"{where}.separator", "required")
    if field.transform is Transform.E164 and not is_region(field.region):
        yield Problem(f"{where}.region", "unknown_code")
    if not 0 <= field.zero_pad <= 32:
        yield Problem(f"{where}.zero_pad", "range")
    form = field.date_format or layout.date_format
    made = pattern(form)
    if made is None or (
        field.transform is Transform.INSTANT and "D" not in made.groupindex
    ):
        yield Problem(f"{where}.date_format", "format")
    if field.transform is Transform.INSTANT and not layout.zone:
        yield Problem(f"{where}.transform", "required")
    yield from _codes(field, found, where, layout)


def _codes(
    field: FieldMap, found: Target, where: str, layout: Layout
) -> Iterator[Problem]:
    """Check that a crosswalk ends in codes of the field's list, or in yes and no."""
    if field.transform is Transform.YES_NO or field.transform is Transform.FLAG:
        known = frozenset({"yes", "no"})
    elif found.said.codes is not None:
        known = known_codes(found.said.codes)
    else:
        return
    if field.transform is Transform.FLAG and found.said.codes is not None:
        if field.code not in known_codes(found.said.codes):
            yield Problem(f"{where}.code", "unknown_code")
    if field.constant and field.transform in (*_CODED, Transform.TEXT):
        if field.constant not in known:
            yield Problem(f"{where}.constant", "unknown_code")
    table = layout.codes.get(field.codes, {})
    if any(c not in known for c in table.values() if not c.startswith(REASON)):
        yield Problem(f"{where}.codes", "unknown_code")
