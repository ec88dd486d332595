"""Hours that clocks skip or repeat, leap days, days that end: at each, the tick beside.

The instants expected are reckoned by hand, from the published changes of the clocks.
All are past: what a country does to its clocks tomorrow, nobody knows.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from consent.forms import MOTHER
from consent.properties import at_time

from fjcore.testing.consent import SELF, TICK, answer_of, plain

DENVER, HAVANA, HOWE = "America/Denver", "America/Havana", "Australia/Lord_Howe"


def utc(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def wall(text: str) -> dict[str, Any]:
    """An end by the clock on the wall."""
    return {"expires_local": datetime.fromisoformat(text)}


def day(text: str) -> dict[str, Any]:
    """An end with a day."""
    return {"expires_on": date.fromisoformat(text)}


#: Each zone, what the release says of its end, and when that is.
ENDS: dict[str, tuple[str, dict[str, Any], str]] = {
    "skipped hour": (DENVER, wall("2026-03-08T02:30"), "2026-03-08T08:30"),
    "repeated hour": (DENVER, wall("2026-11-01T01:30"), "2026-11-01T07:30"),
    "before the skip": (DENVER, wall("2026-03-08T01:59"), "2026-03-08T08:59"),
    "after the skip": (DENVER, wall("2026-03-08T03:00"), "2026-03-08T09:00"),
    "skipped midnight": (HAVANA, day("2024-03-09"), "2024-03-10T04:00"),
    "repeated midnight": (HAVANA, day("2024-11-02"), "2024-11-03T04:00"),
    "skipped half hour": (HOWE, wall("2026-10-04T02:15"), "2026-10-03T15:15"),
    "repeated half hour": (HOWE, wall("2026-04-05T01:45"), "2026-04-04T14:45"),
    "a day there": (HOWE, day("2026-06-30"), "2026-06-30T13:30"),
    "a day here": (DENVER, day("2026-06-30"), "2026-07-01T06:00"),
    "the leap day": (DENVER, day("2024-02-29"), "2024-03-01T07:00"),
    "the day before none": (DENVER, day("2025-02-28"), "2025-03-01T07:00"),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_release_ends_at_the_earlier_instant_its_end_may_mean(name: str) -> None:
    """A release should grant up to the tick before its end, and never from it on."""
    tz, said, end = ENDS[name]
    over = utc(end)
    signed = {"signed_at": over - timedelta(days=20), "duration_days": None}
    facts = plain(release=signed | said, tz=tz)

    probes = (over - TICK, over, over + TICK)
    actual = [bool(answer_of(at_time(facts, at)).allowed) for at in probes]

    assert [True, False, False] == actual


#: Each zone, when a release of 30 days is signed, and when it is over.
DAYS: dict[str, tuple[str, str, str]] = {
    "into summer": (DENVER, "2026-03-02T17:00", "2026-04-01T16:00"),
    "into winter": (DENVER, "2026-10-20T16:00", "2026-11-19T17:00"),
    "onto a skipped hour": (DENVER, "2026-02-06T09:30", "2026-03-08T08:30"),
    "onto a repeated hour": (DENVER, "2026-10-02T07:30", "2026-11-01T07:30"),
    "onto a skipped midnight": (HAVANA, "2024-02-09T05:00", "2024-03-10T04:00"),
    "over a half hour": (HOWE, "2026-09-20T01:30", "2026-10-20T01:00"),
    "over a leap day": (DENVER, "2024-02-01T19:00", "2024-03-02T19:00"),
    "over no leap day": (DENVER, "2025-02-01T19:00", "2025-03-03T19:00"),
}


@pytest.mark.parametrize("name", DAYS)
def test_days_are_counted_by_the_calendar_of_the_zone(name: str) -> None:
    """A release for days should end at the same time of the clock, whatever it did."""
    tz, signed, end = DAYS[name]
    over = utc(end)
    facts = plain(release={"signed_at": utc(signed), "duration_days": 30}, tz=tz)

    probes = (utc(signed) - TICK, utc(signed), over - TICK, over, over + TICK)
    actual = [bool(answer_of(at_time(facts, at)).allowed) for at in probes]

    assert [False, True, True, False, False] == actual


#: Each zone, a day of birth, and the instant from which the person is of age.
BIRTHDAYS: dict[str, tuple[str, str, str]] = {
    "a plain day": (DENVER, "2008-06-10", "2026-06-10T06:00"),
    "born on a leap day": (DENVER, "2008-02-29", "2026-03-01T07:00"),
    "on a skipped midnight": (HAVANA, "2006-03-10", "2024-03-10T05:00"),
    "on a repeated midnight": (HAVANA, "2006-11-03", "2024-11-03T05:00"),
    "far to the east": (HOWE, "2008-06-10", "2026-06-09T13:30"),
}


@pytest.mark.parametrize("name", BIRTHDAYS)
def test_a_minors_release_ends_with_coming_of_age(name: str) -> None:
    """A release co-signed for a minor should hold until the later midnight in doubt."""
    tz, born, comes = BIRTHDAYS[name]
    of_age = utc(comes)
    both = (SELF, {"id": "mother", "role": "parent"})
    facts = plain(
        release={"signed_at": of_age - timedelta(days=9), "signers": both},
        subject={"birth_date": date.fromisoformat(born)},
        guardians=[MOTHER],
        tz=tz,
    )

    found = [
        answer_of(at_time(facts, at)).reasons.get("incident", "")
        for at in (of_age - TICK, of_age, of_age + TICK)
    ]

    assert ["", "reconfirm_required", "reconfirm_required"] == found


@pytest.mark.parametrize("name", BIRTHDAYS)
def test_who_signs_alone_is_of_age(name: str) -> None:
    """A person's own signature should suffice from the instant of coming of age on."""
    tz, born, comes = BIRTHDAYS[name]
    subject = {"birth_date": date.fromisoformat(born)}

    found = []
    for signed in (utc(comes) - TICK, utc(comes), utc(comes) + TICK):
        facts = plain(release={"signed_at": signed}, subject=subject, tz=tz)
        asked = at_time(facts, utc(comes) + timedelta(days=1))
        found.append(answer_of(asked).reasons.get("incident", ""))

    assert ["signer_missing", "", ""] == found


#: Each zone, when a release is signed, and the last instant that 90 days may end at.
CAPS: dict[str, tuple[str, str, str]] = {
    "into summer": (DENVER, "2026-03-02T17:00", "2026-05-31T16:00"),
    "onto a skipped hour": (DENVER, "2025-12-08T09:30", "2026-03-08T08:30"),
    "onto a repeated hour": (DENVER, "2026-08-03T07:30", "2026-11-01T07:30"),
    "onto a skipped midnight": (HAVANA, "2025-12-08T05:00", "2026-03-08T04:00"),
    "onto a repeated half hour": (HOWE, "2026-01-04T14:45", "2026-04-04T14:45"),
    "over a leap day": (DENVER, "2027-12-02T19:00", "2028-03-01T19:00"),
}


@pytest.mark.parametrize("name", CAPS)
def test_the_cap_is_counted_by_the_calendar_of_the_zone(name: str) -> None:
    """An end at the cap should be allowed, a tick before too, and not a tick after."""
    tz, signed, cap = CAPS[name]
    start = {"signed_at": utc(signed), "duration_days": None}

    found = []
    for end in (utc(cap) - TICK, utc(cap), utc(cap) + TICK):
        facts = plain(release=start | {"expires_at": end}, tz=tz)
        asked = at_time(facts, utc(signed))
        found.append(answer_of(asked).reasons.get("incident", ""))

    assert ["", "", "over_cap"] == found


@pytest.mark.parametrize("name", ["skipped hour", "repeated hour", "skipped midnight"])
def test_a_withdrawal_wins_where_the_clock_is_in_doubt(name: str) -> None:
    """A withdrawal told in an hour skipped or repeated should hold from its tick on."""
    tz, _, told = ENDS[name]
    at = utc(told)
    said = {"at": at, "release": "", "recipients": (), "categories": ()}
    signed = {"signed_at": at - timedelta(days=9)}
    facts = plain(release=signed, tz=tz, withdrawals=[said])

    found = [
        answer_of(at_time(facts, probe)).reasons.get("incident", "")
        for probe in (at - TICK, at, at + TICK)
    ]

    assert ["", "revoked", "revoked"] == found
