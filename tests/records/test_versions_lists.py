"""Codes across versions of their lists: a retired one is read and never written."""

from __future__ import annotations

from typing import Any

import pytest

from fjcore.errors import Malformed, NewerSchema, Problem
from fjcore.records import (
    CORE_RECORDS,
    CodeList,
    core_list,
    core_lists,
    labelled,
    part,
    parts,
    record,
    structure,
    unstructure,
    versions_of,
)
from fjcore.records.versions import check_lists, check_new, lists_of
from fjcore.values import Missing

OWN = CodeList("x_made.own", "2", {"a": "A"}, retired={"b": "B"})

#: Every retired code of core, with its list.
RETIRED = [
    (name, code) for name in sorted(core_lists()) for code in core_list(name).retired
]

retired = pytest.mark.parametrize(("name", "code"), RETIRED)


@part("x_made_box")
class Box:
    own: str | Missing = labelled("risk", codes=OWN)


@record("x_made.boxes", 1)
class Boxes:
    race: tuple[str, ...] | Missing = labelled("risk", codes="hud.race")
    sex: str | Missing = labelled("risk", codes="hud.sex")
    first: Box = parts(required=True)
    boxes: tuple[Box, ...] = parts()


def coded(name: str) -> Any:
    """A record type with one field of a list."""
    cls = type(
        "Made", (), {"__doc__": "Made up.", "code": labelled("risk", codes=name)}
    )
    cls.__annotations__ = {"code": str | Missing}
    return record("x_made.one", 1)(cls)


@retired
def test_a_retired_code_is_read(name: str, code: str) -> None:
    """Every retired code should be read where it was stored, and told as it is."""
    cls = coded(name)

    assert {"code": code} == unstructure(structure({"code": code}, cls))


@retired
def test_a_retired_code_is_not_written(name: str, code: str) -> None:
    """No retired code should be kept in a new record."""
    held = coded(name)(code=code)
    with pytest.raises(Malformed) as caught:
        check_new(held)

    assert "x_made.one" == caught.value.where
    assert (Problem("x_made.one.code", "retired_code"),) == caught.value.problems


@pytest.mark.parametrize("name", sorted({name for name, _ in RETIRED}))
def test_a_current_code_is_written(name: str) -> None:
    """Every code that a list has should be kept in a new record."""
    cls = coded(name)
    for code in core_list(name).codes:
        assert check_new(cls(code=code)) is None  # type: ignore[func-returns-value]
    assert check_new(cls()) is None  # type: ignore[func-returns-value]


def test_each_retired_code_is_told_by_its_path() -> None:
    """A retired code should be told by its place, in a list and in a part."""
    held = Boxes(
        race=("White", "HispanicLatinaeo"),
        first=Box(own="b"),
        boxes=(Box(own="a"), Box(own="b"), Box(own=Missing.ERROR)),
    )
    with pytest.raises(Malformed) as caught:
        check_new(held)

    assert [
        "x_made.boxes.race.1",
        "x_made.boxes.first.own",
        "x_made.boxes.boxes.1.own",
    ] == [problem.path for problem in caught.value.problems]
    assert "Hispanic" not in str(caught.value)


def test_a_record_names_the_lists_that_changed() -> None:
    """A record type should name the version of each list that has several."""
    assert {"hud.race": "2026"} == lists_of(Boxes)


@pytest.mark.parametrize("cls", CORE_RECORDS)
def test_a_list_of_one_version_is_not_named(cls: type) -> None:
    """No list should be named that never changed."""
    for name, version in lists_of(cls).items():
        assert len(versions_of(name)) > 1
        assert versions_of(name)[-1].version == version


def checked(lists: dict[str, str], *codes: str) -> None:
    held = Boxes(race=codes, first=Box(own="b"))
    check_lists(held, lists, where="here")


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ({"hud.race": "2024"}, "HispanicLatinaeo"),
        ({"hud.race": "2024"}, "White"),
        ({"hud.race": "2026"}, "HispanicLatinao"),
        ({"hud.race": "2026"}, "HispanicLatinaeo"),
        ({}, "HispanicLatinaeo"),
        ({"hud.gender": "2024"}, "White"),
    ],
)
def test_a_stored_code_is_checked_against_its_own_version(
    lists: dict[str, str], code: str
) -> None:
    """A code that its list had when the record was kept should be read."""
    assert checked(lists, "White", code) is None  # type: ignore[func-returns-value]


def test_a_code_that_came_later_is_refused() -> None:
    """A code that its list did not have when the record was kept is no code of it."""
    with pytest.raises(Malformed) as caught:
        checked({"hud.race": "2024"}, "White", "HispanicLatinao")

    assert (Problem("x_made.boxes.race.1", "unknown_code"),) == caught.value.problems
    assert "here" == caught.value.where


@pytest.mark.parametrize("lists", [{"hud.race": "2028"}, {"hud.tribe": "2026"}])
def test_a_newer_list_is_refused(lists: dict[str, str]) -> None:
    """A list or version that is not known here should be refused as newer."""
    with pytest.raises(NewerSchema) as caught:
        checked(lists, "White")

    assert "here" == caught.value.where
    assert caught.value.__context__ is None
