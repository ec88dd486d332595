from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redaction import interpreter

from fjcore.consent import View
from fjcore.errors import NaiveTime
from fjcore.records import FieldKind, Label, Leaf
from fjcore.redaction import MASK, STEPS, Env, operator
from fjcore.redaction.operators import aged, keep, zip3
from fjcore.values import PartialDate

usual = settings(max_examples=150, deadline=None)

#: Days at which a decade, a year, a quarter, a month and a leap day begin or end.
EDGES = [
    date(year, month, day)
    for year in (1936, 1937, 1939, 1940, 1999, 2000, 2026)
    for month, day in ((1, 1), (3, 31), (4, 1), (2, 28), (9, 30), (12, 31))
] + [date(2000, 2, 29)]

edges = st.sampled_from(EDGES)
terms = st.builds(
    lambda day, length, about: day.isoformat()[:length] + about,
    edges,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "~"]),
)
ranges = st.builds(
    lambda low, days, about: f"{low}/{low + timedelta(days)}{about}",
    edges,
    st.sampled_from([0, 1, 31, 365, 4000]),
    st.sampled_from(["", "~"]),
)
partial = st.one_of(terms, ranges).map(PartialDate.parse)
instants = st.builds(
    lambda day, ticks: (
        datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        + timedelta(microseconds=ticks)
    ),
    edges,
    st.sampled_from([-1, 0, 1]),
)
zips = st.builds(
    lambda head, tail: head + tail,
    st.sampled_from(["036", "591", "000", "893", "892"]),
    st.sampled_from(["01", "99", "01-0001"]),
)
phones = st.builds(
    lambda head, tail: head + tail,
    st.sampled_from(["", "+1 ", "(406) ", "406.", "1-406-"]),
    st.sampled_from(["555-0100", "555 01 99", "5550107", "55-01"]),
)
mails = st.sampled_from(["maeve1234567890@example.org", "m@example.org"])

VALUES = {
    FieldKind.DATE: st.one_of(partial, edges),
    FieldKind.INSTANT: instants,
    FieldKind.ZIP: zips,
    FieldKind.PHONE: st.one_of(phones, mails),
}
ROWS = [(kind, i) for kind, steps in STEPS.items() for i in range(len(steps))]
held = st.sampled_from(ROWS).flatmap(
    lambda row: st.tuples(st.just(row[0]), st.just(row[1]), VALUES[row[0]])
)

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(["1990-13", "1990-05-03/", "~", "//", "5910", "591011", "٥٩١٠١"]),
    st.sampled_from([(), [], {}, b"59101", object(), datetime(1, 1, 1)]),  # noqa: DTZ001
    st.sampled_from([datetime.min.replace(tzinfo=UTC), date.min, date.max]),
)


def leaf(kind, category="incident"):
    return Leaf("made.field", Label(category), kind, None, False)


@usual
@given(held)
def test_idempotent(case):
    """A step should leave alone what it made."""
    kind, index, value = case
    step = STEPS[kind][index][1]

    assert step(value) == step(step(value))


@usual
@given(held)
def test_coarser_from_finer(case):
    """What a step shows should follow from what any finer step shows."""
    kind, index, value = case
    steps = [step for _, step in STEPS[kind]]

    for finer in steps[index:]:
        assert steps[index](value) == steps[index](finer(value))


@usual
@given(held)
def test_coarser_from_all(case):
    """What a step shows should follow from the value as it is shown in full."""
    kind, index, value = case
    step = STEPS[kind][index][1]
    whole = keep(value)

    if kind is FieldKind.INSTANT:
        whole = whole[:10]
    assert step(value) == step(whole)


@usual
@given(st.sampled_from(ROWS), junk)
def test_total(row, value):
    """A step should give text or nothing for anything at all, and never fail."""
    kind, index = row
    shown = STEPS[kind][index][1](value)

    assert shown is None or type(shown) is str


@usual
@given(st.sampled_from(list(View)), st.sampled_from(list(FieldKind)))
def test_never_falls_back_to_keep(view, kind):
    """Below full, no kind of field should be shown as it is."""
    shown = operator(leaf(kind), view)

    assert (shown is keep) == (view is View.FULL)
    assert (shown is None) == (not interpreter.steps(leaf(kind), view))


@usual
@given(st.sampled_from([v for v in View if v < View.FULL]), held)
def test_reads_as_the_rules_do(view, case):
    """A view of a value known to one day should show what a plain reading shows."""
    kind, _, value = case
    shown = operator(leaf(kind), view)
    if isinstance(value, PartialDate) and value.precision == "range":
        value = value.earliest
    if shown is not None:
        step = interpreter.steps(leaf(kind), view)[-1]
        expected = interpreter.one(leaf(kind), step, value, Env())

        assert expected == shown(value)


@pytest.mark.parametrize(
    ("view", "value", "expected"),
    [
        (View.COARSE_1, "1990-05-03", "1990s"),
        (View.COARSE_2, "1990-05-03~", "1990~"),
        (View.COARSE_3, "1990-05", "1990-Q2"),
        (View.COARSE_3, "1990", "1990"),
        (View.COARSE_4, "1989-12-31/1990-01-01", "1989-12/1990-01"),
        (View.COARSE_2, "1989-12-31~/1990-01-01", "1989/1990~"),
        (View.COARSE_1, "1989-12-31/1990-01-01", "1980s/1990s"),
        (View.COARSE_1, "1990/1999-12-31~", "1990s~"),
        (View.COARSE_5, "1990-05-03", "1990-05"),
    ],
)
def test_dates(view, value, expected):
    """Each end of a date should be cut to the step, and two equal ends be one."""
    shown = operator(leaf(FieldKind.DATE), view)

    assert shown is not None
    assert expected == shown(PartialDate.parse(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("406-555-0107", f"{MASK} 07"),
        ("4065-0107", f"{MASK} 07"),
        ("٤٠٦٥٥٥٠١٠٧", f"{MASK} 07"),
        ("555-0107", MASK),
        ("maeve1234567890@example.org", MASK),
        ("", MASK),
    ],
)
def test_last_two(value, expected):
    """A number should show two digits only where eight are given, and a mail none."""
    shown = operator(leaf(FieldKind.PHONE), View.COARSE_1)

    assert shown is not None
    assert expected == shown(value)


@pytest.mark.parametrize("prefix", interpreter.SPARSE)
def test_sparse_prefix(prefix):
    """A prefix that few people share should become 000."""
    zeros = "000"

    assert zeros == zip3(prefix + "01")
    assert zeros == zip3(f" {prefix}99-1234 ")


@pytest.mark.parametrize("value", ["5910", "59101-", "59101-12", "5910a", "591011234"])
def test_no_zip(value):
    """A text that is no ZIP code should show nothing; no digit is guessed."""
    for view in (View.COARSE_1, View.COARSE_2):
        shown = operator(leaf(FieldKind.ZIP), view)
        assert shown is not None
        assert shown(value) is None


@pytest.mark.parametrize(
    ("ticks", "told"), [(-1, "2025-12-31"), (0, "2026-01-01"), (1, "2026-01-01")]
)
def test_local_midnight(ticks, told):
    """A day should begin at midnight where the case is."""
    denver = ZoneInfo("America/Denver")
    at = datetime(2026, 1, 1, 7, tzinfo=UTC) + timedelta(microseconds=ticks)
    shown = operator(leaf(FieldKind.INSTANT), View.COARSE_5, Env(tz=denver))

    assert shown is not None
    assert told == shown(at)


@pytest.mark.parametrize(
    ("born", "told"), [(1935, None), (1936, None), (1937, "1930s")]
)
def test_very_old(born, told):
    """A coarse birth date should show nothing from the year of the 90th birthday on."""
    view, env = View.COARSE_1, Env(year=2026)
    dob = operator(leaf(FieldKind.DATE, "identity.dob"), view, env)
    other = operator(leaf(FieldKind.DATE), view, env)
    value = PartialDate.parse(f"{born}-12-31")

    assert dob is not None
    assert other is not None
    assert told == dob(value)
    assert told == dob(dob(value))
    assert other(value) is not None


def test_the_older_end_counts():
    """A birth date between two years should count as the older of them."""

    assert aged(PartialDate.parse("1936/1950"), 2026)
    assert not aged(PartialDate.parse("1937/1950"), 2026)


def test_naive_instant_is_not_kept():
    """An instant without an offset should not be told: nobody knows when it was."""
    naive = datetime(2026, 1, 1, 12)  # noqa: DTZ001

    with pytest.raises(NaiveTime):
        keep(naive)
