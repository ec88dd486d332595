from __future__ import annotations

from typing import Any

import pytest
from records.formrules import faults, form_of, read

from fjcore.records import Form


@pytest.mark.parametrize(
    ("kind", "rule", "fits", "breaks", "open_"),
    [
        ("int", ". >= 0 and . <= 3", [0, 3], [-1, 4], []),
        ("decimal", ". > 0.5", ["0.51"], ["0.5", "-1"], []),
        ("money", ". != 0", ["0.01"], ["0", "0.00"], []),
        ("date", ". < '2026-03-02'", ["2026-03-01"], ["2026-03-02"], []),
        (
            "partial_date",
            ". <= '2026-03-02'",
            ["2026-03-02"],
            ["2027"],
            ["2026", "2026~"],
        ),
        ("time", ". >= '08:00' and . < '17:00'", ["08:00", "16:59"], ["17:00"], []),
        (
            "datetime",
            ". < '2026-03-02T00:00Z'",
            ["2026-03-01T23:59Z"],
            ["2026-03-01T23:59-01:00"],
            [],
        ),
        ("text", ". != 'none'", ["some"], ["none"], []),
        ("yes_no", ". = 'yes'", [True], [False], []),
    ],
)
def test_a_constraint_refuses_what_is_certainly_against_it(
    kind: str, rule: str, fits: list[Any], breaks: list[Any], open_: list[Any]
) -> None:
    """An answer should be refused where the constraint is false, and only there."""
    form = form_of({"name": "q", "type": kind, "constraint": rule})

    assert [] == [
        fault for one in (*fits, *open_) for fault in faults(form, {"q": one})
    ]
    assert [[("q", "precondition")]] * len(breaks) == [
        faults(form, {"q": one}) for one in breaks
    ]


def test_a_constraint_may_ask_another_question() -> None:
    """A constraint on two answers should hold only once both are given."""
    form = form_of(
        {"name": "began", "type": "date"},
        {"name": "ended", "type": "date", "constraint": ". >= ${began}"},
    )
    wrong = {"began": "2026-03-02", "ended": "2026-03-01"}

    assert [] == faults(form, {"ended": "2026-03-01"})
    assert [] == faults(form, {**wrong, "began": {"?": "asked_unknown"}})
    assert [("ended", "precondition")] == faults(form, wrong)


@pytest.mark.parametrize(
    ("kind", "fits", "breaks"),
    [
        (
            "decimal",
            ["0", "-3", "0.000000001", "9" * 15],
            [
                "",
                "1.",
                ".5",
                "01",
                "1e3",
                "+1",
                "1,5",
                "9" * 16,
                "0.0000000001",
                " 1",
                "-",
            ],
        ),
        (
            "money",
            ["0", "12.50", "-12.50", "9" * 12],
            ["12.5", "12.505", "$12", "1,200.00", "9" * 13],
        ),
        ("time", ["00:00", "23:59"], ["24:00", "7:30", "07:60", "07:30:00", "noon"]),
        ("date", ["2024-02-29"], ["2026-02-29", "2026-2-1", "2026", "2026-W01-1"]),
        ("datetime", ["2026-03-02T10:00Z"], ["2026-03-02T10:00", "2026-03-02"]),
    ],
)
def test_the_shape_of_a_typed_answer_is_held(
    kind: str, fits: list[str], breaks: list[str]
) -> None:
    """An answer should have the one shape of its type; nothing is made to fit."""
    form = form_of(
        {"name": "q", "type": kind},
        {"name": "p", "type": "part", "field": [{"name": "q", "type": kind}]},
    )

    for one in fits:
        assert [] == faults(form, {"q": one, "p": {"q": one}})
    for one in breaks:
        told = dict(faults(form, {"q": one, "p": {"q": one}}))
        assert {"q", "p.q"} == told.keys()
        assert set(told.values()) <= {"format", "length"}
    assert [("q", "type")] == faults(form, {"q": 3.5})


def test_answers_in_own_codes_go_to_core_by_its_codes() -> None:
    """An answer in a center's own words should be kept by core's code for it."""
    table = {
        "maps_to": "fj.contact_safety",
        "codes": {"fine": "Fine", "never": "Never"},
        "maps": {"fine": "safe", "never": "unsafe"},
    }
    form = form_of(
        {"name": "number", "binds": "contact_point.value"},
        {"name": "safe", "binds": "contact_point.safety", "codes": "x_made.safe"},
        {"name": "why", "type": "text", "when": "${safe} = 'never'"},
        constants={"contact_point.kind": "phone"},
        codes={"x_made.safe": table},
    )
    answers = {"number": "406-555-0101", "safe": "never", "why": "He checks it."}
    found = read(form, answers)

    assert "unsafe" == found["contact_point"]["safety"]
    assert ["fine", "never"] == [o["code"] for o in options(form, "safe")]
    assert [("contact_point.safety", "unknown_code")] == faults(
        form, {**answers, "safe": "maybe"}
    )


def options(form: Form, name: str) -> list[dict[str, str]]:
    (section,) = form.describe()["sections"]
    (found,) = [one["options"] for one in section["questions"] if one["name"] == name]
    kept: list[dict[str, str]] = found
    return kept


def test_a_read_only_answer_is_the_default_or_none() -> None:
    """An answer that may not be changed should be the one that the form gives."""
    form = form_of({"name": "q", "type": "int", "default": 1, "read_only": True})

    assert [] == faults(form, {}) + faults(form, {"q": 1})
    assert [("q", "forbidden")] == faults(form, {"q": 2})
    assert [("q", "forbidden"), ("q", "type")] == faults(form, {"q": True})
