from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given
from records.damage import CANARY
from records.every import AllTypes, all_types
from support.frames import traced
from support.profiles import tried
from support.records import any_record

from fjcore.errors import Malformed, NaiveTime, NotCanonical, Problem
from fjcore.records import (
    Person,
    labelled,
    parts,
    record,
    structure,
    unstructure,
)
from fjcore.records.record import part
from fjcore.values import Missing

# --- days and instants left as they are -----------------------------------------------


def as_text(value: Any) -> Any:
    """Plain data with each day and instant as the text that it is."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


@tried(25, 60)
@given(any_record)
def test_native_is_the_same_but_for_dates(made: Any) -> None:
    """Plain data with its dates left should be the same once they are written."""
    assert unstructure(made) == as_text(unstructure(made, native=True))


def test_native_instants_are_in_utc() -> None:
    """A day and an instant should be left as they are, the instant in UTC."""

    class Moment(datetime):
        pass

    west = timezone(-timedelta(hours=7))
    times = (datetime(2026, 3, 2, 3, tzinfo=west), Moment(2026, 3, 2, 3, tzinfo=west))
    made: Any = attrs.evolve(structure(all_types(), AllTypes), times=times)
    got = unstructure(made, native=True)

    assert date(2026, 3, 2) == got["day"]
    assert [datetime(2026, 3, 2, 10, tzinfo=UTC)] * 2 == got["times"]
    assert {datetime} == {type(at) for at in got["times"]}
    assert {UTC} == {at.tzinfo for at in got["times"]}


@record("x_made.timed", 1)
class Timed:
    """A text, and after it an instant."""

    note: str = labelled("risk", required=True)
    at: datetime | Missing = labelled("risk")


@pytest.mark.parametrize("native", [False, True])
def test_what_cannot_be_written_is_refused_in_silence(native: bool) -> None:
    """A record that nobody can write should be refused without what it holds."""
    wrong: Any = attrs.evolve(structure(all_types(), AllTypes), inner=CANARY)
    naive = datetime(2026, 3, 2)  # noqa: DTZ001
    timed = Timed(note=CANARY, at=naive)
    with pytest.raises(NotCanonical) as caught:
        unstructure(wrong, native=native)
    with pytest.raises(NaiveTime) as named:
        unstructure(timed, native=native)

    assert "AllTypes" == caught.value.where
    assert "x_made.timed.at" == named.value.where
    for error in (caught.value, named.value):
        assert error.__context__ is None
        assert "canary" not in traced(error)


# --- records that judge themselves ----------------------------------------------------


@part("x_made_stay")
class Stay:
    """A stay that ends when it began, or later."""

    start: date = labelled("risk", required=True)
    end: date | Missing = labelled("risk")

    def __attrs_post_init__(self) -> None:
        if isinstance(self.end, date) and self.end < self.start:
            raise Malformed("stay", problems=(Problem("end", "precondition"),))


@record("x_made.stays", 1)
class Stays:
    """Stays of which each judges itself."""

    name: str | Missing = labelled("risk")
    stays: tuple[Stay, ...] = parts()


def test_a_record_that_refuses_itself_is_told_by_its_paths() -> None:
    """What a part says of itself should be told beside all other faults, in place."""
    good = {"start": "2026-03-02", "end": "2026-03-02"}
    bad = {"start": "2026-03-02", "end": "2026-03-01"}
    with pytest.raises(Malformed) as caught:
        structure({"name": 1, "stays": [good, bad]}, Stays, where="row.1")
    with pytest.raises(Malformed) as alone:
        structure(bad, Stay)

    assert [("row.1.name", "type"), ("row.1.stays.1.end", "precondition")] == list(
        caught.value.problems
    )
    assert [("end", "precondition")] == list(alone.value.problems)


def test_a_record_that_accepts_itself_is_read() -> None:
    """A record with rules of its own should be read as any other where they hold."""
    got = structure({"stays": [{"start": "2026-03-02"}]}, Stays)

    assert Stays(stays=(Stay(start=date(2026, 3, 2)),)) == got


def test_a_field_that_converts_is_read_as_it_is_made() -> None:
    """A field with a converter of its own should hold what it makes of a value."""

    @record("x_made.shouted", 1)
    class Shouted:
        word: str = attrs.field(
            converter=str.upper,
            metadata=attrs.fields(Person).gov_id.metadata,
        )

    assert "LOUD" == structure({"word": "loud"}, Shouted).word  # type: ignore[attr-defined]
