"""Safe harbor de-identification, field by field: 45 CFR 164.514(b)(2).

One closed profile. A field that is not named here shows nothing, and so does a value
that is not of its kind. It covers the person as well as relatives, employers and
members of the household. For holders under HIPAA alone; not legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from math import isfinite
from types import MappingProxyType
from typing import Any

from attrs import frozen

from fjcore.redaction.zip_table import ZipTable, zip_table

#: From this age on all are one group: 45 CFR 164.514(b)(2)(i)(C).
OLDEST = 90

#: Listed identifiers, and geography below a state: never shown.
DROPPED = frozenset(
    "name phone fax email ssn medical_record_no health_plan_no account_no licence_no "
    "vehicle_id licence_plate device_id url ip_address biometric face_photo case_no "
    "unique_code employer_name city county lat_lon tribal_reservation free_text".split()
)

#: The one description of a code that may stand in a row: 45 CFR 164.514(c).
RANDOM_KEY = "random uuid, map kept by holder"

_ZIP = re.compile(r"[0-9]{5}(?:-[0-9]{4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})"
)


@frozen(kw_only=True)
class Rules:
    """What the operators rest on beside the value.

    ``as_of``: the day on which ages are reckoned. ``tz``: where the days of instants
    are told; without it, where each was written. ``table``: None shows no ZIP code.
    """

    as_of: date
    tz: tzinfo | None = None
    table: ZipTable | None = None


# Gives what safe harbor shows of a value; None shows nothing.
FieldOperator = Callable[[Any, Rules], Any]


def shipped_rules(as_of: date, tz: tzinfo | None = None) -> Rules:
    """Give the rules with the ZIP table that comes with fjcore."""
    return Rules(as_of=as_of, tz=tz, table=zip_table())


def zip_code(value: Any, rules: Rules) -> str | None:
    """Give the first three digits of a ZIP code, or 000 where too few share them.

    Shape: text only, since a number has lost its zeros. Nothing without a table that
    is current on the day.
    Source: 45 CFR 164.514(b)(2)(i)(B).
    """
    text = value.strip() if isinstance(value, str) else ""
    table = rules.table
    if table is None or not table.current(rules.as_of) or not _ZIP.fullmatch(text):
        return None
    return "000" if text[:3] in table.sparse else text[:3]


def age(value: Any, _: Rules) -> str | None:
    """Give an age in whole years, as text; 90 and above as one group.

    Source: 45 CFR 164.514(b)(2)(i)(C).
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if not isfinite(value) or value < 0:
        return None
    years = int(value)
    return f"{OLDEST}+" if years >= OLDEST else str(years)


def birth_year(value: Any, rules: Rules) -> str | None:
    """Give the year of a date of birth, unless it tells that somebody is 90 or older.

    A date that is known to the month or the year alone has a year too. Who may be 90
    by the year of it counts as 90.
    Source: 45 CFR 164.514(b)(2)(i)(C).
    """
    day = _date(value)
    if day is None or rules.as_of.year - day.year >= OLDEST:
        return None
    return f"{day.year:04d}"


def event_year(value: Any, rules: Rules) -> str | None:
    """Give the year of a date or of an instant; of one without an offset, nothing.

    Shape: a date, also one known to the month or the year alone; an instant.
    """
    day = _date(value) or _local_day(value, rules.tz)
    return None if day is None else f"{day.year:04d}"


def _date(value: Any) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if _MONTH.fullmatch(text):
        text = f"{text[:4]}-01-01"
    if not _DAY.fullmatch(text):
        return None
    found = None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        pass
    return found


def _local_day(value: Any, tz: tzinfo | None) -> date | None:
    """Give the day of an instant in a zone, or in its own where none is given."""
    found = None
    try:
        instant = value if isinstance(value, datetime) else _instant(value)
        if instant is not None and instant.utcoffset() is not None:
            found = instant if tz is None else instant.astimezone(UTC).astimezone(tz)
    except (ValueError, OverflowError):
        pass
    return None if found is None else found.date()


def _instant(value: Any) -> datetime | None:
    text = value.strip().upper() if isinstance(value, str) else ""
    return datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None


def interval(value: Any, _: Rules) -> int | float | None:
    """Give a number of days as it is: it is no element of a date."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if isfinite(value) else None


def text(value: Any, _: Rules) -> str | None:
    """Give a text as it is."""
    return value if isinstance(value, str) else None


def recode_key(value: Any, _: Rules) -> str | None:
    """Give a code that is random and whose map the holder keeps; no other.

    Shape: the description of how the code was made.
    Source: 45 CFR 164.514(c).
    """
    return value if value == RANDOM_KEY else None


def dropped(_: Any, __: Rules) -> None:
    """Give nothing."""


@cache
def fields() -> Mapping[str, FieldOperator]:
    """Give every field of the profile with its operator."""
    return MappingProxyType(
        {
            **dict.fromkeys(sorted(DROPPED), dropped),
            "state": text,
            "zip": zip_code,
            "age": age,
            "birth_date": birth_year,
            "service_date": event_year,
            "death_date": event_year,
            "incident_to_intake_days": interval,
            "recode_key": recode_key,
        }
    )


def safe_harbor(field: str, value: Any, rules: Rules) -> Any:
    """Give what safe harbor shows of a field; None for nothing, or an unknown field.

    >>> from datetime import date
    >>> safe_harbor("age", 104, shipped_rules(date(2026, 11, 22)))
    '90+'
    """
    shown: FieldOperator = fields().get(field, dropped)
    return shown(value, rules)
