"""A file of agencies is read strictly: every fault by its path and code."""

from __future__ import annotations

import copy
import json
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import RecipientKind
from fjcore.consent.center import Funding, SystemKind, center_from, example_text
from fjcore.errors import CenterRefused

LEAST = """
format = 1
[center]
name = "A Center"
state = "US-MT"
tz = "America/Denver"
as_of = 2026-12-01
[[agency]]
id = "harbor"
name = "Harbor"
kind = "vsp_advocate"
funding = ["vawa"]
"""
SHARED = '[[system]]\nid = "x"\nname = "X"\nkind = "files"\nused_by = ["harbor"]\n'
TWICE = LEAST + LEAST.partition("as_of = 2026-12-01\n")[2]


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(CenterRefused) as caught:
        center_from(text, where="agencies.toml")
    assert "agencies.toml" == caught.value.where
    return {(one.path, one.code) for one in caught.value.problems}


def test_least() -> None:
    """The least that a file can hold should be enough, with its defaults."""
    (harbor,) = center_from(LEAST).agencies

    assert ("harbor", "harbor", None) == (harbor.unit, harbor.employer, harbor.licences)
    assert date(2026, 12, 1) == center_from(LEAST).as_of


def test_example() -> None:
    """The example that comes along should be read, with every partner of the list."""
    center = center_from(example_text())

    assert ("US-MT", "US-MT") == (center.state, center.packs[0].id)
    wanted = "shelter system_advocate law_enforcement prosecutor civil_legal"
    wanted += " forensic_nurse sud_program cps mdt hmis school housing_provider"
    assert set(wanted.split()) <= {str(one.kind) for one in center.agencies}
    assert any(one.tribal for one in center.agencies)


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("format = 1", "", "format", "required"),
        ("format = 1", "format = 2", "format", "range"),
        ("format = 1", "format = true", "format", "type"),
        ('name = "A Center"', 'name = ""', "center.name", "required"),
        ('name = "A Center"', "name = 1", "center.name", "type"),
        ('"US-MT"', '"Montana"', "center.state", "format"),
        ('"America/Denver"', '"Mars/Base"', "center.tz", "unknown_code"),
        ("2026-12-01", '"soon"', "center.as_of", "format"),
        ("as_of = 2026-12-01", "", "center.as_of", "required"),
        ("as_of", 'packs = ["US-ZZ"]\nas_of', "center.packs.0", "unknown_pack"),
        ("as_of", "survivors = 1\nas_of", "center", "unknown_key"),
        ("format", "people = 1\nformat", "", "unknown_key"),
        ('id = "harbor"', 'id = "Harbor 1"', "agency.0.id", "format"),
        ('"vsp_advocate"', '"charity"', "agency.0.kind", "unknown_code"),
        ('["vawa"]', '["lottery"]', "agency.0.funding.0", "unknown_code"),
        ('["vawa"]', "[]", "agency.0.funding", "required"),
        ('["vawa"]', '["vawa", "vawa"]', "agency.0.funding.1", "duplicate"),
        ('["vawa"]', '["vawa", "none"]', "agency.0.funding", "conflict"),
        ('["vawa"]', '["unknown", "voca"]', "agency.0.funding", "conflict"),
        ('["vawa"]', '"vawa"', "agency.0.funding", "type"),
        ("kind", 'licences = ["law"]\nkind', "agency.0.licences.0", "unknown_code"),
        ("kind", 'staff = ["wizard"]\nkind', "agency.0.staff.0", "unknown_code"),
        ("kind", "co_located = 1\nkind", "agency.0.co_located", "type"),
        ("kind", 'employer = "city"\nkind', "agency.0.employer", "unknown_agency"),
        ("kind", "notes = 1\nkind", "agency.0", "unknown_key"),
    ],
)
def test_fault(old: str, new: str, path: str, code: str) -> None:
    """A fault should be told with its path and code."""
    assert (path, code) in faults(LEAST.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("", "center", "required"),
        ("not toml", "", "format"),
        ("x = 1\n" * 60_000, "", "too_big"),
        (LEAST.split("[[agency]]", maxsplit=1)[0], "agency", "required"),
        (TWICE, "agency.1.id", "duplicate"),
        (TWICE, "agency.0.name", "duplicate"),
        (LEAST + SHARED + SHARED, "system.1.id", "duplicate"),
        (LEAST + SHARED.replace("files", "fax"), "system.0.kind", "unknown_code"),
        (
            LEAST + SHARED.replace("harbor", "gone"),
            "system.0.used_by.0",
            "unknown_agency",
        ),
        (LEAST + SHARED.replace('"harbor"', ""), "system.0.used_by", "required"),
        (
            LEAST + 'shares_database_with = ["gone"]\n',
            "agency.0.shares_database_with.0",
            "unknown_agency",
        ),
        (
            LEAST + 'shares_database_with = ["harbor"]\n',
            "agency.0.shares_database_with.0",
            "conflict",
        ),
        (
            LEAST.replace('"US-MT"', '"US-WY"').replace(
                "as_of", 'packs = ["US-MT"]\nas_of'
            ),
            "center.packs.0",
            "other_state",
        ),
    ],
    ids=str.split("empty text big nobody id name system kind user users db self state"),
)
def test_fault_between(text: str, path: str, code: str) -> None:
    """A fault of the whole, or between rows, should be told with its path and code."""
    assert (path, code) in faults(text)


def test_every_fault() -> None:
    """All faults of a file should be told at once."""
    found = faults(LEAST.replace('"vsp_advocate"', '"x"').replace('"vawa"', '"y"'))

    assert {"agency.0.kind", "agency.0.funding.0"} == {path for path, _ in found}


@pytest.mark.parametrize("kind", RecipientKind)
def test_kinds(kind: RecipientKind) -> None:
    """Every kind of recipient should be a kind that an agency can be."""
    center = center_from(LEAST.replace("vsp_advocate", kind))

    assert [kind] == [one.kind for one in center.agencies]


def test_words() -> None:
    """Every word for money and for shared things should be taken."""
    for word in Funding:
        assert center_from(LEAST.replace('"vawa"', f'"{word}"'))
    for kind in SystemKind:
        assert center_from(LEAST + SHARED.replace('"files"', f'"{kind}"'))


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    return [at, *(p for key, one in inner for p in places(one, (*at, key)))]


DATA = tomllib.loads(example_text())
PLACES = places(DATA)[1:]


def toml(value: Any) -> str:
    """Write plain data as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(PLACES),
    st.sampled_from([1, True, "", "x\x07", [], {}, [[]], {"a": 1}, -1, "\u202e"]),
)
def test_mutated(place: tuple[Any, ...], value: Any) -> None:
    """A file with any one value changed should be read, or refused by its faults."""
    data = copy.deepcopy(DATA)
    spot = data
    for key in place[:-1]:
        spot = spot[key]
    spot[place[-1]] = value
    text = "\n".join(f"{key} = {toml(one)}" for key, one in data.items())

    problems: tuple[Any, ...] = ("read",)
    try:
        center_from(text)
    except CenterRefused as error:
        problems = error.problems
    assert problems
