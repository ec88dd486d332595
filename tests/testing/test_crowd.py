"""A crowd of the made-up: as often as is published, and each life in one piece."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from testing.crowds import crowd, own, share, the

from fjcore.records import (
    Assessment,
    Case,
    CompensationClaim,
    Enrollment,
    ForensicExam,
    Household,
    Incident,
    Injury,
    Offender,
    Person,
    PoliceIncident,
    ProtectionOrder,
    Referral,
    Relationship,
    SafetyPlan,
    ServiceEncounter,
    Strangulation,
)
from fjcore.testing import SyntheticSurvivor, marginals
from fjcore.values import Missing, PartialDate

PARTNERS = {"SE", "CS", "BG", "XS", "XR"}
FEMALE = "0"

#: Four standard deviations of a share near a half, among twelve hundred, and a bit.
NEAR = 65


def sexed(sex: str) -> list[SyntheticSurvivor]:
    return [s for s in crowd() if the(s, Person).sex == sex]


def latest(survivor: SyntheticSurvivor) -> Incident:
    return the(survivor, Incident)


def injured(survivor: SyntheticSurvivor) -> bool:
    held = latest(survivor).injuries
    return isinstance(held, tuple) and any(isinstance(one, Injury) for one in held)


def armed(survivor: SyntheticSurvivor) -> bool:
    return bool({"firearm", "knife"} & set(latest(survivor).weapons))  # type: ignore[arg-type]


def in_danger(survivor: SyntheticSurvivor) -> bool:
    threats = latest(survivor).threats
    return isinstance(threats, tuple) and "kill" in threats


def strangled(survivor: SyntheticSurvivor) -> bool:
    return bool(own(survivor, Strangulation))


def of_partner(survivor: SyntheticSurvivor) -> bool:
    return the(survivor, Offender).relationship_to_survivor in PARTNERS


def disabled(survivor: SyntheticSurvivor) -> bool:
    return the(survivor, Person).disabling_condition is True


Seen = Callable[[SyntheticSurvivor], bool]

SHARES: dict[str, tuple[Seen, Callable[[], list[SyntheticSurvivor]]]] = {
    "weapon_against_females": (armed, lambda: sexed("0")),
    "weapon_against_males": (armed, lambda: sexed("1")),
    "injury_of_females": (injured, lambda: sexed("0")),
    "injury_of_males": (injured, lambda: sexed("1")),
    "reported_to_police": (
        lambda s: latest(s).reported_to_police is True,
        lambda: list(crowd()),
    ),
    "strangulation": (strangled, lambda: [s for s in crowd() if not in_danger(s)]),
    "strangulation_in_danger": (
        strangled,
        lambda: [s for s in crowd() if in_danger(s)],
    ),
    "danger": (in_danger, lambda: list(crowd())),
    "disability": (disabled, lambda: list(crowd())),
    "order_sought": (lambda s: bool(own(s, ProtectionOrder)), lambda: list(crowd())),
    "exam_after_strangulation": (
        lambda s: bool(own(s, ForensicExam)),
        lambda: [s for s in crowd() if strangled(s)],
    ),
}


@pytest.mark.parametrize("name", SHARES)
def test_a_share_should_be_near_its_figure(name: str) -> None:
    """What happens should happen about as often as the figure says."""
    seen, among = SHARES[name]
    found = [seen(survivor) for survivor in among()]
    near = NEAR * max(1.0, (300 / len(found)) ** 0.5 * 2)

    assert abs(share(found) - marginals()[name].share) < near


@pytest.mark.parametrize("code", [FEMALE, "1"])
def test_sexes_should_be_near_their_figures(code: str) -> None:
    """Women and men should be as many as the figure says."""
    weights = marginals()["sex"].weights

    assert abs(1000 * len(sexed(code)) / len(crowd()) - weights[code]) < NEAR


def test_partners_should_be_near_their_figure() -> None:
    """Partners should do harm as often as the figure says, among all relations."""
    found = share([of_partner(survivor) for survivor in crowd()])

    assert abs(found - marginals()["relation"].weights["partner"]) < NEAR


def test_languages_should_be_near_their_figures() -> None:
    """Languages should be spoken as often as the figures say."""
    said = [the(survivor, Person).preferred_language for survivor in crowd()]
    for tag, weight in marginals()["language"].weights.items():
        assert abs(share([one == tag for one in said]) - weight) < NEAR


def test_every_figure_should_name_its_source() -> None:
    """A figure should name its source, or say that it was chosen; none is reviewed."""
    for row in marginals().values():
        assert len(row.source) > len("Chosen")
        assert row.published is not row.source.startswith("Chosen")
        assert not row.reviewed
        assert bool(row.share) is not bool(row.weights)


# --- lives in one piece -------------------------------------------------------------


def first_day(survivor: SyntheticSurvivor) -> date:
    return the(survivor, Case).opened_on


def test_ages_should_fit_births() -> None:
    """An age that was told should be that of the birth date, where facts have one."""
    for survivor in crowd():
        held, born = the(survivor, Person), survivor.files[0].facts.birth_date
        assert born is not None
        young, _ = PartialDate.parse(born.isoformat()).age_at(first_day(survivor))
        assert 12 <= young <= 90
        if isinstance(held.birth_date, PartialDate):
            assert held.birth_date.earliest <= born <= held.birth_date.latest
        else:
            assert young == held.age_reported


def test_children_should_be_minors_born_in_their_parents_lives() -> None:
    """A child should be a minor, have a file, and be born when its parent could."""
    told = [survivor for survivor in crowd() if len(survivor.files) > 1]
    for survivor in told:
        parent = survivor.files[0].facts.birth_date
        for file in survivor.files[1:]:
            born = file.facts.birth_date
            assert born is not None
            assert parent is not None
            assert 14 * 365 < (born - parent).days < 45 * 365
            assert (first_day(survivor) - born).days < 18 * 366
            assert file.facts.guardians

    assert len(told) > 100


def test_households_should_hold_the_children_that_are_told_of() -> None:
    """Household, person, relationships and files should count the same children."""
    for survivor in crowd():
        kids = [r for f in survivor.files[1:] for r in f.records]
        ids = {kid.person_id for kid in kids if isinstance(kid, Person)}
        home = the(survivor, Household)
        lines = [r.to_ref for r in own(survivor, Relationship) if r.kind == "PA"]
        members = {member.person_ref for member in home.members}

        assert len(ids) == the(survivor, Person).children_in_household
        assert ids <= members
        assert sorted(ids) == sorted(set(lines) & ids)


def test_what_happened_should_come_before_the_help() -> None:
    """Incidents should lie before the first day, services after it and in order."""
    for survivor in crowd():
        case = the(survivor, Case)
        given = [one.started_at for one in own(survivor, ServiceEncounter)]
        for told in own(survivor, Incident):
            assert isinstance(told.occurred_on, PartialDate)
            assert told.occurred_on.earliest <= case.opened_on
        assert [at.date() for at in given] == sorted(at.date() for at in given)
        assert case.opened_on <= given[0].date()
        if isinstance(case.closed_on, date):
            assert given[-1].date() <= case.closed_on + timedelta(days=1)
            assert "closed" == case.status


def test_every_answer_should_come_after_its_question() -> None:
    """Referrals, orders, claims and stays should each go from first to last."""
    for survivor in crowd():
        pairs: list[tuple[date | datetime | Missing, date | datetime | Missing]] = []
        pairs += [(r.sent_at, r.responded_at) for r in own(survivor, Referral)]
        for order in own(survivor, ProtectionOrder):
            pairs += [(order.filed_on, order.issued_on)]
            pairs += [(order.issued_on, order.served_on)]
        pairs += [(c.filed_on, c.decided_on) for c in own(survivor, CompensationClaim)]
        pairs += [(e.entry_date, e.exit_date) for e in own(survivor, Enrollment)]
        for low, high in pairs:
            if not isinstance(low, Missing) and not isinstance(high, Missing):
                assert low <= high  # type: ignore[operator]


def test_strangulation_should_show_everywhere() -> None:
    """A strangulation should stand in the incident and the screening, and raise it."""
    higher: dict[bool, list[int]] = {True: [], False: []}
    for survivor in crowd():
        held, was = the(survivor, Assessment), strangled(survivor)
        assert was is (latest(survivor).strangulation is True)
        if held.instrument == "lap-11":
            said = {one.item: one.value for one in held.answers}
            assert said["q5"] in (("yes",) if was else ("no",)) or isinstance(
                said["q5"], Missing
            )
            higher[was].append(len(held.alerts))
        if own(survivor, ForensicExam):
            assert was
            assert "accepted" == the(survivor, Strangulation).medical_evaluation

    mean = {was: sum(found) / len(found) for was, found in higher.items()}
    assert mean[True] > mean[False] + 1


def test_needs_should_be_met_as_they_are_told() -> None:
    """Who needs an interpreter or a shelter should be the one who has it."""
    for survivor in crowd():
        needs = the(survivor, Case).immediate_needs
        held = own(survivor, ServiceEncounter)
        assert isinstance(needs, tuple)
        assert ("shelter" in needs) is bool(own(survivor, Enrollment))
        assert ("interpreter" in needs) is the(survivor, Person).interpreter_needed
        if any(one.interpreter_used is True for one in held):
            assert "interpreter" in needs
        assert the(survivor, SafetyPlan).plan_version == 1


def test_others_should_tell_of_the_same_events() -> None:
    """What police recorded should be the incident that the survivor told of."""
    found = 0
    for survivor in crowd():
        theirs = [r for r in survivor.elsewhere if isinstance(r, PoliceIncident)]
        for one in theirs:
            assert one.occurred_on == latest(survivor).occurred_on
            assert one.incident_id == latest(survivor).incident_id
            found += 1

    assert found > 100


def test_names_should_fit_languages() -> None:
    """A name should be of the language that its bearer speaks."""
    arabic = [s for s in crowd() if the(s, Person).preferred_language == "ar"]
    names = [the(survivor, Person).names[0].text for survivor in arabic]

    assert names
    assert all(name.startswith("اختبار-") for name in names)
