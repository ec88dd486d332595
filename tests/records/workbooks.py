"""XLSForm workbooks, made in memory."""

from __future__ import annotations

import tomllib
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from records.damage import CANARY
from support.frames import traced

from fjcore.errors import FormRefused
from fjcore.records import parse_form
from fjcore.records._tomltext import form_text
from fjcore.records.xlsform import draft_form

Sheet = list[list[Any]]

#: A written cell is what it is given: no text becomes a number, a formula or a link.
_PLAIN = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}

HEAD = [
    "type",
    "name",
    "label::English (en)",
    "fj::category",
    "fj::about",
    "fj::identifying",
]
LABEL = ["household", "subject", "quasi"]
SETTINGS: Sheet = [["form_id", "version", "form_title"], ["x_made.form", "1", "A form"]]
CHOICES: Sheet = [
    ["list_name", "name", "label::en", "fj::missing", "fj::codes"],
    ["yn", "yes", "Yes"],
    ["yn", "no", "No"],
    ["seen", "knife", "A knife"],
    ["seen", "other", "Something else"],
    ["seen", "dk", "Don't know", "asked_unknown"],
]


def book(**sheets: Sheet) -> bytes:
    """Write a workbook of these sheets; None leaves a cell out."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, _PLAIN)
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(number, place, value)
    made.close()
    return out.getvalue()


def table(*rows: dict[str, Any]) -> Sheet:
    """A sheet of rows by column, the columns in the order in which they come up."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name) for name in names] for row in rows)]


def asked(kind: str = "text", name: str = "q", **more: Any) -> dict[str, Any]:
    """A row of the survey, worded and labelled."""
    row = {"type": kind, "name": name, "label::English (en)": f"{name}?"}
    return {**row, **dict(zip(HEAD[3:], LABEL, strict=True)), **more}


def survey(*rows: dict[str, Any]) -> dict[str, Sheet]:
    """The sheets of a form of these rows."""
    return {"survey": table(*rows), "choices": CHOICES, "settings": SETTINGS}


GOOD = survey(
    asked("select_one yn", "pets"),
    asked("integer", "how_many", relevant="${pets} = 'yes'"),
)


def drafted(*rows: dict[str, Any], **sheets: Any) -> dict[str, Any]:
    """The data of the draft that a workbook of these rows gives."""
    found = tomllib.loads(draft_form(book(**{**survey(*rows), **sheets})).text)
    parse_form(form_text(found))
    return found


def one(*rows: dict[str, Any], **sheets: Any) -> dict[str, Any]:
    """The last question of that draft."""
    row: dict[str, Any] = drafted(*rows, **sheets)["field"][-1]
    return row


def refused(raw: bytes) -> set[tuple[str, str]]:
    """Every fault of a workbook, by place and code."""
    with pytest.raises(FormRefused) as caught:
        draft_form(raw, where="form.xlsx")
    assert "form.xlsx" == caught.value.where
    assert caught.value.__context__ is None
    assert CANARY not in traced(caught.value)
    return set(caught.value.problems)
