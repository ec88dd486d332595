from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fjcore.errors import (
    BadDate,
    BadText,
    EndBeforeStart,
    NaiveTime,
    NotCanonical,
    TooBig,
)
from fjcore.values import (
    Interval,
    Missing,
    PartialDate,
    Secret,
    SecretBytes,
    add_days,
    canonical,
    end_of_day,
    from_micros,
    local_instant,
    micros,
)

DENVER = ZoneInfo("America/Denver")
aware = st.datetimes(
    datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(DENVER)
)

plain = st.recursive(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.booleans(),
        st.integers(-(2**53) + 1, 2**53 - 1),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4
        ),
    ),
    max_leaves=15,
)


@given(plain)
def test_canonical_round_trip(value):
    """Canonical JSON should read back as what was written, and write the same again."""
    raw = canonical.dumps(value)

    assert value == canonical.loads(raw)
    assert raw == canonical.dumps(canonical.loads(raw))
    assert value == json.loads(raw)


@pytest.mark.parametrize("value", [None, 1.5, float("nan"), 2**53, {1: "x"}, b"x"])
def test_canonical_refuses(value):
    """What JSON readers disagree about should be refused."""
    with pytest.raises(NotCanonical):
        canonical.dumps({"a": [value]})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b'{"a":1,"a":2}',
        b"NaN",
        b"[1] x",
        b'"\xff"',
        b'"\\ud800"',
        b"[1e999999999]"[:5],
        b'"open',
    ],
)
def test_strict_reading_refuses(raw):
    """Malformed JSON should be refused in one way, without a foreign error."""
    with pytest.raises(BadText) as caught:
        canonical.loads(raw, where="a.json")

    assert "a.json" in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("raw", [b"[" * 40, b'{"a":' * 40, b" " * (1 << 20) + b"1"])
def test_deep_or_big_text_is_refused(raw):
    """Text deeper or bigger than the bounds should be refused before it is parsed."""
    with pytest.raises(TooBig):
        canonical.loads(raw)


@given(aware, st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
def test_interval_is_half_open(start, length):
    """An interval should hold its start and not its end."""
    start = start.astimezone(UTC)
    tick = timedelta(microseconds=1)
    interval = Interval(start, start + length)

    assert start in interval
    assert start + length - tick in interval
    assert start + length not in interval
    assert start - tick not in interval


def test_interval_refuses():
    """Naive times, and an end that is not after the start, should be refused."""
    at = datetime(2026, 3, 2, tzinfo=UTC)

    with pytest.raises(NaiveTime):
        Interval(datetime(2026, 3, 1), at)
    with pytest.raises(EndBeforeStart):
        Interval(at, at)


@given(aware)
def test_micros_are_exact(at):
    """An instant should come back exactly from its microseconds."""
    assert at.astimezone(UTC) == from_micros(micros(at))


def test_doubtful_local_times_never_lengthen():
    """A doubled local hour ends early and starts late; a missing one likewise."""
    doubled = datetime(2026, 11, 1, 1, 30)
    missing = datetime(2026, 3, 8, 2, 30)

    for wall in (doubled, missing):
        gap = local_instant(wall, DENVER, "start") - local_instant(wall, DENVER, "end")
        assert timedelta(hours=1) == gap


def test_a_day_ends_at_local_midnight():
    """The end of a day should be the local midnight after it."""
    assert datetime(2026, 3, 9, 6, tzinfo=UTC) == end_of_day(date(2026, 3, 8), DENVER)


def test_days_are_calendar_days():
    """A number of days over a change of the clock should keep the hour on the wall."""
    before = datetime(2026, 3, 7, 12, tzinfo=DENVER)

    assert datetime(2026, 3, 9, 12, tzinfo=DENVER) == add_days(before, 2, DENVER)


@pytest.mark.parametrize("secret", [Secret("canary-9"), SecretBytes(b"canary-9")])
def test_a_secret_does_not_slip(secret):
    """A secret should not print, format, pickle, copy, hash or iterate."""
    assert "canary" not in repr(secret) + str(secret)
    for act in (
        lambda: f"{secret:>5}",
        lambda: pickle.dumps(secret),
        lambda: copy.copy(secret),
        lambda: copy.deepcopy(secret),
        lambda: hash(secret),
        lambda: list(secret),
        lambda: json.dumps(secret),
    ):
        with pytest.raises(TypeError):
            act()


def test_a_secret_is_not_compared_by_accident():
    """Comparing a secret to a guess should raise, not answer."""
    with pytest.raises(TypeError):
        _ = Secret("a") == "a"
    assert SecretBytes(b"a") == SecretBytes(b"a")
    assert SecretBytes(b"a") != b"a"


def test_missing_has_no_truth():
    """A missing answer should refuse to be true or false."""
    for reason in Missing:
        with pytest.raises(TypeError):
            bool(reason)


def test_reasons_that_tell_leave_as_not_asked():
    """Reasons that would tell something should leave as not asked."""
    told = {reason.outward for reason in Missing}

    assert Missing.WITHHELD not in told
    assert Missing.UNSAFE_TO_ASK not in told


@pytest.mark.parametrize("text", ["2026-13", "2026-02-30", "26", "", "2026-1", "x"])
def test_bad_partial_dates(text):
    """What is no date should be refused without being repeated."""
    with pytest.raises(BadDate) as caught:
        PartialDate.parse(text)

    assert caught.value.__context__ is None


@pytest.mark.parametrize("text", ["2026", "2026-02", "2026-02-28", "1998~", "1998-05~"])
def test_partial_dates_round_trip(text):
    """A partial date should keep exactly the precision it was given."""
    assert text == str(PartialDate.parse(text))
