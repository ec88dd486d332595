from __future__ import annotations

import csv
import io
import zipfile

import pytest
from attrs import evolve
from fjcore_hmis import HMISRefused, TotalsFactory
from fjcore_hmis.table import headers
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bundles import NOON, full

from fjcore.sdk import DeidentifiedRow, ExportKind, Table

TABLE = Table(
    id="billings.heard_from",
    title="How people heard of the center",
    by="x_billings.intake.heard_from",
    rows=(("friend", 12), ("hotline", None), ("police", None), ("poster", 0)),
    total=40,
    threshold=11,
    made_at=NOON,
    holder="rimrock",
)


def written(*items):
    made, out = TotalsFactory().make(None), io.BytesIO()
    assert made.accepts is ExportKind.AGGREGATE
    made.write(items, out)
    return out.getvalue()


def read(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {
            name.removesuffix(".csv"): list(
                csv.reader(io.StringIO(archive.read(name).decode(), newline=""))
            )
            for name in archive.namelist()
        }


#: How many columns each file has, of those whose number is known.
COUNTED = {
    "Client": 38,
    "Enrollment": 67,
    "Exit": 44,
    "HealthAndDV": 18,
    "Services": 18,
    "CurrentLivingSituation": 18,
    "Disabilities": 20,
    "IncomeBenefits": 77,
    "Event": 15,
    "Assessment": 13,
    "Export": 19,
    "Organization": 9,
    "Project": 19,
    "User": 10,
}


def test_there_are_24_files():
    """Every file of the format should be there, with its header, and none twice."""
    found = read(written(TABLE))
    columns = {name: len(rows[0]) for name, rows in found.items()}

    assert 25 == len(found)
    assert headers().keys() | {"Totals"} == found.keys()
    assert COUNTED == {name: columns[name] for name in COUNTED}
    assert all(len(set(rows[0])) == len(rows[0]) for rows in found.values())


def test_no_person_stands_in_it():
    """Only the export, the organization and the counts should have rows."""
    found = read(written(TABLE))

    assert {"Export", "Organization", "Totals"} == {
        name for name, rows in found.items() if len(rows) > 1
    }


def test_what_was_left_out_stays_blank():
    """A count that was left out should be blank and never a zero."""
    rows = [
        dict(zip(*pair, strict=True)) for pair in pairs(read(written(TABLE))["Totals"])
    ]

    assert {
        "friend": "12",
        "hotline": "",
        "police": "",
        "poster": "0",
        "total": "40",
    } == {row["Code"]: row["Count"] for row in rows}


def pairs(rows):
    return [(rows[0], row) for row in rows[1:]]


def test_it_says_that_nothing_is_in_clear():
    """HashStatus should never be 1, and the provider be one of victim services."""
    found = read(written(TABLE))
    (export,) = [dict(zip(*pair, strict=True)) for pair in pairs(found["Export"])]
    (own,) = [dict(zip(*pair, strict=True)) for pair in pairs(found["Organization"])]

    assert "1" != export["HashStatus"]
    assert export["HashStatus"]
    assert "1" == own["VictimServiceProvider"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.one_of(st.just(0), st.integers(11, 400)), min_size=1, max_size=8),
    st.integers(2, 4),
)
def test_what_is_large_enough_is_written(counts, left_out):
    """Zeros, large counts and several left out should all stand as they were told."""
    told = [*counts, *[None] * left_out]
    rows = tuple((f"code_{number:02}", count) for number, count in enumerate(told))
    raw = written(evolve(TABLE, rows=rows, total=sum(counts) + 40))
    found = [row[4] for row in read(raw)["Totals"][1:-1]]

    assert ["" if one is None else str(one) for one in told] == found


@pytest.mark.parametrize(
    "change",
    [
        {"rows": (("friend", 10),)},
        {"rows": (("friend", 1), ("police", 50))},
        {"rows": (("friend", None), ("police", 39))},
        {"threshold": 5},
    ],
    ids=["ten", "one", "alone", "threshold"],
)
def test_a_small_cell_is_refused(change):
    """A table that shows or gives away a small count should not be written."""
    with pytest.raises(HMISRefused, match="small_cell"):
        written(evolve(TABLE, **change))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_a_formula_is_refused(text):
    """A text that a spreadsheet would run should stop the export, unchanged."""
    with pytest.raises(HMISRefused, match="formula_like") as caught:
        written(evolve(TABLE, title=text))

    assert "Title" == caught.value.path
    assert text not in str(caught.value)


def test_a_disclosure_is_refused_with_its_reason():
    """A person's disclosure should be told why it has no place in HMIS."""
    with pytest.raises(HMISRefused) as caught:
        written(TABLE, full())

    assert "hmis_prohibited" == caught.value.code
    assert "No permission and no hashing changes that" in caught.value.reason
    assert "42 U.S.C. 11363" in str(caught.value)


@pytest.mark.parametrize(
    "items",
    [(), ("a text",), (DeidentifiedRow(record="person", values={"sex": "0"}),)],
    ids=["nothing", "text", "row"],
)
def test_another_kind_is_refused(items):
    """What is no table should not be written, whatever it is."""
    with pytest.raises(HMISRefused, match="wrong_kind"):
        written(*items)


def test_the_same_counts_are_the_same_bytes():
    """The same tables should give the same file, byte for byte."""
    assert written(TABLE, TABLE) == written(TABLE, TABLE)
