"""Seeded faults of the values, each noticed by the test it is there for."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from records.faulty import Fault, notices, of, planted
from values import (
    test_canonical,
    test_clock,
    test_dates,
    test_ids,
    test_interval,
    test_missing,
    test_secret,
    test_tri,
)

from fjcore.values import Missing, Secret, Tri

NOON = datetime(2026, 3, 2, 19, tzinfo=UTC)
DAY = timedelta(days=1)
NAIVE = NOON.replace(tzinfo=None)
DENVER = test_interval.DENVER
SPAN = "values.interval.Interval"
HELD, MADE = f"{SPAN}.__contains__", f"{SPAN}.__attrs_post_init__"
OPEN = of(test_interval.test_half_open, NOON, DAY)
SECRET = Secret("canary-7f3a91")

TABLE = (
    # spans of time
    Fault("an interval holds its end", HELD, "< self.end", "<= self.end", OPEN),
    Fault("an interval lacks its start", HELD, "self.start <=", "self.start <", OPEN),
    Fault(
        "an end before its start",
        MADE,
        "self.end <= self.start",
        "self.end == self.start",
        of(test_interval.test_the_end_comes_after_the_start, NOON, DAY),
    ),
    Fault(
        "an interval of no instant",
        MADE,
        "self.end <= self.start",
        "self.end < self.start",
        of(test_interval.test_the_end_comes_after_the_start, NOON, timedelta()),
    ),
    Fault(
        "doubt lengthens",
        "values.interval.local_instant",
        'role == "end"',
        'role != "end"',
        of(
            test_interval.test_local_times,
            NAIVE.replace(month=11, day=1, hour=1),
            DENVER,
        ),
    ),
    Fault(
        "a missing hour is taken as it comes",
        "values.interval.local_instant",
        "for fold in (0, 1)",
        "for fold in (0, 0)",
        of(test_interval.test_local_times, NAIVE.replace(day=8, hour=2), DENVER),
    ),
    Fault(
        "days are counted in hours",
        "values.interval.add_days",
        "aware.astimezone(tz), days), tz",
        "aware, days), ZoneInfo('UTC')",
        of(test_interval.test_days_are_calendar_days, NAIVE, 7, DENVER),
    ),
    Fault(
        "a day ends in UTC",
        "values.interval.end_of_day",
        "1), tz,",
        "1), ZoneInfo('UTC'),",
        of(
            test_interval.test_a_day_ends_when_the_next_begins, date(2026, 3, 8), DENVER
        ),
    ),
    Fault(
        "a naive time is taken for UTC",
        "values.clock.utc",
        "raise NaiveTime(where)",
        "return at.replace(tzinfo=UTC)",
        of(test_clock.test_what_has_no_offset_is_refused, NAIVE),
    ),
    # secrets
    Fault(
        "a secret compares",
        "values.secret.Secret.__eq__",
        'raise TypeError("a secret cannot be compared; reveal it first")',
        "return isinstance(other, Secret) and self._value == other._value",
        of(test_secret.test_comparing_raises, Secret("canary-7f3a91")),
    ),
    Fault(
        "a secret prints",
        "values.secret.Secret.__repr__",
        '"Secret(...)"',
        'f"Secret({self._value})"',
        of(test_secret.test_no_way_of_printing_shows_it, SECRET, repr),
    ),
    Fault(
        "a secret formats",
        "values.secret._Guarded.__format__",
        'raise TypeError("a secret cannot be formatted")',
        "return repr(self)",
        of(test_secret.test_it_refuses, SECRET, "{}".format),
    ),
    Fault(
        "a secret pickles",
        "values.secret._Guarded.__reduce_ex__",
        'raise TypeError("a secret cannot be pickled or copied")',
        "return (str, ())",
        of(test_secret.test_it_refuses, SECRET, pickle.dumps),
    ),
    Fault(
        "a key compares by its length",
        "values.secret.SecretBytes.__eq__",
        "hmac.compare_digest(self._raw, other._raw)",
        "len(self) == len(other)",
        of(test_secret.test_key_material_compares_by_content, b"abc", 3),
    ),
    Fault(
        "a wipe leaves a byte",
        "values.secret.SecretBytes.wipe",
        "self._raw[:] = bytes(len(self._raw))",
        "self._raw[1:] = bytes(len(self._raw) - 1)",
        of(test_secret.test_key_material_is_wiped),
    ),
    # what is missing or not known
    Fault(
        "a skip is no",
        "values.missing.Missing.__bool__",
        'raise TypeError("a missing answer is neither true nor false")',
        "return False",
        of(test_missing.test_a_reason_is_no_truth, Missing.NOT_ASKED, bool),
    ),
    Fault(
        "what is not known is false",
        "values.tri.tri_at_least",
        "true + unknown < count",
        "True",
        of(test_tri.test_at_least, [Tri.UNDETERMINED], 1),
    ),
    Fault(
        "an approximate date is sure",
        "values.dates.PartialDate.before",
        "self.approximate or unsure",
        "self.approximate",
        of(
            test_dates.test_nothing_is_known_of_an_approximate_date,
            *(date(2026, 1, 1), 4, date(2030, 1, 1), 4, ("", "~")),
        ),
    ),
    Fault(
        "a leap day comes a day early",
        "values.dates._years",
        "(born.month, born.day)",
        "(born.month, min(born.day, 28))",
        of(test_dates.test_who_was_born_on_29_february, date(2026, 2, 28), 17),
    ),
    Fault(
        "a range within its own start",
        "values.dates.PartialDate.parse",
        "len(spans) == 2 and spans[1][0] < spans[0][0]",
        "False",
        of(test_dates.test_ranges, date(2026, 3, 1), 7, date(2026, 3, 2), 4, ""),
    ),
    # ids and bytes
    Fault(
        "an id of any shape",
        "values.ids.parse_id",
        "not _ID.fullmatch(text)",
        "not _ID.match(text)",
        of(test_ids.test_what_is_no_id, "0" * 33),
    ),
    Fault(
        "a key twice",
        "values.canonical._pairs",
        "len(found) != len(pairs)",
        "False",
        of(test_canonical.test_reading_refuses, b'{"a":{"b":1,"b":1}}'),
    ),
    Fault(
        "an infinity by its size",
        "values.canonical._float",
        "not isfinite(found)",
        "False",
        of(test_canonical.test_reading_refuses, b"1e999"),
    ),
    Fault(
        "half a character",
        "values.canonical.loads",
        'if "\\\\u" in text:',
        "if False:",
        of(test_canonical.test_reading_refuses, b'"\\ud800"'),
    ),
    Fault(
        "written deeper than it can be read",
        "values.canonical._check",
        "depth >= MAX_DEPTH",
        "depth > MAX_DEPTH",
        of(test_canonical.test_writer_and_reader_agree_on_depth, "[", 33),
    ),
    Fault(
        "keys in the order of entry",
        "values.canonical.dumps",
        "sort_keys=True",
        "sort_keys=False",
        of(test_canonical.test_one_form, {"b": 1, "a": 2}),
    ),
)


@pytest.mark.parametrize("fault", TABLE, ids=[fault.name for fault in TABLE])
def test_every_seeded_fault_is_noticed(fault: Fault) -> None:
    """A fault should be noticed by its test, which the code as it is should pass."""
    with planted(fault):
        found = notices(fault)

    assert found, f"{fault.name}: its test lets it pass"
    assert not notices(fault), f"{fault.name}: its test fails without it"
