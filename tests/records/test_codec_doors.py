from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, IntEnum, StrEnum
from typing import Any

import attrs
import pytest
from records.damage import CANARY
from records.every import AllTypes, Inner, all_types
from support.frames import traced

from fjcore.errors import Malformed, NaiveTime, UnknownRecord, Unlabelled
from fjcore.records import (
    HumanName,
    Person,
    ServiceEncounter,
    labelled,
    record,
    structure,
    unstructure,
)
from fjcore.records.codec import structure_settings
from fjcore.values import Missing

# --- doors for time -----------------------------------------------------------------


def test_no_naive_time_is_read() -> None:
    """An instant without an offset should be refused where it stands."""
    with pytest.raises(Malformed) as caught:
        structure(
            {"service": "A1", "started_at": "2026-03-02T10:00:00"}, ServiceEncounter
        )

    assert (("started_at", "format"),) == caught.value.problems


@pytest.mark.parametrize("many", [False, True])
def test_no_naive_time_is_written(many: bool) -> None:
    """A record made by hand with a naive time should not be written, by its field."""
    naive = datetime(2026, 3, 2, 10)  # noqa: DTZ001
    held: Any = structure(all_types(), AllTypes)
    if many:
        held = attrs.evolve(held, times=(naive,))
    else:
        held = attrs.evolve(held, inners=(Inner(day=date(2026, 1, 1), at=naive),))
    with pytest.raises(NaiveTime) as caught:
        unstructure(held)

    path = "x_made.all_types.times" if many else "x_made.all_types.inners.at"
    assert path == caught.value.where


# --- types that are none ------------------------------------------------------------


def derived() -> type:
    """A class that adds a field to a record type behind its back."""

    @attrs.frozen(kw_only=True)
    class Behind(Person):
        nickname: str = "x"

    return Behind


@pytest.mark.parametrize("make", [derived, lambda: type("Plain", (Person,), {})])
def test_a_class_derived_behind_the_back_is_refused(make: Any) -> None:
    """A class that only inherits from a record type should not be read or written."""
    cls = make()
    with pytest.raises(Unlabelled):
        structure({}, cls)
    with pytest.raises(Unlabelled):
        unstructure(cls())


def test_an_unknown_code_list_is_told() -> None:
    """A field of a list that nobody has should be told as what it is."""

    @record("x_made.coded", 1)
    class Coded:
        kind: str | Missing = labelled("risk", codes="fj.no_such_list")

    with pytest.raises(UnknownRecord) as caught:
        structure({"kind": CANARY}, Coded)

    assert "fj.no_such_list" == caught.value.where


# --- settings -----------------------------------------------------------------------


class Color(Enum):
    RED = "red"


@attrs.frozen
class Inside:
    text: str
    count: int = 0


@attrs.frozen
class Settings:
    name: str
    on: bool = False
    color: Color = Color.RED
    inside: tuple[Inside, ...] = ()
    by_name: dict[str, Inside] = attrs.field(factory=dict)


class Tone(StrEnum):
    LOW = "low"


class Step(IntEnum):
    ONE = 1


@attrs.frozen
class Lists:
    tone: Tone = Tone.LOW
    step: Step = Step.ONE
    tones: tuple[Tone, ...] = ()
    some: frozenset[Tone] = frozenset()
    by_name: Mapping[str, Tone] = attrs.field(factory=dict)
    maybe: Tone | None = None
    text: str = ""


@pytest.mark.parametrize(
    ("key", "value", "path", "code"),
    [
        ("tone", "loud", "tone", "unknown_code"),
        ("tone", 1, "tone", "unknown_code"),
        ("tone", Tone.LOW, "tone", "type"),
        ("tone", None, "tone", "type"),
        ("step", 2, "step", "unknown_code"),
        ("step", True, "step", "type"),
        ("step", "1", "step", "unknown_code"),
        ("tones", ["low", "loud"], "tones.1", "unknown_code"),
        ("some", ["loud"], "some.0", "unknown_code"),
        ("by_name", {"a": "loud"}, "by_name.?", "unknown_code"),
        ("maybe", "loud", "maybe", "unknown_code"),
        ("text", Tone.LOW, "text", "type"),
    ],
)
def test_a_closed_list_is_held_to_its_members(
    key: str, value: Any, path: str, code: str
) -> None:
    """A setting of a closed list should take its members' texts or numbers alone."""
    with pytest.raises(Malformed) as caught:
        structure_settings({key: value}, Lists)

    assert ((path, code),) == caught.value.problems


def test_a_member_is_what_is_read() -> None:
    """A setting of a closed list should come as the member that was named."""
    said = {
        "tone": "low",
        "step": 1,
        "tones": ["low"],
        "some": ["low"],
        "by_name": {"a": "low"},
        "maybe": "low",
    }
    found = structure_settings(said, Lists)
    held = (found.tone, *found.tones, *found.some, *found.by_name.values(), found.maybe)

    assert {Tone} == {type(one) for one in held}
    assert Step.ONE is found.step


def test_settings_are_read_as_strictly() -> None:
    """A class of settings should be read as strictly, with every fault at once."""
    good = {"name": "a", "on": True, "inside": [{"text": "b"}], "color": "red"}
    bad: Any = {
        "on": 1,
        "color": "blue",
        "inside": [{"text": "b", "count": True}, {"text": 2, CANARY: 1}],
        "by_name": {"plain": {"text": 3}, CANARY.upper(): {"text": 3}},
        CANARY: 1,
    }
    with pytest.raises(Malformed) as caught:
        structure_settings(bad, Settings, where="site")

    assert Settings("a", on=True, inside=(Inside("b"),)) == structure_settings(
        good, Settings
    )
    assert [
        ("site", "unknown_key"),
        ("site.by_name.?.text", "type"),
        ("site.color", "unknown_code"),
        ("site.inside.0.count", "type"),
        ("site.inside.1", "unknown_key"),
        ("site.inside.1.text", "type"),
        ("site.name", "required"),
        ("site.on", "type"),
    ] == list(caught.value.problems)
    assert "canary" not in traced(caught.value).lower()


def test_names_stay_names() -> None:
    """A name of one word and of any script should be read as it is."""
    for name in ("Li", "נועה", "O'Connor", "Ngọc-Ánh", "x" * 200):
        assert HumanName(text=name) == structure({"text": name}, HumanName)
