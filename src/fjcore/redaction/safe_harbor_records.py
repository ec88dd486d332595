"""Safe harbor for whole records, and the guard against rows that stand alone.

A row starts empty. What may stand in it is said by kind of field; whatever
identifies by itself, and every text, stays out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import attrs

from fjcore.consent.parties import Holder
from fjcore.consent.view import View
from fjcore.errors import Problem, Refused
from fjcore.records.catalog import CORE_RECORDS
from fjcore.records.label import FieldKind, Identifying
from fjcore.records.record import Leaf, info_of, is_part, shape
from fjcore.redaction.cutter import operator
from fjcore.redaction.safe_harbor import (
    OLDEST,
    FieldOperator,
    Rules,
    age,
    birth_year,
    dropped,
    event_year,
    interval,
    text,
    zip_code,
)
from fjcore.redaction.walk import fields_of
from fjcore.values import Missing, PartialDate

#: A combination that fewer rows share than this stands out: the guard's threshold.
LEAST_ROWS = 11

Row = dict[str, Any]


def deidentify(
    records: Iterable[object],
    *,
    holder: Holder,
    attested_by: str,
    rules: Rules,
    hidden: Collection[str] = (),
) -> tuple[Row, ...]:
    """Give the rows that safe harbor leaves of records, ordered by their own content.

    ``attested_by``: who attests that nothing known would identify anybody in them,
    45 CFR 164.514(b)(2)(ii). ``hidden``: categories that stay out besides. Guard the
    rows (``guarded``) before they go anywhere.
    Raises: Refused, for a holder that is not under HIPAA alone, since 34 U.S.C.
    12291(b)(2)(B)(i) allows no row of a person, encoded or not; or without a name.
    """
    _permitted(holder, attested_by)
    found = [_row(record, rules, frozenset(hidden)) for record in records]
    return tuple(sorted(filter(None, found), key=_written))


def _permitted(holder: Holder, attested_by: str) -> None:
    if holder.family or "hipaa" not in holder.regimes:
        problem = Problem("holder.regimes", "individual_level")
        raise Refused("deidentified_rows", problems=(problem,))
    if not attested_by.strip():
        raise Refused("attested_by", problems=(Problem("attested_by", "required"),))


def _row(record: object, rules: Rules, hidden: frozenset[str]) -> Row | None:
    cls: type = type(record)
    own = cls in CORE_RECORDS
    operators = {
        path: _operator(leaf, own=own) if leaf.label.category not in hidden else dropped
        for path, leaf in fields_of(cls).items()
    }
    row = _cut(record, info_of(cls).name, operators, rules)
    return {"record": info_of(cls).name, **row} if row else None


def _cut(
    holder: Any, path: str, operators: Mapping[str, FieldOperator], rules: Rules
) -> Row:
    out: Row = {}
    for attribute in attrs.fields(type(holder)):
        here = f"{path}.{attribute.name}"
        held = getattr(holder, attribute.name)
        inner, many = shape(attribute.type)
        items = held if isinstance(held, tuple) else (held,)
        if is_part(inner):
            parts = [i for i in items if not isinstance(i, Missing)]
            cuts = [_cut(item, here, operators, rules) for item in parts]
        else:
            said = [i for i in items if not isinstance(i, Missing)]
            cuts = [operators[here](item, rules) for item in said]
        shown = _distinct(cut for cut in cuts if cut is not None and cut != {})
        if shown:
            out[attribute.name] = shown if many else shown[0]
    return out


def _distinct(cuts: Iterable[Any]) -> list[Any]:
    """Give each outcome once, by its own content: no count, no order of keeping."""
    return [cut for _, cut in sorted({_written(cut): cut for cut in cuts}.items())]


_written = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def _operator(leaf: Leaf, *, own: bool) -> FieldOperator:
    """Give the operator of a labelled field: by its kind, and by its name in core."""
    name = leaf.path.rpartition(".")[2]
    if leaf.kind is FieldKind.DATE or leaf.kind is FieldKind.INSTANT:
        return _born if leaf.label.category == "identity.dob" else _happened
    if leaf.label.identifying is Identifying.DIRECT:
        return dropped
    if own and name in _named():
        return _named()[name]
    if leaf.kind is FieldKind.ZIP:
        return zip_code
    if leaf.kind is FieldKind.BOOL:
        return _flag
    if leaf.kind is FieldKind.CODE:
        return _code(leaf)
    if own and leaf.kind is FieldKind.NUMBER:
        return interval
    return dropped


def _flag(value: Any, _: Rules) -> bool | None:
    return value if isinstance(value, bool) else None


def _code(leaf: Leaf) -> FieldOperator:
    shown = operator(leaf, View.FULL)
    return lambda value, _: None if shown is None else shown(value)


def _year_number(value: Any, rules: Rules) -> str | None:
    """Give a year of birth that is kept as a number."""
    if type(value) is not int or rules.as_of.year - value >= OLDEST:
        return None
    return f"{value:04d}"


def _born(value: Any, rules: Rules) -> str | None:
    days = (
        (value.earliest, value.latest) if isinstance(value, PartialDate) else (value,)
    )
    years = {birth_year(day, rules) for day in days}
    return years.pop() if len(years) == 1 else None


def _happened(value: Any, rules: Rules) -> str | None:
    days = (
        (value.earliest, value.latest) if isinstance(value, PartialDate) else (value,)
    )
    years = {event_year(day, rules) for day in days}
    return years.pop() if len(years) == 1 else None


@cache
def _named() -> Mapping[str, FieldOperator]:
    """Give the operators of core's own fields that their kind does not tell apart."""
    return {"state": text, "age_reported": age, "birth_year": _year_number}


def guarded(
    rows: Sequence[Row], order: Sequence[str], *, least: int = LEAST_ROWS
) -> tuple[Row, ...]:
    """Make every combination of the named fields one that enough rows share.

    Shape: rows of one kind; ``order`` are the fields that point to somebody together,
    in the order in which they are given up. While fewer than ``least`` rows share a
    combination, those rows lose the next field; rows that still stand out are left out.
    """
    kept = [dict(row) for row in rows]
    for name in order:
        counts = Counter(_combination(row, order) for row in kept)
        for row in kept:
            if counts[_combination(row, order)] < least:
                row.pop(name, None)
    counts = Counter(_combination(row, order) for row in kept)
    whole = [row for row in kept if counts[_combination(row, order)] >= least]
    return tuple(sorted(whole, key=_written))


def _combination(row: Row, order: Sequence[str]) -> str:
    return _written([row.get(name) for name in order])
