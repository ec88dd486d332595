"""Several files of one folder: persons first, rows joined by key, in any order."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from records.importing.files import findings, importer, put

from fjcore.errors import InputRefused
from fjcore.records.importing import Layout, parse_layout

LAYOUT = """
layout = "folder"
version = 1
[missing.hud]
"9" = "asked_declined"
[[file]]
name = "People.csv"
header = "strict"
columns = ["P", "Name", "Gone"]
key = ["P"]
skip_if_filled = ["Gone"]
[[file.record]]
type = "person"
once = true
field = [{path = "names.0.text", column = "Name"}]
[[file]]
name = "Visits.csv"
header = "strict"
columns = ["V", "P", "Day", "Gone"]
key = ["V"]
person = ["P"]
skip_if_filled = ["Gone"]
[[file.join]]
file = "More.csv"
on = "V"
only = {column = "Stage", is = ["1"]}
[[file.record]]
type = "service_encounter"
[[file.record.field]]
path = "service"
constant = "B4"
transform = "code"
[[file.record.field]]
path = "started_at"
column = "Day"
transform = "instant"
[[file.record.field]]
path = "minutes"
column = "More.csv/Mins"
transform = "number"
only_if = {column = "More.csv/Given", is = ["1"]}
[[file.record.field]]
path = "mode"
column = "More.csv/Mode"
transform = "code"
missing = ["hud"]
[[file]]
name = "More.csv"
header = "strict"
columns = ["M", "V", "Stage", "Given", "Mins", "Mode", "Gone"]
skip_if_filled = ["Gone"]
"""

PEOPLE = ["P,Name,Gone", "p1,Mirel,", "p2,Sorel,", "p3,Ana,2026-01-01"]
VISITS = ["V,P,Day,Gone", "v1,p2,2026-03-02,", "v2,p1,2026-03-03,", "v3,p2,2026-03-04,"]
MORE = [
    "M,V,Stage,Given,Mins,Mode,Gone",
    "m1,v3,1,1,45,phone,",
    "m2,v1,1,0,,9,",
    "m3,v1,2,1,99,video,",
]


def layout() -> Layout:
    return parse_layout(LAYOUT)


def folder(path: Path, people: list[str], visits: list[str], more: list[str]) -> Path:
    for name, rows in (("People", people), ("Visits", visits), ("More", more)):
        put(path, "".join(f"{row}\n" for row in rows).encode(), f"{name}.csv")
    return path


def made(path: Path) -> dict[str, Any]:
    found = importer(layout(), path).drafts()
    return {draft.key: (*draft.introducing, *draft.records)[0] for draft in found}


def report(path: Path) -> Any:
    return importer(layout(), path).rehearse()


def test_rows_should_be_joined(tmp_path: Path) -> None:
    """A row of another file should give its cells to the row of its key."""
    found = made(folder(tmp_path, PEOPLE, VISITS, MORE))

    assert ["p1", "p2", "v1", "v2", "v3"] == list(found)
    assert 45 == found["v3"].minutes
    assert ["asked_declined", "not_collected", "phone"] == [
        getattr(found[key].mode, "value", found[key].mode) for key in ("v1", "v2", "v3")
    ]


def test_every_row_of_every_file_should_be_counted(tmp_path: Path) -> None:
    """Rows of all files should be kept, refused or skipped, each once."""
    found = report(folder(tmp_path, PEOPLE, VISITS, MORE))

    assert (9, 7, 0, 2) == (found.rows, found.kept, found.refused, found.skipped)
    assert {("More.csv", "not_used"), ("People.csv", "deleted")} == {
        (one.file, one.code) for one in found.reasons
    }


@pytest.mark.parametrize("seed", range(6))
def test_order_should_not_matter(tmp_path: Path, seed: int) -> None:
    """Rows of each file in any order should give the same records."""
    rng = random.Random(seed)  # noqa: S311 - an order, no secret
    one, other = tmp_path / "one", tmp_path / "other"
    for place in (one, other):
        place.mkdir()
    mixed = [
        [rows[0], *rng.sample(rows[1:], len(rows) - 1)]
        for rows in (PEOPLE, VISITS, MORE)
    ]

    assert made(folder(one, PEOPLE, VISITS, MORE)) == made(folder(other, *mixed))


@pytest.mark.parametrize(
    ("visits", "more", "wanted"),
    [
        (["v4,p9,2026-03-02,"], [], {("Visits.csv", 2, "precondition"): 1}),
        (["v4,p3,2026-03-02,"], [], {("Visits.csv", 2, "precondition"): 1}),
        (["v1,p1,2026-03-02,"], [], {("Visits.csv", 1, "duplicate"): 1}),
        ([], ["m4,v9,1,1,5,phone,"], {("More.csv", 0, "precondition"): 1}),
        ([], ["m4,v1,1,1,5,phone,"], {("More.csv", 2, "duplicate"): 1}),
        ([], ["m4,,1,1,5,phone,"], {("More.csv", 2, "required"): 1}),
        ([], ["m4,v2,1,1,5,fax,"], {("More.csv", 6, "unknown_code"): 1}),
        ([], ["m4,v2,1,0,5,phone,"], {("More.csv", 5, "precondition"): 1}),
        ([], ["m4,v2,1,1"], {("More.csv", 0, "cardinality"): 1}),
    ],
)
def test_a_row_that_does_not_fit_should_be_refused(
    tmp_path: Path,
    visits: list[str],
    more: list[str],
    wanted: dict[tuple[str, int, str], int],
) -> None:
    """A fault should be told in the file and the column in which it stands."""
    found = report(folder(tmp_path, PEOPLE, VISITS + visits, MORE + more))

    assert wanted == findings(found)
    assert found.rows == found.kept + found.refused + found.skipped
    assert found.rows == 9 + len(visits) + len(more)


def test_what_goes_with_a_deleted_row_should_be_skipped(tmp_path: Path) -> None:
    """A row joined to a deleted one should be skipped with it, and not be refused."""
    visits = [*VISITS[:3], f"{VISITS[3]}2026-02-01"]
    found = report(folder(tmp_path, PEOPLE, visits, MORE))

    assert (0, 4) == (found.refused, found.skipped)


def test_rows_of_a_refused_person_should_be_refused(tmp_path: Path) -> None:
    """Rows about a person who was refused should not make her by themselves."""
    people = [PEOPLE[0], PEOPLE[1], "p2,=Quokka,"]
    found = report(folder(tmp_path, people, VISITS, MORE))

    assert {
        ("People.csv", 2, "formula_like"): 1,
        ("Visits.csv", 2, "precondition"): 2,
    } == (findings(found))
    assert (9 - 1, 2, 5, 1) == (found.rows, found.kept, found.refused, found.skipped)


@pytest.mark.parametrize("name", ["People.csv", "Visits.csv", "More.csv"])
def test_a_missing_file_should_be_named(tmp_path: Path, name: str) -> None:
    """A file of the folder that is not there should be named at once."""
    path = folder(tmp_path, PEOPLE, VISITS, MORE)
    (path / name).unlink()
    with pytest.raises(InputRefused) as refused:
        report(path)

    assert [(name, "unreadable")] == [tuple(p) for p in refused.value.problems]


def test_a_strict_header_should_be_as_it_is_said(tmp_path: Path) -> None:
    """A joined file with its columns in another order should be refused."""
    more = [",".join(reversed(row.split(","))) for row in MORE]
    with pytest.raises(InputRefused) as refused:
        report(folder(tmp_path, PEOPLE, VISITS, more))

    assert [("More.csv.row.1.column.1", "header")] == [
        tuple(problem) for problem in refused.value.problems
    ]
