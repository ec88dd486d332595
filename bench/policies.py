"""One made-up file with 12 releases, under a policy with 40 limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product

from attrs import evolve

from bench import unit
from fjcore.consent import (
    Agency,
    Basis,
    Holder,
    Limit,
    OnFile,
    Policy,
    Question,
    Release,
    Signer,
    SubjectFacts,
    SubjectState,
)
from fjcore.records.categories import CATEGORIES

SUBJECT = "5" * 32
START = datetime(2026, 1, 5, 17, 0, tzinfo=UTC)
NOW = START + timedelta(days=20)
TICK = timedelta(microseconds=1)

PARTNERS = {
    "billings.legal_aid": "civil_legal",
    "billings.police": "law_enforcement",
    "billings.prosecutor": "prosecutor",
    "billings.hospital": "medical_provider",
    "billings.navigator": "fjc_navigator",
    "billings.shelter": "shelter",
    "billings.schools": "school",
    "billings.housing": "housing_provider",
}
PURPOSES = (
    "service_coordination",
    "safety_planning",
    "civil_legal_representation",
    "criminal_investigation",
    "medical_treatment",
    "housing_application",
)
METHODS = ("electronic", "verbal")

#: The categories of the work unit: what is asked for.
ASKED = frozenset(leaf.label.category for leaf in unit.fields().values())

_WIDE = ("identity", "demographics", "household", "participation", "risk", "incident")

#: Recipients, purposes, scope, struck, days from the start, days it lasts.
_RELEASES = (
    ("legal_aid", 2, ("identity", "legal_file", "advocacy_notes"), (), 0, 60),
    ("legal_aid navigator", 0, _WIDE, (), 0, 85),
    ("police", 3, ("identity", "incident", "risk"), (), 0, 30),
    ("police prosecutor", 3, ("incident", "household", "contact"), (), 10, 30),
    ("prosecutor", 3, ("identity.name", "demographics"), (), 0, 20),
    ("hospital", 4, ("identity", "risk", "incident", "contact"), ("risk",), 0, 45),
    ("hospital", 1, ("identity", "location.residence"), (), 5, 45),
    ("navigator", 1, (*_WIDE, "operations", "location"), ("household",), 0, 60),
    ("shelter", 1, ("identity", "location.residence", "contact"), (), 0, 40),
    ("shelter navigator", 0, ("participation", "risk"), (), 15, 40),
    ("schools", 0, ("identity.name", "household"), (), 0, 25),
    ("housing legal_aid", 5, ("identity", "location.area", "contact"), (), 0, 80),
)


@cache
def policy() -> Policy:
    """Give the holder, its partners and 40 limits, each of which closes something."""
    return Policy(
        holder=Holder(
            "billings.advocacy",
            kind="vsp_advocate",
            name="Billings Advocacy",
            unit="advocacy",
            regimes=("vawa",),
            state="US-MT",
            tz="America/Denver",
        ),
        partners={
            name: Agency(name, kind=kind, name=name) for name, kind in PARTNERS.items()
        },
        limits=tuple(_limits()),
    )


def _limits() -> Iterator[Limit]:
    """Ten for kinds of recipients, ten for agencies, ten for purposes, ten for all."""
    names = sorted(CATEGORIES)
    kinds, agencies = sorted(set(PARTNERS.values())), sorted(PARTNERS)
    for place in range(10):
        some = {names[(7 * place + step) % len(names)] for step in (0, 3)}
        yield _limit(f"kind.{place}", some, kinds=(kinds[place % len(kinds)],))
        yield _limit(
            f"agency.{place}",
            {names[(5 * place + 2) % len(names)]},
            agencies=(agencies[place % len(agencies)],),
        )
        yield _limit(
            f"purpose.{place}",
            {names[(11 * place + 4) % len(names)], "location"},
            kinds=(kinds[(place + 3) % len(kinds)],),
            purposes=(PURPOSES[place % len(PURPOSES)],),
        )
        yield _limit(f"acp.{place}", {names[(3 * place + 8) % len(names)]}, acp=True)


def _limit(
    name: str,
    categories: set[str],
    *,
    kinds: tuple[str, ...] = (),
    agencies: tuple[str, ...] = (),
    purposes: tuple[str, ...] = (),
    acp: bool = False,
) -> Limit:
    return Limit(
        name,
        statement="Agency policy.",
        citation="policy",
        recipient_kinds=kinds,
        recipients=agencies,
        purposes=purposes,
        categories=categories,
        acp_only=acp,
    )


@cache
def state() -> SubjectState:
    """Give one grown person with 12 releases, some of them withdrawn in part."""
    files = [_on_file(place) for place in range(len(_RELEASES))]
    facts = SubjectFacts(birth_date=date(1990, 4, 12), acp_participant=True)
    return SubjectState(facts=facts, releases=tuple(files), revision=len(files))


def many(count: int) -> SubjectState:
    """Give the same person with any number of releases: the twelve over and over."""
    files = [_on_file(place % len(_RELEASES)) for place in range(count)]
    named = [
        evolve(file, release=evolve(file.release, id=f"r{place:04d}"))
        for place, file in enumerate(files)
    ]
    return evolve(state(), releases=tuple(named), revision=count)


def _on_file(place: int) -> OnFile:
    later = NOW + timedelta(days=place - 6)
    agency = f"billings.{_RELEASES[place][0].split()[0]}"
    return OnFile(
        release=_release(place),
        withdrawn=(later,) if place % 4 == 2 else (),
        recipients=((agency, later),) if place % 4 == 3 else (),
        categories=(("incident", later),) if place % 3 == 1 else (),
    )


def _release(place: int) -> Release:
    agencies, purpose, scope, struck, after, days = _RELEASES[place]
    signed = START + timedelta(days=after)
    return Release(
        id=f"r{place:02d}",
        scope=scope,
        exclude=struck,
        recipients=tuple(f"billings.{name}" for name in agencies.split()),
        purpose=(PURPOSES[purpose], PURPOSES[(purpose + place) % len(PURPOSES)]),
        methods=METHODS[: 1 + place % 2],
        signed_at=signed,
        expires_at=signed + timedelta(days=days),
        written=True,
        complete=True,
        informed=True,
        voluntary=True,
        signature="ink",
        signers=(Signer(SUBJECT, "subject"),),
        covers_future_records=True,
        privilege_ack=place % 2 == 0,
    )


def question(
    recipient: str,
    purpose: str,
    *,
    at: datetime = NOW,
    method: str = METHODS[0],
    categories: frozenset[str] = ASKED,
) -> Question:
    """Give one question on a release, as the vault asks it."""
    return Question(
        subject=SUBJECT,
        recipient=recipient,
        purpose=purpose,
        basis=Basis("client_release"),
        at=at,
        method=method,
        categories=categories,
        exemptions=False,
    )


def questions() -> Iterator[Question]:
    """Give the questions that tell: all there are now, and about every instant.

    Every recipient, purpose and method at one instant; and for each release its own
    recipients at each of its ends, one tick before it, and one tick after.
    """
    for recipient, purpose, method in product(PARTNERS, PURPOSES, METHODS):
        yield question(recipient, purpose, method=method)
    for file in state().releases:
        told = (at for _, at in (*file.recipients, *file.categories))
        ends = {file.release.signed_at, file.release.expires_at, *file.withdrawn, *told}
        for end, tick in product(sorted(filter(None, ends)), (-TICK, 0 * TICK, TICK)):
            recipient, purpose = file.release.recipients[0], file.release.purpose[0]
            yield question(recipient, purpose, at=end + tick)
