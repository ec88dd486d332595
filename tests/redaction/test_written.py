"""Cutters before and after their code is written: no difference but the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redaction.strategies import cases, made, shapes_of
from support.profiles import tried

from fjcore.consent import View
from fjcore.records import CORE_RECORDS, FieldKind, labelled, part, parts, record
from fjcore.redaction import cutter, shape_of
from fjcore.redaction.source import WARM
from fjcore.values import Missing


def outcomes(cls, shape, held, **said):
    """What a record's cut shows, key for key: plainly, and by its written code."""
    return [
        repr(cutter.__wrapped__(cls, shape, warm=warm, **said)(held)) for warm in (1, 0)
    ]


@given(cases(), st.booleans())
@tried(25, 60)
def test_written_code_shows_the_same(case, native):
    """The written code should show what the plain cut shows, in the same order."""
    held, shape, env = case
    plain, written = outcomes(type(held), shape, held, env=env, native=native)

    assert plain == written


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: cls.__name__)
def test_every_core_type(cls):
    """Each type of the library should be cut alike, whatever its records hold."""

    @given(st.data(), st.booleans())
    @settings(max_examples=3, deadline=None)
    def alike(data, native):
        held, shape = data.draw(made(cls)), data.draw(shapes_of(cls))
        plain, written = outcomes(cls, shape, held, native=native)

        assert plain == written

    alike()


@part("x_written.row")
class Row:
    """A row of which the instant tells it apart."""

    at: datetime = labelled("risk", identifying="none", required=True)
    code: str = labelled("risk", identifying="none", required=True)
    phone: str | Missing = labelled("risk", kind=FieldKind.PHONE)


@part("x_written.pair")
class Pair:
    """A row that no field tells apart."""

    code: str = labelled("risk", identifying="none", required=True)
    near: bool = labelled("risk", identifying="none", required=True)
    on: date | Missing = labelled("risk", identifying="none")


@part("x_written.one")
class One:
    """A part whose fields are called as those of a reason."""

    name: str | Missing = labelled("risk")
    value: str | Missing = labelled("risk")


@record("x_written", 1)
class Written:
    """Every way in which parts are written."""

    rows: tuple[Row, ...] = parts()
    pairs: tuple[Pair, ...] = parts()
    ones: tuple[One, ...] = parts()
    one: One = parts(required=True)


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ELSEWHERE = NOON.astimezone(timezone(timedelta(hours=-7)))
ROWS = st.builds(
    Row,
    at=st.sampled_from([NOON, ELSEWHERE, NOON + timedelta(1), NOON - timedelta(1)]),
    code=st.sampled_from(["a", "b", "", Missing.NOT_ASKED, Missing.NOT_COLLECTED]),
    phone=st.sampled_from(["406-555-0123", *Missing]),
)
PAIRS = st.builds(
    Pair,
    code=st.sampled_from(["a", "b", "c", Missing.WITHHELD]),
    near=st.booleans(),
    on=st.sampled_from([date(2026, 3, 2), date(2026, 3, 3), *Missing]),
)
ONES = st.builds(
    One,
    name=st.sampled_from(["Orla", Missing.NOT_COLLECTED]),
    value=st.sampled_from(["Quill", Missing.WITHHELD]),
)
WHOLE = st.builds(
    Written,
    rows=st.lists(ROWS, max_size=4).map(tuple),
    pairs=st.lists(PAIRS, max_size=4).map(tuple),
    ones=st.lists(ONES, max_size=3).map(tuple),
    one=ONES,
)


@given(WHOLE, shapes_of(Written), st.booleans(), st.randoms(use_true_random=False))
@tried(30, 100)
def test_rows_stand_in_an_order_of_their_own(held, shape, native, rng):
    """However rows were kept, both should show them in one order, and each alike."""
    moved = attrs.evolve(
        held,
        rows=tuple(rng.sample(held.rows, len(held.rows))),
        pairs=tuple(rng.sample(held.pairs, len(held.pairs))),
    )
    found = {
        outcome
        for one in (held, moved)
        for outcome in outcomes(Written, shape, one, native=native)
    }

    assert 1 == len(found)


@pytest.mark.parametrize("native", [True, False])
def test_code_is_written_when_it_pays(native):
    """Code should be written at the record from which it pays, and cut the same."""
    shape = shape_of(Written, lambda _: View.FULL)
    cut = cutter.__wrapped__(Written, shape, native=native)
    held = Written(one=One(name="Orla"))
    before = cut.__code__.co_filename
    found = [cut(held) for _ in range(WARM - 1)]
    still = cut.__code__.co_filename
    found.append(cut(held))
    after = cut.__code__.co_filename

    assert before == still
    assert after.startswith("<fjcore cutter x_written ")
    assert [{"one": {"name": "Orla"}}] * WARM == found
