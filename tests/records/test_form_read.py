from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.damage import CANARY, PIECES
from records.formsource import FORM, toml
from support.frames import traced
from support.profiles import tried

from fjcore.errors import Malformed
from fjcore.records import ContactPoint, Person, parse_form, unstructure
from fjcore.records.record import info_of
from fjcore.values import Missing

GOOD = parse_form(toml(FORM))

#: A fitting answer to each question.
ANSWERS: dict[str, Any] = {
    "name": "Nour Haddad",
    "born": "1994-07",
    "phone": "406-555-0101",
    "safe": "safe",
    "wanted": False,
    "story": "In my own words.\nMore of them.",
    "note": "A note",
    "number": "406-555-0102",
    "count": 2,
    "since": "2025~",
    "color": "red",
    "modes": ["phone", "text"],
}
#: By question: where an answer lies in what is read.
BOUND = {
    "name": ("person", "names"),
    "born": ("person", "birth_date"),
    "phone": ("contact_point", "value"),
    "safe": ("contact_point", "safety"),
}


def read(answers: Any) -> dict[str, Any]:
    """What a form reads from answers, as plain data by record name."""
    return {info_of(type(one)).name: unstructure(one) for one in GOOD.read(answers)}


def refused(answers: Any) -> list[tuple[str, str]]:
    with pytest.raises(Malformed) as caught:
        GOOD.read(answers)
    assert "x_made.visit" == caught.value.where
    assert caught.value.__context__ is None
    assert "canary" not in traced(caught.value)
    return [(one.path, one.code) for one in caught.value.problems]


reasons = st.sampled_from([{"?": one.value} for one in Missing])


@st.composite
def said(draw: st.DrawFn) -> dict[str, Any]:
    """Answers to some questions, reasons for others, nothing for the rest."""
    names = draw(st.permutations(sorted(ANSWERS)))
    kinds = {
        name: draw(st.sampled_from(["answer", "reason", "nothing"])) for name in names
    }
    return {
        name: copy.deepcopy(ANSWERS[name]) if kinds[name] == "answer" else draw(reasons)
        for name in names
        if kinds[name] != "nothing"
    }


def expected(answers: dict[str, Any]) -> dict[str, Any] | None:
    """What should be read, from the rules alone; None where a number is lacking."""
    given = {name for name, value in answers.items() if not isinstance(value, dict)}
    kept = {
        name: value
        for name, value in answers.items()
        if value != {"?": "not_collected"}
    }
    found: dict[str, Any] = {}
    if "name" in given or "born" in answers:
        person = {"birth_date": kept["born"]} if "born" in kept else {}
        if "name" in given:
            person["names"] = [{"text": answers["name"], "use": "chosen"}]
        found["person"] = person
    if "phone" in given:
        found["contact_point"] = {"kind": "phone", "value": answers["phone"]}
        if "safe" in kept:
            found["contact_point"]["safety"] = kept["safe"]
    elif "safe" in given:
        return None
    found["x_made.visit"] = {k: v for k, v in kept.items() if k not in BOUND}
    return found


@tried(60, 250)
@given(said())
def test_answers_go_where_they_belong(answers: dict[str, Any]) -> None:
    """Answers should land in their fields, skipped ones stay out or be their reason."""
    want = expected(answers)
    if want is None:
        assert [("contact_point.value", "required")] == refused(answers)
        return
    got = read(answers)

    assert want == got
    assert [*want] == [*got]


def test_no_answer_is_no_record_of_core() -> None:
    """A form that was left empty should give its own record, empty, and no other."""
    (local,) = GOOD.read({})

    assert type(local) is GOOD.record_type
    assert {} == unstructure(local)


def test_the_order_of_answering_does_not_matter() -> None:
    """Answers in the other order should give the same records in the same order."""
    turned = dict(reversed(ANSWERS.items()))

    assert GOOD.read(ANSWERS) == GOOD.read(turned)
    assert [Person, ContactPoint, GOOD.record_type] == [*map(type, GOOD.read(turned))]


@pytest.mark.parametrize("reason", Missing, ids=lambda one: one.value)
def test_a_reason_stays_where_a_field_can_hold_it(reason: Missing) -> None:
    """A skipped answer should become the reason that was given, never a "no"."""
    answers = {name: {"?": reason.value} for name in ANSWERS}
    person, local = GOOD.read(answers)

    assert isinstance(person, Person)
    assert reason is person.birth_date
    assert () == person.names
    held = [getattr(local, name) for name in ANSWERS if name not in BOUND]
    assert all(one is reason for one in held)


NESTED = parse_form(
    toml(
        {
            **FORM,
            "constants": {"contact_point.kind": "phone"},
            "field": [
                *FORM["field"],
                {"name": "use", "binds": "person.names.use", "label": {"en": "use?"}},
            ],
        }
    )
)


@pytest.mark.parametrize(
    ("name", "use", "names"),
    [
        ("Nour", "legal", [{"text": "Nour", "use": "legal"}]),
        (
            "Nour",
            {"?": "asked_declined"},
            [{"text": "Nour", "use": {"?": "asked_declined"}}],
        ),
        ("Nour", {"?": "not_collected"}, [{"text": "Nour"}]),
        ({"?": "asked_declined"}, {"?": "not_asked"}, None),
    ],
)
def test_a_reason_in_a_nested_field(name: Any, use: Any, names: Any) -> None:
    """A reason for a nested answer should stay with its row, if there is a row."""
    found = NESTED.read({"name": name, "use": use})
    people = [unstructure(one) for one in found if isinstance(one, Person)]

    assert ([{"names": names}] if names else []) == people


def test_half_a_nested_row_is_refused() -> None:
    """An answer about a name that was not given should be refused, not dropped."""
    with pytest.raises(Malformed) as caught:
        NESTED.read({"use": "legal", "name": {"?": "asked_declined"}})

    assert (("person.names.0.text", "required"),) == caught.value.problems


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"color": "green"}, [("x_made.visit.color", "unknown_code")]),
        ({"color": CANARY}, [("x_made.visit.color", "unknown_code")]),
        ({"color": "knife"}, [("x_made.visit.color", "unknown_code")]),
        ({"modes": ["phone", CANARY]}, [("x_made.visit.modes.1", "unknown_code")]),
        (
            {"safe": CANARY, "phone": "406-555-0101"},
            [("contact_point.safety", "unknown_code")],
        ),
        ({"wanted": 0}, [("x_made.visit.wanted", "type")]),
        ({"wanted": "no"}, [("x_made.visit.wanted", "type")]),
        ({"count": True}, [("x_made.visit.count", "type")]),
        ({"note": "x" * 501}, [("x_made.visit.note", "length")]),
        ({"note": ""}, [("x_made.visit.note", "length")]),
        ({"story": "x" * 65537}, [("x_made.visit.story", "length")]),
        ({"name": None}, [("person.names.0.text", "type")]),
        ({"name": {"?": CANARY}}, [("person.names.text", "unknown_code")]),
        ({"name": {"?": "error", "a": 1}}, [("person.names.text", "type")]),
        ({"phone": {"?": 3}}, [("contact_point.value", "type")]),
        ({"born": {"?": CANARY}}, [("person.birth_date", "unknown_code")]),
        ({CANARY: 1}, [("x_made.visit", "unknown_key")]),
        ({3: 1}, [("x_made.visit", "unknown_key")]),
        ([], [("x_made.visit", "type")]),
        (None, [("x_made.visit", "type")]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_does_not_fit_is_told_by_its_path(answers: Any, problems: Any) -> None:
    """An answer that does not fit should be told by its path and code alone."""
    assert problems == refused(answers)


def test_every_fault_of_every_record_is_told_at_once() -> None:
    """Faults in several records should be told together, so that none comes later."""
    answers = {
        "born": "spring",
        "phone": "none",
        "safe": "maybe",
        "wanted": 3,
        "modes": 1,
    }

    assert [
        ("contact_point.safety", "unknown_code"),
        ("contact_point.value", "format"),
        ("person.birth_date", "format"),
        ("x_made.visit.modes", "type"),
        ("x_made.visit.wanted", "type"),
    ] == refused(answers)


@tried(40, 150)
@given(
    st.dictionaries(
        st.sampled_from(sorted(ANSWERS)), st.sampled_from(PIECES), max_size=5
    )
)
def test_any_answers_are_read_or_refused(answers: dict[str, Any]) -> None:
    """Any answers should be read or be refused by path, and nothing else happen."""
    before = copy.deepcopy(answers)
    fault = None
    try:
        GOOD.read(answers)
    except Malformed as error:
        fault = error

    assert fault is None or (fault.problems and "canary" not in traced(fault))
    assert before == answers


def test_a_form_is_read_again_and_again() -> None:
    """Reading answers should leave nothing behind in the form."""
    first = GOOD.read(ANSWERS)
    GOOD.read({})

    assert first == GOOD.read(ANSWERS)
    assert FORM["constants"] == dict(GOOD.constants)
