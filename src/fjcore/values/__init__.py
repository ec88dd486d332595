"""Small values that all of fjcore is made of."""

from __future__ import annotations

from fjcore.values.clock import (
    Clock,
    FixedClock,
    SystemClock,
    from_micros,
    micros,
    utc,
)
from fjcore.values.dates import PartialDate
from fjcore.values.ids import id_bytes, new_id, parse_id, parse_name
from fjcore.values.interval import (
    Interval,
    add_days,
    end_of_day,
    local_instant,
    zone,
)
from fjcore.values.missing import (
    Missing,
    MissingCode,
    missing_from_fhir,
    missing_from_hud,
    missing_to_fhir,
    missing_to_hud,
    missing_to_voca,
)
from fjcore.values.secret import Secret, SecretBytes, refuse_secrets
from fjcore.values.tri import Tri, tri_all, tri_any, tri_at_least, tri_not

__all__ = [
    "Clock",
    "FixedClock",
    "Interval",
    "Missing",
    "MissingCode",
    "PartialDate",
    "Secret",
    "SecretBytes",
    "SystemClock",
    "Tri",
    "add_days",
    "end_of_day",
    "from_micros",
    "id_bytes",
    "local_instant",
    "micros",
    "missing_from_fhir",
    "missing_from_hud",
    "missing_to_fhir",
    "missing_to_hud",
    "missing_to_voca",
    "new_id",
    "parse_id",
    "parse_name",
    "refuse_secrets",
    "tri_all",
    "tri_any",
    "tri_at_least",
    "tri_not",
    "utc",
    "zone",
]
