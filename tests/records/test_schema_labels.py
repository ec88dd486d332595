from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from records.every import AllTypes
from records.formsource import worded
from records.making import made, risk

from fjcore.errors import Unlabelled
from fjcore.records import (
    CORE_RECORDS,
    Address,
    Person,
    ShelterAddress,
    json_schema,
    labelled,
    leaves,
    part,
    parts,
    record,
    schema_hash,
)
from fjcore.records.form import parse_form
from fjcore.records.record import info_of
from fjcore.values import Missing

each = pytest.mark.parametrize(
    "cls", [*CORE_RECORDS, AllTypes], ids=lambda cls: info_of(cls).name
)


def properties(schema: Any, path: str, whole: Any) -> Iterator[tuple[str, Any]]:
    """Every property of a schema with its path, through all that it refers to."""
    for name, one in schema.get("properties", {}).items():
        here = f"{path}.{name}"
        yield here, one
        held = one.get("oneOf", [one])[0]
        held = held.get("items", held)
        if "$ref" in held:
            shared = whole["$defs"][held["$ref"].removeprefix("#/$defs/")]
            yield from properties(shared, here, whole)


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from keys(item)


# --- labels ---------------------------------------------------------------------------


@each
def test_every_property_has_the_label_of_its_field(cls: type) -> None:
    """Every leaf should carry its own label, and every part the join of its leaves."""
    schema = json_schema(cls)
    found = dict(properties(schema, info_of(cls).name, schema))
    by_path = {leaf.path: leaf.label for leaf in leaves(cls)}

    assert by_path.keys() <= found.keys()
    for path, one in found.items():
        said = one["x-fj-label"]
        under = [v for p, v in by_path.items() if f"{p}.".startswith(f"{path}.")]
        names = said["category"] if path not in by_path else [said["category"]]

        assert sorted({label.category for label in under}) == names
        assert (
            sorted({p for label in under for p in label.privilege}) == said["privilege"]
        )
        assert (
            any(label.existence_sensitive for label in under)
            is (said["existence_sensitive"])
        )
        directs = [str(label.identifying) for label in under]
        order = ("direct", "quasi", "none")
        assert next(one for one in order if one in directs) == said["identifying"]


def test_a_variant_has_its_own_labels() -> None:
    """A variant should have the labels that it moved, and a schema of its own."""
    found = {
        cls: json_schema(cls)["properties"]["city"]["x-fj-label"]["category"]
        for cls in (Address, ShelterAddress)
    }

    assert {
        Address: "location.residence",
        ShelterAddress: "location.shelter",
    } == found
    assert schema_hash(Address) != schema_hash(ShelterAddress)


@each
def test_a_schema_holds_no_example(cls: type) -> None:
    """A schema should hold no example, default or constant that could be a value."""
    assert not {"examples", "example", "default", "const"} & set(keys(json_schema(cls)))


@each
def test_a_schema_is_named_by_version_and_hash(cls: type) -> None:
    """The name of a schema should pin the version and all that the type declares."""
    info = info_of(cls)

    assert (
        f"urn:x-fjcore:schema:{info.name}:{info.version}:{schema_hash(cls)}"
        == (json_schema(cls)["$id"])
    )


def test_a_schema_is_nobodys_to_share() -> None:
    """Changing a schema should change no schema that is given next."""
    json_schema(Person)["properties"].clear()
    json_schema(Person)["$defs"].clear()

    assert "names" in json_schema(Person)["properties"]


def test_a_local_form_has_a_schema() -> None:
    """The type of a local form should have a schema with no code written for it."""
    own = [worded("since", type="partial_date", category="participation")]
    row = {"about": "subject", "identifying": "quasi"}
    form = parse_form(_toml({**own[0], **row}))
    schema = json_schema(form.record_type)
    judge = Draft202012Validator(schema)

    assert schema["$id"].startswith("urn:x-fjcore:schema:x_made.short:1:")
    assert "participation" == schema["properties"]["since"]["x-fj-label"]["category"]
    assert judge.is_valid({"since": "2026-03"})
    assert judge.is_valid({"since": {"?": "asked_declined"}})
    assert not judge.is_valid({"since": "spring"})


def _toml(row: dict[str, Any]) -> str:
    label = ", ".join(f'{k} = "{v}"' for k, v in row.pop("label").items())
    rest = "\n".join(f'{k} = "{v}"' for k, v in row.items())
    head = 'form = "x_made.short"\nversion = 1\ntitle = {en = "A", es = "B"}\n'
    return f"{head}[[field]]\nlabel = {{{label}}}\n{rest}\n"


def test_a_type_that_is_none_has_no_schema() -> None:
    """A class that was not made a record type should have no schema and no hash."""
    derived = type("Behind", (Person,), {})
    for ask in (json_schema, schema_hash):
        with pytest.raises(Unlabelled):
            ask(derived)


# --- the hash -------------------------------------------------------------------------


@part("x_made_bit")
class Bit:
    code: str = labelled("risk", codes="fj.weapon", required=True)


@record("x_made.hashed", 3)
class Hashed:
    """A type small enough to write its hash out by hand."""

    note: str | Missing = labelled("advocacy_notes", privilege=("part2", "advocate"))
    bits: tuple[Bit, ...] = parts()


def test_the_hash_is_of_the_rows_that_are_documented() -> None:
    """The hash should be that of the sorted rows in canonical JSON."""
    bare = ["risk", "subject", "direct", [], False]
    own = ["advocacy_notes", "subject", "direct", ["advocate", "part2"], True]
    rows = [
        ["bits[].code", "str!", "fj.weapon@1", *bare],
        ["note", "str text 500?", "", *own],
    ]
    text = json.dumps([["x_made.hashed", 3, rows]], separators=(",", ":"))

    assert hashlib.sha256(text.encode()).hexdigest() == schema_hash(Hashed)


def test_the_hash_of_several_types_has_no_order() -> None:
    """The hash of several types should be the same in whatever order they are."""
    assert schema_hash(Person, Address) == schema_hash(Address, Person)
    assert schema_hash(Person, Address) != schema_hash(Person)


Make = Callable[[], type]

CHANGED: dict[str, Make] = {
    "the name": lambda: made(str | Missing, risk(), make=record("x_made.two", 1)),
    "the version": lambda: made(str | Missing, risk(), make=record("x_made.one", 2)),
    "the field": lambda: made(str | Missing, risk(), name="kept"),
    "the type": lambda: made(int | Missing, risk()),
    "how many": lambda: made(tuple[str, ...] | Missing, risk()),
    "that it is required": lambda: made(str, risk(required=True)),
    "that it may not be missing": lambda: made(str, risk(default="none")),
    "the kind": lambda: made(str | Missing, risk(kind="narrative")),
    "the length": lambda: made(str | Missing, risk(max_length=501)),
    "the codes": lambda: made(str | Missing, risk(codes="fj.weapon")),
    "other codes": lambda: made(str | Missing, risk(codes="fj.name_use")),
    "the category": lambda: made(str | Missing, labelled("incident")),
    "its being told": lambda: made(str | Missing, labelled("medical.forensic")),
    "about whom": lambda: made(str | Missing, risk(about="child")),
    "how identifying": lambda: made(str | Missing, risk(identifying="quasi")),
    "a privilege": lambda: made(str | Missing, risk(privilege=("attorney",))),
}


def test_every_change_of_a_declaration_changes_the_hash() -> None:
    """No two declarations should have one hash, and one that is the same no other."""
    plain = made(str | Missing, risk())
    found = {schema_hash(plain), *(schema_hash(make()) for make in CHANGED.values())}

    assert len(CHANGED) + 1 == len(found)
    assert schema_hash(plain) == schema_hash(made(str | Missing, risk()))


SAID = (
    "import json, hashlib; from fjcore.records import *; "
    "print(schema_hash(*CORE_RECORDS)); print(hashlib.sha256("
    "json.dumps([json_schema(c) for c in CORE_RECORDS]).encode()).hexdigest())"
)


def test_it_is_the_same_in_every_process() -> None:
    """Hashes and schemas should be the same whatever the seed of Python's hashes."""
    found = {
        subprocess.run(
            [sys.executable, "-c", SAID],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(found)
