"""Worklists at their boundaries: short and long days, birthdays, the order of a log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from consent.desk import (
    ADULT,
    ANN,
    CLINIC,
    DAY,
    IDS,
    LEGAL,
    NOW,
    POLICE,
    POLICY,
    TICK,
    born,
    docket,
    signed,
    stamp,
)

from fjcore.consent import (
    FLOOR,
    EndEventOccurred,
    Event,
    Guardian,
    Invalidated,
    RecipientTold,
    Reviewable,
    Revoked,
    Sending,
    Used,
    Withdrawn,
    awaiting,
    coming_of_age,
    ending,
    to_tell,
    unreviewed,
)
from fjcore.errors import NaiveTime


def ends(days: int, **more: Any) -> list[str]:
    found = docket(born(), signed(NOW - 7 * DAY, **more))
    return [r.release for r in ending([found], at=NOW, within_days=days, policy=POLICY)]


@pytest.mark.parametrize(
    ("at", "days", "listed"),
    [
        (NOW, 30, False),
        (NOW + TICK, 1, True),
        (NOW + 23 * timedelta(hours=1) - TICK, 1, True),
        (NOW + 23 * timedelta(hours=1), 1, False),
        (NOW + 24 * timedelta(hours=1), 1, False),
        (NOW + TICK, 0, False),
    ],
)
def test_a_short_day(at: datetime, days: int, listed: bool) -> None:
    """On the day clocks go forward, a day ahead should be 23 hours."""
    assert listed is bool(ends(days, duration_days=None, expires_at=at))


def test_a_long_day() -> None:
    """On the day clocks go back, a day ahead should be 25 hours."""
    at = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    one = signed(at - DAY, signed_at=at - DAY, duration_days=2)
    (row,) = ending([docket(born(), one)], at=at, within_days=2, policy=POLICY)

    assert at + timedelta(hours=25) == row.ends_at
    assert () == ending([docket(born(), one)], at=at, within_days=1, policy=POLICY)


@pytest.mark.parametrize(
    ("on", "days", "listed"),
    [
        (date(2008, 3, 8), 1, True),
        (date(2008, 3, 8), 0, False),
        (date(2008, 3, 7), 30, False),
        (date(2008, 3, 9), 1, False),
        (date(2008, 3, 9), 2, True),
        (None, 400, False),
    ],
)
def test_birthdays(on: date | None, days: int, listed: bool) -> None:
    """Half an hour before a birthday's midnight she should be on the list of a day."""
    rows = coming_of_age([docket(born(on))], at=NOW, within_days=days, policy=POLICY)

    assert listed is bool(rows)


@pytest.mark.parametrize("days", [0, 30])
def test_of_age_with_a_release_that_gives_nothing(days: int) -> None:
    """One who has come of age should be listed while what she signed before stands."""
    mother = (Guardian(id="mother", kind="parent"),)
    facts = born(date(2008, 3, 7), guardians=mother)
    early = signed(NOW - 7 * DAY)
    gone = Withdrawn(**stamp(NOW - DAY))
    ahead: dict[str, Any] = {"at": NOW, "within_days": days, "policy": POLICY}
    (row,) = coming_of_age([docket(facts, early)], **ahead)

    assert (IDS[0],) == row.releases
    assert NOW > row.of_age_at
    assert () == coming_of_age([docket(facts, early, gone)], **ahead)
    assert () == ending([docket(facts, early)], at=NOW, within_days=90, policy=POLICY)


MIDNIGHT = datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
BIRTHDAY = date(2008, 3, 8)


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        (MIDNIGHT - DAY - TICK, False),
        (MIDNIGHT - DAY, False),
        (MIDNIGHT - DAY + TICK, True),
        (MIDNIGHT - TICK, True),
        (MIDNIGHT, False),
    ],
)
def test_the_days_before_a_birthday(at: datetime, listed: bool) -> None:
    """Of the days ahead the last instant should be out, and so the birthday itself."""
    one = [docket(born(BIRTHDAY))]

    assert listed is bool(coming_of_age(one, at=at, within_days=1, policy=POLICY))


@pytest.mark.parametrize(
    ("ends_at", "anew"), [(MIDNIGHT, ()), (MIDNIGHT + TICK, (IDS[0],))]
)
def test_a_release_that_ends_as_she_comes_of_age(
    ends_at: datetime, anew: tuple[str, ...]
) -> None:
    """Only what would outlast her coming of age should be signed anew."""
    mother = (Guardian(id="mother", kind="parent"),)
    end = {"duration_days": None, "expires_at": ends_at}
    one = docket(born(BIRTHDAY, guardians=mother), signed(NOW - 7 * DAY, **end))
    (row,) = coming_of_age([one], at=NOW, within_days=1, policy=POLICY)

    assert anew == row.releases


@pytest.mark.parametrize(
    "event",
    [
        Withdrawn(**stamp(NOW)),
        Withdrawn(recipients=(LEGAL,), **stamp(NOW)),
        EndEventOccurred(release_id=IDS[0], **stamp(NOW)),
    ],
    ids=["withdrawn", "for one", "ended"],
)
def test_what_ends_now_has_ended(event: Event) -> None:
    """A release that is taken back at the very instant should be on no list."""
    one = docket(born(), signed(NOW - 7 * DAY), event)

    assert () == ending([one], at=NOW, within_days=90, policy=POLICY)


@pytest.mark.parametrize(("days", "listed"), [(90, True), (91, False)])
def test_the_longest_release(days: int, listed: bool) -> None:
    """A release over the cap gives nothing, so it should not be said to end."""
    assert listed is bool(ends(400, duration_days=days))


# --- telling -------------------------------------------------------------------------

USED = Used(release_id=IDS[0], recipient=LEGAL, **stamp(NOW - 3 * DAY))
BACK = Withdrawn(**stamp(NOW - 2 * DAY))
TOLD = RecipientTold(recipient=LEGAL, **stamp(NOW - DAY))


@pytest.mark.parametrize(
    ("events", "listed"),
    [
        ((USED, BACK), [LEGAL]),
        ((BACK, USED), []),
        ((USED, BACK, TOLD), []),
        ((USED, TOLD, BACK), [LEGAL]),
        ((USED, BACK, TOLD, BACK), [LEGAL]),
        ((BACK,), []),
    ],
)
def test_order_says_what_was_before(
    events: tuple[Event, ...], listed: list[str]
) -> None:
    """What was sent before, and told after, should go by the order of the log."""
    one = docket(born(), signed(NOW - 7 * DAY), *events)

    assert listed == [row.recipient for row in to_tell([one], at=NOW)]


def test_told_late_and_sent_between() -> None:
    """What was sent between a telling and its being entered should be told of too."""
    late = Withdrawn(effective_at=NOW - 5 * DAY, recorded_at=NOW - DAY, actor="s.doe")
    one = docket(born(), signed(NOW - 7 * DAY), USED, late)

    (row,) = to_tell([one], at=NOW)
    assert (NOW - 5 * DAY, LEGAL) == (row.withdrawn_at, row.recipient)


@pytest.mark.parametrize("kind", [Revoked, Invalidated])
@pytest.mark.parametrize(("number", "listed"), [(0, [LEGAL]), (1, [])])
def test_taken_back_by_others(kind: Any, number: int, listed: list[str]) -> None:
    """A release that an authority ended, or that was never good, should be told of."""
    one = docket(
        born(),
        signed(NOW - 7 * DAY),
        USED,
        kind(release_id=IDS[number], **stamp(NOW - DAY)),
    )

    assert listed == [row.recipient for row in to_tell([one], at=NOW)]


def test_had_before_this_vault() -> None:
    """A recipient who had data before this vault should be told as well."""
    one = docket(
        born(ADULT, prior_disclosures={CLINIC, POLICE}),
        signed(NOW - 7 * DAY, recipients=(CLINIC,)),
        BACK,
    )

    assert [CLINIC] == [row.recipient for row in to_tell([one], at=NOW)]


def test_sendings_to_come_do_not_wait() -> None:
    """What is sent later than the instant asked about should not be listed."""
    owed = frozenset({"part2_document_emergency"})
    sent = Sending(disclosure=IDS[0], at=NOW + TICK, recipient=LEGAL, owed=owed)

    assert () == awaiting([docket(sent=(sent,))], at=NOW)
    assert 1 == len(awaiting([docket(sent=(sent,))], at=NOW + TICK))


def test_unreviewed() -> None:
    """Only what is neither reviewed nor accepted by its id should be listed."""
    rules = [Reviewable(kind="rule", id=r.id, reviewed=r.reviewed) for r in FLOOR]
    done = Reviewable(kind="form", id="demo/1", reviewed=True)
    found = unreviewed([*rules, done], {"N1"})

    assert len(FLOOR) - 1 == len(found)
    assert {"N1", "demo/1"}.isdisjoint(row.id for row in found)


@pytest.mark.parametrize("kind", [to_tell, awaiting])
def test_an_instant_has_an_offset(kind: Any) -> None:
    """A list as of a time without an offset should be refused."""
    with pytest.raises(NaiveTime):
        kind([docket()], at=datetime(2026, 3, 8))  # noqa: DTZ001


def test_nobody_is_named() -> None:
    """What a worklist holds in its repr should be ids alone."""
    one = docket(born(), signed(NOW - 7 * DAY))

    assert f"<Docket {ANN!r}>" == repr(one)
