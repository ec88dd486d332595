"""The page of input files names every key, item and step there is, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from fjcore.consent import ObligationKind, Release, SubjectFacts, release_from
from fjcore.consent.facts import GUARDIAN_KINDS, Guardian
from fjcore.consent.reading import FORMS, METHODS, ROLES, SIGNATURES
from fjcore.consent.view import GRANTABLE, View
from fjcore.disclosure import needed
from fjcore.errors import InputRefused, ReleaseRefused
from fjcore.records import Catalog, FieldKind
from fjcore.records.importing import shipped_layouts
from fjcore.records.importing.layout import (
    Condition,
    FieldMap,
    FileMap,
    Join,
    Layout,
    RecordMap,
    Transform,
)
from fjcore.redaction import STEPS
from fjcore.screening import Status
from fjcore.vault import answers_from, intake_from, release_file_from

PAGE = Path(__file__).parent.parent / "docs/reference/inputs.md"
TEXT = PAGE.read_text("utf-8")
UNKNOWN = {"no_such_key": 1}


def section(name: str) -> str:
    """Give the text under a heading, up to the next of any depth."""
    return re.split(rf"^#+ {re.escape(name)}$", TEXT, flags=re.M)[1].split("\n#")[0]


def rows(name: str) -> list[list[str]]:
    """Give the cells of the table under a heading, without its head."""
    lines = [line for line in section(name).splitlines() if line.startswith("|")]
    return [[c.strip() for c in line.strip("|").split(" | ")] for line in lines[2:]]


def named(name: str) -> list[str]:
    return [row[0].strip("`") for row in rows(name)]


def words(text: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", text))


def test_intake() -> None:
    """The keys of an intake should be those that are read, and no others."""
    whole = {"new_subject": "0" * 32, "records": [], "forms": [], "facts": {}}
    read = intake_from(whole, forms={}, catalog=Catalog(), where="a file")

    assert {"subject", *whole} == set(named("An intake"))
    assert "0" * 32 == read.new_subject
    with pytest.raises(InputRefused):
        intake_from(whole | UNKNOWN, forms={}, catalog=Catalog(), where="a file")


def facts() -> Iterator[str]:
    for cls, path in ((SubjectFacts, "facts."), (Guardian, "facts.guardians[].")):
        yield from (f"{path}{field.name}" for field in attrs.fields(cls))


def test_facts() -> None:
    """Every fact should have its row."""
    (kinds,) = [r[1] for r in rows("Facts") if r[0] == "`facts.guardians[].kind`"]

    assert list(facts()) == named("Facts")
    assert GUARDIAN_KINDS == words(kinds)


def test_release() -> None:
    """Every key of a release should have its row, and say whether it is required."""
    with pytest.raises(ReleaseRefused) as caught:
        release_from({})
    required = {p.path for p in caught.value.problems if p.code == "required"}
    table = {row[0].strip("`"): row for row in rows("A release")}

    assert {field.name for field in attrs.fields(Release)} == set(table)
    assert required == {name for name, row in table.items() if row[1] == "yes"}
    closed = {"forms": FORMS, "methods": METHODS, "signature": SIGNATURES}
    for name, known in closed.items():
        assert known == words(table[name][2]) & (known | {"none"})
    assert ROLES <= words(table["signers"][2])


def test_screening() -> None:
    """The keys of a screening and the reasons should be those that are read."""
    whole = {
        "subject": "0" * 32,
        "instrument": "hark",
        "answers": {},
        "totals": {},
        "context": {},
        "profile": "positive",
        "mode": "phone",
        "present": [],
        "training": {"program": "made up", "completed_on": "2026-03-02"},
    }
    said = re.search(r"^Reasons: (.*?)\.", section("A screening"), re.M)
    reasons = {str(s) for s in Status} - {"answered", "not_applicable"}
    outward = {"declined": "asked_declined", "unknown": "asked_unknown"}

    assert list(whole) == named("A screening")
    assert "hark" == answers_from(whole, where="a file").instrument
    assert said is not None
    assert {outward.get(name, name) for name in reasons} == words(said[1])


def test_obligations() -> None:
    """Every obligation that only a person can discharge should have its row."""
    assert [str(kind) for kind in needed(ObligationKind)] == named("Obligations")


def test_views() -> None:
    """Every kind of field should have its row, with the step that each view shows."""
    coarse = [f"`{view.name}`" for view in GRANTABLE if "COARSE" in view.name]
    head = section("Views").split("| Kind of field |")[1].splitlines()[0]
    wanted = [
        [f"`{kind}`", *(f"`{step}`" for step, _ in STEPS.get(kind, ()))]
        for kind in FieldKind
    ]

    assert coarse == [cell.strip() for cell in head.strip(" |").split("|")]
    assert wanted == [
        [cell for cell in row if cell.strip("| ")] for row in rows("Views")
    ]
    assert {View.FULL.name, View.PLACEHOLDER.name} < words(section("Views"))


def test_files() -> None:
    """A key that the page does not name should be refused in every file."""
    files = {
        "release": {"subject": "0" * 32, "release": {}},
        "screening": {"subject": "0" * 32, "instrument": "hark", "answers": {}},
    }

    with pytest.raises(InputRefused) as one:
        release_file_from(files["release"] | UNKNOWN, fields=(), where="a file")
    with pytest.raises(InputRefused) as other:
        answers_from(files["screening"] | UNKNOWN, where="a file")
    assert "unknown_key" in {problem.code for problem in one.value.problems}
    assert ["unknown_key"] == [problem.code for problem in other.value.problems]


LAYOUT = {
    "the layout": Layout,
    "`[[file]]`": FileMap,
    "`[[file.join]]`": Join,
    "`[[file.record]]`": RecordMap,
    "`field` of a record": FieldMap,
    "`when`, `only`, `only_if`": Condition,
}


def test_layout() -> None:
    """The page on importing should name every key, step and layout there is."""
    text = (PAGE.parent.parent / "how-to/import.md").read_text("utf-8")
    lines = [line.strip("| ") for line in text.splitlines() if line.startswith("| ")]
    found = {row[0]: words(row[1]) for row in (line.split(" | ") for line in lines[1:])}
    wanted = {
        table: {field.name.rstrip("_") for field in attrs.fields(cls)}
        for table, cls in LAYOUT.items()
    }

    assert wanted == found
    named_after = words(text.split("`transform` is one of")[1])
    assert {*map(str, Transform), *shipped_layouts()} <= named_after
