"""A layout is data: read strictly, and refused where it does not fit the records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from records.importing.files import ZONE
from records.importing.layoutfaults import FAULTS, GOOD

from fjcore.errors import InputRefused
from fjcore.records import Catalog
from fjcore.records.importing import (
    Importer,
    parse_layout,
    shipped_layout,
    shipped_layouts,
)


def problems(text: str, folder: Path) -> list[tuple[str, str]]:
    """Give path and code of every fault of a layout; none is told with its text."""
    path = folder / "rows.csv"
    path.write_bytes(b"x\n")
    found: InputRefused | None = None
    try:
        Importer(parse_layout(text), path)
    except InputRefused as refused:
        found = refused
    if found is None:
        return []
    assert found.__context__ is None
    assert "quokka" not in str(found)
    return [(problem.path, problem.code) for problem in found.problems]


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
