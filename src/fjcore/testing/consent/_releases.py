"""Releases, withdrawals and limits for cases: good ones, but for what varies."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fjcore.testing.consent._choices import SIGNINGS, SPANS, Choose, near, pick, some
from fjcore.testing.consent._people import signings
from fjcore.testing.consent._times import boundaries, days_later
from fjcore.testing.consent._worlds import CLINIC, FORMS, LEGAL, POLICE, SELF, Facts

Ids = tuple[str, ...]
Parts = set[str]

#: For what each recipient asks; the first is what it usually does.
PURPOSES: dict[str, Ids] = {
    LEGAL: ("civil_legal_representation", "protection_order", "research"),
    POLICE: ("prosecution", "po_enforcement", "discovery"),
    CLINIC: ("sud_treatment", "medical_treatment", "discovery"),
}
#: Categories that rest on a release.
LEAVES = (
    *"identity.name identity.dob identity.gov_id incident incident.narrative".split(),
    *"medical medical.forensic sud psychotherapy_notes education".split(),
    *"advocacy_notes location.shelter location.residence participation".split(),
)
#: A narrative, by the path of its field.
NOTE = "note.text"
#: What a release may list.
ITEMS = (*LEAVES, "identity", "location", NOTE, "other_party")
NO_END = dict.fromkeys(("expires_at", "expires_on", "expires_local", "duration_days"))


def end(choose: Choose, signed: datetime) -> Facts:
    """Choose one end of a release; some at the cap of 90 days, some past it."""
    days = pick(choose, (15, 30, 90, 91))
    kind = pick(choose, ("at", "at", "days", "on", "local", "event", "none", "spoken"))
    if kind == "at":
        over = days_later(signed, days, ZoneInfo("America/Denver"))
        return {"expires_at": near(choose, over)}
    # A local time that spring skips, here or in Havana, and a plain one.
    wall = pick(choose, ((8, 0, 30), (8, 2, 30), (29, 12, 0)))
    kinds: dict[str, Facts] = {
        "days": {"duration_days": days},
        "on": {"expires_on": date(2026, 3, pick(choose, (7, 14, 31)))},
        "local": {"expires_local": datetime(2026, 3, *wall)},  # noqa: DTZ001
        "event": {"expires_event": "the order is made"},
        "none": {"expires_event": "none", "forms": pick(choose, ((), ("part2",)))},
        "spoken": {"expires_event": " "},
    }
    return kinds[kind]


def defect(choose: Choose, signed: datetime) -> Facts:
    """Choose one thing about a release that may spoil it."""
    later = signed + pick(choose, SPANS)
    faults: tuple[Facts, ...] = (
        *({"written": False}, {"signature": "none"}, {"complete": False}),
        *({"informed": False}, {"voluntary": False}, {"scope": ("*",)}),
        *({"recipients": ("*",)}, dict(NO_END), {"methods": ("verbal",)}),
        *({"effective_at": later}, {"effective_at": signed - timedelta(days=1)}),
        *({"signed_at": None, "duration_days": None}, {"event_occurred_at": later}),
        *({"max_uses": 1, "uses": 0}, {"max_uses": 1, "uses": 1}),
        *({"max_uses": 0, "uses": 0}, {"purpose": ("safety_planning",)}),
        *({"covers_future_records": True}, {"survives_death": True}),
        {"privilege_ack": False, "scope": ("advocacy_notes", "incident.narrative")},
        {"forms": (), "scope": ("sud", "education", "incident")},
        {"forms": ("psychotherapy",), "scope": ("psychotherapy_notes",)},
    )
    return pick(choose, faults)


def release(choose: Choose, number: int, subject: Facts, to: str, vary: Parts) -> Facts:
    """Choose a release good for its subject and recipient, but for what varies."""
    timed, scope = vary & {"clock", "people"}, "scope" in vary
    signed = near(choose, pick(choose, SIGNINGS)) if timed else SIGNINGS[1]
    items = some(choose, ITEMS, 1, 4)
    signers = signings(choose, subject if "people" in vary else {})
    asker = pick(choose, (to, f"{to}#p.one", "other")) if "asker" in vary else to
    found = {
        "id": f"{number:032x}",
        "forms": FORMS,
        "scope": tuple(items),
        "exclude": pick(choose, ((), (items[-1],), ("identity",))) if scope else (),
        "views": pick(choose, ({}, {items[0]: 5}, {items[0]: 2})) if scope else {},
        "recipients": (asker,),
        "purpose": (PURPOSES[to][0], pick(choose, PURPOSES[to])),
        "methods": ("electronic", "written"),
        "signed_at": signed,
        "effective_at": None,
        "event_occurred_at": None,
        **dict.fromkeys(("written", "complete", "informed", "voluntary"), True),
        "signature": "wet",
        **(signers if "people" in vary else {"signers": (SELF,)}),
        "covers_future_records": "records" in vary and choose(3) == 2,
        "survives_death": False,
        "privilege_ack": True,
        "max_uses": None,
        "uses": 0,
    }
    found |= end(choose, signed) if "clock" in vary else {"duration_days": 30}
    return found | (defect(choose, signed) if "form" in vary else {})


def withdrawal(choose: Choose, facts: Facts) -> Facts:
    """Choose a withdrawal told at a boundary: of one or all, whole or in part."""
    at = near(choose, pick(choose, boundaries(facts) or SIGNINGS))
    one = pick(choose, [r["id"] for r in facts["releases"]] + [""])
    parts = pick(choose, ("whole", "whole", "recipient", "category"))
    to = facts["request"]["recipient"]
    people: Ids = (to, f"{to}#p.one", f"{to}#p.two", "other", "*")
    return {
        "at": at,
        "release": one,
        "recipients": (pick(choose, people),) if parts == "recipient" else (),
        "categories": (pick(choose, ITEMS),) if parts == "category" else (),
    }


def limit(choose: Choose, to: str = LEGAL) -> Facts:
    """Choose a limit that often speaks to the case."""
    return {
        "id": pick(choose, ("l.one", "l.two")),
        "cap": pick(choose, (0, 1, 2, 4, 8)),
        "kinds": pick(choose, ((), ("civil_legal",), ("law_enforcement",))),
        "recipients": pick(choose, ((), (to,), ("other",))),
        "purposes": pick(choose, ((), PURPOSES[to])),
        "categories": pick(choose, ((), ("identity", "medical"), ("sud",))),
        "acp_only": pick(choose, (False, True)),
    }
