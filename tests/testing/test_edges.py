"""Lives that break naive code are always there, and look as they are said to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from testing.crowds import few, leaves, own, the

from fjcore.consent import Withdrawn
from fjcore.records import (
    Address,
    Case,
    Incident,
    Person,
    Referral,
    ServiceEncounter,
    SubstituteAddress,
)
from fjcore.testing import Edge, SyntheticSurvivor
from fjcore.values import Missing, PartialDate

DENVER = ZoneInfo("America/Denver")
SEEDS = pytest.mark.parametrize("seed", [7, 8, 2026])


def at(seed: int, edge: Edge) -> SyntheticSurvivor:
    return next(survivor for survivor in few(seed) if survivor.edge is edge)


def names(survivors: Iterable[SyntheticSurvivor]) -> list[str]:
    return [name.text for s in survivors for name in the(s, Person).names]


@SEEDS
def test_partial_dates(seed: int) -> None:
    """There should be dates known to a month, to a year, about, and as a range."""
    held = [one for s in few(seed) for r in s.records for one in leaves(r)]
    found = [one for one in held if isinstance(one, PartialDate)]

    assert {"day", "month", "year", "range"} == {one.precision for one in found}
    assert any(one.approximate for one in found)


@SEEDS
def test_all_eight_reasons(seed: int) -> None:
    """One person should have every reason for a missing answer in her file."""
    held = the(at(seed, Edge.REASONS), Person)
    found = {one for one in leaves(held) if isinstance(one, Missing)}

    assert set(Missing) == found


@SEEDS
def test_two_guardians_one_of_them_to_be_feared(seed: int) -> None:
    """A child should have two guardians, one of them the person causing harm."""
    survivor = at(seed, Edge.GUARDIANS)
    guardians = survivor.files[1].facts.guardians

    assert ["no", "confirmed"] == [one.abuser for one in guardians]
    assert f"{survivor.mark}-O".lower() == guardians[1].id


@SEEDS
def test_staff_as_survivor(seed: int) -> None:
    """A survivor who works there should be walled off from those she works with."""
    survivor = at(seed, Edge.STAFF)

    assert the(survivor, Person).agency_ids
    assert survivor.files[0].facts.conflict_walls
    assert "vip_staff_related" == the(survivor, Case).record_restriction


@SEEDS
def test_names_of_many_kinds(seed: int) -> None:
    """There should be a name of one word, one with an apostrophe, and right to left."""
    told = names(few(seed))

    assert any(" " not in name for name in told)
    assert any("'" in name for name in told)
    assert any("\u0600" <= name[0] <= "\u06ff" for name in told)
    assert any("\u0590" <= name[0] <= "\u05ff" for name in told)


@SEEDS
def test_the_longest_texts(seed: int) -> None:
    """There should be a name as long as one may be, and a text of 255 characters."""
    survivor = at(seed, Edge.LONGEST)
    told = the(survivor, Incident)

    assert [200] == [len(name) for name in names([survivor])]
    assert (200, 255) == (len(str(told.place)), len(str(told.narrative)))


@SEEDS
def test_twins(seed: int) -> None:
    """Two children of one survivor should be born on one day."""
    born = [f.facts.birth_date for f in at(seed, Edge.TWINS).files[1:]]

    assert len(born) > len(set(born))


@SEEDS
def test_a_substitute_address(seed: int) -> None:
    """An address should be hidden behind a substitute of a state's program."""
    survivor = at(seed, Edge.SUBSTITUTE)
    place, other = the(survivor, Address), the(survivor, SubstituteAddress)

    assert survivor.files[0].facts.acp_participant
    assert isinstance(other.line, tuple)
    assert place.acp_substitute_ref in other.line


@SEEDS
def test_a_minor_turning_18(seed: int) -> None:
    """A survivor should come as a minor and be of age a month later."""
    survivor = at(seed, Edge.TURNING_18)
    born, day = the(survivor, Person).birth_date, the(survivor, Case).opened_on
    assert isinstance(born, PartialDate)

    assert (17, 17) == born.age_at(day)
    assert (18, 18) == born.age_at(day + timedelta(days=31))


@SEEDS
def test_withdrawal_while_a_referral_is_open(seed: int) -> None:
    """A release should be taken back after a referral was sent and before an answer."""
    survivor = at(seed, Edge.WITHDRAWN)
    file, sent = survivor.files[0], own(survivor, Referral)[0]
    (event,) = file.events
    assert isinstance(event, Withdrawn)
    assert isinstance(sent.sent_at, datetime)

    assert [event.release_id] == [release.id for release in file.releases]
    assert file.releases[0].signed_at < sent.sent_at < event.effective_at  # type: ignore[operator]
    assert ("revoked", Missing.NOT_APPLICABLE) == (sent.status, sent.responded_at)


@SEEDS
def test_hours_that_come_twice_or_not_at_all(seed: int) -> None:
    """Two services should be at one wall-clock time, a release end at none."""
    survivor = at(seed, Edge.DST)
    services = own(survivor, ServiceEncounter)
    given = [one.started_at.astimezone(DENVER) for one in services]
    end = survivor.files[0].releases[0].expires_local
    assert end is not None
    gap = end.replace(tzinfo=DENVER)

    assert services == sorted(services, key=lambda one: one.started_at)
    assert given[0].replace(tzinfo=None) == given[1].replace(tzinfo=None)
    assert timedelta(hours=1) == given[1].astimezone() - given[0].astimezone()
    assert gap.utcoffset() != gap.replace(fold=1).utcoffset()


@SEEDS
def test_leap_days(seed: int) -> None:
    """A survivor should be born on a leap day, and something happen on another."""
    survivor = at(seed, Edge.LEAP_DAY)

    for text in (the(survivor, Person).birth_date, the(survivor, Incident).occurred_on):
        assert str(text).endswith("-02-29")


@SEEDS
def test_death(seed: int) -> None:
    """A survivor should have died: person, case and facts should say so."""
    survivor = at(seed, Edge.DEATH)
    held, case = the(survivor, Person), the(survivor, Case)

    assert (True, "deceased") == (held.deceased, case.close_reason)
    assert str(case.closed_on) == str(held.died_on)
    assert survivor.files[0].facts.deceased_at is not None


@SEEDS
def test_two_files_of_one_person_found_late(seed: int) -> None:
    """Two files should be found to be one person's, long after they were opened."""
    survivor = at(seed, Edge.MERGED)
    first, other = survivor.files[0], survivor.files[-1]
    people = [r for f in (first, other) for r in f.records if type(r) is Person]

    assert first.subject == other.same_as != other.subject
    assert isinstance(other.merged_on, date)
    assert other.merged_on > the(survivor, Case).opened_on
    assert 1 == len({str(person.birth_date) for person in people})


def test_edges_should_not_overlap() -> None:
    """Every edge should be met once among the first, and no later."""
    found = [survivor.edge for survivor in few() if survivor.edge is not None]

    assert list(Edge) == found
