from __future__ import annotations

import copy
from typing import Any

import pytest
from records.damage import CANARY
from records.formrules import DATA, data_of
from records.formsource import toml
from support.frames import traced

from fjcore.errors import FormRefused
from fjcore.records import parse_form

#: Where the form is changed, to what, the code told; and the path told, where it is
#: another.
FAULTS: tuple[tuple[Any, ...], ...] = (
    ("of", "shoe", "unknown_record"),
    ("of", ["person"], "unknown_record"),
    ("section", 3, "type"),
    ("section/0", 3, "unknown_key"),
    (f"section/0/{CANARY}", 3, "unknown_key", "section.0"),
    ("section/0/name", ..., "format"),
    ("section/0/name", "A b", "format"),
    ("section/0/title", ..., "required"),
    ("section/1/name", "about", "duplicate", "section"),
    ("section/0/hint/en", ..., "required", "section.0.hint"),
    ("section/1/when", "missing(${x})", "unknown_field"),
    ("section/1/when", CANARY, "format"),
    ("section/1/when", 3, "type"),
    ("field/1/section", "x", "unknown_field"),
    ("field/1/section", ["about"], "unknown_field"),
    ("field/1/required", "yes", "type"),
    ("field/6/hide", 1, "type"),
    ("field/6/required", True, "precondition", "field.6.hide"),
    ("field/1/missing", "withheld", "type"),
    ("field/1/missing/0", "masked", "unknown_code", "field.1.missing"),
    ("field/1/missing", ["error"] * 2, "duplicate"),
    ("field/3/hint", "x", "required"),
    ("field/3/message", "x", "required"),
    (f"field/3/hint/{CANARY} x", "x", "required", "field.3.hint"),
    ("field/3/constraint", ". = 'x'", "type"),
    ("field/3/constraint", "> 1", "format"),
    ("field/3/when", ". = 1", "unknown_field"),
    ("field/3/when", "missing(${welcome})", "unknown_field"),
    ("field/5/when", "selected(${kinds}, 'cow')", "unknown_code"),
    ("field/5/when", "${kinds} = 'dog'", "type"),
    ("field/5/when", "${has_pets} = 'maybe'", "unknown_code"),
    ("field/5/when", "${has_pets} > 'no'", "type"),
    ("field/5/when", "${how_many} = '3'", "type"),
    ("field/5/when", "${born} < 'spring'", "format"),
    ("field/5/when", "${born} = 1990", "type"),
    ("field/5/when", "${born} = ${how_many}", "type"),
    ("field/5/when", "'a' = 'a'", "type"),
    ("field/4/when", "selected(${chip}, 'x')", "type"),
    ("field/5/when", "count-selected(${how_many}) > 1", "type"),
    ("field/4/when", "missing(${chip})", "cycle", "field"),
    ("section/1/when", "missing(${chip})", "cycle", "field"),
    ("field/3/default", "3", "type"),
    ("field/4/default", ["cow"], "unknown_code"),
    ("field/1/default", "spring", "format"),
    ("field/3/report", "voca:A3", "unknown_code"),
    ("field/3/report", "voca.service:Z9", "unknown_code"),
    ("field/3/report", 3, "unknown_code"),
    ("field/0/required", True, "unknown_key", "field.0"),
    ("codes/x_made.animal/label", "x", "type"),
    (
        f"codes/x_made.animal/label/{CANARY} x",
        {},
        "format",
        "codes.x_made.animal.label.?",
    ),
    (
        "codes/x_made.animal/label/es/cow",
        "Vaca",
        "unknown_code",
        "codes.x_made.animal.label.es",
    ),
    ("codes/x_made.animal/label/es/dog", ..., "required", "codes.x_made.animal.label"),
    ("codes/x_made.animal/label/es/dog", " ", "format", "codes.x_made.animal.label.es"),
    ("codes/x_made.animal/retired", {"dog": "Dog"}, "duplicate"),
    ("codes/fj.weapon", {"codes": {"x": "X"}}, "unknown_key"),
    (
        "codes/fj.weapon",
        {"label": {"es": {"cow": "V"}}},
        "unknown_code",
        "codes.fj.weapon.label.es",
    ),
    ("field/1/codes", "x_made.animal", "unknown_list"),
    ("field/2/type", "part", "unknown_key", "field.2"),
)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The form with one place changed; ``...`` takes it out."""
    data = copy.deepcopy(DATA)
    steps = [int(step) if step.isdigit() else step for step in path.split("/")]
    holder: Any = data
    for step in steps[:-1]:
        holder = holder[step]
    if value is ...:
        del holder[steps[-1]]
    else:
        holder[steps[-1]] = value
    return data


def refused(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(FormRefused) as caught:
        parse_form(toml(data), where="home.toml")
    assert CANARY not in traced(caught.value)
    assert caught.value.__context__ is None
    return [(one.path, one.code) for one in caught.value.problems]


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: f"{row[0]} = {row[1]}"[:60])
def test_each_fault_of_a_rule_is_told_by_its_row(row: tuple[Any, ...]) -> None:
    """A rule with a fault should have the form refused, by row and code."""
    path, value, code, *told = row
    where = told[0] if told else path.replace("/", ".")

    assert (where, code) in refused(changed(path, value))


def test_the_form_itself_is_sound() -> None:
    """The form of these tests should be taken as it stands, written as it is."""
    form = parse_form(toml(DATA))

    assert ("person", 3) == (form.of, form.version)
    assert [row["name"] for row in DATA["field"]] == [one.name for one in form.items]


RENT = {"name": "rent", "type": "money"}


@pytest.mark.parametrize(
    ("row", "told", "code"),
    [
        ({"field": []}, "field.0.field", "required"),
        ({"field": 3}, "field.0.field", "required"),
        ({"category": "risk", "field": [RENT]}, "field.0", "unknown_key"),
        ({"field": [RENT, RENT]}, "field.0.field", "duplicate"),
        ({"field": [{**RENT, "category": "x"}]}, "field.0.field.0", "unlabelled"),
        (
            {"field": [{**RENT, "binds": "person.birth_date"}]},
            "field.0.field.0",
            "unknown_key",
        ),
        ({"field": [{**RENT, "section": "x"}]}, "field.0.field.0", "unknown_key"),
        ({"field": [{"name": "in", "type": "text"}]}, "field.0.field.0.name", "format"),
        (
            {"field": [{"name": "p", "type": "part", "field": [RENT]}]},
            "field.0.field.0",
            "too_deep",
        ),
        (
            {"field": [RENT, {"name": "b", "category": "medical"}]},
            "field.0",
            "precondition",
        ),
        (
            {"field": [{**RENT, "when": "missing(${x})"}]},
            "field.0.field.0.when",
            "unknown_field",
        ),
        ({"field": [{**RENT, "when": "missing(${rent})"}]}, "field.0.field", "cycle"),
        ({"name": "k" * 41, "field": [RENT]}, "field.0.name", "length"),
    ],
)
def test_each_fault_of_a_part_is_told_by_its_row(
    row: dict[str, Any], told: str, code: str
) -> None:
    """A part of a form should hold its own labelled rows, sealed together, one deep."""
    inner = row.get("field")
    whole = {"name": "kids", "type": "repeat", **row}
    data = data_of({**whole, "field": inner} if type(inner) is list else {"name": "x"})
    data["field"][0] |= {k: v for k, v in row.items() if k != "field"}
    if type(inner) is not list:
        data["field"] = [{"name": "kids", "label": {"en": "k"}, "type": "part", **row}]
    data["form"] = "x_made." + ("f" * 40 if "k" * 41 in row.values() else "rows")

    assert (told, code) in refused(data)


@pytest.mark.parametrize(
    ("hidden", "constants", "problems"),
    [
        ("contact_point.value", {}, [("field.1.hide", "required")]),
        ("contact_point.kind", {}, [("field.1.hide", "required")]),
        ("contact_point.kind", {"contact_point.kind": "phone"}, []),
        ("contact_point.voicemail_ok", {}, []),
        ("person.birth_date", {}, []),
        ("address.use", {}, []),
    ],
)
def test_what_a_record_cannot_be_without_is_not_hidden(
    hidden: str, constants: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    """Hiding should be refused for what its record needs, where the record is asked."""
    rows = [
        {"name": "safe", "binds": "contact_point.safety"},
        {"name": "gone", "binds": hidden, "hide": True},
    ]
    data = data_of(*rows, constants=constants)

    assert problems == (refused(data) if problems else [])
    assert problems or parse_form(toml(data)).fields[1].hidden


def test_faults_of_rules_come_with_all_the_others() -> None:
    """A form should be refused with the faults of every rule and row at once."""
    data = copy.deepcopy(DATA)
    data["version"] = 0
    data["field"][1]["section"] = "x"
    del data["field"][2]["about"]
    data["field"][3]["constraint"] = "1"

    assert [
        ("version", "range"),
        ("field.2", "unlabelled"),
        ("field.1.section", "unknown_field"),
        ("field.3.constraint", "format"),
    ] == refused(data)
