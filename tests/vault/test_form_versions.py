"""An intake is read by the version of the form that was filled in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fjcore.errors import InputRefused, Problem
from fjcore.records import Catalog, parse_form, unstructure
from fjcore.vault import intake_from

GOLDEN = Path(__file__).parents[1] / "records" / "goldenforms"
FORM = parse_form((GOLDEN / "visit.toml").read_text("utf-8"))
ANSWERS = json.loads((GOLDEN / "answers.json").read_text("utf-8"))


def read(version: Any, answers: Any) -> tuple[object, ...]:
    row = {"form": FORM.id, "version": version, "answers": answers}
    return intake_from(
        {"forms": [row]}, forms={FORM.id: FORM}, catalog=Catalog(), where="in.json"
    ).records


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: f"version {row['version']}")
def test_answers_to_an_earlier_version_should_be_read(row: dict[str, Any]) -> None:
    """Answers should be read as the form reads them at the version they name."""
    found = read(row["version"], row["answers"])

    assert list(row["records"].values()) == [unstructure(one) for one in found]


@pytest.mark.parametrize(
    ("version", "code"),
    [
        (FORM.version + 1, "newer_schema"),
        (0, "range"),
        (-1, "range"),
        (True, "type"),
        ("1", "type"),
        (None, "type"),
        (1.0, "type"),
        ([], "type"),
    ],
)
def test_a_version_that_never_was_should_be_refused(version: Any, code: str) -> None:
    """A version that the form does not tell of should be refused where it is said."""
    with pytest.raises(InputRefused) as caught:
        read(version, ANSWERS[0]["answers"])

    assert (Problem("forms.0.version", code),) == caught.value.problems


@pytest.mark.parametrize("missing", ["form", "version", "answers"])
def test_a_row_should_be_whole(missing: str) -> None:
    """A row that leaves a key out should be refused once, for that."""
    row = {"form": FORM.id, "version": 1, "answers": {}}
    del row[missing]
    with pytest.raises(InputRefused) as caught:
        intake_from(
            {"forms": [row]}, forms={FORM.id: FORM}, catalog=Catalog(), where="in.json"
        )

    assert (Problem("forms.0", "required"),) == caught.value.problems
