from __future__ import annotations

import json
from pathlib import Path

import pytest

from fjcore.errors import InputRefused
from fjcore.redaction.safe_harbor_vectors import TABLE, Outcome, vectors_from

FILE = Path(__file__).parents[1] / "vectors/safe_harbor/rules.json"
GOOD = {
    "id": "a",
    "field": "zip",
    "input": "63001",
    "as_of": "2026-11-22",
    "expect": None,
}


def read(*rows, **top):
    raw = json.dumps({"vectors": list(rows), **top}).encode()
    return vectors_from(raw, where="v.json")


def faults(raw):
    with pytest.raises(InputRefused) as caught:
        vectors_from(raw, where="v.json")
    return [tuple(problem) for problem in caught.value.problems]


def refused(*rows, **top):
    return faults(json.dumps({"vectors": list(rows), **top}).encode())


@pytest.mark.parametrize(
    "vector",
    vectors_from(FILE.read_bytes(), where=FILE.name),
    ids=lambda vector: vector.id,
)
def test_rules(vector):
    """Every known answer should be given, in value and type."""
    outcome = vector.run()

    assert outcome.passed, outcome.line()
    assert f"ok {vector.id}" == outcome.line()


@pytest.mark.parametrize(
    ("top", "more", "shown"),
    [
        ({}, {}, "630"),
        ({TABLE: ["630"]}, {}, "000"),
        ({TABLE: []}, {}, "630"),
        ({TABLE: ["630"]}, {"census_table": []}, "630"),
        ({}, {"census_table": ["630"]}, "000"),
        ({TABLE: []}, {"census_table": None}, None),
        ({}, {"as_of": "2031-01-01"}, None),
        ({TABLE: []}, {"as_of": "2099-01-01"}, "630"),
    ],
)
def test_tables(top, more, shown):
    """A vector's own table should be used first, then its file's, then the shipped."""
    (vector,) = read(GOOD | more, **top)

    assert shown == vector.run().got


@pytest.mark.parametrize(
    ("expected", "got", "passed"),
    [
        (12, 12, True),
        (12, 12.0, False),
        ("12", 12, False),
        (1, True, False),
        (None, None, True),
        (None, "", False),
        ("keep", "keep", True),
    ],
)
def test_value_and_type(expected, got, passed):
    """An answer should agree in value and in type."""
    assert passed == Outcome("a", "age", expected, got).passed


def test_a_failure_says_both():
    """A line of a failure should say what was expected and what was shown."""
    (vector,) = read(GOOD | {"expect": "631"})

    assert 'FAIL a zip expected="631" got="630"' == vector.run().line()


def test_keep_is_of_codes_alone():
    """Another field's text should be compared as it stands."""
    (vector,) = read(GOOD | {"field": "state", "input": "keep", "expect": "keep"})

    assert vector.run().passed


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        *(
            (
                {k: v for k, v in GOOD.items() if k != key},
                (f"vectors.0.{key}", "required"),
            )
            for key in GOOD
        ),
        (GOOD | {"quokka": 1}, ("vectors.0.quokka", "unknown_key")),
        (GOOD | {"id": 1}, ("vectors.0.id", "type")),
        (GOOD | {"field": None}, ("vectors.0.field", "type")),
        (GOOD | {"as_of": "22.11.2026"}, ("vectors.0.as_of", "format")),
        (GOOD | {"as_of": "2026-02-30"}, ("vectors.0.as_of", "format")),
        (GOOD | {"census_table": "590"}, ("vectors.0.census_table", "format")),
        (GOOD | {"census_table": [590]}, ("vectors.0.census_table", "format")),
        (GOOD | {"tz": "Montana"}, ("vectors.0.tz", "unknown_code")),
        (GOOD | {"tz": 7}, ("vectors.0.tz", "unknown_code")),
        (7, ("vectors.0", "type")),
    ],
)
def test_a_faulty_row_is_named(row, fault):
    """A vector at fault should be refused by its place."""
    assert [fault] == refused(row)


def test_an_id_twice():
    """The same id twice should be refused."""
    assert [("vectors.1.id", "duplicate")] == refused(GOOD, GOOD)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"{", ("v.json", "format")),
        (b"[]", ("", "type")),
        (b"{}", ("vectors", "required")),
        (b'{"vectors": 1}', ("vectors", "type")),
        (b'{"vectors": [], "x": 1}', ("x", "unknown_key")),
        (b'{"vectors": [], "vectors": []}', ("v.json", "format")),
        (b'{"vectors": [], "restricted_zip3_census_2000": "036"}', (TABLE, "format")),
        (b'{"vectors": [], "restricted_zip3_census_2000": ["36"]}', (TABLE, "format")),
    ],
)
def test_a_faulty_file_is_named(raw, fault):
    """A file at fault should be refused by its place."""
    assert [fault] == faults(raw)


def test_a_timezone():
    """The year of an instant should be that of the zone a vector names."""
    row = {
        "id": "a",
        "field": "service_date",
        "input": "2026-01-01T03:00:00Z",
        "as_of": "2026-11-22",
        "expect": "2025",
        "tz": "America/Denver",
    }
    (vector,) = read(row)

    assert vector.run().passed
