"""What a local field counts for in a report is told, and counted by record."""

from __future__ import annotations

from typing import Any

import pytest
from records.formrules import form_of

from fjcore.records import Form, Person, ReportLine, counted, report_lines
from fjcore.values import Missing

A3, B4 = "voca.service:A3", "voca.service:B4"


def form() -> Form:
    inner = [
        {"name": "went", "type": "yes_no", "report": B4},
        {"name": "where", "type": "text"},
    ]
    return form_of(
        {"name": "wanted", "type": "yes_no", "report": A3},
        {"name": "how", "type": "codes", "codes": "fj.service_mode", "report": A3},
        {"name": "visits", "type": "repeat", "field": inner},
        {"name": "note", "type": "text"},
    )


def test_the_lines_of_a_form_are_told() -> None:
    """Each field that counts should be told with its path, list and code."""
    assert (
        ReportLine("x_made.rows.wanted", "voca.service", "A3"),
        ReportLine("x_made.rows.how", "voca.service", "A3"),
        ReportLine("x_made.rows.visits.went", "voca.service", "B4"),
    ) == report_lines([form()])
    assert A3 == report_lines([form()])[0].name


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        ({}, {A3: 0, B4: 0}),
        ({"wanted": True}, {A3: 1, B4: 0}),
        ({"wanted": False}, {A3: 0, B4: 0}),
        ({"wanted": {"?": "asked_declined"}}, {A3: 0, B4: 0}),
        ({"how": []}, {A3: 0, B4: 0}),
        ({"how": ["phone", "video"], "wanted": True}, {A3: 1, B4: 0}),
        ({"visits": []}, {A3: 0, B4: 0}),
        ({"visits": [{"went": False}, {"where": "x"}]}, {A3: 0, B4: 0}),
        ({"visits": [{"went": True}, {"went": True}]}, {A3: 0, B4: 1}),
        ({"note": "x"}, {A3: 0, B4: 0}),
    ],
    ids=str,
)
def test_an_answer_counts_once(answers: dict[str, Any], lines: dict[str, int]) -> None:
    """A record should count once in each line that it has an answer for."""
    made = form()

    assert lines == counted([made], made.read(answers))


def test_records_are_counted_over_forms() -> None:
    """Records of several forms and of core should each count for what they are."""
    one = form()
    other = form_of(
        {"name": "helped", "binds": "person.interpreter_needed", "report": A3},
        form="x_made.other",
    )
    yes = Person(names=(), interpreter_needed=True)
    no = Person(names=(), interpreter_needed=Missing.NOT_ASKED)
    records = [*one.read({"wanted": True}), *one.read({"wanted": True}), yes, no]

    assert {A3: 3, B4: 0} == counted(iter([one, other]), iter(records))
    assert {A3: 1} == counted([other], records)
