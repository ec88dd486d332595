"""What is sealed of a record, compartment by compartment, is its one canonical form."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from records.damage import CANARY
from records.every import AllTypes
from records.jsontexts import ENGINES
from records.plainest import plainest
from records.test_json_made import odd_records
from support.frames import traced
from support.profiles import tried
from support.records import any_record

from fjcore.errors import FjcoreError, NotCanonical, TooBig
from fjcore.records import (
    CORE_RECORDS,
    HumanName,
    Person,
    packer,
    structure,
    unstructure,
)
from fjcore.records.record import compartments
from fjcore.values import canonical

usual = tried(25, 60)


def by_hand(record: Any) -> dict[str, bytes]:
    """Give what each compartment should hold, of the plain data of the record."""
    where, found = compartments(type(record)), dict[str, dict[str, Any]]()
    for name, value in unstructure(record).items():
        found.setdefault(where[name], {})[name] = value
    return {place: canonical.dumps(fields) for place, fields in found.items()}


def written(record: Any, engine: Any) -> Any:
    """Give the bytes of each compartment, or what was refused, and how it was told."""
    try:
        return packer(type(record), engine=engine).pack(record)
    except FjcoreError as error:
        return type(error), error.where, error.__context__


@usual
@given(any_record)
def test_each_compartment_holds_its_fields(record: Any) -> None:
    """Each compartment should hold the canonical form of its fields, by any engine."""
    for engine in ENGINES:
        assert by_hand(record) == packer(type(record), engine=engine).pack(record)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_holder_may_split_otherwise(engine: Any) -> None:
    """A record should be split as a holder says, each field to where it says so."""
    record: Any = structure(plainest(AllTypes), AllTypes)
    plain = unstructure(record)
    where = {a.name: a.name[:1] for a in attrs.fields(AllTypes)}
    found = packer(AllTypes, where=where, engine=engine).pack(record)

    assert {name[:1] for name in plain} == set(found)
    assert plain == {k: v for raw in found.values() for k, v in _read(raw).items()}


def _read(raw: bytes) -> dict[str, Any]:
    found: dict[str, Any] = canonical.loads(raw, where="row")
    return found


@pytest.mark.parametrize("cls", [*CORE_RECORDS, AllTypes], ids=lambda cls: cls.__name__)
def test_odd_records_are_refused_alike(cls: type) -> None:
    """Whatever a field holds, both should write the same, or refuse it by its path."""
    for record in odd_records(cls):
        first, second = (written(record, engine) for engine in ENGINES)

        assert first == second
        if type(first) is dict:
            assert by_hand(record) == first
        else:
            assert first[2] is None


@pytest.mark.parametrize("engine", ENGINES)
def test_a_refusal_tells_the_path_alone(engine: Any) -> None:
    """A wrong value in a record made by hand should be told by where it stands."""
    wrong: Any = (HumanName(text=CANARY.encode()),)  # type: ignore[arg-type]
    with pytest.raises(NotCanonical) as caught:
        packer(Person, engine=engine).pack(Person(names=wrong))

    assert "person.names.text" == caught.value.where
    assert "canary" not in traced(caught.value)


@pytest.mark.parametrize("engine", ENGINES)
def test_too_large_a_part_is_not_written(engine: Any) -> None:
    """What is above the limit that any reader has should not be written."""
    pack = packer(Person, engine=engine)
    room = canonical.MAX_BYTES - len(pack.write({"a": ""}))

    assert canonical.MAX_BYTES == len(pack.write({"a": "x" * room}))
    with pytest.raises(TooBig) as caught:
        pack.write({"a": "x" * (room + 1)})
    assert "person" == caught.value.where
    assert "xxx" not in traced(caught.value)


def test_one_is_made_for_each_type_and_split() -> None:
    """What packs a type should be made once, and again where it splits otherwise."""
    where = dict.fromkeys(compartments(Person), "one")

    assert packer(Person) is packer(Person)
    assert packer(Person, where=where) is packer(Person, where=dict(where))
    assert packer(Person) is packer(Person, where=compartments(Person))
    assert packer(Person) is not packer(Person, where=where)
    assert packer(Person) is not packer(Person, engine="standard")
