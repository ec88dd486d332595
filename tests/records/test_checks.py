from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.damage import PIECES
from records.oracle import _day, _instant, _partial, _text
from support.walking import over

from fjcore.errors import BadDate, NaiveTime, UnknownRecord
from fjcore.records import CodeList, FieldKind, checks
from fjcore.records.checks import FAULTS, Fault
from fjcore.values import Missing

#: The classes of characters that override or isolate a direction (UAX 9, table 4).
TURNING = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())

usual = settings(max_examples=200, deadline=None)

texts = st.one_of(
    st.sampled_from([piece for piece in PIECES if type(piece) is str]),
    st.text(st.characters(exclude_categories=[]), max_size=20),
    st.text("0123456789-+().@ aT:Z~/\n\r\t\x00", max_size=30),
)
chars = st.one_of(
    st.integers(0, 0x2FF).map(chr),
    st.sampled_from(
        [
            *"\ud7ff\ud800\udbff\udc00\udfff\ue000\ufffd\u061c\U0010ffff",
            *map(chr, range(0x200B, 0x2070)),
        ]
    ),
)


def code_of(check: Any, *given: Any) -> str:
    """The code with which a check refuses, or an empty text."""
    refused = None
    try:
        check(*given)
    except Fault as fault:
        refused = fault
    if refused is None:
        return ""
    assert refused.__context__ is None
    assert str(refused) in FAULTS
    return str(refused)


@usual
@given(chars, st.sampled_from(["", "a", "é"]))
def test_clean_is_what_unicode_says(char: str, beside: str) -> None:
    """A text should be clean of half characters, and of controls but LF and TAB."""
    dirty = unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"
    dirty = dirty or unicodedata.bidirectional(char) in TURNING

    assert dirty is not checks.clean(beside + char)


@usual
@given(texts, st.sampled_from(FieldKind), st.sampled_from([0, 1, 5, 10, 20, 500]))
def test_texts(text: str, kind: FieldKind, limit: int) -> None:
    """A text of a kind should be refused as the rules say, by the same code."""
    assert _text(text, kind, limit) == code_of(checks.shaped(kind, limit), text)


@usual
@given(texts)
def test_times(text: str) -> None:
    """Days, instants and partial dates should be those of the calendar, in one form."""
    assert _day(text) is not bool(code_of(checks.day, text))
    assert _instant(text) is not bool(code_of(checks.instant, text))
    assert _partial(text) is not bool(code_of(checks.partial_date, text))


stamps = st.datetimes(
    timezones=st.integers(-23 * 60, 23 * 60).map(
        lambda m: timezone(timedelta(minutes=m))
    )
)


@usual
@given(stamps)
def test_instants_are_exact(at: datetime) -> None:
    """An instant should be read as what it says, in UTC, and be written to its Z."""
    try:
        expected = at.astimezone(UTC)
    except OverflowError:
        assert "format" == code_of(checks.instant, at.isoformat())
        return
    got = checks.instant(at.isoformat())

    assert expected == got
    assert got.tzinfo is UTC
    assert got == checks.instant(checks.instant_text(at))
    assert checks.instant_text(at).endswith("Z")


def test_no_naive_instant_is_written() -> None:
    """An instant without an offset should not be written as if it were local."""
    with pytest.raises(NaiveTime):
        checks.instant_text(datetime(2026, 3, 2, 10))  # noqa: DTZ001
    with pytest.raises(BadDate):
        checks.instant_text(datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))))


@usual
@given(st.dates())
def test_days_are_exact(day: date) -> None:
    """A day should be read as what it says."""
    assert day == checks.day(day.isoformat())


@pytest.mark.parametrize(
    ("check", "value", "code"),
    [
        (checks.number, True, "type"),
        (checks.number, 7.0, "type"),
        (checks.number, "7", "type"),
        (checks.number, None, "type"),
        (checks.number, 10**9, "range"),
        (checks.number, -(10**9), "range"),
        (checks.number, 10**9 - 1, ""),
        (checks.number, 1 - 10**9, ""),
        (checks.boolean, 0, "type"),
        (checks.boolean, "true", "type"),
        (checks.boolean, False, ""),
        (checks.day, date(2026, 3, 2), "type"),
        (checks.instant, datetime(2026, 3, 2, tzinfo=UTC), "type"),
        (checks.partial_date, 2026, "type"),
    ],
    ids=lambda value: getattr(value, "__name__", None) or repr(value),
)
def test_plain_values(check: Any, value: Any, code: str) -> None:
    """A value of a look-alike type should be none, nor one out of range."""
    assert code == code_of(check, value)


@over(PIECES, ids=lambda value: repr(value)[:24])
def test_no_check_raises_anything_else(value: Any) -> None:
    """Whatever comes in, a check should give a value or a fault of the list."""
    for check in (
        checks.number,
        checks.boolean,
        checks.day,
        checks.instant,
        checks.partial_date,
        checks.coded("fj.weapon"),
        checks.shaped(FieldKind.TEXT, 10),
    ):
        assert code_of(check, value) in FAULTS | {""}


def test_codes() -> None:
    """A code should be one of its list, as it is written there."""
    listed = CodeList("x_a.b", "1", {"one": "One"})
    for check, code in (
        (checks.coded(listed), "one"),
        (checks.coded("fj.copy_given"), "none"),
    ):
        assert code == check(code)
        assert "unknown_code" == code_of(check, code.upper())
        assert "type" == code_of(check, None)
        assert "type" == code_of(check, [code])
    with pytest.raises(UnknownRecord):
        checks.coded("fj.no_such")


@pytest.mark.parametrize("reason", Missing, ids=lambda one: one.value)
def test_reasons(reason: Missing) -> None:
    """A reason should be read by its name alone."""
    assert reason is checks.reason({"?": reason.value})
    assert "type" == code_of(checks.reason, {"?": reason.value, "a": 1})
    assert "unknown_code" == code_of(checks.reason, {"?": reason.name})
    assert "type" == code_of(checks.reason, {"?": reason})
    assert "type" == code_of(checks.reason, {})
