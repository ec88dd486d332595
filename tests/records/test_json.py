from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.damage import CANARY
from records.every import AllTypes, all_types
from records.jsontexts import ENGINES, VALUES, WHOLE, outcome, texts
from support.frames import traced
from support.profiles import tried
from support.records import any_record

from fjcore.errors import (
    BadText,
    FjcoreError,
    Malformed,
    TooBig,
)
from fjcore.records import (
    Person,
    dumps,
    loads,
    structure,
    unstructure,
)
from fjcore.values import canonical

usual = tried(25, 60)


def by_hand(raw: bytes, cls: type) -> Any:
    """Read as the two steps say that ``loads`` is made of."""
    return structure(canonical.loads(raw, where="row"), cls, where="row")


# --- there and back -----------------------------------------------------------------


@usual
@given(any_record)
def test_both_engines_write_and_read_the_same(record: Any) -> None:
    """Either engine should write the one canonical form, and read it back equal."""
    wanted = canonical.dumps(unstructure(record))
    for engine in ENGINES:
        raw = dumps(record, engine=engine)

        assert wanted == raw
        assert record == loads(raw, type(record), engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_type_of_field(engine: Any) -> None:
    """Every type of field should be written in the one form, instants in UTC."""
    record = structure(all_types(), AllTypes)
    raw = dumps(record, engine=engine)

    assert canonical.dumps(unstructure(record)) == raw
    assert b'"times":["2026-03-02T10:00:00Z","2026-03-02T17:00:00.250000Z"]' in raw
    assert record == loads(raw, AllTypes, engine=engine)


@usual
@given(
    st.one_of(
        st.datetimes(timezones=st.just(UTC)),
        st.datetimes(
            datetime(2, 1, 1),  # noqa: DTZ001
            datetime(9998, 1, 1),  # noqa: DTZ001
            timezones=st.builds(
                timezone, st.integers(-1439, 1439).map(lambda n: timedelta(minutes=n))
            ),
        ),
        st.sampled_from(
            [
                datetime(1, 1, 1, tzinfo=UTC),
                datetime(999, 9, 9, 9, 9, 9, tzinfo=UTC),
                datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
                datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
                datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-1))),
            ]
        ),
    ),
    st.one_of(st.dates(), st.sampled_from([date.min, date(999, 1, 1), date.max])),
)
def test_every_instant_and_day(at: datetime, day: date) -> None:
    """Any instant and day should be written alike by both, or refused by both."""
    record: Any = attrs.evolve(structure(all_types(), AllTypes), day=day, times=(at,))
    found = [outcome(dumps, record, engine=engine) for engine in ENGINES]

    assert found[0] == found[1]
    assert found[0] == outcome(lambda r: canonical.dumps(unstructure(r)), record)


# --- what is refused ----------------------------------------------------------------


@tried(20, 40)
@given(texts)
def test_both_engines_refuse_the_same(case: tuple[bytes, type]) -> None:
    """Any text should be read alike by both, or refused for the same reasons."""
    raw, cls = case
    wanted = outcome(by_hand, raw, cls)

    for engine in ENGINES:
        assert wanted == outcome(loads, raw, cls, where="row", engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_edges_of_the_text(engine: Any) -> None:
    """Every edge should be judged as the standard library's strict reader does."""
    members = [b'{"%s":%s}' % (key, v) for v in VALUES for key in (b"gov_id", b"names")]
    for raw in (*WHOLE, *members):
        assert outcome(by_hand, raw, Person) == outcome(
            loads, raw, Person, where="row", engine=engine
        )


REFUSED = {
    "a key twice": (b'{"gov_id":"a","gov_id":"b"}', BadText),
    "a key twice, the same": (b'{"gov_id":"a","gov_id":"a"}', BadText),
    "a key twice, spaced": (b'{"gov_id" :"a","gov_id" :"b"}', BadText),
    "a key twice, written differently": (b'{"gov_id":"a","gov_\\u0069d":"b"}', BadText),
    "a key twice, hidden by a text": (b'{"gov_id" :"x","gov_id" :":y"}', BadText),
    "a key twice, inside": (b'{"names":[{"text":"a","text":"b"}]}', BadText),
    "not a number": (b'{"children_in_household":NaN}', BadText),
    "infinite": (b'{"children_in_household":-Infinity}', BadText),
    "too large a number": (b'{"children_in_household":9007199254740992}', BadText),
    "far too large": (b'{"children_in_household":1000000000000000000000}', BadText),
    "half a character": (b'{"gov_id":"\\ud800"}', BadText),
    "a byte order mark": (b"\xef\xbb\xbf{}", BadText),
    "a rest": (b"{} {}", BadText),
    "a fraction": (b'{"children_in_household":1.0}', Malformed),
    "an exponent": (b'{"children_in_household":1e0}', Malformed),
    "a null": (b'{"gov_id":null}', Malformed),
    "no object": (b"[]", Malformed),
    "too deep": (b'{"gov_id":' + b"[" * 32 + b"]" * 32 + b"}", TooBig),
    "as deep as may be": (b'{"gov_id":' + b"[" * 31 + b"]" * 31 + b"}", Malformed),
    "too long": (b"{}" + b" " * (2**20 - 1), TooBig),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str, engine: Any) -> None:
    """Each way round strict JSON should be refused by its kind, at its place."""
    raw, kind = REFUSED[name]
    with pytest.raises(FjcoreError) as caught:
        loads(raw, Person, where="row.3", engine=engine)

    assert kind is type(caught.value)
    assert "row.3" == caught.value.where


@pytest.mark.parametrize("engine", ENGINES)
def test_as_long_as_may_be(engine: Any) -> None:
    """A text of exactly the limit should be read."""
    assert Person() == loads(b"{}" + b" " * (2**20 - 2), Person, engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("raw", ["{}", bytearray(b"{}"), memoryview(b"{}"), None, 1])
def test_only_bytes_are_read(raw: Any, engine: Any) -> None:
    """What is not bytes should be refused, though orjson would take some of it."""
    with pytest.raises(BadText):
        loads(raw, Person, engine=engine)


@usual
@given(texts)
def test_nothing_is_repeated(case: tuple[bytes, type]) -> None:
    """A refusal should repeat nothing of the text, by whatever way it is printed."""
    raw = case[0][:-1] + b',"%s":["%s"]}' % ((CANARY.encode(),) * 2)
    for engine in ENGINES:
        with pytest.raises(FjcoreError) as caught:
            loads(raw, case[1], engine=engine)

        assert "canary" not in traced(caught.value)
