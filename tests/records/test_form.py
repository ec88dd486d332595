from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from records.damage import CANARY
from records.formfaults import FAULTS
from records.formsource import FORM, LABEL, changed, forms, toml, worded
from support.frames import traced
from support.profiles import tried

from fjcore.errors import FormRefused
from fjcore.records import Form, core_lists, leaves, parse_form
from fjcore.records.form import MAX_CHARS, TYPES
from fjcore.records.label import parse_label

GOOD = parse_form(toml(FORM))


def refused(text: Any) -> FormRefused:
    with pytest.raises(FormRefused) as caught:
        parse_form(text, where="visit.toml")
    return caught.value


# --- what a form is -----------------------------------------------------------------


def test_a_form_is_what_its_text_says() -> None:
    """A form should hold its questions in order, with wording and place."""
    assert ("x_made.visit", 2) == (GOOD.id, GOOD.version)
    assert [row["name"] for row in FORM["field"]] == [one.name for one in GOOD.fields]
    assert [row["label"] for row in FORM["field"]] == [
        dict(one.label) for one in GOOD.fields
    ]
    assert ["person.names.text", "x_made.visit.wanted"] == [
        one.target for one in GOOD.fields if one.name in ("name", "wanted")
    ]
    assert ["x_made.color"] == [one.id for one in GOOD.code_lists]


def test_own_fields_carry_their_labels() -> None:
    """Each question of a form's own should become a field with the label of its row."""
    own = {row["name"]: row for row in FORM["field"] if "binds" not in row}
    found = {leaf.path.rsplit(".", 1)[1]: leaf for leaf in leaves(GOOD.record_type)}

    assert own.keys() == found.keys()
    for name, row in own.items():
        assert parse_label(row) == found[name].label
        assert (row["type"] == "codes") == found[name].repeated
        assert TYPES[row["type"]][1] in (None, found[name].kind)


def test_a_form_may_have_no_field_of_its_own() -> None:
    """A form that only rewords what core knows should need no label."""
    rows = [row for row in FORM["field"] if "binds" in row]
    form = parse_form(toml({**FORM, "field": rows, "codes": {}}))

    assert () == leaves(form.record_type)


# --- faults, one by one -------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "told", "code"),
    [row[1:] for row in FAULTS],
    ids=[row[0] for row in FAULTS],
)
def test_each_fault_is_told_by_its_row(
    path: str, value: Any, told: str, code: str
) -> None:
    """A form with a fault should be refused by the row and code of the fault."""
    fault = refused(toml(changed(path, value)))

    assert (told, code) in fault.problems
    assert "visit.toml" == fault.where
    assert "canary" not in traced(fault)


@pytest.mark.parametrize(
    ("target", "value", "code"),
    [
        ("contact_point.kind", "fax", "unknown_code"),
        ("contact_point.kind", 3, "type"),
        ("contact_point.kind", {"?": "not_asked"}, "type"),
        ("contact_point.voicemail_ok", 1, "type"),
        ("contact_point.allowed_methods", "call", "type"),
        ("contact_point.allowed_methods", ["fax"], "unknown_code"),
        ("address.postal_code", "5910", "format"),
        ("address.shelter.postal_code", "5910", "format"),
        ("address.state", "Montana", "length"),
        ("person.names.use", "nick", "unknown_code"),
        ("person.children_in_household", 10**9, "range"),
        ("note.written_at", "2026-03-02T10:00:00", "format"),
        ("contact_point.value", "406-555-0101", "duplicate"),
    ],
)
def test_a_constant_is_checked_when_the_form_is_read(
    target: str, value: Any, code: str
) -> None:
    """A constant that its field refuses should not wait for the first survivor."""
    fault = refused(toml(changed(f"constants/{target}", value)))

    assert ((f"constants.{target}", code),) == fault.problems


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("contact_point.allowed_methods", ["call", "text"]),
        ("address.shelter.state", "MT"),
        ("incident.strangulation", False),
        ("note.kind", "case"),
    ],
)
def test_a_fitting_constant_is_taken(target: str, value: Any) -> None:
    """A constant that its field takes should be taken, whatever else is needed."""
    form = parse_form(toml(changed(f"constants/{target}", value)))

    assert value == form.constants[target]


def test_every_fault_is_told_at_once() -> None:
    """A form with several faults should be refused with each of them."""
    data = copy.deepcopy(FORM)
    data["version"] = True
    data["constants"]["contact_point.kind"] = "fax"
    data["codes"]["x_made.color"]["maps"] = {}
    for row in data["field"][4:]:
        del row["category"]
    fault = refused(toml(data))

    assert [
        ("version", "range"),
        ("codes.x_made.color.maps", "unmapped_code"),
        *((f"field.{index}", "unlabelled") for index in range(4, 11)),
        ("field.10.codes", "unknown_list"),
        ("field.11", "unlabelled"),
        ("constants.contact_point.kind", "unknown_code"),
    ] == list(fault.problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("form = ", "format"),
        ("a = 1\na = 2", "format"),
        (f'{CANARY} = "', "format"),
        ("a = 'x\x00'", "format"),
        ("a = " + "[" * 5000, "format"),
        ("a = " + "{b = " * 3000, "format"),
        ("a = " + "9" * 5000, "format"),
        ("a = 1979-05-27T00:32:00+99:99", "format"),
        ("# " + "x" * MAX_CHARS, "too_big"),
        (None, "type"),
        (b"form = 1", "type"),
        (3, "type"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_form_text(text: Any, code: str) -> None:
    """What is no TOML of a bounded size should be refused as a whole, unrepeated."""
    fault = refused(text)

    assert text == "" or (("visit.toml", code),) == fault.problems
    assert fault.__context__ is None
    assert "canary" not in traced(fault)


@tried(60, 250)
@given(forms())
@example(changed("codes", {"x_a": {"b": 3}}))
@example(changed("field/4/name", "mro"))
def test_any_form_is_read_or_refused(data: dict[str, Any]) -> None:
    """Any form should be read or be refused by its faults, and nothing else happen."""
    fault = None
    form: Form | None = None
    try:
        form = parse_form(toml(data))
    except FormRefused as error:
        fault = error

    if fault is not None:
        assert fault.problems
        assert "canary" not in traced(fault)
        assert fault.__context__ is None
    else:
        assert form is not None
        own = [row for row in data["field"] if "binds" not in row]
        assert len(own) == len(leaves(form.record_type))
        assert all(parse_label(row) is not None for row in own)
        (empty,) = form.read({})
        assert type(empty) is form.record_type


@tried(30, 100)
@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_text_is_refused(text: str) -> None:
    """Any other text should be refused, and nothing else happen."""
    assert refused(text).problems


@tried(25, 60)
@given(
    st.sampled_from(sorted(TYPES)),
    st.from_regex(r"[a-z][a-z0-9_]{0,40}", fullmatch=True),
)
def test_any_name_can_be_a_field_but_for_words_of_the_language(
    kind: str, name: str
) -> None:
    """A name should be taken or refused when the form is read, and never break it."""
    row = worded(name, type=kind, **LABEL)
    if kind in ("code", "codes"):
        row["codes"] = sorted(core_lists())[0]
    try:
        form = parse_form(toml({**FORM, "field": [row], "constants": {}}))
    except FormRefused as error:
        assert (("field.0.name", "format"),) == error.problems  # noqa: PT017
    else:
        assert [f"x_made.visit.{name}"] == [one.target for one in form.fields]
