from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from records.damage import CANARY
from records.workbooks import (
    GOOD,
    SETTINGS,
    asked,
    book,
    refused,
    survey,
    table,
)
from support.frames import traced
from support.profiles import tried

from fjcore.errors import FormRefused
from fjcore.records import parse_form
from fjcore.records.xlsform import draft_form

# --- choices --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Don't know",
        "don’t know",
        "DK",
        "dont_know",
        "Refused",
        "Declined to answer",
        "Prefer not to say.",
        "-77",
        "-88",
        "-99",
        "N/A",
        "Not applicable",
        "No answer",
        "Unknown",
        "No sé",
        "No sabe",
        "Prefiere no responder",
        "No corresponde",
        "Client doesn't know",
        "Data not collected",
    ],
)
@pytest.mark.parametrize("column", ["name", "label::en"])
def test_a_choice_that_is_no_answer_needs_its_reason(text: str, column: str) -> None:
    """A choice that says why there is no answer should not become a code."""
    row = {"list_name": "seen", "name": "c", "label::en": "C", column: text}
    plain = table({"list_name": "seen", "name": "a", "label::en": "A"}, row)
    choices = {"choices": plain}
    reason = {
        "choices": table(
            {"list_name": "seen", "name": "a", "label::en": "A"},
            {**row, "fj::missing": "asked_unknown"},
        )
    }
    sheets = survey(asked("select_one seen"))

    assert ("choices.3.fj::missing", "required") in refused(
        book(**{**sheets, **choices})
    )
    assert "asked_unknown" in draft_form(book(**{**sheets, **reason})).text


CHOICE = {"list_name": "seen", "name": "c", "label::en": "C"}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ({**CHOICE, "name": 1}, "name", "type"),
        ({**CHOICE, "name": 2.5}, "name", "type"),
        ({**CHOICE, "name": True}, "name", "type"),
        ({**CHOICE, "name": "a"}, "name", "duplicate"),
        ({**CHOICE, "name": None}, "name", "required"),
        ({**CHOICE, "list_name": None}, "list_name", "required"),
        ({**CHOICE, "list_name": 1}, "list_name", "type"),
        ({**CHOICE, "label::en": None}, "label", "required"),
        ({**CHOICE, "fj::missing": "refused"}, "fj::missing", "unknown_code"),
        ({**CHOICE, "media::image": "x.png"}, "column.4", "unknown_key"),
        ({**CHOICE, "county": "Yellowstone"}, "column.4", "unknown_key"),
    ],
)
def test_a_bad_choice_is_refused_by_its_place(
    row: dict[str, Any], column: str, code: str
) -> None:
    """A choice with a fault should be refused by sheet, row, column and code."""
    choices = table({"list_name": "seen", "name": "a", "label::en": "A"}, row)
    found = refused(book(**{**survey(asked("select_one seen")), "choices": choices}))

    assert (f"choices.3.{column}", code) in found


# --- workbooks ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "place", "code"),
    [
        ({"form_id": "person"}, "settings.2.form_id", "format"),
        ({"form_id": None}, "settings.2.form_id", "format"),
        ({"form_id": 3}, "settings.2.form_id", "type"),
        ({"version": "2026030201"}, "settings.2.version", "range"),
        ({"version": "v1"}, "settings.2.version", "range"),
        ({"version": 1.5}, "settings.2.version", "range"),
        ({"form_title": None}, "settings.2.form_title", "required"),
        ({"default_language": "English"}, "settings.2.default_language", "format"),
    ],
)
def test_a_bad_setting_is_refused_by_its_place(
    head: dict[str, Any], place: str, code: str
) -> None:
    """A setting with a fault should be refused by its column."""
    first = {**dict(zip(*SETTINGS, strict=True)), **head}

    assert (place, code) in refused(
        book(**{**survey(asked()), "settings": table(first)})
    )


@pytest.mark.parametrize("sheet", ["entities", "external_choices", "osm"])
def test_a_sheet_that_reaches_past_the_form_is_refused(sheet: str) -> None:
    """A sheet of entities or of choices from elsewhere should be refused."""
    assert {(sheet, "forbidden")} == refused(book(**GOOD, **{sheet: [["x"]]}))


@pytest.mark.parametrize("sheet", ["survey", "settings"])
def test_a_sheet_that_is_needed_is_missed(sheet: str) -> None:
    """A workbook without its questions or settings should be refused."""
    rest = {name: rows for name, rows in GOOD.items() if name != sheet}

    assert (sheet, "required") in refused(book(**rest))


def test_a_formula_is_refused() -> None:
    """A workbook with a formula in it should not be read at all."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.add_worksheet("survey").write_formula(0, 0, "=1+1", None, "type")
    made.close()

    assert {("form.xlsx", "formula_cell")} == refused(out.getvalue())


def test_a_link_to_elsewhere_is_refused() -> None:
    """A workbook that points to another place should not be read at all."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.add_worksheet("survey").write_url(0, 0, "https://example.org/")
    made.close()

    assert {("form.xlsx", "external_link")} == refused(out.getvalue())


@pytest.mark.parametrize(
    "raw", [b"", b"PK", b"\x00" * 100, b"<html>", book(**GOOD)[:400]]
)
def test_what_is_no_workbook_is_refused(raw: bytes) -> None:
    """Bytes that are no workbook should be refused."""
    assert {("form.xlsx", "format")} == refused(raw)


def test_a_document_type_is_refused() -> None:
    """A workbook whose parts declare entities should not be read at all."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(book(**GOOD))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "xl/workbook.xml":
                text = text.replace(
                    b"<workbook", b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook", 1
                )
            new.writestr(entry, text)

    assert {("form.xlsx", "doctype")} == refused(out.getvalue())


def test_every_fault_is_told_at_once() -> None:
    """A workbook should be refused with each of its bad rows, not only the first."""
    rows = [
        asked("geopoint", "a"),
        asked("today", "b"),
        asked(name="c", calculation="1"),
    ]
    found = refused(book(**survey(*rows)))

    assert {
        ("survey.2.type", "unknown_type"),
        ("survey.3.type", "forbidden"),
        ("survey.4.calculation", "unknown_key"),
    } == found


cells = st.sampled_from(
    [
        None,
        "",
        CANARY,
        "yes",
        1,
        2.5,
        True,
        "${q} = 'x'",
        "(" * 50,
        "text",
        "select_one seen",
        "begin group",
        "end group",
        "begin repeat",
        "end repeat",
        "note",
        "x" * 5000,
        "fj.weapon",
        "q",
    ]
)


@tried(25, 60)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                **dict.fromkeys(asked(), cells),
                **dict.fromkeys(("relevant", "constraint", "default"), cells),
                **dict.fromkeys(("fj::missing", "fj::codes", "required"), cells),
            },
        ),
        max_size=5,
    )
)
def test_any_rows_are_drafted_or_refused(rows: list[dict[str, Any]]) -> None:
    """Any rows should give a draft or be refused by their place, and no more happen."""
    fault = draft = None
    try:
        draft = draft_form(
            book(**survey(asked(name="first"), *rows)), where="form.xlsx"
        )
    except FormRefused as error:
        fault = error

    assert (fault is None) == (draft is not None)
    assert fault is None or (fault.problems and CANARY not in traced(fault))
    if draft is not None and not draft.warnings:
        assert parse_form(draft.text).fields
