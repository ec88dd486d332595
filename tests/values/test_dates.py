from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import BadDate
from fjcore.values import PartialDate

usual = settings(max_examples=200, deadline=None)

DAY = timedelta(days=1)
LEAP = date(2008, 2, 29)

#: Days on which calendars go wrong, and any others.
edges = st.sampled_from(
    [
        date.min,
        date.max,
        date(1, 12, 31),
        date(9999, 1, 1),
        date(1900, 2, 28),
        date(2000, 2, 29),
        LEAP,
        date(2023, 2, 28),
        date(2024, 12, 31),
    ]
)
any_day = st.one_of(edges, st.dates())
recent = st.dates(date(2007, 12, 1), date(2009, 3, 31))
cuts = st.sampled_from([4, 7, 10])


def said(day: date, cut: int) -> str:
    """A day as far as it is known: to the year, the month or the day."""
    return day.isoformat()[:cut]


def days_of(text: str, around: date) -> set[date]:
    """Every day that a text may mean, by looking at each day near one of them."""
    near = [around + DAY * n for n in range(-366, 367)]
    return {day for day in near if day.isoformat().startswith(text)}


# --- reading ------------------------------------------------------------------------


@usual
@given(recent, cuts)
def test_it_spans_the_days_it_may_mean(day: date, cut: int) -> None:
    """A date known in part should span exactly the days that it may mean."""
    got = PartialDate.parse(said(day, cut))
    meant = days_of(said(day, cut), day)

    assert (min(meant), max(meant)) == (got.earliest, got.latest)


@usual
@given(any_day, cuts, st.sampled_from(["", "~"]))
def test_it_keeps_what_was_said(day: date, cut: int, mark: str) -> None:
    """A partial date should print exactly as given, and hold its precision."""
    text = said(day, cut) + mark
    got = PartialDate.parse(text)

    assert text == str(got)
    assert bool(mark) == got.approximate
    assert {4: "year", 7: "month", 10: "day"}[cut] == got.precision
    assert got.earliest <= day <= got.latest


@usual
@given(any_day, cuts, any_day, cuts, st.sampled_from(["", "~"]))
def test_ranges(first: date, one: int, last: date, other: int, mark: str) -> None:
    """A range should begin with its first date and end with its last, in that order."""
    low, high = sorted([first, last])
    start, end = said(low, one), said(high, other)
    starts, ends = PartialDate.parse(start), PartialDate.parse(end)
    text = f"{start}/{end}{mark}"
    if ends.earliest < starts.earliest or ends.latest < starts.earliest:
        with pytest.raises(BadDate):
            PartialDate.parse(text)
        return
    got = PartialDate.parse(text)

    assert (starts.earliest, ends.latest) == (got.earliest, got.latest)
    assert ("range", bool(mark)) == (got.precision, got.approximate)


@usual
@given(st.dates(date(1, 1, 2)), st.integers(1, 40_000))
def test_a_range_does_not_run_backwards(last: date, back: int) -> None:
    """A range whose last day lies before its first should be refused."""
    first = last + DAY * min(back, (date.max - last).days or 0)
    if first == last:
        first, last = last, last - DAY

    with pytest.raises(BadDate):
        PartialDate.parse(f"{first}/{last}")


@pytest.mark.parametrize(
    "text",
    [
        *["2026-13", "2026-00", "2026-02-30", "2026-02-29", "2023-04-31", "2026-01-00"],
        *["0000", "0000-01", "0000-01-01", "10000", "-2026", "+2026"],
        *["26", "", "~", "/", "2026-1", "2026-01-1", "x", " 2026", "2026 ", "2026\n"],
        *[
            "2026~~",
            "~2026",
            "2026/",
            "/2026",
            "2024/2025/2026",
            "2026-W05",
            "20260101",
        ],
        *["２０２６", "٢٠٢٦", "2026-01-01T00:00", "2026-060"],
    ],
)
def test_what_is_no_date(text: str) -> None:
    """What is no date should be refused by its place, without being repeated."""
    with pytest.raises(BadDate) as caught:
        PartialDate.parse(text, where="person.birth_date")

    assert caught.value.where == "person.birth_date"
    assert not text.strip("~/ \n") or text not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", [None, 2026, b"2026", date(2026, 1, 1), ["2026"]])
def test_only_text_is_read(value: object) -> None:
    """What is no text should be refused like a text that is no date."""
    with pytest.raises(BadDate):
        PartialDate.parse(value)  # type: ignore[arg-type]


@usual
@given(st.text("0123456789-~/", max_size=22))
def test_any_text(text: str) -> None:
    """Any text should be read into days that exist, or refused in one way."""
    refused = None
    try:
        got = PartialDate.parse(text)
    except BadDate as error:
        refused = error

    if refused is not None:
        assert refused.__context__ is None
    else:
        assert got.earliest <= got.latest
        assert re.fullmatch(r"[0-9~/-]+", str(got))


# --- before -------------------------------------------------------------------------


@usual
@given(recent, cuts, recent, cuts)
def test_before_holds_for_every_day_that_may_be_meant(
    one: date, cut: int, other: date, cut2: int
) -> None:
    """One date should come before another only if it does on every reading."""
    left, right = said(one, cut), said(other, cut2)
    these, those = days_of(left, one), days_of(right, other)
    always, ever = max(these) < min(those), min(these) < max(those)
    expected = always if always is ever else None

    assert expected is PartialDate.parse(left).before(PartialDate.parse(right))


@usual
@given(recent, cuts, recent)
def test_before_a_day(one: date, cut: int, day: date) -> None:
    """A plain day should compare as a date known to the day."""
    got = PartialDate.parse(said(one, cut))

    assert got.before(PartialDate.parse(day.isoformat())) is got.before(day)


@usual
@given(
    any_day, cuts, any_day, cuts, st.sampled_from([("~", ""), ("", "~"), ("~", "~")])
)
def test_nothing_is_known_of_an_approximate_date(
    one: date, cut: int, other: date, cut2: int, marks: tuple[str, str]
) -> None:
    """A date that may be off should come before none for sure, nor after."""
    left = PartialDate.parse(said(one, cut) + marks[0])
    right = PartialDate.parse(said(other, cut2) + marks[1])

    assert left.before(right) is None


# --- ages ---------------------------------------------------------------------------


def birthday(born: date, year: int) -> date:
    """When a person turns a year older: who was born on 29 February, on 1 March."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age(born: date, on: date) -> int:
    """The birthdays from the first on, counted."""
    return sum(birthday(born, y) <= on for y in range(born.year + 1, on.year + 1))


@usual
@given(
    st.one_of(st.just(LEAP), st.dates(date(1930, 1, 1), date(2030, 1, 1))),
    cuts,
    st.integers(0, 100),
    st.sampled_from([-1, 0, 1]),
)
def test_ages(born: date, cut: int, years: int, tick: int) -> None:
    """The ages should be those of who was born on the last and on the first day."""
    got = PartialDate.parse(said(born, cut))
    on = birthday(born, born.year + years) + DAY * tick

    assert (age(got.latest, on), age(got.earliest, on)) == got.age_at(on)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 2, 28), 17),
        (date(2026, 3, 1), 18),
        (date(2028, 2, 28), 19),
        (date(2028, 2, 29), 20),
        (date(2008, 2, 29), 0),
        (date(2007, 2, 28), 0),
    ],
)
def test_who_was_born_on_29_february(on: date, years: int) -> None:
    """Who was born on 29 February should turn older on 1 March of a common year."""
    assert (years, years) == PartialDate.parse("2008-02-29").age_at(on)


@pytest.mark.parametrize(("text", "ages"), [("0001", (9997, 9998)), ("9999", (0, 0))])
def test_ages_at_the_ends_of_the_calendar(text: str, ages: tuple[int, int]) -> None:
    """Ages should be counted to the first and to the last year that there is."""
    assert ages == PartialDate.parse(text).age_at(date(9999, 1, 1))
