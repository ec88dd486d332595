"""A layout is data: read strictly, and refused where it does not fit the records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from records.importing.files import ZONE

from fjcore.errors import InputRefused
from fjcore.records import Catalog
from fjcore.records.importing import (
    Importer,
    parse_layout,
    shipped_layout,
    shipped_layouts,
)

GOOD = """
layout = "sample"
version = 1
zone = "America/Denver"
date_format = "MM/DD/YYYY"
[placeholders]
"unk" = "asked_unknown"
[missing.hud]
"8" = "asked_unknown"
[codes.mode]
"Phone" = "phone"
"Never" = "?not_asked"
[codes.yn]
"J" = "yes"
[[file]]
key = ["id"]
person = ["who"]
[[file.record]]
type = "person"
once = true
field = [
  {path = "names.0.text", columns = ["first", "last"], formula_like = "keep"},
  {path = "birth_date", column = "born", transform = "date"},
  {path = "pregnancy_status", column = "preg", transform = "yes_no", codes = "yn"},
  {path = "children_in_household", column = "kids", transform = "number"},
]
[[file.record]]
type = "service_encounter"
field = [
  {path = "service", column = "service", transform = "code", missing = ["hud"]},
  {path = "started_at", column = "day", transform = "instant"},
  {path = "mode", column = "mode", transform = "code", codes = "mode"},
]
[[file.record]]
type = "incident"
when = {column = "weapons", is = ["1"]}
field = [
  {path = "weapons", column = "knife", transform = "flag", code = "knife"},
  {path = "weapons", column = "gun", transform = "flag", code = "firearm"},
  {path = "weapons", column = "weapons", transform = "reason", missing = ["hud"]},
  {path = "victimizations", column = "kinds", transform = "codes", separator = "|"},
]
"""

FILE, RECORD, FIELD = "file.0", "file.0.record.0", "file.0.record.0.field"

#: What is put in the place of what, and the path and code by which it is refused.
FAULTS: dict[str, tuple[str, str, str, str]] = {
    "no version": ("version = 1\n", "", "version", "required"),
    "version of no kind": ("version = 1", "version = 0", "version", "required"),
    "odd id": ('"sample"', '"Some One"', "layout", "format"),
    "unknown key": ("version = 1", "version = 1\nquokka = 1", "", "unknown_key"),
    "no zone there is": ("America/Denver", "America/Quokka", "zone", "unknown_code"),
    "no zone": (
        'zone = "America/Denver"\n',
        "",
        "file.0.record.1.field.1.transform",
        "required",
    ),
    "year of two digits": ("MM/DD/YYYY", "MM/DD/YY", "date_format", "format"),
    "order not declared": ("MM/DD/YYYY", "DD", "date_format", "format"),
    "reason there is not": (
        '"asked_unknown"\n[missing',
        '"quokka"\n[missing',
        "placeholders",
        "unknown_code",
    ),
    "missing reason there is not": (
        '"8" = "asked_unknown"',
        '"8" = "quokka"',
        "missing.0",
        "unknown_code",
    ),
    "reason in a crosswalk": ("?not_asked", "?quokka", "codes.0", "unknown_code"),
    "code there is not": (
        '"Phone" = "phone"',
        '"Phone" = "quokka"',
        "file.0.record.1.field.2.codes",
        "unknown_code",
    ),
    "yes that is none": (
        '"J" = "yes"',
        '"J" = "maybe"',
        f"{FIELD}.2.codes",
        "unknown_code",
    ),
    "no key": ('key = ["id"]\n', "", f"{FILE}.key", "required"),
    "type there is not": (
        'type = "person"',
        'type = "quokka"',
        f"{RECORD}.type",
        "unknown_code",
    ),
    "path there is not": (
        '"birth_date"',
        '"birthday"',
        f"{FIELD}.1.path",
        "unknown_key",
    ),
    "path too short": ('"names.0.text"', '"names"', f"{FIELD}.0.path", "unknown_key"),
    "path without a number": (
        '"names.0.text"',
        '"names.text"',
        f"{FIELD}.0.path",
        "unknown_key",
    ),
    "path too long": (
        '"birth_date"',
        '"birth_date.day"',
        f"{FIELD}.1.path",
        "unknown_key",
    ),
    "path twice": (
        '"children_in_household"',
        '"birth_date"',
        f"{FIELD}.3.path",
        "duplicate",
    ),
    "transform there is not": (
        '"born", transform = "date"',
        '"born", transform = "eval"',
        "",
        "",
    ),
    "text for a date": (
        '"born", transform = "date"',
        '"born"',
        f"{FIELD}.1.transform",
        "type",
    ),
    "number for a code": (
        '"mode", transform = "code"',
        '"mode", transform = "number"',
        "file.0.record.1.field.2.transform",
        "type",
    ),
    "text for a code": (
        '"mode", transform = "code"',
        '"mode"',
        "file.0.record.1.field.2.transform",
        "type",
    ),
    "code for a text": (
        '"last"], formula_like = "keep"',
        '"last"], transform = "code"',
        f"{FIELD}.0.transform",
        "type",
    ),
    "one code for many": (
        '"kinds", transform = "codes"',
        '"kinds", transform = "code"',
        "file.0.record.2.field.3.path",
        "cardinality",
    ),
    "no separator": (
        ', separator = "|"',
        "",
        "file.0.record.2.field.3.separator",
        "required",
    ),
    "flag of no code": (
        'code = "knife"',
        'code = "quokka"',
        "file.0.record.2.field.0.code",
        "unknown_code",
    ),
    "reason that must be told": (
        '{path = "service", column = "service", transform = "code"',
        '{path = "service", column = "service", transform = "reason"',
        "file.0.record.1.field.0.transform",
        "required",
    ),
    "formula in a date": (
        '"born", transform = "date"',
        '"born", transform = "date", formula_like = "keep"',
        f"{FIELD}.1.formula_like",
        "forbidden",
    ),
    "formula of no kind": (
        '"keep"',
        '"quokka"',
        f"{FIELD}.0.formula_like",
        "unknown_code",
    ),
    "column and constant": (
        'column = "kids"',
        'column = "kids", constant = "3"',
        f"{FIELD}.3",
        "required",
    ),
    "neither of them": ('column = "kids", ', "", f"{FIELD}.3", "required"),
    "constant number": (
        'column = "kids"',
        'constant = "3"',
        f"{FIELD}.3.constant",
        "type",
    ),
    "several columns": (
        'column = "kids"',
        'columns = ["a", "b"]',
        f"{FIELD}.3.columns",
        "forbidden",
    ),
    "table there is not": (
        'missing = ["hud"]},\n  {path = "started',
        'missing = ["x"]},\n  {path = "started',
        "file.0.record.1.field.0.missing",
        "unknown_code",
    ),
    "crosswalk there is not": (
        'codes = "mode"',
        'codes = "x"',
        "file.0.record.1.field.2.codes",
        "unknown_code",
    ),
    "wide padding": (
        'column = "kids"',
        'column = "kids", zero_pad = 99',
        f"{FIELD}.3.zero_pad",
        "range",
    ),
    "long delimiter": (
        'key = ["id"]',
        'key = ["id"]\ndelimiter = ";;"',
        f"{FILE}.delimiter",
        "format",
    ),
    "quote for delimiter": (
        'key = ["id"]',
        'key = ["id"]\ndelimiter = \'"\'',
        f"{FILE}.delimiter",
        "duplicate",
    ),
    "guessed encoding": ('key = ["id"]', 'key = ["id"]\nencoding = "auto"', "", ""),
    "strict of nothing": (
        'key = ["id"]',
        'key = ["id"]\nheader = "strict"',
        f"{FILE}.columns",
        "required",
    ),
    "column of no header": (
        'key = ["id"]',
        'key = ["id"]\nheader = "strict"\ncolumns = ["id", "who"]',
        f"{FILE}.column",
        "unknown_key",
    ),
    "column twice": (
        'key = ["id"]',
        'key = ["id"]\ncolumns = ["id", "id"]',
        f"{FILE}.columns",
        "duplicate",
    ),
    "path of a file": (
        'key = ["id"]',
        'key = ["id"]\nname = "../x.csv"',
        f"{FILE}.name",
        "format",
    ),
    "join of nothing": (
        'key = ["id"]',
        'key = ["id"]\nname = "a.csv"\njoin = [{file = "b.csv", on = "id"}]',
        f"{FILE}.join.0.file",
        "unknown_code",
    ),
}


def problems(text: str, folder: Path) -> list[tuple[str, str]]:
    path = folder / "rows.csv"
    path.write_bytes(b"x\n")
    try:
        Importer(parse_layout(text), path)
    except InputRefused as refused:
        assert refused.__context__ is None
        assert "quokka" not in str(refused)
        return [(problem.path, problem.code) for problem in refused.problems]
    return []


def test_a_good_layout_should_pass(tmp_path: Path) -> None:
    """The layout that the faults below are put into should have none."""
    assert [] == problems(GOOD, tmp_path)


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_should_be_named(tmp_path: Path, case: str) -> None:
    """A fault of a layout should be named by its path and a code, never by its text."""
    old, new, path, code = FAULTS[case]
    found = problems(GOOD.replace(old, new, 1), tmp_path)

    assert GOOD.count(old) >= 1
    assert [] != found
    assert not code or (path, code) in found


def test_every_fault_should_be_told_at_once(tmp_path: Path) -> None:
    """Two faults in different places should be told together."""
    text = GOOD.replace('"birth_date"', '"birthday"').replace('"knife"', '"quokka"')

    assert 2 == len({path for path, _ in problems(text, tmp_path)})


@pytest.mark.parametrize(
    "text", ["= 1", "layout = ", "[[[", "a" * 300_000, "a = 1\na = 2"]
)
def test_no_toml_should_be_refused(tmp_path: Path, text: str) -> None:
    """A text that is no TOML, or no layout's size, should be refused as such."""
    assert [("", "format")] == problems(text, tmp_path)


@pytest.mark.parametrize("name", shipped_layouts())
def test_a_shipped_layout_should_fit(name: str, tmp_path: Path) -> None:
    """Every layout that comes along should fit the record types as they are."""
    said = shipped_layout(name)
    path = tmp_path
    for one in said.file:
        (tmp_path / (one.name or "rows.csv")).write_bytes(b"x\n")
    path = tmp_path if said.folder else tmp_path / "rows.csv"

    assert name == Importer(said, path, zone=ZONE, catalog=Catalog()).layout.layout
    assert not said.reviewed
    assert said.source


def test_the_shipped_ones_should_be_these() -> None:
    """Layouts should come along for the systems that centers leave."""
    wanted = {"infonet", "apricot", "hmis_csv_2024", "hmis_csv_2026", "legacy"}

    assert wanted <= set(shipped_layouts())
    with pytest.raises(InputRefused):
        shipped_layout("quokka")


def header(name: str, file: str) -> tuple[str, ...]:
    return next(one.columns for one in shipped_layout(name).file if one.name == file)


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("Client.csv", (46, 38)),
        ("Enrollment.csv", (71, 67)),
        ("HealthAndDV.csv", (18, 18)),
        ("Services.csv", (18, 18)),
    ],
)
def test_hmis_headers_should_be_whole(file: str, counts: tuple[int, int]) -> None:
    """The headers of HMIS files should have as many columns as HUD says, each once."""
    found = [header(f"hmis_csv_{year}", file) for year in (2024, 2026)]

    assert counts == tuple(map(len, found))
    assert counts == tuple(len(set(one)) for one in found)
    assert all(re.fullmatch(r"[A-Za-z0-9]+", column) for one in found for column in one)


def test_hmis_years_should_differ_where_hud_changed_them() -> None:
    """FY2026 should ask for the sex in one column, and no more for languages."""
    old: Any = set(header("hmis_csv_2024", "Client.csv"))
    new = set(header("hmis_csv_2026", "Client.csv"))
    rows = {
        year: set(header(f"hmis_csv_{year}", "Enrollment.csv")) for year in (2024, 2026)
    }

    assert {"Sex", "HispanicLatinao"} == new - old
    assert {"HispanicLatinaeo", "GenderNone", "Woman"} <= old - new
    assert {"MentalHealthConsultation"} == rows[2026] - rows[2024]
    assert 5 == len(rows[2024] - rows[2026])
