"""Logs of made-up people for worklists, and what waits by a reading of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from fjcore.consent import (
    Agency,
    Discharged,
    Docket,
    EndEventOccurred,
    Event,
    FactsRecorded,
    Guardian,
    Holder,
    Policy,
    RecipientTold,
    Release,
    Sending,
    Signed,
    Signer,
    SubjectFacts,
    Used,
    Withdrawn,
)

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
NOW = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # 23:30, the night clocks go forward
TZ = ZoneInfo("America/Denver")
ANN = "a" * 32
DOE = "s.doe"
LEGAL, CLINIC, POLICE = "legal_aid", "clinic", "police"
HOLDER = Holder(
    "harbor",
    kind="vsp_advocate",  # type: ignore[arg-type]
    name="Harbor",
    unit="advocacy",
    regimes=frozenset({"vawa"}),
    state="US-MT",
    tz="America/Denver",
)
POLICY = Policy(
    holder=HOLDER,
    partners={
        name: Agency(name, kind="civil_legal", name=name)  # type: ignore[arg-type]
        for name in (LEGAL, CLINIC, POLICE)
    },
)
ADULT = date(1990, 5, 4)
BOTH = (Signer(ANN, "subject"), Signer("mother", "parent"))


def release(number: int = 1, **more: Any) -> Release:
    """Give a good release, signed a week before, for thirty days."""
    said: dict[str, Any] = {
        "id": f"{number:032x}",
        "scope": ("incident",),
        "recipients": (LEGAL,),
        "purpose": ("protection_order",),
        "methods": ("electronic",),
        "signed_at": NOW - 7 * DAY,
        "duration_days": 30,
        "written": True,
        "complete": True,
        "informed": True,
        "voluntary": True,
        "signature": "wet",
        "signers": BOTH,
    }
    return Release(**{**said, **more})


def stamp(at: datetime) -> dict[str, Any]:
    """Give the two times and the actor of an event."""
    return {"effective_at": at, "recorded_at": at, "actor": DOE}


def signed(at: datetime, **more: Any) -> Signed:
    """Give the signing of a release, recorded at an instant."""
    return Signed(release=release(**more), **stamp(at))


def born(on: date | None = ADULT, **more: Any) -> FactsRecorded:
    """Give facts recorded long ago."""
    return FactsRecorded(
        facts=SubjectFacts(birth_date=on, **more), **stamp(NOW - 900 * DAY)
    )


def docket(*events: Event, sent: tuple[Sending, ...] = ()) -> Docket:
    """Give a person's docket."""
    return Docket(subject=ANN, events=events, sent=sent)


# --- random logs --------------------------------------------------------------------

IDS = tuple(f"{number:032x}" for number in (1, 2, 3))
_ENTRIES = ((LEGAL,), (CLINIC,), (LEGAL, CLINIC), (f"{CLINIC}#d.moss",))
_INSTANTS = [NOW + k * DAY + j * TICK for k in (-8, -2, 0, 3) for j in (-1, 0, 1)]
_ENDS: list[dict[str, Any]] = [
    *({"duration_days": n} for n in (6, 7, 8, 30, 37, 38, 200)),
    *({"duration_days": None, "expires_on": date(2026, 3, d)} for d in (6, 7, 8, 9)),
    *({"duration_days": None, "expires_on": date(2026, 4, d)} for d in (6, 7, 8)),
    *(
        {"duration_days": None, "expires_at": at}
        for at in (NOW - TICK, NOW, NOW + TICK)
    ),
    {"duration_days": None, "expires_event": "the hearing"},
]
_FLAWS: list[dict[str, Any]] = [
    *[{}] * 12,
    *({"written": False}, {"voluntary": False}, {"signature": "none"}),
    *({"signers": ()}, {"max_uses": 1}, {"survives_death": True}),
]
_BORN = (None, ADULT, *(date(2008, 3, d) for d in (7, 8, 8, 9)))
_KINDS = ("signed", "signed", "used", "withdrawn", "told", "ended", "facts")
_OWED = ("part2_document_emergency", "log", "inform_recipient_of_revocation")


def log_of(seed: int) -> Docket:
    """Make a person's log of a seed: near the boundaries, its times going forward."""
    chance = Random(seed)  # noqa: S311 - made-up logs
    pick = chance.choice
    found = [_event(pick) for _ in range(chance.randrange(12))]
    found.sort(key=lambda event: event.recorded_at)
    events: list[Event] = [_facts(pick, NOW - 900 * DAY)]
    seen: set[str] = set()
    for event in found:
        name = event.release.id if isinstance(event, Signed) else ""
        if name not in seen:
            events.append(event)
        seen |= {name} - {""}
    sent = tuple(
        Sending(
            disclosure=name,
            at=pick(_INSTANTS),
            recipient=LEGAL,
            owed=frozenset(pick(_OWED) for _ in range(2)),
            done=frozenset({pick(_OWED)}),
        )
        for name in IDS[: chance.randrange(4)]
    )
    done = {"disclosure": pick(IDS), "obligation": "part2_document_emergency"}
    events.append(Discharged(**done, **stamp(NOW - DAY)))
    return Docket(subject=ANN, events=events, sent=sent)


def _event(pick: Any) -> Event:
    at, kind, which = pick(_INSTANTS), pick(_KINDS), pick(IDS)
    if kind == "signed":
        more = {"signed_at": at, **pick(_ENDS), **pick(_FLAWS)}
        return signed(at, number=int(which, 16), recipients=pick(_ENTRIES), **more)
    if kind == "used":
        agency = pick((LEGAL, CLINIC, POLICE))
        return Used(release_id=which, recipient=agency, **stamp(at))
    if kind == "withdrawn":
        return Withdrawn(
            release_id=pick(("", which)),
            recipients=pick(((), (), (LEGAL,), (f"{CLINIC}#d.moss",))),
            categories=pick(((), (), (), ("incident",))),
            **stamp(at),
        )
    if kind == "told":
        return RecipientTold(recipient=pick((LEGAL, CLINIC)), **stamp(at))
    if kind == "ended":
        return EndEventOccurred(release_id=which, **stamp(at))
    return _facts(pick, at)


def _facts(pick: Any, at: datetime) -> FactsRecorded:
    facts = SubjectFacts(
        birth_date=pick(_BORN),
        emancipated=pick((False, False, False, True)),
        may_consent_alone=pick((False, True)),
        deceased_at=pick((None, None, None, NOW - DAY, NOW, NOW + DAY)),
        prior_disclosures=pick(((), (POLICE,), (CLINIC,))),
        can_knowingly_consent=pick((True, False)),
        guardians=(Guardian(id="mother", kind="parent"),),
    )
    return FactsRecorded(facts=facts, **stamp(at))


logs = st.integers(0, 2**32).map(log_of)
