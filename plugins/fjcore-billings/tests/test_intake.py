from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from fjcore_billings import fjcore_forms
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import FormRefused, Malformed
from fjcore.records import (
    Address,
    ContactPoint,
    FormField,
    Person,
    core_lists,
    leaves,
    parse_form,
    unstructure,
)
from fjcore.values import Missing

(FORM,) = fjcore_forms()
TEXT = files("fjcore_billings").joinpath("forms/intake.toml").read_text("utf-8")
(OWN,) = FORM.code_lists

#: A fitting answer to each question of the form.
ANSWERS: dict[str, Any] = {
    "full_name": "Ana Sample",
    "birth_date": "1990",
    "language": "es",
    "interpreter": True,
    "phone": "406-555-0101",
    "phone_safety": "safe_with_limits",
    "voicemail": False,
    "safe_time": "weekdays before 3",
    "call_as": "the dentist",
    "city": "Billings",
    "zip_code": "59101",
    "children": 2,
    "tribal_advocate": True,
    "heard_from": "poster",
    "pets": False,
    "livestock": True,
    "ride": True,
    "what_would_help": "A ride, and somebody to talk to.",
}
#: Questions whose answers go to core records.
BOUND = {field.name for field in FORM.fields if not field.target.startswith("x_")}


# --- wording ------------------------------------------------------------------------


def sentences(text: str) -> list[list[str]]:
    return [part.split() for part in re.split(r"[.?!]\s*", text) if part]


@pytest.mark.parametrize("field", FORM.fields, ids=lambda field: field.name)
def test_each_question_is_worded_in_both_languages(field: FormField) -> None:
    """Each question should be short and plain in English and in Spanish."""
    assert {"en", "es"} == set(field.label)
    for text in field.label.values():
        assert 0 < max(map(len, sentences(text))) <= 14
        assert max(len(word) for words in sentences(text) for word in words) <= 12
    assert field.label["en"].count("?") == 1
    assert field.label["es"].count("¿") == field.label["es"].count("?") == 1
    assert field.label["en"] != field.label["es"]


def test_she_is_spoken_to_with_respect() -> None:
    """The Spanish should say usted throughout, and never tú."""
    said = " ".join(field.label["es"] for field in FORM.fields).lower()
    familiar = re.findall(
        r"\b(tú|tu|tus|te|ti|contigo|tienes|quieres|puedes|eres)\b", said
    )

    assert [] == familiar
    assert {"en", "es"} == set(FORM.title)


def test_the_words_of_harm_are_not_in_the_questions() -> None:
    """A first visit should ask what helps, not confront with words for harm."""
    hard = ("victim", "abus", "violen", "víctima", "maltrat", "agres")
    said = " ".join(text for field in FORM.fields for text in field.label.values())

    assert [] == [word for word in hard if word in said.lower()]


# --- labels and codes ---------------------------------------------------------------


def test_the_form_is_what_the_page_says() -> None:
    """Twelve questions should go to core records and six be the center's own."""
    own = {leaf.path.rsplit(".", 1)[1] for leaf in leaves(FORM.record_type)}

    assert (12, 6) == (len(BOUND), len(own))
    assert {field.name for field in FORM.fields} == BOUND | own == set(ANSWERS)


@pytest.mark.parametrize("gone", ["category", "about", "identifying"])
def test_no_question_of_its_own_goes_without_a_label(gone: str) -> None:
    """Taking one line of any label away should have the form refused, by its row."""
    lines = TEXT.splitlines()
    places = [n for n, line in enumerate(lines) if line.startswith(f"{gone} = ")]
    for place in places:
        with pytest.raises(FormRefused) as caught:
            parse_form("\n".join([*lines[:place], *lines[place + 1 :]]))
        (problem,) = caught.value.problems

        assert "unlabelled" == problem.code
    assert len(leaves(FORM.record_type)) == len(places)


def test_the_code_list_is_there_and_asked_for() -> None:
    """The center's own list should be in its form, and be what a question takes."""
    raw = tomllib.loads(TEXT)["codes"]["x_billings.heard_from"]
    asked = {leaf.path: leaf.codes for leaf in leaves(FORM.record_type) if leaf.codes}

    assert "x_billings.heard_from" == OWN.id
    assert raw["codes"] == dict(OWN.codes)
    assert {"x_billings.intake.heard_from": OWN} == asked


def test_each_local_answer_has_one_core_code() -> None:
    """Each of the center's own codes should be countable under core's list."""
    core = core_lists()[OWN.maps_to]

    assert "fj.heard_from" == OWN.maps_to
    assert OWN.maps.keys() == OWN.codes.keys()
    assert set(OWN.maps.values()) == core.codes.keys()
    assert len(set(OWN.maps.values())) == len(OWN.codes)


@pytest.mark.parametrize("code", sorted(OWN.codes))
def test_each_code_can_be_answered(code: str) -> None:
    """Each code of the list should be kept as it was answered."""
    (local,) = FORM.read({"heard_from": code})

    assert {"heard_from": code} == unstructure(local)


@pytest.mark.parametrize("code", sorted(set(OWN.maps.values()) - set(OWN.codes)))
def test_a_code_of_core_is_none_of_ours(code: str) -> None:
    """A code that only core knows should be refused: answers are kept as given."""
    with pytest.raises(Malformed) as caught:
        FORM.read({"heard_from": code})

    assert (("x_billings.intake.heard_from", "unknown_code"),) == caught.value.problems


# --- answers ------------------------------------------------------------------------


def test_a_filled_form_becomes_core_and_local_records() -> None:
    """Answers should land in the core fields they are bound to, or in the form's."""
    got = FORM.read(ANSWERS)
    person, contact, address, local = (unstructure(record) for record in got)

    assert [Person, ContactPoint, Address, FORM.record_type] == [*map(type, got)]
    assert {
        "names": [{"text": "Ana Sample"}],
        "birth_date": "1990",
        "preferred_language": "es",
        "interpreter_needed": True,
        "children_in_household": 2,
    } == person
    assert {
        "kind": "phone",
        "value": "406-555-0101",
        "safety": "safe_with_limits",
        "voicemail_ok": False,
        "safe_times": "weekdays before 3",
        "identify_as": "the dentist",
    } == contact
    assert {
        "use": "residence",
        "state": "MT",
        "city": "Billings",
        "postal_code": "59101",
    } == address
    assert {name: ANSWERS[name] for name in ANSWERS if name not in BOUND} == local


def test_an_unanswered_form_says_nothing() -> None:
    """A form with no answers should hold no answer, and no "no" either."""
    (local,) = FORM.read({})

    assert local.pets is Missing.NOT_COLLECTED  # type: ignore[attr-defined]
    assert {} == unstructure(local)


@settings(max_examples=100, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(set(ANSWERS) - {"phone"}))),
    st.sampled_from([*Missing, None]),
)
def test_each_question_may_be_skipped(
    skipped: set[str], reason: Missing | None
) -> None:
    """Whatever is skipped, the rest should be kept, and nothing skipped be a "no"."""
    answers = {name: value for name, value in ANSWERS.items() if name not in skipped}
    if reason is not None:
        answers |= {name: {"?": reason.value} for name in skipped}
    got = FORM.read(answers)
    local: Any = got[-1]

    for name in set(ANSWERS) - BOUND:
        why = Missing.NOT_COLLECTED if reason is None else reason
        assert getattr(local, name) == (why if name in skipped else ANSWERS[name])
    kept = str([unstructure(record) for record in got])
    assert ("Ana Sample" in kept) == ("full_name" not in skipped)


@pytest.mark.parametrize("reason", Missing, ids=lambda one: one.value)
def test_without_a_number_there_is_nothing_to_call(reason: Missing) -> None:
    """Who gives no number should have no contact point, unless she told about one."""
    about = ("phone_safety", "voicemail", "safe_time", "call_as")
    rest = {name: ANSWERS[name] for name in ANSWERS if name not in (*about, "phone")}
    none = {name: {"?": reason.value} for name in (*about, "phone")}
    kinds = [type(record) for record in FORM.read({**rest, **none})]

    assert ContactPoint not in kinds
    assert Person in kinds
    with pytest.raises(Malformed) as caught:
        FORM.read({**rest, **none, "phone_safety": "unsafe"})
    assert (("contact_point.value", "required"),) == caught.value.problems


@pytest.mark.parametrize(
    ("name", "answer", "path"),
    [
        ("heard_from", "newspaper", "x_billings.intake.heard_from"),
        ("pets", 1, "x_billings.intake.pets"),
        ("pets", "yes", "x_billings.intake.pets"),
        ("zip_code", "5910", "address.postal_code"),
        ("phone_safety", "maybe", "contact_point.safety"),
        ("children", -(10**9), "person.children_in_household"),
        ("birth_date", "spring", "person.birth_date"),
    ],
)
def test_a_wrong_answer_is_refused_without_repeating_it(
    name: str, answer: Any, path: str
) -> None:
    """An answer that does not fit should be told by its place alone."""
    with pytest.raises(Malformed) as caught:
        FORM.read({**ANSWERS, name: answer})

    assert [path] == [problem.path for problem in caught.value.problems]
    assert f" {answer}" not in str(caught.value)
