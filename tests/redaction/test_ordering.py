"""Native cuts: dates stay dates, and order, count and storage still tell nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import attrs
import pytest
from disclosure.worlds import SIGNED, TICK, plan_of
from hypothesis import given
from hypothesis import strategies as st
from redaction import interpreter
from redaction.strategies import cases, twins
from redaction.test_cutter import person, views
from support.profiles import tried

from fjcore.consent import View
from fjcore.errors import CutFailed, NaiveTime
from fjcore.records import Incident, Person, labelled, part, parts, record
from fjcore.records.person import HumanName
from fjcore.redaction import cutter, cutter_under, shape_of, view_under
from fjcore.redaction.operators import keep
from fjcore.values import Missing


def written(value):
    """Give a native cut as text, its lists in the order of their text."""
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    if isinstance(value, list):
        found = [written(item) for item in value]
        rows = any(isinstance(item, dict) for item in found)
        return sorted(found, key=interpreter.spelled) if rows else found
    return keep(value)


@given(cases())
@tried(20, 50)
def test_native_is_interpreted(case):
    """A native cut should show what a plain reading of the rules shows."""
    one, shape, env = case
    shown = cutter(type(one), shape, env, native=True, warm=0)(one)

    assert interpreter.cut(one, dict(shape), env) == (shown and written(shown))


@given(twins())
@tried(12, 25)
def test_native_noninterference(case):
    """Records that differ only in what is hidden should give the same native cut."""
    one, other, shape = case
    cut = cutter(type(one), shape, native=True, warm=0)

    assert repr(cut(one)) == repr(cut(other))


@part("x_ordered.row")
class Row:
    """A row with a field of each kind that compares in its own way."""

    at: datetime = labelled("operations", identifying="none", required=True)
    on: date = labelled("operations", identifying="none", required=True)
    name: str | Missing = labelled("operations", identifying="none")
    words: tuple[str, ...] = labelled(
        "operations", identifying="none", required=True, default=()
    )
    cost: Decimal | Missing = labelled("operations", identifying="none")


@record("x_ordered", 1)
class Ordered:
    """Rows, and nothing else."""

    rows: tuple[Row, ...] = parts()


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROW = Row(at=NOON, on=NOON.date())
LATER = attrs.evolve(ROW, at=NOON + TICK)
NAMED = attrs.evolve(ROW, name="Orla")
SILENT = attrs.evolve(ROW, name=Missing.UNSAFE_TO_ASK)
UNASKED = attrs.evolve(ROW, name=Missing.NOT_ASKED)
WORDY = attrs.evolve(ROW, words=("b", "a"))
PAID = attrs.evolve(ROW, cost=Decimal("1.0"))
PAID_MORE = attrs.evolve(ROW, cost=Decimal("1.00"))
ROWS = (ROW, LATER, NAMED, SILENT, UNASKED, WORDY, PAID, PAID_MORE)


@given(st.lists(st.sampled_from(ROWS), max_size=5), st.randoms(use_true_random=False))
@tried(30, 80)
def test_storage_order_never_shows(rows, rng):
    """The same rows kept in any order should be cut alike, each as often as kept."""
    cut = cutter(Ordered, shape_of(Ordered, lambda _: View.FULL), native=True, warm=0)
    moved = rng.sample(rows, len(rows))
    first, second = (cut(Ordered(rows=tuple(some))) for some in (rows, moved))

    assert repr(first) == repr(second)
    assert len(rows) == len((first or {"rows": ()})["rows"])


def test_equal_rows_are_told_once_where_something_is_hidden():
    """How many rows there are should not be told where part of each is hidden."""
    views_ = views(Ordered, rows__at=View.FULL, rows__name=View.FULL)
    cut = cutter(Ordered, views_, native=True, warm=0)

    assert cut(Ordered(rows=(LATER, ROW, WORDY, PAID))) == {
        "rows": [{"at": NOON}, {"at": NOON + TICK}]
    }


def test_equal_rows_stand_on_their_own():
    """Rows that are alike should be objects of their own, so that none aliases one."""
    cut = cutter(Ordered, shape_of(Ordered, lambda _: View.FULL), native=True, warm=0)
    one, other = cut(Ordered(rows=(ROW, ROW)))["rows"]

    assert one == other
    assert one is not other


def test_an_instant_is_told_in_utc():
    """The offset in which an instant was kept should not show."""
    denver = timezone(timedelta(hours=-7))
    cut = cutter(Ordered, shape_of(Ordered, lambda _: View.FULL), native=True, warm=0)
    (row,) = cut(Ordered(rows=(attrs.evolve(ROW, at=NOON.astimezone(denver)),)))["rows"]

    assert row["at"] == NOON
    assert row["at"].tzinfo is UTC


def test_an_instant_of_no_zone_is_not_cut():
    """An instant without an offset should end the cut, as it does for text."""
    cut = cutter(Ordered, shape_of(Ordered, lambda _: View.FULL), native=True, warm=0)
    naive = attrs.evolve(ROW, at=NOON.replace(tzinfo=None))

    with pytest.raises(CutFailed):
        cut(Ordered(rows=(naive,)))


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("reason", list(Missing))
def test_a_reason_in_a_required_field_leaves_as_any_other(reason, native):
    """A reason where a value had to be should leave as it may, or not at all."""
    cut = cutter(Person, views(Person, names__text=View.FULL), native=native, warm=0)
    shown = cut(person(names=(HumanName(text=reason, use="legal"),)))
    told = {"?": reason.outward.value}

    assert shown == (
        None if reason is Missing.NOT_COLLECTED else {"names": [{"text": told}]}
    )


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("after", [-TICK, 0 * TICK, TICK])
def test_records_of_one_age_share_a_cutter(after, native):
    """A cutter found by plan and age should be that of the views of that age."""
    plan = plan_of({"incident": (View.FULL, SIGNED), "operations": View.FULL})
    one, at = Incident(place="the kitchen"), SIGNED + after
    shape = shape_of(Incident, view_under(plan, at))
    found = cutter_under(plan, Incident, at, native=native)

    assert cutter(Incident, shape, native=native)(one) == found(one)
    assert cutter_under(plan, Incident, at, native=native) is found
    with pytest.raises(NaiveTime):
        cutter_under(plan, Incident, at.replace(tzinfo=None))
