"""What a survivor or an advocate chooses from is said in English and in Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
import pytest
from records.formrules import form_of
from support.walking import over

from fjcore.errors import UnknownRecord
from fjcore.records import CORE_RECORDS, code_words, core_lists
from fjcore.records._shape import declared, is_part, shape
from fjcore.records.codes import core_list
from fjcore.records.preview import preview

#: Lists of core's fields that hold names of programs: they have no other words.
NAMES = {"hud.funding_source"}


def lists_in(cls: type) -> Iterator[str]:
    for attribute in attrs.fields(cls):
        inner, _ = shape(attribute.type)
        if is_part(inner):
            yield from lists_in(inner)
        elif isinstance(codes := declared(attribute).codes, str):
            yield codes


SHOWN = sorted({one for cls in CORE_RECORDS for one in lists_in(cls)} - NAMES)


@over(SHOWN)
def test_every_code_has_its_words(name: str) -> None:
    """Each code of a list that a form can show should have words in Spanish."""
    english, spanish = code_words(name, "en"), code_words(name, "es")

    assert list(english) == list(spanish) == list(core_list(name).codes)
    assert all(text == text.strip() != "" for text in spanish.values())
    assert len(set(english.values())) == len(set(spanish.values()))


@over(SHOWN)
def test_words_keep_their_numbers(name: str) -> None:
    """What is said with numbers in English should be said with them in Spanish."""
    spanish = code_words(name, "es")
    digits = {
        code: re.findall("[0-9]+", text)
        for code, text in core_list(name).codes.items()
        if re.search("[0-9]", text)
    }

    assert digits == {code: re.findall("[0-9]+", spanish[code]) for code in digits}


def test_no_words_are_left_over() -> None:
    """Words of codes should belong to lists and codes that there are."""
    left = {
        name: code_words(name, "es").keys() - core_list(name).readable
        for name in core_lists()
    }

    assert {} == {name: codes for name, codes in left.items() if codes}
    assert {} == dict(code_words("fj.weapon", "fr"))
    with pytest.raises(UnknownRecord):
        code_words("fj.no_such", "es")


def test_a_form_says_core_codes_in_its_language() -> None:
    """A form should say core's codes in Spanish, and in its own words where it has."""
    words = {"es": {"sms": "Mensajito"}}
    form = form_of(
        {"name": "kind", "binds": "contact_point.kind"},
        {"name": "safe", "binds": "contact_point.safety"},
        codes={"fj.contact_kind": {"label": words}},
    )
    (section,) = form.describe("es-MX")["sections"]
    kind, safe = (
        {one["code"]: one["label"] for one in row["options"]}
        for row in section["questions"]
    )

    assert ("Mensajito", "correo electrónico") == (kind["sms"], kind["email"])
    assert "no es seguro" == safe["unsafe"]
    assert [["label"], ["label"]] == [
        row["untranslated"] for row in section["questions"]
    ]
    assert "no es seguro" in preview(form, "es")


def test_a_language_without_words_is_marked() -> None:
    """Codes in a language that has no words for them should be marked as English."""
    form = form_of({"name": "safe", "binds": "contact_point.safety"})
    (section,) = form.describe("fr")["sections"]

    assert "options" in section["questions"][0]["untranslated"]
