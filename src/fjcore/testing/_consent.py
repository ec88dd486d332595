"""What she signed and took back, and what about her decides who may sign."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fjcore.consent import Event, Guardian, Release, Signer, SubjectFacts, Withdrawn
from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge
from fjcore.testing._help import LEGAL, POLICE
from fjcore.testing._plot import Plot, moment

_FORM = hashlib.sha256(b"a made-up form").hexdigest()

_ACTOR = "syn-staff-1"

#: 02:30 on a night in which Denver's clocks jump from 02:00 to 03:00.
GAP = datetime(2026, 3, 8, 2, 30)  # noqa: DTZ001 - a wall-clock time


def releases(draws: Draws, plot: Plot) -> Iterator[Release]:
    """Give the releases of a survivor: written, to named recipients, with an end."""
    if not plot.released:
        return
    said: dict[str, Any] = {
        "id": draws.token(16),
        "forms": {"vawa"},
        "form_id": "syn.release",
        "form_version": "1",
        "form_sha256": _FORM,
        "language": "es" if plot.language == "es" else "en",
        "interpreter": plot.limited_english,
        "scope": ("identity.name", "contact", "incident", "risk"),
        "recipients": (LEGAL, POLICE) if plot.reported else (LEGAL,),
        "purpose": ("civil_legal_representation",),
        "methods": ("written", "electronic"),
        "signed_at": moment(plot.opened, 12, 40),
        "written": True,
        "complete": True,
        "informed": True,
        "voluntary": True,
        "signature": "wet",
        "signers": (_signer(plot),),
        "covers_future_records": draws.chance(500),
    }
    if plot.edge is Edge.DST:
        yield Release(**said, expires_local=GAP)
    elif plot.edge is Edge.LEAP_DAY:
        yield Release(**said, expires_on=plot.opened + timedelta(days=29))
    else:
        yield Release(**said, duration_days=draws.one((30, 60, 90)))


def _signer(plot: Plot) -> Signer:
    """Give who may sign: a guardian, where she was a minor when she came."""
    if plot.age(plot.opened) < 18:
        return Signer(plot.id("KIN").lower(), "parent")
    return Signer(plot.id("P").lower(), "subject")


def events(plot: Plot, signed: tuple[Release, ...]) -> Iterator[Event]:
    """Give what became of the releases: one is taken back before she is answered."""
    if plot.edge is not Edge.WITHDRAWN:
        return
    at = moment(plot.opened, 14, 10)
    for release in signed:
        yield Withdrawn(
            release_id=release.id, effective_at=at, recorded_at=at, actor=_ACTOR
        )


def facts(plot: Plot) -> SubjectFacts:
    """Give what about the survivor decides."""
    died = plot.edge is Edge.DEATH
    return SubjectFacts(
        birth_date=plot.born,
        deceased_at=moment(plot.closed or plot.opened, 6) if died else None,
        acp_participant=plot.edge is Edge.SUBSTITUTE,
        conflict_walls={plot.id("STAFF").lower()} if plot.edge is Edge.STAFF else (),
        guardians=(_kin(plot),) if plot.age(plot.opened) < 18 else (),
    )


def child_facts(plot: Plot, born: date) -> SubjectFacts:
    """Give what about a child decides: one of two guardians may be the one to fear."""
    feared = plot.edge is Edge.GUARDIANS or (plot.partner and plot.danger)
    parents = [Guardian(id=plot.id("P").lower(), kind="parent")]
    if plot.partner:
        other = Guardian(
            id=plot.id("O").lower(),
            kind="parent",
            abuser="confirmed" if feared else "suspected",
            abuser_of_other_parent=True,
            since=datetime.combine(born, time(), UTC),
        )
        parents.append(other)
    return SubjectFacts(birth_date=born, guardians=tuple(parents))


def _kin(plot: Plot) -> Guardian:
    return Guardian(id=plot.id("KIN").lower(), kind="parent")
