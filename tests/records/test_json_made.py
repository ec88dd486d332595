from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from records.damage import CANARY
from records.every import AllTypes
from records.jsontexts import ENGINES, outcome
from records.plainest import plainest
from support.frames import traced

from fjcore.errors import Malformed, NaiveTime, NotCanonical, OptionRefused, TooBig
from fjcore.records import (
    CORE_RECORDS,
    HumanName,
    Note,
    Person,
    SafetyPlan,
    _json,
    dumps,
    structure,
    unstructure,
)
from fjcore.records.record import info_of
from fjcore.values import Missing, PartialDate, canonical

# --- records made by hand -----------------------------------------------------------


class Text(str):
    """A text that is not quite one."""


class Day(date):
    """A day that is not quite one."""


ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    2**53 - 1,
    2**53,
    -(2**53),
    2**70,
    1.0,
    float("nan"),
    "",
    "x",
    "a\ud800",
    '\x00\x1f\x7f"\\\u2028',
    Text("x"),
    b"x",
    (),
    [],
    {},
    ("x",),
    ("x", 1),
    (2**53 - 1,),
    (2**53,),
    (2**70,),
    (True,),
    (1.5,),
    (Text("x"),),
    (None,),
    ("a\udfff",),
    [HumanName(text="x")],
    (HumanName(text="x"),),
    (HumanName(text=None),),  # type: ignore[arg-type]
    (Person(),),
    Person(),
    date(2026, 3, 2),
    Day(2026, 3, 2),
    datetime(2026, 3, 2, tzinfo=UTC),
    datetime(2026, 3, 2),  # noqa: DTZ001
    PartialDate.parse("2026"),
    PartialDate(1, date.min, date.max, False),  # type: ignore[arg-type]
    Missing.ERROR,
    Missing.NOT_COLLECTED,
    timedelta(1),
    object(),
)


def odd_records(cls: type) -> Iterator[Any]:
    """Give records of a type, each with something odd in one of its fields."""
    plain: Any = structure(plainest(cls), cls)
    for attribute in attrs.fields(cls):
        for odd in ODD:
            try:
                yield attrs.evolve(plain, **{attribute.name: odd})
            except Malformed:
                continue  # a rule of the type refuses it before it can be written


@pytest.mark.parametrize("cls", [*CORE_RECORDS, AllTypes], ids=lambda cls: cls.__name__)
def test_odd_records_are_refused_alike(cls: type) -> None:
    """Whatever a field holds, both should write the same, or refuse it by its path."""
    for record in odd_records(cls):
        found = [outcome(dumps, record, engine=engine) for engine in ENGINES]

        assert found[0] == found[1]
        if type(found[0]) is bytes:
            assert canonical.dumps(unstructure(record)) == found[0]
        else:
            assert found[0][1].startswith(info_of(cls).name)
            assert found[0][3]


def test_what_a_field_may_not_hold_is_told_by_its_path() -> None:
    """A wrong value in a record made by hand should be told by where it stands."""
    wrong: Any = (HumanName(text=CANARY.encode()),)  # type: ignore[arg-type]
    naive = datetime(2026, 3, 2)  # noqa: DTZ001
    for engine in ENGINES:
        with pytest.raises(NotCanonical) as caught:
            dumps(Person(names=wrong), engine=engine)
        with pytest.raises(NaiveTime) as timed:
            dumps(Note(kind="case", written_at=naive, text=CANARY), engine=engine)

        assert "person.names.text" == caught.value.where
        assert "note.written_at" == timed.value.where
        for error in (caught.value, timed.value):
            assert "canary" not in traced(error)


@pytest.mark.parametrize("engine", ENGINES)
def test_too_large_a_record_is_not_written(engine: Any) -> None:
    """A record above the limit that any reader has should not be written."""
    plan = SafetyPlan(created_on=PartialDate.parse("2026"), warning_signs=("x",))
    room = 2**20 - len(dumps(plan, engine=engine))
    fits = attrs.evolve(plan, warning_signs=("x" * (room + 1),))
    over = attrs.evolve(plan, warning_signs=("x" * (room + 2),))

    assert 2**20 == len(dumps(fits, engine=engine))
    with pytest.raises(TooBig) as caught:
        dumps(over, engine=engine)
    assert "safety_plan" == caught.value.where
    assert "xxx" not in traced(caught.value)


# --- which engine -------------------------------------------------------------------


def test_orjson_is_used_where_it_is() -> None:
    """Unless one is named, the faster engine should be used, and only loaded then."""
    assert _json._by_orjson() is _json.engine_of("")
    assert _json.engine_of("orjson") is not _json.engine_of("standard")


def test_no_other_engine_is_known() -> None:
    """An engine that is not known should be refused, not replaced."""
    other: Any = "simplejson"
    with pytest.raises(OptionRefused):
        dumps(Person(), engine=other)


WITHOUT = """
import sys
sys.modules["orjson"] = None
from fjcore.errors import MissingExtra
from fjcore.records import Person, dumps, loads
record = Person(gov_id="x")
assert record == loads(dumps(record), Person)
print(dumps(record).decode())
try:
    dumps(record, engine="orjson")
except MissingExtra as error:
    print(error.where)
"""


def test_all_works_without_orjson() -> None:
    """Where orjson is not, records should be written the same, and its name refused."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True
    )

    assert [dumps(Person(gov_id="x")).decode(), "orjson"] == done.stdout.split()
