"""Evidence of legal grounds: looked up, never believed, and gone when it is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from consent.properties import holds
from support.profiles import usual

from fjcore.consent import (
    AgentContract,
    Basis,
    CourtOrder,
    Emergency,
    EvidenceEnded,
    EvidenceRecorded,
    Exhibit,
    FatalityReview,
    GrandJurySubpoena,
    Mandate,
    OralAgreement,
    PermissiveStatute,
    SearchWarrant,
    Subpoena,
    event_from,
    event_to,
    plan,
)
from fjcore.consent.evidence import EVIDENCE
from fjcore.errors import EventRefused
from fjcore.testing.consent import (
    DOE,
    LONG_AGO,
    SIGNINGS,
    TICK,
    Choose,
    Facts,
    answer_of,
    case,
    near,
    pick,
    plain,
    with_ground,
    world,
)

COURT = {"recipient_type": "court", "purpose": "court_compliance"}
ORDER = {"kind": "court_order", "categories": ("incident",), "verified": True}
#: One of each kind of evidence, saying all it can.
EVERY = (
    CourtOrder(categories={"incident"}, verified=True, in_camera=True),
    SearchWarrant(categories={"sud"}, stayed=True, part2_compliant=True),
    GrandJurySubpoena(),
    Subpoena(satisfactory_assurance=True),
    Mandate(statute="MCA 41-3-201", covered={"child_record"}, hipaa_512c=True),
    PermissiveStatute(statute="MCA", covered={"incident"}, hipaa_conditions=True),
    Emergency(),
    OralAgreement(),
    AgentContract(bound=True, tie_to_abuser=True),
    FatalityReview(categories={"risk"}, effort_personal_rep=True),
)


def ordered(**said: Any) -> Facts:
    """A court asks for what its order lists."""
    basis = ORDER | said
    return plain(request=COURT | {"legal_basis": basis})


def test_what_an_order_lists_is_given_to_the_court() -> None:
    """A verified order should reach what it lists, and a release nothing more."""
    found = answer_of(ordered())

    assert {"incident"} == found.allowed
    assert found.verdicts["incident"].rule == "O1"
    assert found.release_ids == ()


def test_an_order_that_says_nothing_is_not_verified() -> None:
    """An order of which nothing is said should compel nothing."""
    request = COURT | {"legal_basis": {"kind": "court_order", "categories": ()}}

    assert answer_of(plain(request=request)).reasons == {"incident": "order_unverified"}


def bare(facts: Facts) -> Facts:
    """The same case with no evidence of its ground on file."""
    return facts | {"exhibit": None}


def grounded(choose: Choose) -> Facts:
    """Choose a case on a ground that rests on evidence, without its exemptions."""
    facts = with_ground(choose, case(choose, ("grounds",)))
    return facts | {"request": facts["request"] | {"exemptions": False}}


@holds(grounded)
def test_no_ground_grants_without_its_evidence(facts: Facts) -> None:
    """A ground whose evidence is not on file should give nothing at all."""
    kind = facts["request"]["legal_basis"]["kind"]
    found = answer_of(bare(facts))

    if kind in set(EVIDENCE):
        assert found.allowed == set()
        assert plan(found).empty


@holds(grounded)
def test_evidence_of_another_kind_shows_nothing(facts: Facts) -> None:
    """Evidence of one ground should be none of another, under whatever reference."""
    asked = world(facts)
    kind = asked.question.basis.kind
    wanted = EVIDENCE.get(kind)
    others = [one for one in EVERY if type(one) is not wanted]
    for other in others:
        event = EvidenceRecorded(
            ref="paper",
            evidence=other,
            effective_at=LONG_AGO,
            recorded_at=LONG_AGO,
            actor=DOE,
        )
        found = attrs.evolve(asked, events=(*world(bare(facts)).events, event)).decide()

        assert answer_of(bare(facts)).reasons == found.reasons


def test_evidence_under_another_reference_shows_nothing() -> None:
    """A question that names another paper should be answered without this one."""
    asked = world(ordered())
    other = attrs.evolve(asked.question, basis=Basis("court_order", "letter"))  # type: ignore[arg-type]

    assert attrs.evolve(asked, question=other).decide().allowed == set()


def recorded(evidence: Any, at: Any, **said: Any) -> EvidenceRecorded:
    """Evidence put on file at an instant."""
    return EvidenceRecorded(
        ref="paper",
        evidence=evidence,
        effective_at=at,
        recorded_at=LONG_AGO,
        actor=DOE,
        **said,
    )


def test_what_is_recorded_later_takes_the_place_of_what_was() -> None:
    """An order that was stayed should give nothing from then on, and end the plan."""
    asked = world(ordered())
    at = asked.question.at
    stay = CourtOrder(categories={"incident"}, verified=True, stayed=True)
    now = attrs.evolve(asked, events=(*asked.events, recorded(stay, at)))
    later = attrs.evolve(asked, events=(*asked.events, recorded(stay, at + TICK)))

    assert now.decide().reasons == {"incident": "order_stayed"}
    assert later.decide().allowed == {"incident"}
    assert later.decide().valid[1] == at + TICK


def test_evidence_that_ended_shows_nothing_from_then_on() -> None:
    """Evidence should be over when it ended, or its span did, whichever came first."""
    asked = world(ordered() | {"exhibit": {"since": None, "until": None}})
    at = asked.question.at
    times = {"recorded_at": LONG_AGO, "actor": DOE}
    over = EvidenceEnded(ref="paper", effective_at=at, **times)
    soon = EvidenceEnded(ref="paper", effective_at=at + TICK, **times)

    ended = attrs.evolve(asked, events=(*asked.events, over)).decide()
    ends = attrs.evolve(asked, events=(*asked.events, soon)).decide()

    assert ended.reasons == {"incident": "order_unverified"}
    assert ends.allowed == {"incident"}
    assert ends.ends == ends.valid[1] == at + TICK


#: What an emergency may open, by the holder's law: nothing more than these.
OPENED = {"vawa": {"observed_condition"}, "hipaa": {"observed_condition", "medical"}}


def emergency(choose: Choose) -> tuple[Facts, str, bool]:
    """Choose a question in an emergency, near its ends, and whether it is under way."""
    since = near(choose, pick(choose, SIGNINGS))
    hours = pick(choose, (0, 1, 4, 9))
    until = pick(choose, (None, since + timedelta(hours=hours), since + TICK))
    ends = min(filter(None, (until, since + timedelta(hours=4))))
    at = near(choose, pick(choose, (since, ends, since + timedelta(hours=hours))))
    law = pick(choose, tuple(OPENED))
    request = {
        "recipient_type": "ems",
        "purpose": "medical_emergency",
        "categories": ("identity.gov_id", "medical", "observed_condition", "sud"),
        "legal_basis": {"kind": "emergency"},
        "at": at,
    }
    facts = plain(request=request, exhibit={"since": since, "until": until})
    facts["holder"] = facts["holder"] | {"regimes": (law,)}
    return facts, law, since <= at < ends


@holds(emergency, how=usual)
def test_an_emergency_ends(drawn: tuple[Facts, str, bool]) -> None:
    """An emergency should open what its law says, for four hours and no longer span."""
    facts, law, lasts = drawn

    found = answer_of(facts)

    assert (OPENED[law] if lasts else set()) == found.allowed - {"sud"}
    assert ("sud" in found.allowed) is (lasts and law == "hipaa")


def test_an_emergency_lasts_four_hours_whatever_was_written() -> None:
    """Without an end of its own an emergency should end after four hours."""
    since = plain()["request"]["at"]

    assert Exhibit(evidence=Emergency(), since=since).end == since + timedelta(hours=4)


def test_an_exhibit_shows_nothing_outside_its_span() -> None:
    """Evidence should show from the start of its span up to its end, and not at it."""
    since, until = LONG_AGO, LONG_AGO + timedelta(days=1)
    exhibit = Exhibit(evidence=EVERY[0], since=since, until=until)
    probes = (since - TICK, since, until - TICK, until)

    assert [None, EVERY[0], EVERY[0], None] == [exhibit.at(at) for at in probes]


@pytest.mark.parametrize("evidence", EVERY, ids=lambda one: type(one).__name__)
def test_evidence_written_down_reads_as_the_same(evidence: Any) -> None:
    """Evidence should come back equal from plain data, with its span."""
    at = plain()["request"]["at"]
    for until in (None, at + TICK):
        event = recorded(evidence, at, until=until)

        assert event == event_from(event_to(event))
    assert "MCA" not in f"{evidence!r} {event!r}"


TOLD = event_to(recorded(EVERY[0], LONG_AGO))


@pytest.mark.parametrize(
    "said",
    [
        None,
        "court_order",
        {},
        {"kind": "hunch"},
        {"kind": ["court_order"]},
        {"kind": "court_order", "verified": "yes"},
        {"kind": "court_order", "categories": ["shoe_size"]},
        {"kind": "subpoena", "verified": True},
        {"kind": "statutory_mandate", "covered": "child_record"},
        {"kind": "statutory_mandate", "covered": ["identity"]},
    ],
)
def test_evidence_that_does_not_fit_is_refused(said: object) -> None:
    """Evidence of no kind, or that says what its kind cannot, should be refused."""
    with pytest.raises(EventRefused) as caught:
        event_from(TOLD | {"evidence": said})

    assert caught.value.__context__ is None


def choices(choose: Choose) -> tuple[Facts, str]:
    """Choose a case on a ground, and one thing its evidence could say less."""
    facts = with_ground(choose, case(choose, ("grounds",)))
    flags = [k for k, v in facts["request"]["legal_basis"].items() if v is True]
    return facts, pick(choose, (*flags, "none"))


@holds(choices)
def test_evidence_that_says_less_grants_no_more(drawn: tuple[Facts, str]) -> None:
    """Leaving out what evidence says for a ground should grant nothing more."""
    facts, name = drawn
    against = {"stayed", "in_camera", "tie_to_abuser"}
    basis = {k: v for k, v in facts["request"]["legal_basis"].items() if k != name}
    if name not in against:
        less = facts | {"request": facts["request"] | {"legal_basis": basis}}

        assert answer_of(less).allowed <= answer_of(facts).allowed
