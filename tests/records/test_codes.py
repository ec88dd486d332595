from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.walking import over

from fjcore.errors import UnknownRecord
from fjcore.records import CORE_RECORDS, CodeList, core_list, core_lists, leaves
from fjcore.records.codes import How, Step, versions_of

LISTS = sorted(core_lists())
EVERY = [one for name in LISTS for one in versions_of(name)]

every = over(EVERY, ids=lambda one: one.id + one.version)


@every
def test_a_list_says_what_it_is(listed: CodeList) -> None:
    """Every list should have a version, a source, and codes that read as words."""
    said = {**listed.codes, **listed.retired}

    assert listed == core_list(listed.id, listed.version)
    assert listed.version
    assert listed.source
    assert not listed.reviewed
    assert said
    assert all(code.strip() == code != "" and len(code) <= 64 for code in said)
    assert all(text.strip() == text != "" for text in said.values())


@every
def test_a_list_holds_its_codes_and_nothing_else(listed: CodeList) -> None:
    """A list should hold each of its codes, exactly as it is written."""
    for code in listed.codes:
        assert code in listed
        assert code + " " not in listed
        assert code.swapcase() not in listed or code.swapcase() == code
    assert None not in listed
    assert 1 not in listed


@every
def test_a_retired_code_is_read_and_not_held(listed: CodeList) -> None:
    """A code should be there to write or to read only, never both."""
    assert not listed.retired.keys() & listed.codes.keys()
    assert listed.readable == listed.retired.keys() | listed.codes.keys()


@every
def test_what_leaves_in_place_of_a_code_may_leave(listed: CodeList) -> None:
    """A code that must not leave should leave as one that may."""
    assert listed.outward.keys() <= listed.readable
    assert set(listed.outward.values()) <= listed.codes.keys()
    assert not set(listed.outward.values()) & listed.outward.keys()


def test_every_field_has_its_list() -> None:
    """Every list that a field of core names should be there."""
    named = {leaf.codes for kind in CORE_RECORDS for leaf in leaves(kind) if leaf.codes}

    assert named
    assert named <= set(LISTS)


@pytest.mark.parametrize(
    ("name", "version"),
    [("fj.no_such", ""), ("fj.weapon", "0"), ("hud.race", "2025"), ("", "")],
)
def test_an_unknown_list_is_named(name: str, version: str) -> None:
    """Asking for a list or a version that is not there should name the list."""
    with pytest.raises(UnknownRecord) as caught:
        core_list(name, version)

    assert name == caught.value.where


def test_a_list_is_sealed() -> None:
    """Nobody should be able to change a list, also not what it was made from."""
    codes, maps, retired = {"a": "A"}, {"a": "other"}, {"z": "Z"}
    outward, steps = {"a": "a"}, {"a": Step(How.NONE)}
    listed: Any = CodeList(
        "x_a.b",
        "1",
        codes,
        maps_to="fj.weapon",
        maps=maps,
        retired=retired,
        outward=outward,
        crosswalk=steps,
    )
    for table in (codes, maps, retired, outward, steps):
        table.clear()  # type: ignore[attr-defined]

    assert {"a": "A"} == dict(listed.codes)
    assert {"a": "other"} == dict(listed.maps)
    assert {"z": "Z"} == dict(listed.retired)
    assert {"a": "a"} == dict(listed.outward)
    assert {"a": Step(How.NONE)} == dict(listed.crosswalk)
    for table in (listed.codes, listed.retired, listed.crosswalk, core_lists()):
        with pytest.raises(TypeError):
            table["b"] = "B"


def test_a_list_is_known_by_id_and_version() -> None:
    """Two versions of a list should be two lists, and the same one count once."""
    one = CodeList("x_a.b", "1", {"a": "A"})

    assert 1 == len({one, CodeList("x_a.b", "1", {"a": "A"})})
    assert 2 == len({one, CodeList("x_a.b", "2", {"a": "A"})})


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2023, 9, 30), False),
        (date(2023, 10, 1), True),
        (date(2025, 9, 30), True),
        (date(2025, 10, 1), False),
    ],
)
def test_a_version_is_in_force_from_its_start_and_before_its_end(
    day: date, inside: bool
) -> None:
    """A version should be in force on its first day, and no more on the day it ends."""
    assert inside is core_list("hud.race", "2024").in_force(day)
    assert inside or core_list("hud.race").in_force(day) is (day.year == 2025)


def test_a_version_without_ends_is_in_force() -> None:
    """A list of which no day is known should be taken to be in force."""
    assert CodeList("x_a.b", "1", {"a": "A"}).in_force(date(1, 1, 1))
