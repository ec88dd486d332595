"""A code that is not in its list is told with the list's id, and never itself."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from records.damage import CANARY
from records.formrules import form_of
from records.importing.files import as_csv, importer, put, rows_of
from support.frames import traced

from fjcore.errors import Malformed, Problem
from fjcore.records import Address, Person, structure
from fjcore.records.versions import check_new

LOCAL = {
    "x_made.list": {
        "maps_to": "fj.weapon",
        "codes": {"a": "A"},
        "maps": {"a": "other"},
    }
}


def lists_of(payload: dict[str, Any], cls: type) -> dict[str, str]:
    with pytest.raises(Malformed) as caught:
        structure(payload, cls)
    assert CANARY not in traced(caught.value)
    return {one.path: one.codes for one in caught.value.problems}


@pytest.mark.parametrize(
    ("payload", "cls", "told"),
    [
        ({"use": CANARY}, Address, {"use": "fj.address_use"}),
        (
            {"names": [], "race_ethnicity": ["White", CANARY]},
            Person,
            {"race_ethnicity.1": "hud.race"},
        ),
        (
            {"names": [{"text": "Ana", "use": CANARY}]},
            Person,
            {"names.0.use": "fj.name_use"},
        ),
        (
            {"names": [], "pronouns": {"?": CANARY}},
            Person,
            {"pronouns": "fj.missing_reason"},
        ),
        (
            {"names": [], "birth_date": CANARY, "sex": CANARY},
            Person,
            {"birth_date": "", "sex": "hud.sex"},
        ),
    ],
)
def test_an_unknown_code_should_name_its_list(
    payload: dict[str, Any], cls: type, told: dict[str, str]
) -> None:
    """A fault of a code should name the list; any other fault should name none."""
    assert told == lists_of(payload, cls)


def test_a_local_list_should_be_named() -> None:
    """A code of a form's own list should be told with the form's list."""
    form = form_of(
        {"name": "q", "type": "code", "codes": "x_made.list"},
        {"name": "how", "binds": "contact_point.kind"},
        codes=LOCAL,
    )
    with pytest.raises(Malformed) as caught:
        form.read({"q": CANARY, "how": CANARY})

    assert {
        "contact_point.kind": "fj.contact_kind",
        "x_made.rows.q": "x_made.list",
    } == {one.path: one.codes for one in caught.value.problems if one.codes}


def test_a_retired_code_should_name_its_list() -> None:
    """A retired code in a new record should be told with its list."""
    retired = {**LOCAL["x_made.list"], "retired": {"z": "Z"}}
    form = form_of(
        {"name": "q", "type": "code", "codes": "x_made.list"},
        codes={"x_made.list": retired},
    )
    (found,) = form.read({"q": "z"})
    with pytest.raises(Malformed) as caught:
        check_new(found)

    assert [("retired_code", "x_made.list")] == [
        (one.code, one.codes) for one in caught.value.problems
    ]


def test_an_import_should_name_the_list_of_a_column(tmp_path: Path) -> None:
    """A report should name the list that a column's code was looked for in."""
    rows = rows_of("infonet", 2)
    rows[1]["Service"], rows[1]["ServiceDate"] = CANARY, CANARY
    found = importer("infonet", put(tmp_path, as_csv(rows))).rehearse()

    assert {"unknown_code": "voca.service", "format": ""} == {
        one.code: one.codes for one in found.findings
    }
    assert ["voca.service"] == [
        row["codes"] for row in found.plain()["findings"] if "codes" in row
    ]


def test_a_problem_should_keep_its_list() -> None:
    """A problem should keep its list when it is moved, copied or pickled."""
    made = Problem("use", "unknown_code", "fj.address_use")

    assert made == Problem("use", "unknown_code") == ("use", "unknown_code")
    assert "use: unknown_code (fj.address_use)" == str(made)
    assert "use: unknown_code" == str(Problem("use", "unknown_code"))
    for one in (
        copy.deepcopy(made),
        pickle.loads(pickle.dumps(made)),  # noqa: S301 - of this test's own making
        made.under("").at("use"),
    ):
        assert (made, "fj.address_use") == (one, one.codes)
    assert ("a.0.use", "fj.address_use") == (
        made.under("a.0").path,
        made.under("a.0").codes,
    )
