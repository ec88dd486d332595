"""The instants of a scenario, moved by the smallest step there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from fjcore.consent._scenefacts import release_of
from fjcore.values import zone

#: The smallest step of an instant.
TICK = timedelta(microseconds=1)

Facts = Mapping[str, Any]
Move = Callable[[Facts, timedelta], Facts | None]


@frozen(kw_only=True)
class Tick:
    """One kind of instant, moved in every scenario at once."""

    id: str
    says: str
    by: timedelta
    move: Move

    def moved(self, facts: Facts) -> Facts | None:
        """Give facts in which it is moved; None where there is none of its kind."""
        return self.move(facts, self.by)


def ticks() -> Iterator[Tick]:
    """Give every kind of instant, a step earlier and a step later."""
    kinds: dict[str, tuple[str, Move]] = {
        "end": ("every release ends", _ends),
        "start": ("every release begins", _starts),
        "withdrawal": ("every withdrawal is told", _withdrawals),
        "death": ("every death is", _deaths),
    }
    for name, (says, move) in kinds.items():
        for sign, word in ((-1, "earlier"), (1, "later")):
            yield Tick(
                id=f"{name} {sign:+}",
                says=f"{says} a microsecond {word}",
                by=TICK * sign,
                move=move,
            )


def _releases(facts: Facts, change: Callable[[dict[str, Any]], bool]) -> Facts | None:
    """Give facts in which releases are changed; None where none is."""
    rows = [dict(row) for row in facts["releases"]]
    changed = [change(row) for row in rows]
    return {**facts, "releases": rows} if any(changed) else None


def _later(text: str, by: timedelta) -> str:
    return (datetime.fromisoformat(text) + by).isoformat()


def _ends(facts: Facts, by: timedelta) -> Facts | None:
    tz = zone(facts["tz"])

    def change(row: dict[str, Any]) -> bool:
        end = release_of(row).end(tz)
        if end is None:
            return False
        for name in ("expires_on", "expires_local", "duration_days"):
            row[name] = None
        row["expires_at"] = (end + by).isoformat()
        return True

    return _releases(facts, change)


def _starts(facts: Facts, by: timedelta) -> Facts | None:
    def change(row: dict[str, Any]) -> bool:
        release = release_of(row)
        if release.signed_at is None:
            return False
        if row.get("duration_days") is not None:
            # Days are counted from the signing: the end is to stay where it is.
            end = release.end(zone(facts["tz"]))
            row |= {"duration_days": None, "expires_at": end and end.isoformat()}
        later = release.start() != release.signed_at
        name = "effective_at" if later else "signed_at"
        row[name] = _later(row[name], by)
        return True

    return _releases(facts, change)


def _withdrawals(facts: Facts, by: timedelta) -> Facts | None:
    def change(row: dict[str, Any]) -> bool:
        parts = row.get("partial_revocations") or []
        if row["revoked_at"] is None and not parts:
            return False
        if row["revoked_at"] is not None:
            row["revoked_at"] = _later(row["revoked_at"], by)
        row["partial_revocations"] = [
            {**part, "at": _later(part["at"], by)} for part in parts
        ]
        return True

    found = _releases(facts, change)
    told = facts.get("revoke_all_at")
    if told is None:
        return found
    return {**(found or facts), "revoke_all_at": _later(told, by)}


def _deaths(facts: Facts, by: timedelta) -> Facts | None:
    died = facts["subject"]["deceased_at"]
    if died is None:
        return None
    subject = {**facts["subject"], "deceased_at": _later(died, by)}
    return {**facts, "subject": subject}
