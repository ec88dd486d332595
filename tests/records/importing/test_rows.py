"""Every row is kept, refused or skipped, and counted once; nothing of it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.importing.files import (
    SINGLE,
    Row,
    as_csv,
    findings,
    importer,
    put,
    records_of,
    rehearsed,
    rows_of,
)
from support.profiles import tried

from fjcore.records import Person
from fjcore.records.importing.seen import Places, Seen

Edit = Callable[[Row], object]

#: How a row of each layout is spoiled, and the column and code that tell it.
DIRT: dict[str, list[tuple[Edit, tuple[int, str]]]] = {
    "infonet": [
        (lambda row: row.update(DateOfBirth="31/12/1980"), (5, "format")),
        (lambda row: row.update(Service="Quokka"), (16, "unknown_code")),
        (lambda row: row.update(ZipCode="591"), (12, "format")),
        (lambda row: row.update(ClientID="=1+1"), (2, "formula_like")),
        (lambda row: row.update(Service=""), (16, "required")),
        (lambda row: row.update(ClientID="SYN-1"), (2, "forbidden")),
    ],
    "apricot": [
        (lambda row: row.update({"Date of Birth": "12/31/80"}), (5, "format")),
        (lambda row: row.update({"Name (Last)": "@Quokka"}), (4, "formula_like")),
        (lambda row: row.update({"Phone Number": "5"}), (11, "format")),
        (lambda row: row.update({"Record ID": ""}), (1, "required")),
        (lambda row: row.update({"Contact Methods": "Fax"}), (13, "unknown_code")),
        (lambda row: row.update({"Record ID": "A" * 201}), (1, "length")),
    ],
    "legacy": [
        (lambda row: row.update(VISIT_DT="20260231"), (14, "format")),
        (lambda row: row.update(MINS="1:30"), (16, "format")),
        (lambda row: row.update(HOW="Q"), (17, "unknown_code")),
        (lambda row: row.update(TEL_1="+1|cmd"), (8, "formula_like")),
        (lambda row: row.update(VISIT_TYPE="ref"), (15, "required")),
        (lambda row: row.update(CASE_NO="K\x07"), (2, "format")),
    ],
}


def dirty(name: str, count: int, every: int) -> tuple[list[Row], dict[str, int]]:
    """Spoil every so many rows in turn; give the rows and what is to be counted.

    Only rows that introduce a person show what is wrong with her: those are spoiled.
    """
    rows = rows_of(name, count)
    wanted: dict[str, int] = {}
    for turn, number in enumerate(range(0, count, every)):
        edit, (column, code) = DIRT[name][turn % len(DIRT[name])]
        edit(rows[number])
        wanted[f"{column}:{code}"] = wanted.get(f"{column}:{code}", 0) + 1
    return rows, wanted


@pytest.mark.parametrize("name", SINGLE)
def test_dirt_should_be_counted_exactly(tmp_path: Path, name: str) -> None:
    """One row of twenty spoiled should be refused, each by its column and code."""
    every = {"infonet": 20, "apricot": 20, "legacy": 21}[name]
    rows, wanted = dirty(name, 420, every)
    found = rehearsed(name, put(tmp_path, as_csv(rows, name)))
    told = {f"{one.column}:{one.code}": one.count for one in found.findings}
    shown = json.dumps(found.plain())

    assert wanted == told
    assert (420, 420 - sum(wanted.values()), sum(wanted.values())) == (
        found.rows,
        found.kept,
        found.refused,
    )
    assert [
        cell for row in rows for cell in row.values() if len(cell) > 8 and cell in shown
    ] == []
    assert [head for head in rows[0] if len(head) > 4 and head in shown] == []


@pytest.mark.parametrize("name", SINGLE)
def test_the_rest_should_be_as_if_alone(tmp_path: Path, name: str) -> None:
    """Rows in order should give the same records whatever stands between them."""
    rows, _ = dirty(name, 42, 21)
    clean = [row for number, row in enumerate(rows) if number % 21]
    one = records_of(name, put(tmp_path, as_csv(rows, name), "one.csv"))
    other = records_of(name, put(tmp_path, as_csv(clean, name), "other.csv"))

    assert one == other
    assert 40 == len(one)


def test_a_key_twice_should_be_refused(tmp_path: Path) -> None:
    """The second row of one key should be refused, wherever the first one stands."""
    rows = rows_of("apricot", 5)
    rows[4]["Record ID"] = f" {rows[0]['Record ID']} "
    found = rehearsed("apricot", put(tmp_path, as_csv(rows, "apricot")))

    assert {("", 1, "duplicate"): 1} == findings(found)
    assert (6,) == found.findings[0].rows


def test_a_person_should_be_made_once(tmp_path: Path) -> None:
    """The first row in order should make the person, and further ones none."""
    rows = rows_of("infonet", 8)
    rows[2]["FirstName"] = "=Quokka"
    drafts = list(importer("infonet", put(tmp_path, as_csv(rows))).drafts())
    made = [sum(isinstance(one, Person) for one in d.introducing) for d in drafts]

    assert [1, 0, 1, 1, 0, 1, 0] == made
    assert [bool(count) for count in made] == [draft.introduces for draft in drafts]
    assert ["C0", "C0", "C1", "C2", "C2", "C3", "C3"] == [d.person for d in drafts]


@pytest.mark.parametrize(
    ("head", "cell", "kept"),
    [
        ("synthetic", "true", 1),
        ("Synthetic", "1", 1),
        ("SYNTHETIC", " Yes ", 1),
        ("synthetic", "false", 2),
        ("synthetic", "", 2),
        ("other", "true", 2),
    ],
)
def test_made_up_people_should_be_refused(
    tmp_path: Path, head: str, cell: str, kept: int
) -> None:
    """A row that says it is made up should be refused, whether or not it is mapped."""
    rows = rows_of("apricot", 2)
    rows[0][head], rows[1][head] = cell, ""
    found = rehearsed("apricot", put(tmp_path, as_csv(rows, "apricot")))

    assert kept == found.kept
    assert [] == [one for one in found.findings if one.code != "forbidden"]


@pytest.mark.parametrize("key", ["SYN-1", "syn-2", " Syn-3"])
def test_ids_of_made_up_people_should_be_refused(tmp_path: Path, key: str) -> None:
    """A row whose key is one of a made-up person should be refused."""
    rows = rows_of("apricot", 2)
    rows[1]["Record ID"] = key
    found = rehearsed("apricot", put(tmp_path, as_csv(rows, "apricot")))

    assert {("", 1, "forbidden"): 1} == findings(found)


def test_a_formula_should_be_kept_where_it_is_said(tmp_path: Path) -> None:
    """A text of a person that looks like a formula should be kept, and counted."""
    rows = rows_of("legacy", 4)
    rows[1]["REMARKS"] = "- asked for Ana"
    found = rehearsed("legacy", put(tmp_path, as_csv(rows, "legacy")))

    assert (4, 0) == (found.kept, found.refused)
    assert [(18, "formula_like", 1, (3,))] == [
        (one.column, one.code, one.count, one.rows) for one in found.reasons
    ]


def test_rows_should_be_told_by_number_up_to_a_point(tmp_path: Path) -> None:
    """Row numbers should be told for the first hundred, and all of them counted."""
    rows = rows_of("apricot", 150)
    for row in rows:
        row["Email"] = "=1"
    (one,) = rehearsed("apricot", put(tmp_path, as_csv(rows, "apricot"))).findings

    assert (150, tuple(range(2, 102))) == (one.count, one.rows)


def test_a_draft_should_show_its_row_alone(tmp_path: Path) -> None:
    """What a draft shows of itself should be its row, and an importer its layout."""
    reading = importer("infonet", put(tmp_path, as_csv(rows_of("infonet", 1))))
    (draft,) = reading.drafts()

    assert "<Draft  row 2>" == repr(draft)
    assert "<Importer infonet>" == repr(reading)


@given(st.lists(st.text(max_size=6), max_size=60), st.sampled_from([2, 8, 64]))
@tried(40, 150)
def test_keys_should_be_known_again(keys: list[str], slots: int) -> None:
    """Keys should be known when they come again, however few places there are."""
    seen, places = Seen(slots), Places(slots)
    known: dict[str, int] = {}
    for row, key in enumerate(keys, 1):
        new = key not in known
        assert new is seen.add(key)
        assert new is places.add(key, 10 * row, row)
        known.setdefault(key, row)

    assert len(known) == len(seen)
    assert all(key in seen for key in known)
    assert "never one of them" not in seen
    taken = [key for number, key in enumerate(known) if number % 2]
    assert [(10 * known[key], known[key]) for key in taken] == list(
        map(places.take, taken)
    )
    assert [None] * len(taken) == [places.take(key) for key in taken]
    assert [row for key, row in known.items() if key not in taken] == places.left()
