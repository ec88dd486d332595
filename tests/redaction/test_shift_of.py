"""Which dates may be shifted, and that all of one person move alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from redaction.coarse import KEYS

from fjcore.consent import Purpose, RecipientKind
from fjcore.records import FieldKind, Label, Leaf
from fjcore.redaction import shift_of

OPEN = {
    "subject": "0f" * 16,
    "key": KEYS[1],
    "recipient": RecipientKind.RESEARCHER,
    "purpose": Purpose.RESEARCH,
}


@pytest.mark.parametrize(
    ("path", "category", "said", "may"),
    [
        ("made.occurred_on", "incident", {}, True),
        ("made.occurred_on", "court_record", {}, False),
        ("made.occurred_on", "court_matters", {}, False),
        ("made.occurred_on", "le_record", {}, False),
        ("made.occurred_on", "pros_record", {}, False),
        ("made.expires_on", "incident", {}, False),
        ("made.retention_until", "operations", {}, False),
        ("made.at", "incident", {"recipient": RecipientKind.LAW_ENFORCEMENT}, False),
        ("made.at", "incident", {"recipient": RecipientKind.PROSECUTOR}, False),
        ("made.at", "incident", {"recipient": RecipientKind.COURT}, False),
        ("made.at", "incident", {"purpose": Purpose.PROSECUTION}, False),
        ("made.at", "incident", {"purpose": Purpose.AUDIT}, True),
    ],
)
def test_what_may_not_be_shifted(path, category, said, may):
    """Dates of courts, police and prosecution, and ends, should never be shifted."""
    one = Leaf(path, Label(category), FieldKind.DATE, None, False)

    assert may == (shift_of(one, **{**OPEN, **said}) is not None)


def test_what_lies_between_two_fields_is_kept():
    """Two dates of one person should move by the same days, whatever fields hold them.

    The day of an instant too, which stands in a field of another kind.
    """
    day, label = date(2026, 3, 2), Label("incident")
    fields = [Leaf(f"a.{name}", label, FieldKind.DATE, None, False) for name in "bcd"]
    fields += [Leaf("b.at", label, FieldKind.INSTANT, None, False)]
    held = [
        *(day + timedelta(days=n) for n in (0, 9, 400)),
        datetime(2026, 3, 3, tzinfo=UTC),
    ]
    moved = [
        date.fromisoformat(str(shift_of(leaf, **OPEN)(value)))
        for leaf, value in zip(fields, held, strict=True)
    ]

    assert [0, 9, 400, 1] == [(one - moved[0]).days for one in moved]
    assert moved[0] < day


def test_only_dates_are_shifted():
    """A field that is no date should have no operator that shifts it."""
    one = Leaf("made.field", Label("incident"), FieldKind.TEXT, None, False)

    assert shift_of(one, **OPEN) is None
