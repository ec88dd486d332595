"""The plain reading of times: ends, starts, birthdays, what was taken back when.

It shares no code with the engine.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

Facts = dict[str, Any]

MAJORITY = {"US-AL": 19, "US-NE": 19, "US-MS": 21, "US-PR": 21}


def instant(value: str | datetime | None) -> datetime | None:
    """Give an aware instant in UTC from text or a datetime; None stays None."""
    if value is None or value == "":
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(UTC)


def both_folds(wall: datetime, tz: tzinfo) -> list[datetime]:
    """Give the two instants that a wall-clock time may stand for."""
    bare = wall.replace(tzinfo=None)
    return [bare.replace(fold=fold, tzinfo=tz).astimezone(UTC) for fold in (0, 1)]


def days_later(at: datetime, days: int, tz: tzinfo) -> datetime:
    """Give the same wall-clock time some days on; the earlier one in doubt."""
    wall = at.astimezone(tz).replace(tzinfo=None) + timedelta(days=days)
    return min(both_folds(wall, tz))


def end_of(release: Facts, tz: tzinfo) -> datetime | None:
    """Give the instant a release ends at, or None when it names none."""
    if release.get("expires_at"):
        return instant(release["expires_at"])
    if release.get("expires_on"):
        day = release["expires_on"]
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return min(both_folds(datetime.combine(day, time()) + timedelta(days=1), tz))
    if release.get("expires_local"):
        wall = release["expires_local"]
        wall = datetime.fromisoformat(wall) if isinstance(wall, str) else wall
        return min(both_folds(wall, tz))
    signed = instant(release["signed_at"])
    if release.get("duration_days") and signed:
        return days_later(signed, release["duration_days"], tz)
    return None


def start_of(release: Facts) -> datetime:
    """Give the instant a release begins at."""
    times = [instant(release["signed_at"]), instant(release.get("effective_at"))]
    return max(t for t in times if t)


def comes_of_age(facts: Facts) -> datetime | None:
    """Give when a person comes of age: a local midnight; None where it is not known."""
    born = facts["subject"]["birth_date"]
    if born is None:
        return None
    born = date.fromisoformat(born) if isinstance(born, str) else born
    year = born.year + MAJORITY.get(facts["jurisdiction"], 18)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    month, day = born.month, born.day
    if (month, day) == (2, 29) and not leap:
        month, day = 3, 1
    midnight = datetime.combine(date(year, month, day), time())
    return max(both_folds(midnight, ZoneInfo(facts["tz"])))


def withdrawals(facts: Facts, release: Facts) -> list[Facts]:
    """Give every withdrawal that speaks of a release."""
    found = []
    if release.get("revoked_at"):
        found.append({"at": release["revoked_at"]})
    found += release.get("partial_revocations") or []
    signed = instant(release["signed_at"])
    others = list(facts.get("withdrawals") or [])
    if facts.get("revoke_all_at"):
        others.append({"at": facts["revoke_all_at"], "release": ""})
    for one in others:
        told = instant(one["at"])
        general = not one["release"] and (not signed or not told or signed <= told)
        if general or one["release"] == release["id"]:
            found.append(one)
    return found


def boundaries(facts: Facts) -> list[datetime]:
    """Give every instant at which something about releases or the person changes."""
    tz, found = ZoneInfo(facts["tz"]), [comes_of_age(facts)]
    found.append(instant(facts["subject"]["deceased_at"]))
    for row in facts["guardians"]:
        found += [instant(row.get(k)) for k in ("from", "until", "abuser_known_at")]
    for release in facts["releases"]:
        if release["signed_at"] is not None:
            found += [start_of(release), instant(release["signed_at"])]
        found += [end_of(release, tz), instant(release.get("event_occurred_at"))]
        found += [instant(w["at"]) for w in withdrawals(facts, release)]
    found += [instant(at) for at in facts.get("changes") or ()]
    spans = [*(facts.get("instructions") or ()), facts.get("exhibit") or {}]
    found += [instant(span.get(k)) for span in spans for k in ("since", "until")]
    since = instant(spans[-1].get("since"))
    if facts["request"]["legal_basis"]["kind"] == "emergency" and since:
        found.append(since + timedelta(hours=4))
    return sorted({at for at in found if at is not None})
