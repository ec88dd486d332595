from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from records.versioned import First, Second, Third, any_version, gathered, joined, today
from support.frames import traced
from support.profiles import tried

from fjcore.errors import Malformed, NewerSchema, Problem
from fjcore.records import (
    CORE_RECORDS,
    Upcast,
    dumps,
    labelled,
    record,
    structure,
    upcast,
)
from fjcore.records.record import info_of
from fjcore.records.versions import chain, upcasted
from fjcore.values import Missing, canonical

usual = tried(50, 200)


def typed(version: int, *steps: Upcast, name: str = "x_made.watch") -> type:
    """A record type of a version, with these steps to it."""
    cls = type("Made", (), {"__doc__": "Made up.", "__upcasts__": steps})
    cls.__annotations__ = {"name": str | Missing, "ill": bool | Missing}
    cls.name = labelled("identity.name")  # type: ignore[attr-defined]
    cls.ill = labelled("medical")  # type: ignore[attr-defined]
    made: type = record(name, version)(cls)
    return made


def step(version: int, *writes: str, name: str = "x_made.watch") -> Upcast:
    """A step that changes nothing and may write these fields."""
    return upcast(name, version, reads=[], writes=writes)(lambda fields: fields)


def refused(cls: type) -> set[tuple[str, str]]:
    """The faults of a chain."""
    with pytest.raises(Malformed) as caught:
        chain(cls)
    assert info_of(cls).name == caught.value.where
    return {tuple(problem) for problem in caught.value.problems}


@usual
@given(any_version)
def test_any_version_is_read_as_it_is_now(held: Any) -> None:
    """JSON of a record of any version should be read as it is at the present one."""
    payload, version = canonical.loads(dumps(held)), info_of(type(held)).version
    before = deepcopy(payload)
    raised = upcasted(Third, version, payload, where="here")

    assert today(held) == structure(raised, Third)
    assert before == payload


def test_the_present_version_is_left_alone() -> None:
    """A record of the present version should be read as it stands."""
    payload = {"name": "Maeve", "seen": [{"place": "1420"}]}

    assert payload == upcasted(Third, 3, payload, where="here")


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)
def test_every_record_of_core_has_its_whole_history(cls: type) -> None:
    """Each record type of core should have one step for each version it had before."""
    steps = chain(cls)

    assert list(range(1, info_of(cls).version)) == [s.from_version for s in steps]


def test_steps_stand_in_the_order_of_versions() -> None:
    """A chain should run from the first version on, however its steps are listed."""
    assert (joined, gathered) == chain(Third)
    assert () == chain(First)


@pytest.mark.parametrize(
    ("cls", "faults"),
    [
        (typed(2), {("version.1", "required")}),
        (typed(4, step(2)), {("version.1", "required"), ("version.3", "required")}),
        (typed(2, step(1), step(1)), {("version.1", "duplicate")}),
        (typed(2, step(1), step(2)), {("version.2", "range")}),
        (typed(1, step(0)), {("version.0", "range")}),
        (typed(2, step(1, name="x_made.wat")), {("version.1", "type")}),
        (typed(2, step(1, name="x_made.watch.late")), {("version.1", "type")}),
        (typed(2, step(1, "name", "ill")), {("version.1", "precondition")}),
    ],
    ids=lambda value: str(sorted(value)) if type(value) is set else str(value),
)
def test_a_faulty_history_is_refused(cls: type, faults: set[tuple[str, str]]) -> None:
    """A gap, a step twice, too many, of another type or across cells is refused."""
    assert faults == refused(cls)


def test_a_variant_shares_the_steps_of_its_base() -> None:
    """A variant of a type should be brought up by the steps of that type."""
    base = typed(2, step(1))
    variant = record("x_made.watch.late", 2)(type("Late", (base,), {"__doc__": "."}))

    assert chain(base) == chain(variant)


def test_a_local_form_may_have_no_history() -> None:
    """The type of a local form without steps should read what it still asks."""
    assert () == chain(Second)
    assert {"name": "Maeve"} == upcasted(Second, 1, {"name": "Maeve"}, where="here")


def test_a_core_record_may_not() -> None:
    """A type that is no local form should have a step for each version before it."""
    cls = type("Made", (), {"__doc__": "Made up.", "risk": labelled("risk")})
    cls.__annotations__ = {"risk": bool | Missing}

    assert {("version.1", "required")} == refused(record("watch", 2)(cls))


@pytest.mark.parametrize("version", [4, 5, 10**6])
def test_a_newer_version_is_refused(version: int) -> None:
    """A record of a newer version should be refused by where it stands, unread."""
    with pytest.raises(NewerSchema) as caught:
        upcasted(Third, version, {"name": "Maeve"}, where="here")

    assert "here" == caught.value.where


@pytest.mark.parametrize("version", [0, -1, True, "1", None, 1.0])
def test_a_version_that_never_was_is_refused(version: object) -> None:
    """A version that is no number of one should be refused, not guessed."""
    with pytest.raises(Malformed) as caught:
        upcasted(Third, version, {}, where="here")

    assert (Problem("version", "range"),) == caught.value.problems


def held_to(change: Any, fields: dict[str, Any]) -> Any:
    """What a step gives that reads ``a`` and ``b`` and writes ``b`` and ``c``."""
    return upcast("x_made.a", 1, reads=["a", "b"], writes=["b", "c"])(change)(fields)


def test_a_step_sees_what_it_reads_and_keeps_the_rest() -> None:
    """A step should be given the fields that it declares, and leave all others."""
    shown: list[Any] = []
    fields = {"a": [1], "d": "Maeve"}
    found = held_to(lambda given: shown.append(given) or {"c": 2}, fields)

    assert [{"a": [1]}] == shown
    assert {"c": 2, "d": "Maeve"} == found
    assert {"a": [1], "d": "Maeve"} == fields


def test_a_step_cannot_change_what_it_is_given() -> None:
    """A step that changes its input should change nothing but its own copy."""
    fields: dict[str, Any] = {"a": [1]}
    found = held_to(lambda given: given["a"].append(2) or {}, fields)

    assert {"a": [1]} == fields
    assert {} == found


def fails(given: dict[str, Any]) -> dict[str, Any]:
    raise ValueError(given["a"])


@pytest.mark.parametrize(
    "change",
    [
        fails,
        lambda given: {"d": given["a"]},
        lambda given: {"a": given["a"]},
        lambda given: {"c": given["a"], "z": 1},
        lambda given: given["a"],
        lambda given: None,
    ],
    ids=["fails", "overwrites", "puts back", "adds", "no table", "nothing"],
)
def test_a_step_that_breaks_its_word_is_named(change: Any) -> None:
    """A step that fails or writes what it did not declare should tell no value."""
    with pytest.raises(Malformed) as caught:
        held_to(change, {"a": "quokka", "d": "Maeve"})

    assert (Problem("x_made.a.version.1", "precondition"),) == caught.value.problems
    assert caught.value.__context__ is None
    assert "quokka" not in traced(caught.value)


def test_bringing_up_tells_no_value() -> None:
    """A record that cannot be brought up should leave no value in a traceback."""
    cls = typed(2, upcast("x_made.watch", 1, reads=["a"], writes=["ill"])(fails))
    with pytest.raises(Malformed) as caught:
        upcasted(cls, 1, {"a": "quokka"}, where="here")

    assert "quokka" not in traced(caught.value)


def test_a_step_does_not_overwrite_what_it_does_not_read() -> None:
    """A field that a step writes but does not read should not stand there already."""
    change = upcast("x_made.a", 1, reads=["a"], writes=["c"])(lambda given: {"c": 1})

    assert {"c": 1} == change({"a": 0})
    with pytest.raises(Malformed):
        change({"a": 0, "c": "Maeve"})
