"""Hypothesis strategies for every record type and value type (extra ``testing``).

Importing this makes ``st.from_type`` work for all of them; there is no entry point.
Values are made, never drawn and thrown away: what a type declares is what comes out,
its bounds, codes and rules kept, and each of the eight reasons where one may stand.
"""

from __future__ import annotations

try:
    import hypothesis as _hypothesis  # noqa: F401
except ImportError:
    _MISSING = True
else:
    _MISSING = False
if _MISSING:
    from fjcore.errors import MissingExtra

    raise MissingExtra("testing")

from fjcore.testing.strategies._answers import answers
from fjcore.testing.strategies._consent import built, consent_cases
from fjcore.testing.strategies._kit import (
    agencies,
    disclosures,
    key_contexts,
    narratives,
    responses,
)
from fjcore.testing.strategies._people import (
    cases,
    drafts,
    incidents,
    releases,
    requests,
    survivors,
)
from fjcore.testing.strategies._records import any_record, records, register
from fjcore.testing.strategies._values import (
    days,
    decimals,
    instants,
    intervals,
    missing,
    numbers,
    partial_dates,
    texts,
)

__all__ = [
    "agencies",
    "answers",
    "any_record",
    "built",
    "cases",
    "consent_cases",
    "days",
    "decimals",
    "disclosures",
    "drafts",
    "incidents",
    "instants",
    "intervals",
    "key_contexts",
    "missing",
    "narratives",
    "numbers",
    "partial_dates",
    "records",
    "register",
    "releases",
    "requests",
    "responses",
    "survivors",
    "texts",
]

register()
