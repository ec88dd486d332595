"""Widenings that somebody answers for: read strictly, and matched in every part."""

from __future__ import annotations

import pytest
from attrs import evolve
from consent.analyse.made import (
    LEGAL,
    POLICE,
    limit,
    policy,
)

from fjcore.consent.analyse import (
    approvals_from,
    diff,
    diff_plain,
    diff_report,
)
from fjcore.errors import ApprovalsRefused
from fjcore.records.categories import CATEGORIES

SIGNED = "by = 'd.director'\non = 2026-11-20\nwhy = 'asked for'\n"

LOOSER = diff(
    policy(limit(recipients=(POLICE,), categories=("risk",))),
    evolve(policy(), max_release_days=120),
)
WHOLE = f"""
[[approved]]
recipients = ["{POLICE}"]
categories = ["risk"]
view = "FULL"
{SIGNED}
[[approved]]
setting = "max_release_days"
value = "120"
{SIGNED}
"""


def test_what_is_approved_is_not_missing() -> None:
    """With an approval for each widening nothing should be missing."""
    rows = approvals_from(WHOLE)

    assert () == LOOSER.unapproved(rows)
    assert () == LOOSER.unused(rows)
    assert 2 == len({type(one) for one in LOOSER.unapproved()})
    assert "Every widening is approved." in diff_report(LOOSER, rows).text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (POLICE, LEGAL),
        (POLICE, "kind:law_enforcement"),
        ('"risk"', '"incident"'),
        ('"FULL"', '"COARSE_5"'),
        ('"FULL"', '"FULL"\nbases = ["client_release"]'),
        ('"FULL"', '"FULL"\npurposes = ["prosecution"]'),
        ('"120"', '"121"'),
    ],
    ids=["who", "kind", "what", "view", "ground", "purpose", "number"],
)
def test_an_approval_of_something_else_approves_nothing(old: str, new: str) -> None:
    """An approval that falls short in any part should leave its widening missing."""
    rows = approvals_from(WHOLE.replace(old, new))

    assert LOOSER.unapproved(rows)


@pytest.mark.parametrize("what", ['"*"', '"incident", "risk"'])
def test_more_may_be_approved_than_is_widened(what: str) -> None:
    """An approval of more should do; it names an end, not a step."""
    assert not LOOSER.unapproved(approvals_from(WHOLE.replace('"risk"', what)))


def test_an_approval_of_nothing_here_is_told() -> None:
    """An approval that speaks of no widening should be told, as it may be old."""
    rows = approvals_from(WHOLE.replace("max_release_days", "min_cell"))
    text = diff_report(LOOSER, rows, short=True).text()

    assert [rows[1]] == list(LOOSER.unused(rows))
    assert "Approvals of nothing here:\n  - min_cell" in text
    assert "Not approved:\n  - max_release_days: 90 to 120" in text


FAULTS: dict[str, tuple[str, str, str, str]] = {
    "no name": ("by = 'd.director'", "by = ' '", "by", "required"),
    "no reason": ("why = 'asked for'", "why = ''", "why", "required"),
    "no day": ("on = 2026-11-20", "on = 'soon'", "on", "format"),
    "no such day": ("on = 2026-11-20", "on = '2026-02-30'", "on", "format"),
    "unknown key": ("by =", "quokka = 1\nby =", "", "unknown_key"),
    "unknown view": ('"FULL"', '"MARKED"', "view", "unknown_code"),
    "unknown category": ('"risk"', '"risks"', "categories.0", "unknown_category"),
    "no category": ('["risk"]', "[]", "categories", "required"),
    "unknown kind": (POLICE, "kind:quokka", "recipients.0", "format"),
    "no id": (POLICE, "City Police!", "recipients.0", "format"),
    "unknown ground": ('"FULL"', '"FULL"\nbases = ["q"]', "bases.0", "unknown_code"),
    "unknown purpose": (
        *('"FULL"', '"FULL"\npurposes = ["q"]'),
        *("purposes.0", "unknown_code"),
    ),
    "both": ('view = "FULL"', 'setting = "min_cell"', "recipients", "conflict"),
    "value too": ('view = "FULL"', 'view = "FULL"\nvalue = "1"', "value", "conflict"),
    "neither": (f'recipients = ["{POLICE}"]', "", "recipients", "conflict"),
    "wrong type": ('["risk"]', '"risk"', "categories", "type"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(name: str) -> None:
    """A file of approvals should be read strictly, and a fault told by its path."""
    old, new, path, code = FAULTS[name]
    text = WHOLE.split("[[approved]]\nsetting", maxsplit=1)[0].replace(old, new)
    with pytest.raises(ApprovalsRefused) as caught:
        approvals_from(text, where="ok.toml")
    found = {(fault.path, fault.code) for fault in caught.value.problems}

    assert (f"approved.0.{path}".rstrip("."), code) in found
    assert "ok.toml" in str(caught.value)


@pytest.mark.parametrize("said", ['value = "1"\nview = "FULL"', "value = ''"])
def test_an_approval_of_a_setting_says_its_value_alone(said: str) -> None:
    """An approval of a setting should hold its value and nothing else."""
    text = f"[[approved]]\nsetting = 'min_cell'\n{said}\n{SIGNED}"
    with pytest.raises(ApprovalsRefused):
        approvals_from(text)


@pytest.mark.parametrize("text", ["[[approved", "approved = 3", "x" * ((1 << 20) + 1)])
def test_what_is_no_file_of_approvals_is_refused(text: str) -> None:
    """What cannot be read as TOML, or is too large, should be refused."""
    with pytest.raises(ApprovalsRefused):
        approvals_from(text)


def test_no_approval_is_no_fault() -> None:
    """An empty file should approve nothing, and be none."""
    assert () == approvals_from("")


def test_data_and_pages_hold_all_of_it() -> None:
    """The data and the page of a diff should hold each change and each setting."""
    data = diff_plain(LOOSER, ())
    page = diff_report(LOOSER).html()

    assert [POLICE] == sorted({row["recipient"] for row in data["widened"]})
    assert ["max_release_days"] == [row["setting"] for row in data["settings"]]
    assert len(data["unapproved"]) == len(LOOSER.unapproved())
    assert "<caption>Widened</caption>" in page
    assert '<th scope="row">city_police</th>' in page


def test_every_category_is_said_in_two_words() -> None:
    """A change of everything should not be told in fifty words."""
    found = diff(policy(limit(recipients=(POLICE,))), policy())
    text = diff_report(found, short=True).text()
    names = {c.category for c in found.widened}

    assert {*CATEGORIES} - {"ciphertext"} == names
    assert "advocacy_notes, child_record" in text
