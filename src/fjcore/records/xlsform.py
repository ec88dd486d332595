"""An XLSForm workbook as the draft of a form (extra ``intake``).

A closed part of the XLSForm standard is read. What would capture something unasked,
calculate, fetch or run is refused by sheet, row and column. What comes out is the text
of a form that a person goes on with, never a form in use.
Source: XLSForm, names as in github.com/XLSForm/pyxform.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from fjcore.errors import FormRefused, Problem
from fjcore.records._formfile import faults
from fjcore.records._sheets import Found, Row, rows_of, sheets_in
from fjcore.records._tomltext import form_text
from fjcore.records._xlschoices import Choices
from fjcore.records._xlscolumns import columns, language
from fjcore.records._xlsrows import Survey
from fjcore.records.codes import core_lists

__all__ = ["Draft", "draft_form"]

_SHEETS = ("survey", "choices", "settings")

#: Sheets that bring what no form may have.
_REFUSED_SHEETS = frozenset({"entities", "external_choices", "osm"})

#: What a key of a form's row is called in the workbook.
_COLUMNS = {
    "when": "relevant",
    "codes": "type",
    "message": "constraint_message",
    "missing": "fj::missing",
    "title": "label",
    "field": "type",
    "section": "type",
    "hide": "type",
}
_SETTINGS = {"form": "form_id", "title": "form_title"}


@frozen
class Draft:
    """The text of a form, and what in the workbook is to be looked at again."""

    text: str
    warnings: tuple[Problem, ...] = ()


def draft_form(raw: bytes, *, where: str = "workbook") -> Draft:
    """Make the draft of a form from the bytes of an XLSForm workbook.

    Every rule of a form is held, but that a question may still lack its label and a
    code its code of core: each such place is a warning, and the form is refused until
    it is mended.
    Units: 20 MB unpacked, 5,000 rows.
    Raises: FormRefused, with sheet, row, column and code of every fault; MissingExtra.
    """
    found, text = _drafted(raw, where)
    del raw
    if found.problems:
        del text
        raise FormRefused(where, problems=tuple(dict.fromkeys(found.problems)))
    return Draft(text, tuple(dict.fromkeys(found.warnings)))


def _drafted(raw: bytes, where: str) -> tuple[Found, str]:
    found = Found()
    sheets = sheets_in(raw, found, where=where)
    return found, "" if sheets is None else form_text(_data(sheets, found))


def _data(sheets: Mapping[str, list[list[Any]]], found: Found) -> dict[str, Any]:
    for place, name in enumerate(sheets, 1):
        if name in _REFUSED_SHEETS:
            found.refuse(name, "forbidden")
        elif name not in _SHEETS:
            found.warnings.append(Problem(f"sheet.{place}", "unknown_key"))
    for name in ("survey", "settings"):
        if name not in sheets:
            found.refuse(name, "required")
    said = {
        key: value
        for row in _rows(sheets, "settings", "en", found)
        for key, value in row.cells.items()
    }
    head, default = _head(said, found)
    choices = Choices(head["form"].partition(".")[0], default, found)
    for row in _rows(sheets, "choices", default, found):
        choices.read(row)
    survey = Survey(choices, default, found)
    for row in _rows(sheets, "survey", default, found):
        survey.read(row)
    survey.close()
    data = {
        **head,
        "section": survey.sections,
        "field": survey.fields,
        "codes": choices.tables(),
    }
    whole = {key: value for key, value in data.items() if value not in ([], {})}
    if not found.problems:
        _judge(whole, survey, choices, found)
    return whole


def _rows(
    sheets: Mapping[str, list[list[Any]]], sheet: str, default: str, found: Found
) -> Iterator[Row]:
    cells = sheets.get(sheet, [])
    known = columns(sheet, cells[0] if cells else [], default)
    yield from rows_of(sheet, cells, known, found)


def _head(said: Mapping[str, Any], found: Found) -> tuple[dict[str, Any], str]:
    for column in ("form_id", "form_title", "default_language"):
        if type(said.get(column, "")) is not str:
            found.refuse(f"settings.2.{column}", "type")
    default = language(str(said.get("default_language", "en")))
    if not default:
        found.refuse("settings.2.default_language", "format")
    head = {
        "form": str(said.get("form_id", "")),
        "version": _version(said.get("version", "")),
        "title": {default or "en": str(said.get("form_title", ""))},
    }
    return head, default or "en"


def _version(value: Any) -> Any:
    if type(value) is float and value.is_integer():
        return int(value)
    digits = type(value) is str and value.isascii() and value.isdecimal()
    return int(value) if digits and len(value) < 10 else value


# --- the rules of forms, told by the places of the workbook ---------------------------


def _judge(
    data: dict[str, Any], survey: Survey, choices: Choices, found: Found
) -> None:
    tables = data.get("codes", {})
    for name in tables:
        if not _mapped(tables[name]):
            place = _place(f"codes.{name}", data, survey, choices)
            found.warnings.append(Problem(place, "unmapped_code"))
    whole = {name: _completed(table) for name, table in tables.items()}
    for problem in faults({**data, "codes": whole}):
        mendable = problem.code == "unlabelled"
        path = f"{problem.path}.fj::category" if mendable else problem.path
        told = problem.at(_place(path, data, survey, choices))
        (found.warnings if mendable else found.problems).append(told)


def _mapped(table: Mapping[str, Any]) -> bool:
    return table["maps_to"] in core_lists() and table["maps"].keys() == (
        table["codes"].keys()
    )


def _completed(table: Mapping[str, Any]) -> dict[str, Any]:
    """Give a list as it will be once a person has mapped each of its codes."""
    core = core_lists().get(table["maps_to"]) or next(iter(core_lists().values()))
    first = next(iter(core.codes))
    maps = {code: table["maps"].get(code, first) for code in table["codes"]}
    return {**table, "maps_to": core.id, "maps": maps}


def _place(path: str, data: Any, survey: Survey, choices: Choices) -> str:
    """Give the place in the workbook of a fault at a path of the form."""
    first, _, rest = path.partition(".")
    if first == "codes":
        row = next(
            (o.row for n, o in choices.lists.items() if _of(path, n, choices)), None
        )
        return row.path("fj::codes") if row else "choices"
    if first not in ("field", "section"):
        return f"settings.2.{_SETTINGS.get(first, first)}"
    if not rest:
        return "survey"
    held: Any = data[first]
    steps = rest.split(".")
    while steps and steps[0].isdigit():
        held, steps = held[int(steps[0])], steps[1:]
        if steps[:1] == ["field"] and len(steps) > 1:
            held, steps = held["field"], steps[1:]
    row = survey.rows[id(held)]
    column = steps[0] if steps else "type"
    return row.path(_COLUMNS.get(column, column))


def _of(path: str, name: str, choices: Choices) -> bool:
    return f"{path}.".startswith(f"codes.{choices.id_of(name)}.")
