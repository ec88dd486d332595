"""A disclosure as a page, a text, a table, a workbook: the last look at each form."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from disclosure.worlds import (
    HOME,
    INCIDENT,
    PHONE,
    USUAL,
    built,
    held_of,
    maeve,
    plan_of,
)
from support.frames import traced

from fjcore.consent import View
from fjcore.disclosure.forms import MEDIA, Form, copy_of, rendering
from fjcore.errors import LeakFound, OptionRefused
from fjcore.records.person import HumanName
from fjcore.redaction.decoding import texts_in

EVERY = pytest.mark.parametrize("form", Form, ids=str)
WIDE = {**USUAL, "contact": View.FULL, "incident": View.FULL, "location": View.FULL}
HELD = held_of(maeve(), PHONE, INCIDENT)
LANGUAGES = ("en", "es")


def texts(raw: bytes, form: Form) -> str:
    """Give all that can be read in a form."""
    return "\n".join(texts_in(raw, MEDIA[form]))


@EVERY
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_granted_stands_in_every_form(form: Form, lang: str) -> None:
    """A copy should hold what the body grants, and pass the last look."""
    plan = plan_of(WIDE)
    raw = copy_of(built(plan, HELD), plan, HELD, form, lang=lang)

    assert "Maeve Quill" in texts(raw, form)
    assert "406-555-0123" in texts(raw, form)
    assert raw == copy_of(built(plan, HELD), plan, HELD, form, lang=lang)


@EVERY
def test_what_is_withheld_stops_every_form(form: Form) -> None:
    """A form in which a withheld value stands should name its field and not leave."""
    made = built(plan_of(WIDE), HELD)
    with pytest.raises(LeakFound) as caught:
        copy_of(made, plan_of({"incident": View.FULL}), HELD, form)

    assert "contact_point.value" == caught.value.where
    assert "555-0123" not in traced(caught.value)
    assert "Maeve" not in traced(caught.value)


#: Names that are words of a form too: of its headings, its tags, its style.
WORDS = (
    "May Table",
    *(
        pytest.param(name, marks=pytest.mark.nightly)
        for name in ("Page Record", "Shared Field", "Solid Black", "Grace Value")
    ),
)


@EVERY
@pytest.mark.parametrize("name", WORDS)
def test_a_name_that_is_a_word_of_ours_stops_nothing(form: Form, name: str) -> None:
    """A withheld name that any such form holds as a word should not stop it."""
    held = held_of(maeve(names=(HumanName(text=name),)), PHONE, INCIDENT)
    plan = plan_of({"contact": View.FULL, "incident": View.FULL})
    for lang in LANGUAGES:
        raw = copy_of(built(plan, held), plan, held, form, lang=lang)

        assert "406-555-0123" in texts(raw, form)


@EVERY
def test_what_is_hidden_changes_no_byte(form: Form) -> None:
    """Two files that differ in what is hidden alone should give the same bytes."""
    plan = plan_of({"identity.name": View.FULL})
    one, two = held_of(maeve(), PHONE), held_of(maeve(), HOME, INCIDENT)

    assert copy_of(built(plan, one), plan, one, form) == copy_of(
        built(plan, two), plan, two, form
    )


def test_a_workbook_holds_texts_alone() -> None:
    """A workbook should hold no formula, link or macro, and no day but a fixed one."""
    held = held_of(maeve(names=(HumanName(text="=1+1"),)), PHONE)
    plan = plan_of(WIDE)
    raw = copy_of(built(plan, held), plan, held, Form.XLSX)
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
        days = {member.date_time for member in archive.infolist()}

    assert "'=1+1" in parts["xl/sharedStrings.xml"]
    assert not [
        name for name, part in parts.items() if "<f>" in part or "<hyper" in part
    ]
    assert {(1980, 1, 1, 0, 0, 0)} == days
    assert not [name for name in parts if "vba" in name or "external" in name]


def test_json_is_the_body() -> None:
    """The copy in JSON should be the very bytes that are sent."""
    plan = plan_of(WIDE)
    made = built(plan, HELD)

    assert made.body == copy_of(made, plan, HELD, Form.JSON)
    assert made.content() == json.loads(rendering(made.content(), Form.JSON))


def test_a_language_without_words() -> None:
    """A language that there are no words in should be refused."""
    with pytest.raises(OptionRefused):
        rendering(built().content(), Form.TEXT, "fr")
