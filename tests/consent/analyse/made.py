"""Policies, people and releases that the tests of analysis are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import evolve

from fjcore.consent import (
    Agency,
    Holder,
    Limit,
    LimitQuestion,
    OnFile,
    Policy,
    Release,
    Signer,
    SubjectFacts,
    SubjectState,
    View,
)
from fjcore.testing.consent import Choose, Facts, World, case, pick
from fjcore.testing.consent import world as given

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
ANN = "ann"
POLICE, LEGAL, HMIS = "city_police", "legal_aid", "county_hmis"
VAWA = frozenset({"vawa"})
#: Regimes of holders, from none to several.
REGIMES = (VAWA, frozenset(), frozenset({"hipaa"}), frozenset({"fvpsa", "hipaa"}))
PARTNERS = {
    POLICE: Agency(POLICE, kind="law_enforcement", name="City Police"),
    LEGAL: Agency(LEGAL, kind="civil_legal", name="Legal Aid"),
    HMIS: Agency(HMIS, kind="hmis", name="County HMIS"),
}
#: Everything that a release of an adult needs beside who, what and why.
GOOD: dict[str, Any] = {
    "recipients": (POLICE,),
    "purpose": ("criminal_investigation",),
    "methods": ("electronic",),
    "signed_at": AT,
    "duration_days": 30,
    **dict.fromkeys(("written", "complete", "informed", "voluntary"), True),
    "signature": "wet",
    "signers": (Signer(ANN, "subject"),),
}


def holder(regimes: frozenset[str] = VAWA, **said: Any) -> Holder:
    """Give a holder under some laws."""
    usual = {"kind": "vsp_advocate", "name": "Harbor", "unit": "advocacy"}
    place = {"state": "US-MT", "tz": "America/Denver"}
    return Holder("harbor", **{**usual, **place, "regimes": regimes, **said})


def policy(*limits: Limit, regimes: frozenset[str] = VAWA, **said: Any) -> Policy:
    """Give a policy of three partners and some limits."""
    known = {"holder": holder(regimes), "partners": PARTNERS}
    return Policy(**{**known, "limits": limits, **said})


def limit(name: str = "l.one", cap: View = View.MARKED, **said: Any) -> Limit:
    """Give a limit."""
    return Limit(name, cap=cap, statement="a made-up limit", citation="none", **said)


def release(*scope: str, name: str = "1" * 32, **said: Any) -> Release:
    """Give a good release of an adult."""
    return Release(**{**GOOD, "id": name, "scope": scope or ("incident",), **said})


def adult(*releases: Release, **facts: Any) -> SubjectState:
    """Give the state of an adult with releases on file."""
    known = SubjectFacts(**{"birth_date": date(1990, 5, 4), **facts})
    return SubjectState(
        facts=known, releases=tuple(OnFile(release=one) for one in releases)
    )


class Code:
    """A rule in code, of whatever cap a function gives."""

    def __init__(self, cap: Any, name: str = "code.one") -> None:
        self.id = name
        self._cap = cap

    def cap(self, question: LimitQuestion) -> Any:
        """Give the cap of a question."""
        return self._cap(question)


def limits(choose: Choose, most: int = 4) -> tuple[Limit, ...]:
    """Choose limits, each with an id of its own."""
    said = [limited(choose) for _ in range(choose(most))]
    return tuple(evolve(one, id=f"l.{n}") for n, one in enumerate(said))


def limited(choose: Choose) -> Limit:
    """Choose a limit on some of who, why and what."""
    kinds = ((), (), ("law_enforcement",), ("civil_legal", "court"))
    purposes = ((), (), ("criminal_investigation",), ("protection_order", "discovery"))
    items = ((), ("incident",), ("identity", "medical"), ("sud", "aggregate"))
    return limit(
        cap=View(pick(choose, (0, 1, 1, 2, 4, 8))),
        recipient_kinds=pick(choose, kinds),
        recipients=pick(choose, ((), (), (POLICE,), ("nobody_here",))),
        purposes=pick(choose, purposes),
        categories=pick(choose, items),
        acp_only=pick(choose, (False, False, True)),
    )


def world(choose: Choose) -> Facts:
    """Choose a whole case of consent, of any ground, with a policy and a question."""
    return case(choose)


def asked(facts: Facts) -> World:
    """Give a case in the engine's words."""
    return given(facts)
