"""Tokens and shifted dates: what a key makes of a value."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import unicodedata
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redaction import coarse
from redaction.coarse import KEYS, few

from fjcore.disclosure.tokens import subject_token
from fjcore.errors import OptionRefused
from fjcore.redaction import (
    TOKEN_KINDS,
    date_shift,
    one_time_key,
    series_key,
    shift_days,
    token,
)
from fjcore.values import PartialDate, SecretBytes

WHO = "0f" * 16

texts = st.sampled_from(["Maeve Quill", "ŞEN ﬁn", "straße", "a", "١٢٣", "x" * 70000])
kinds = st.sampled_from(sorted(TOKEN_KINDS))


def written(kind, value, key):
    """The token of a text, by the rule alone."""
    raw = " ".join(unicodedata.normalize("NFKC", value).casefold().split()).encode()
    head = b"fjcore.tok.v1" + bytes([0, len(kind)]) + kind.encode()
    mac = hmac.new(key, head + struct.pack(">I", len(raw)) + raw, hashlib.sha256)
    return f"{kind[:3]}_" + base64.b32encode(mac.digest()).decode().lower()[:26]


@few
@given(st.sampled_from(["name", "email", "person", "url"]), texts, coarse.keys)
def test_a_token_has_the_bytes_of_the_rule(kind, value, key):
    """A token should be the prefix and 26 signs that the rule gives."""
    assert written(kind, value, key.reveal()) == str(token(value, kind=kind, key=key))


def test_a_token_is_the_one_that_is_known():
    """A token should be the same in every version: this one was made elsewhere."""
    key = SecretBytes(bytes(range(32)))

    assert "nam_tuxge57etjjpuccltqygg6spmy" == str(
        token("Maeve  QUILL", kind="name", key=key)
    )


def test_a_number_is_its_digits():
    """A number should have one token, whatever stands between its digits."""
    ways = ["4065550107", "(406) 555-0107", "406.555.0107", "\uff14065550107"]
    got = {str(token(way, kind="phone", key=KEYS[0])) for way in ways}

    assert {written("phone", "4065550107", KEYS[0].reveal())} == got


def test_letters_tell_numbers_apart():
    """Two numbers that differ in a letter alone should have two tokens."""
    one, other = (token(v, kind="gov_id", key=KEYS[0]) for v in ("A12", "B12"))

    assert one != other


def test_two_keys_or_kinds_have_no_token_in_common():
    """A value should have another token for each key and kind, after the prefix too."""
    made = [
        str(token("Maeve", kind=kind, key=key))[4:]
        for kind, key in product(sorted(TOKEN_KINDS), KEYS)
    ]

    assert len(TOKEN_KINDS) * len(KEYS) == len(set(made))
    assert len({kind[:3] for kind in TOKEN_KINDS}) == len(TOKEN_KINDS)


@few
@given(texts, kinds, kinds, coarse.keys, coarse.keys)
def test_a_token_is_left_alone_by_its_own_key_only(value, one, other, key, another):
    """A token should stay under its own key and kind, and be nothing under another."""
    made = token(value, kind=one, key=key)
    same = one == other and key is another

    assert (made if same else None) == token(made, kind=other, key=another)


def test_the_text_of_a_token_is_no_token():
    """A text that looks like a token should have one of its own, and not pass."""
    made = str(token("Maeve", kind="name", key=KEYS[0]))

    assert made != str(token(made, kind="name", key=KEYS[0]))


@pytest.mark.parametrize("value", [*("", " ", "\ud800", "\u3000"), None, 4065550107])
def test_what_is_no_text_has_no_token(value):
    """A value that is no text, or an empty one, should have no token."""
    assert token(value, kind="name", key=KEYS[0]) is None


@pytest.mark.parametrize(
    ("kind", "key"), [("ssn", KEYS[0]), ("name", SecretBytes(b"short"))]
)
def test_another_kind_or_key_is_refused(kind, key):
    """A kind that is not in the list, or a key that is too short, should be refused."""
    with pytest.raises(OptionRefused):
        token("Maeve", kind=kind, key=key)


def test_a_key_for_once_is_new_each_time():
    """The key of one disclosure should be 32 bytes that no other has."""
    made = [one_time_key().reveal() for _ in range(3)]

    assert [32] * 3 == list(map(len, made))
    assert 3 == len(set(made))


def test_a_person_has_one_token_by_either_way():
    """The name that a recipient has for a person should be the token of her id."""
    assert subject_token(KEYS[2], WHO) == str(token(WHO, kind="person", key=KEYS[2]))


def test_nothing_is_told_by_what_is_printed():
    """A token, and a date that was shifted, should print nothing but what they are."""
    shifted = date_shift(date(2024, 3, 1), subject=WHO, key=KEYS[0])

    assert "<Token>" == repr(token("Maeve", kind="name", key=KEYS[0]))
    assert "<Shifted>" == repr(shifted)


# --- shifted dates ------------------------------------------------------------------


@few
@given(coarse.subjects, coarse.keys)
def test_days_are_those_of_the_rule(subject, key):
    """The days of a shift should be what the rule gives, and lie in the past."""
    mac = hmac.new(key.reveal(), b"fjcore.shift.v1\0" + subject.encode(), "sha256")
    wanted = -1 - struct.unpack(">Q", mac.digest()[:8])[0] % 364

    assert wanted == shift_days(subject, key=key)
    assert -364 <= wanted <= -1


@few
@given(coarse.days, coarse.days, coarse.subjects, coarse.keys)
def test_a_shift_keeps_intervals(one, other, subject, key):
    """Two dates of a person should be as far apart as before, and both earlier."""
    first, second = (date_shift(d, subject=subject, key=key) for d in (one, other))
    lost = [day for day in (one, other) if day.year == 1 and day.month == 12]

    if first is not None and second is not None:
        moved = [date.fromisoformat(str(s)) for s in (first, second)]
        assert one - other == moved[0] - moved[1]
        assert timedelta(0) < one - moved[0] <= timedelta(364)
    else:
        assert lost or date(2, 1, 1) in (one, other)


def test_a_day_before_all_days_is_nothing():
    """A date that would come to lie before year one should show nothing."""
    assert date_shift(date.min, subject=WHO, key=KEYS[0]) is None
    assert date_shift("0000-01-01", subject=WHO, key=KEYS[0]) is None


def test_the_day_is_where_the_case_is():
    """The time of day should be dropped, and the day told where the case is."""
    at = datetime(2026, 1, 1, 6, 59, 59, tzinfo=UTC)
    denver = ZoneInfo("America/Denver")
    wanted = date_shift(date(2025, 12, 31), subject=WHO, key=KEYS[0])

    assert wanted == date_shift(at, subject=WHO, key=KEYS[0], tz=denver)


@pytest.mark.parametrize("text", ["2024", "2024-03", "2024-03~", "2024-03/2024-04-01"])
def test_what_is_not_known_to_the_day_is_not_shifted(text):
    """A date that is not known to the day should show nothing."""
    value = PartialDate.parse(text)

    assert date_shift(value, subject=WHO, key=KEYS[0]) is None


def test_a_range_is_shifted_as_one():
    """Both ends of a range should move alike, and an approximate one stay so."""
    value = PartialDate.parse("2024-03-01~/2024-04-02")
    ends = [
        str(date_shift(date(2024, month, day), subject=WHO, key=KEYS[0]))
        for month, day in ((3, 1), (4, 2))
    ]

    assert "/".join(ends) + "~" == str(date_shift(value, subject=WHO, key=KEYS[0]))


def test_a_shift_is_left_alone_by_its_own_series_only():
    """What was shifted should stay for its person and key, and be nothing elsewhere."""
    made = date_shift(date(2024, 3, 1), subject=WHO, key=KEYS[0])

    assert made == date_shift(made, subject=WHO, key=KEYS[0])
    assert date_shift(made, subject="10" * 16, key=KEYS[0]) is None
    assert date_shift(made, subject=WHO, key=KEYS[1]) is None


def test_every_series_has_its_own_days():
    """One person's dates should move otherwise in another series, and by 32 bytes."""
    made = [series_key(KEYS[0], f"series-{n}") for n in range(8)]
    days = {shift_days(WHO, key=key) for key in made}

    assert len(days) > 4
    assert {32} == {len(key.reveal()) for key in made}
    with pytest.raises(OptionRefused):
        series_key(SecretBytes(b"short"), "series")
    with pytest.raises(OptionRefused):
        shift_days(WHO, key=SecretBytes(b"short"))
