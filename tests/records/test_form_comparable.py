"""What NNEDV's checklist of comparable databases asks of forms, a line at a time."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from records.formrules import DATA, HOME, LABEL, data_of, faults, form_of, read
from records.formsource import toml

from fjcore.errors import FormRefused, Malformed
from fjcore.records import Person, leaves, parse_form, unstructure

BORN = {"name": "born", "binds": "person.birth_date"}
TONGUE = {"name": "tongue", "binds": "person.preferred_language"}


def shown(*rows: dict[str, Any], lang: str = "en", **head: Any) -> list[dict[str, Any]]:
    """The questions of a form as they are drawn, in order."""
    found = form_of(*rows, **head).describe(lang)["sections"]
    return [one for section in found for one in section["questions"]]


def test_any_field_can_be_hidden() -> None:
    """A hidden core field should be drawn for nobody, and take no answer."""
    form = form_of(BORN, {**TONGUE, "hide": True})

    assert ["born"] == [one["name"] for one in shown(BORN, {**TONGUE, "hide": True})]
    assert [("person.preferred_language", "forbidden")] == faults(
        form, {"tongue": "es"}
    )
    assert {"birth_date": "1990"} == read(form, {"born": "1990"})["person"]


def test_a_hidden_field_can_be_filled_by_the_center() -> None:
    """A hidden core field should take what the center always says there."""
    form = form_of(
        BORN,
        {"name": "use", "binds": "person.names.use", "hide": True},
        {"name": "name", "binds": "person.names.text"},
        constants={"person.names.use": "chosen"},
    )
    found = read(form, {"name": "Nour Haddad"})

    assert [{"text": "Nour Haddad", "use": "chosen"}] == found["person"]["names"]


def test_any_field_can_be_reworded() -> None:
    """A core field should be asked in the center's own words, in each language."""
    row = {**BORN, "label": {"en": "Your birthday?", "es": "¿Su cumpleaños?"}}

    assert ["Your birthday?"] == [one["label"] for one in shown(row)]
    assert ["¿Su cumpleaños?"] == [one["label"] for one in shown(row, lang="es")]
    assert ["person.birth_date"] == [one.target for one in form_of(row).fields]


def test_the_choices_of_a_field_can_be_reworded() -> None:
    """Core's codes should be said in the center's words, and be kept as they are."""
    row = {"name": "safe", "binds": "contact_point.safety"}
    head = {"codes": {"fj.contact_safety": {"label": {"en": {"safe": "Go ahead"}}}}}
    (found,) = shown(row, **head)

    assert "Go ahead" in [one["label"] for one in found["options"]]
    assert "safe" in [one["code"] for one in found["options"]]


def test_any_field_can_be_required() -> None:
    """A core field that core lets be missing should be one that must be answered."""
    form = form_of({**BORN, "required": True})

    assert [("person.birth_date", "required")] == faults(form, {})
    assert [("person.birth_date", "required")] == faults(form, {"born": {"?": "error"}})
    assert [] == faults(form, {"born": "1990~"})


def test_a_required_field_can_still_be_declined() -> None:
    """A required field should take the reasons that the center lets stand for it."""
    form = form_of({**BORN, "required": True, "missing": ["asked_declined"]})
    declined = read(form, {"born": {"?": "asked_declined"}})

    assert {"birth_date": {"?": "asked_declined"}} == declined["person"]
    assert [("person.birth_date", "forbidden")] == faults(
        form, {"born": {"?": "error"}}
    )


def test_any_field_can_be_reordered() -> None:
    """Core fields should be drawn in the center's order, and be kept all the same."""
    answers = {"born": "1990", "tongue": "es"}
    one, other = form_of(BORN, TONGUE), form_of(TONGUE, BORN)

    assert ["born", "tongue"] == [row["name"] for row in shown(BORN, TONGUE)]
    assert ["tongue", "born"] == [row["name"] for row in shown(TONGUE, BORN)]
    assert one.read(answers)[0] == other.read(answers)[0]


def test_any_field_can_be_moved_to_another_section() -> None:
    """A section should gather its questions, wherever their rows stand."""
    section = [{"name": "first", "title": {"en": "First"}}]
    rows = [BORN, {**TONGUE, "section": "first"}]
    found = form_of(*rows, section=section).describe()["sections"]

    assert [("", ["born"]), ("first", ["tongue"])] == [
        (one["name"], [row["name"] for row in one["questions"]]) for one in found
    ]


def test_fields_can_be_added() -> None:
    """A center should add questions of its own, each with its label."""
    form = form_of(BORN, {"name": "well", "type": "yes_no"})

    assert ["x_made.rows.well"] == [leaf.path for leaf in leaves(form.record_type)]
    assert LABEL["category"] == leaves(form.record_type)[0].label.category


@pytest.mark.parametrize(
    "weaker",
    [
        {"category": "aggregate"},
        {"identifying": "none"},
        {"privilege": []},
        {"about": "staff"},
        {"type": "text"},
    ],
    ids=str,
)
def test_nothing_of_that_weakens_a_core_field(weaker: dict[str, Any]) -> None:
    """Hiding, rewording or requiring a core field should leave its label to core."""
    row = {**BORN, "hide": True, **weaker}
    with pytest.raises(FormRefused) as caught:
        parse_form(toml(data_of(row)))

    assert (("field.0", "bound_field_relabelled"),) == caught.value.problems


@pytest.mark.parametrize("value", ["spring", 1990, True, "1990-13"])
def test_nothing_of_that_loosens_what_a_core_field_takes(value: Any) -> None:
    """A reworded, required field should take what core takes, and no more."""
    row = {
        **BORN,
        "required": True,
        "constraint": ". = . or . != .",
        "label": {"en": "?"},
    }
    with pytest.raises(Malformed) as caught:
        form_of(TONGUE, row).read({"born": value})

    assert ["person.birth_date"] == [one.path for one in caught.value.problems]


def test_a_changed_form_still_reads_what_was_said_to_it() -> None:
    """Answers given before a field was hidden and moved should stay readable."""
    data = copy.deepcopy(DATA)
    old = parse_form(toml(data)).read({"born": "1990", "has_pets": True, "how_many": 2})
    data |= {
        "version": 4,
        "previous": [{"version": 3, "renamed": {"pets": "has_pets"}}],
    }
    data["field"].reverse()
    data["field"][3]["hide"], data["field"][3]["required"] = True, False
    new = parse_form(toml(data))
    answers = {"born": "1990", "pets": True, "how_many": 2}

    assert "how_many" == new.items[3].name
    assert [unstructure(one) for one in old] == [
        unstructure(one) for one in new.read(answers, version=3)
    ]
    assert isinstance(old[0], Person)
    assert HOME.version == 3
