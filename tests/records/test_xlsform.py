from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.workbooks import (
    GOOD,
    SETTINGS,
    asked,
    book,
    drafted,
    one,
    survey,
    table,
)

from fjcore.errors import FormRefused
from fjcore.records import Form, parse_form
from fjcore.records.xlsform import Draft, draft_form

#: What a row says, and what the question then says.
TAKEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "text": (asked("text"), {"type": "text"}),
    "integer": (asked("integer"), {"type": "int"}),
    "decimal": (asked("decimal"), {"type": "decimal"}),
    "date": (asked("date"), {"type": "date"}),
    "dateTime": (asked("dateTime"), {"type": "datetime"}),
    "time": (asked("time"), {"type": "time"}),
    "acknowledge": (asked("acknowledge"), {"type": "yes_no"}),
    "note": (
        {"type": "note", "name": "q", "label::English (en)": "Hello"},
        {"type": "note", "label": {"en": "Hello"}},
    ),
    "select_one of yes and no": (asked("select_one yn"), {"type": "yes_no"}),
    "select_one": (
        asked("select_one seen", **{"fj::codes": "fj.weapon"}),
        {"type": "code", "codes": "x_made.seen", "missing": ["asked_unknown"]},
    ),
    "select_multiple": (
        asked("select_multiple seen", **{"fj::codes": "fj.weapon"}),
        {"type": "codes", "codes": "x_made.seen"},
    ),
    "label with a language": (
        asked(**{"label::Español (es)": "¿Q?"}),
        {"label": {"en": "q?", "es": "¿Q?"}},
    ),
    "label of a plain tag": (
        asked(**{"label::es-MX": "¿Q?"}),
        {"label": {"en": "q?", "es-MX": "¿Q?"}},
    ),
    "hint": (
        asked(**{"hint::en": "A hint", "hint::es": "Una pista"}),
        {"hint": {"en": "A hint", "es": "Una pista"}},
    ),
    "hint in the form's language": (asked(hint="A hint"), {"hint": {"en": "A hint"}}),
    "required yes": (asked(required="yes"), {"required": True}),
    "required true()": (asked(required="true()"), {"required": True}),
    "required a box": (asked(required=True), {"required": True}),
    "required no": (asked(required="No"), {"required": ...}),
    "read_only": (asked(read_only="yes", default="x"), {"read_only": True}),
    "readonly": (asked(readonly="TRUE"), {"read_only": True}),
    "relevant": (
        asked("integer", relevant="${other} = 'yes'"),
        {"when": "${other} = 'yes'"},
    ),
    "constraint": (
        asked("integer", constraint=". >= 0 and . <= 9"),
        {"constraint": ". >= 0 and . <= 9"},
    ),
    "constraint_message": (
        asked(
            "integer",
            constraint=". > 0",
            **{"constraint_message::es": "Más", "constraint_message::en": "More"},
        ),
        {"message": {"es": "Más", "en": "More"}},
    ),
    "default text": (asked(default="here"), {"default": "here"}),
    "default integer": (asked("integer", default="3"), {"default": 3}),
    "default of a number cell": (asked("integer", default=3), {"default": 3}),
    "default yes": (asked("select_one yn", default="yes"), {"default": True}),
    "default of several": (
        asked(
            "select_multiple seen", default="knife other", **{"fj::codes": "fj.weapon"}
        ),
        {"default": ["knife", "other"]},
    ),
    "label of fj": (
        asked(),
        {"category": "household", "about": "subject", "identifying": "quasi"},
    ),
    "fj::missing": (
        asked(**{"fj::missing": "asked_declined, not_asked"}),
        {"missing": ["asked_declined", "not_asked"]},
    ),
    "selected": (
        asked(relevant="selected(${other}, 'no')"),
        {"when": "selected(${other}, 'no')"},
    ),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_construct_is_taken(name: str) -> None:
    """A construct of the subset should say the same in the draft."""
    row, said = TAKEN[name]
    found = one(asked("select_one yn", "other"), row)

    assert said == {key: found.get(key, ...) for key in said}


def test_choices_become_a_list_that_maps_to_core() -> None:
    """Choices should be codes with words by language, each with its code of core."""
    words = {"label::en": "A knife", "label::es": "Un cuchillo"}
    choices = table(
        {"list_name": "seen", "name": "knife", **words},
        {
            "list_name": "seen",
            "name": "bat",
            "label::en": "A bat",
            "label::es": "Un bate",
            "fj::codes": "other",
        },
        {
            "list_name": "seen",
            "name": "no_say",
            "label::en": "Prefer not to say",
            "fj::missing": "asked_declined",
        },
    )
    row = asked("select_one seen", **{"fj::codes": "fj.weapon"})
    found = drafted(row, choices=choices)

    assert {
        "maps_to": "fj.weapon",
        "codes": {"knife": "A knife", "bat": "A bat"},
        "maps": {"knife": "knife", "bat": "other"},
        "label": {"es": {"knife": "Un cuchillo", "bat": "Un bate"}},
    } == found["codes"]["x_made.seen"]
    assert ["asked_declined"] == found["field"][0]["missing"]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"version": "12"}, {"version": 12}),
        ({"version": 12}, {"version": 12}),
        ({"default_language": "English (en)"}, {"title": {"en": "A form"}}),
        ({"public_key": None, "auto_send": ""}, {"form": "x_made.form"}),
    ],
)
def test_settings_are_the_head_of_the_form(
    head: dict[str, Any], said: dict[str, Any]
) -> None:
    """The settings should be what a form says of itself."""
    first = dict(zip(*SETTINGS, strict=True))
    found = drafted(asked(), settings=table({**first, **head}))

    assert said == {key: found[key] for key in said}


def test_another_language_may_come_first() -> None:
    """Texts without a language should be in the one that the form says is its own."""
    settings = table({**dict(zip(*SETTINGS, strict=True)), "default_language": "es"})
    raw = book(
        survey=table({"type": "note", "name": "q", "label": "Hola", "label::en": "Hi"}),
        settings=settings,
    )
    with pytest.raises(FormRefused) as caught:
        draft_form(raw)

    assert (("settings.2.form_title", "required"),) == caught.value.problems


# --- a draft is a draft -------------------------------------------------------------


def test_what_a_person_must_add_is_told_and_holds_the_form_up() -> None:
    """A draft without labels or codes of core should be written, and not be a form."""
    bare = {"type": "text", "name": "q", "label::English (en)": "Q?"}
    found = draft_form(book(**survey(bare, asked("select_one seen", "s"))))
    with pytest.raises(FormRefused) as caught:
        parse_form(found.text)

    assert {
        ("survey.2.fj::category", "unlabelled"),
        ("choices.4.fj::codes", "unmapped_code"),
    } == set(found.warnings)
    assert {("field.0", "unlabelled"), ("codes.x_made.seen", "required")} <= set(
        caught.value.problems
    )


def test_what_is_left_aside_is_told() -> None:
    """How a question looks and sheets of no use should be warned of, not be refused."""
    found = draft_form(book(**survey(asked(appearance="multiline")), notes=[["x"]]))

    assert (
        ("sheet.4", "unknown_key"),
        ("survey.2.appearance", "unknown_key"),
    ) == found.warnings


def test_empty_columns_and_rows_do_not_matter() -> None:
    """A template's empty columns and rows should be passed over."""
    rows = [asked(calculation=None, remarks=""), {"type": None}, asked(name="r")]

    assert ["q", "r"] == [row["name"] for row in drafted(*rows)["field"]]


def test_the_same_workbook_gives_the_same_draft() -> None:
    """A workbook should give one text, which is a form once it is whole."""
    first, again = draft_form(book(**GOOD)), draft_form(book(**GOOD))

    assert isinstance(first, Draft)
    assert first == again
    assert isinstance(parse_form(first.text), Form)
    assert () == first.warnings


words = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"),
    min_size=1,
    max_size=30,
).map(lambda text: f"x{text}x")


@settings(max_examples=40, deadline=None)
@given(words, words)
def test_any_words_come_through(label: str, hint: str) -> None:
    """Texts should stand in the draft as they stood in the workbook."""
    clean = not any("\x80" <= c <= "\x9f" for c in label + hint)
    row = asked(**{"label::English (en)": label, "hint::en": hint})
    found = None
    try:
        found = one(row)
    except FormRefused:
        pass

    assert clean == (found is not None)
    assert found is None or (label, hint) == (found["label"]["en"], found["hint"]["en"])
