"""Requests for amendment: how they stand, and by when they want an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from consent.desk import ANN, DAY, NOW, POLICY, TICK, TZ, Docket, stamp

from fjcore.consent import (
    AmendmentAnswered,
    AmendmentDisputed,
    AmendmentExtended,
    AmendmentRequested,
    Denial,
    Discharged,
    Event,
    RecipientTold,
    amendments_due,
    amendments_of,
    event_from,
    event_to,
)
from fjcore.errors import EventRefused

ONE, TWO = "1" * 32, "2" * 32
SAID = {"request": ONE, "text": "The street is wrong."}
ASKED = AmendmentRequested(**SAID, **stamp(NOW))
EXTENDED = AmendmentExtended(**SAID, **stamp(NOW + DAY))
ACCEPTED = AmendmentAnswered(**SAID, **stamp(NOW + 2 * DAY))
DENIED = AmendmentAnswered(
    **SAID, denial="accurate_and_complete", **stamp(NOW + 2 * DAY)
)
DISPUTED = AmendmentDisputed(**SAID, **stamp(NOW + 3 * DAY))
EVENTS: tuple[Event, ...] = (
    *(ASKED, EXTENDED, ACCEPTED, DENIED, DISPUTED),
    RecipientTold(recipient="legal_aid", **stamp(NOW)),
    Discharged(disclosure=ONE, obligation="notify_subject", **stamp(NOW)),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_events_come_back(event: Event) -> None:
    """Each event should be read as it was written, and tell nothing in its repr."""
    assert event == event_from(event_to(event))
    assert f"<{type(event).__name__}>" == repr(event)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": " "}, "event.text"),
        ({"text": "x" * 20_001}, "event.text"),
        ({"denial": "because"}, "event.denial"),
        ({"request": 5}, "event.request"),
        ({"recorded_at": "soon"}, "event.recorded_at"),
        ({"ssn": "1"}, "event"),
    ],
)
def test_events_are_refused(change: dict[str, Any], where: str) -> None:
    """An event without words, or with a ground not of the list, should be refused."""
    with pytest.raises(EventRefused) as caught:
        event_from(event_to(DENIED) | change)

    assert where == caught.value.where


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        ((ASKED,), ("open", False, "", "")),
        ((ASKED, EXTENDED), ("open", True, "", "")),
        ((ASKED, ACCEPTED), ("accepted", False, "", "")),
        ((ASKED, ACCEPTED, DENIED), ("accepted", False, "", "")),
        ((ASKED, ACCEPTED, EXTENDED), ("accepted", False, "", "")),
        ((ASKED, DENIED), ("denied", False, "accurate_and_complete", "")),
        (
            (ASKED, EXTENDED, DENIED, DISPUTED),
            ("denied", True, "accurate_and_complete", SAID["text"]),
        ),
    ],
)
def test_how_a_request_stands(
    events: tuple[Event, ...], stands: tuple[Any, ...]
) -> None:
    """The first answer should hold, and a statement of disagreement stay beside it."""
    (one,) = amendments_of(events, TZ)

    assert stands == (one.state, one.extended, one.denial, one.disagreement)


@pytest.mark.parametrize("event", [EXTENDED, ACCEPTED, DENIED, DISPUTED])
def test_nothing_without_a_request(event: Event) -> None:
    """What is said of a request that was never made should make none."""
    assert () == amendments_of([event], TZ)


@pytest.mark.parametrize(
    ("received", "due", "later"),
    [
        # 7 March 23:30 in Denver; the clocks go forward within the sixty days
        (NOW, datetime(2026, 5, 7, 6, tzinfo=UTC), datetime(2026, 6, 6, 6, tzinfo=UTC)),
        (
            NOW + timedelta(minutes=30),
            datetime(2026, 5, 8, 6, tzinfo=UTC),
            datetime(2026, 6, 7, 6, tzinfo=UTC),
        ),
        # and back again before a day in winter
        (
            datetime(2026, 10, 31, 18, tzinfo=UTC),
            datetime(2026, 12, 31, 7, tzinfo=UTC),
            datetime(2027, 1, 30, 7, tzinfo=UTC),
        ),
    ],
)
def test_due(received: datetime, due: datetime, later: datetime) -> None:
    """An answer should be due by the end of the 60th local day, or once of the 90th."""
    asked = AmendmentRequested(**SAID, **stamp(received))
    more = AmendmentExtended(**SAID, **stamp(received + DAY))
    (one,) = amendments_of([asked], TZ)
    (other,) = amendments_of([asked, more, more], TZ)

    assert (due, later) == (one.due_at, other.due_at)


def test_list() -> None:
    """Open requests should be listed, the first due first, and an answered one not."""
    second = AmendmentRequested(request=TWO, text="My name.", **stamp(NOW - DAY))
    file = Docket(subject=ANN, events=(ASKED, second))
    rows = amendments_due([file], at=NOW, policy=POLICY)
    answered = Docket(subject=ANN, events=(ASKED, second, ACCEPTED))
    (left,) = amendments_due([answered], at=NOW + 2 * DAY, policy=POLICY)

    assert [TWO, ONE] == [row.request for row in rows]
    assert TWO == left.request


@pytest.mark.parametrize(("tick", "overdue"), [(-TICK, False), (0 * TICK, True)])
def test_overdue(tick: timedelta, overdue: bool) -> None:
    """A request should be overdue from the end of its last day on."""
    file = Docket(subject=ANN, events=(ASKED,))
    (row,) = amendments_due([file], at=NOW, policy=POLICY)
    (later,) = amendments_due([file], at=row.due_at + tick, policy=POLICY)

    assert overdue is later.overdue


def test_grounds() -> None:
    """The grounds of a denial should be the four that the rule knows."""
    assert 4 == len(Denial)
