"""A state pack with a fault is refused, and every fault is told at once."""

from __future__ import annotations

from typing import Any

import pytest
from consent.packfaults import FAULTS
from consent.packfiles import EVERY, edited, put

from fjcore.consent import lint_pack, parse_pack
from fjcore.errors import PackRefused, Problem


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_should_be_found_alone(name: str) -> None:
    """A pack with one fault should be refused by that fault's path and code."""
    edit, path, code = FAULTS[name]

    assert (Problem(path, code),) == lint_pack(edited(edit))


def test_every_fault_should_be_told_in_one_pass() -> None:
    """Faults of shape, of words and between rows should be told together."""
    edits = (
        put("", None, "version", "x"),
        put("mandate", 0, "told", "never"),
        put("mandate", 1, "facts", ["nothing"]),
        put("privilege", 0, "regime", "priv.mt.3"),
        put("wound_report", 0, "not_named", ["strangulation"]),
        put("hold", 0, "song", "x"),
    )

    def edit(data: dict[str, Any]) -> None:
        for one in edits:
            one(data)

    wanted = {
        Problem("version", "type"),
        Problem("mandate.0.told", "unknown_code"),
        Problem("mandate.1.facts.0", "unknown_category"),
        Problem("privilege.0.regime", "other_state"),
        Problem("wound_report.0.not_named", "conflict"),
        Problem("hold.0", "unknown_key"),
    }

    assert wanted == set(lint_pack(edited(edit)))


def test_a_refusal_should_name_its_file_and_no_value() -> None:
    """The error of a faulty pack should name file, paths and codes, and no value."""
    canary = "c4n4ry"
    with pytest.raises(PackRefused) as caught:
        parse_pack(edited(put("mandate", 0, "duty", canary)), where="us-yy.toml")

    assert "us-yy.toml" == caught.value.where
    assert canary not in f"{caught.value}{caught.value!r}"
    assert caught.value.__context__ is None


def again(**changes: Any) -> Any:
    """Give an edit that adds a row like the second mandate, with changes."""

    def edit(data: dict[str, Any]) -> None:
        data["mandate"].append({**data["mandate"][1], "id": "again", **changes})

    return edit


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "duplicate"),
        ({"deadline": "24h"}, "conflict"),
        ({"facts": ["incident"]}, "conflict"),
        ({"told": "when_safe"}, "conflict"),
        ({"roles": ["nurse", "advocate"]}, "duplicate"),
        ({"roles": ["nurse"]}, None),
        ({"recipients": ["aps"]}, None),
        ({"triggers": ["adult_abuse"]}, None),
        ({"cites": ["yy-4"]}, None),
    ],
)
def test_rows_of_one_key_should_be_one_row(
    changes: dict[str, Any], told: str | None
) -> None:
    """A second row of a statute, role, trigger and recipient should be refused."""
    wanted = () if told is None else (Problem("mandate.2", told),)

    assert wanted == lint_pack(edited(again(**changes)))


def test_records_of_treatment_should_go_to_child_protection_alone() -> None:
    """Records of substance use treatment should stand in a child report only."""
    edit = put("mandate", 1, "facts", ["sud", "child_record"])

    assert () == lint_pack(edited(edit))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("id = ", "format"),
        ("id = 1\nid = 2", "format"),
        ("[" * 50_000, "format"),
        ("x = " + "[" * 3000 + "]" * 3000, "format"),
        ("#" * (256 << 10) + "\n", "too_big"),
        ("\ufeffformat = 1", "format"),
        ("x = 1.5", "unknown_key"),
        ("x = inf", "unknown_key"),
        ("x = 123456789012345678901234567890", "unknown_key"),
    ],
)
def test_what_is_no_pack_should_be_refused(text: str, code: str) -> None:
    """What is no TOML, too big or of other keys should be refused by a code."""
    assert code in {problem.code for problem in lint_pack(text)}


def test_the_text_as_it_stands_should_have_no_fault() -> None:
    """The pack that the faults are made from should have none."""
    assert () == lint_pack(EVERY) == lint_pack(edited(lambda data: None))
