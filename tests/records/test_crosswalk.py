"""Every row of the record model against the fields that stand for it."""

from __future__ import annotations

import importlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support.walking import over

from fjcore.records import CATEGORIES, Catalog, Leaf, derived, standing
from fjcore.records.crosswalk import CrosswalkRow, crosswalk
from fjcore.records.label import Identifying

MODEL: list[dict[str, str]] = json.loads(
    (Path(__file__).parent.parent / "vectors/records/model.json").read_text("utf-8")
)
LEAVES = {leaf.path: leaf for leaf in Catalog().leaves()}
ROWS = {(row.record, row.field): row for row in crosswalk()}

#: Of each kind of row in the model: how many go to which category.
TABLE: dict[str, dict[str, int]] = {
    "pii_direct": {
        "identity.name": 1,
        "identity.dob": 1,
        "identity.gov_id": 2,
        "identity.photo": 1,
        "court_matters": 1,
    },
    "pii_quasi": {
        "incident": 11,
        "pseudonymous_ids": 9,
        "household": 5,
        "participation": 1,
        "demographics": 1,
    },
    "location": {
        "location.residence": 8,
        "location.area": 6,
        "location.living_situation": 6,
        "location.substitute": 1,
        "identity.gov_id": 1,
        "safety_plan": 2,
        "evidence_media": 1,
    },
    "contact": {
        "contact": 13,
        "pseudonymous_ids": 1,
        "contact.code_word": 1,
        "other_party": 2,
        "safety_plan": 1,
    },
    "demographic": {"demographics": 15, "demographics.sogi": 4},
    "health": {"risk": 12, "medical": 5, "medical.forensic": 3, "incident": 1},
    "risk_assessment": {
        "risk": 17,
        "pseudonymous_ids": 1,
        "respondent": 1,
        "safety_plan": 1,
        "court_matters": 1,
    },
    "privileged_advocate": {
        "safety_plan": 7,
        "advocacy_notes": 5,
        "pseudonymous_ids": 1,
        "incident.narrative": 2,
    },
    "privileged_legal": {"legal_file": 7},
    "law_enforcement": {"court_matters": 14, "incident": 4, "pseudonymous_ids": 1},
    "service": {
        "participation": 33,
        "pseudonymous_ids": 2,
        "safety_plan": 1,
        "deidentified_rows": 1,
        "operations": 1,
    },
    "consent": {"releases": 20, "pseudonymous_ids": 2},
    "evidence": {"evidence_media": 8, "medical.forensic": 4},
    "offender": {"respondent": 9, "pseudonymous_ids": 1, "court_matters": 1},
    "child": {
        "household": 3,
        "child_record": 2,
        "cps_report": 1,
        "safety_plan": 1,
        "operations": 1,
    },
    "financial": {"financial": 6},
    "reproductive_hiv": {"medical.reproductive": 3, "medical.forensic": 1},
    "immigration": {"immigration": 2},
    "substance_use_part2": {"sud": 1},
    "admin": {"operations": 22, "contact": 1},
}


def first(row: CrosswalkRow) -> Leaf | None:
    return LEAVES[row.to[0]] if row.to else None


def category(row: CrosswalkRow) -> str:
    leaf = first(row)
    return row.category if leaf is None else leaf.label.category


def test_every_row_is_there_once() -> None:
    """Each of the 305 rows of the model should stand in the crosswalk, in order."""
    assert 305 == len(ROWS) == len(crosswalk())
    assert [(row["record"], row["field"]) for row in MODEL] == list(ROWS)


@over(crosswalk(), ids=lambda row: f"{row.record}.{row.field}")
def test_what_stands_for_a_row_is_there(row: CrosswalkRow) -> None:
    """A row should go to one kind of target, and the target should exist."""
    said = [bool(row.to), bool(row.home), bool(row.derived), bool(row.why)]

    assert 1 == sum(said)
    assert bool(row.to) != bool(row.category)
    assert [path for path in row.to if path not in LEAVES] == []
    assert category(row) in CATEGORIES
    assert row.source
    if row.home:
        assert found(row.home)
    if row.derived:
        assert callable(getattr(derived, row.derived, None)) or callable(
            getattr(standing, row.derived, None)
        )


def found(name: str) -> bool:
    """Whether a dotted name leads somewhere: a module, then attributes in it."""
    steps = name.split(".")
    for cut in range(len(steps), 0, -1):
        try:
            held: Any = importlib.import_module(".".join(steps[:cut]))
        except ModuleNotFoundError:
            continue
        for step in steps[cut:]:
            if not hasattr(held, step):
                return False
            held = getattr(held, step)
        return True
    return False


def test_a_name_that_leads_nowhere_is_noticed() -> None:
    """The check of names outside the records should notice a slip in one."""
    assert found("fjcore.consent.Release.scope")
    assert not found("fjcore.consent.Release.scopes")
    assert not found("fjcore.consents.Release")


@pytest.mark.parametrize("sensitivity", sorted({row["sensitivity"] for row in MODEL}))
def test_counts_by_sensitivity(sensitivity: str) -> None:
    """Rows of each sensitivity should go to the categories settled for them."""
    got = Counter(
        category(ROWS[row["record"], row["field"]])
        for row in MODEL
        if row["sensitivity"] == sensitivity
    )

    assert TABLE[sensitivity] == got


def test_counts_over_all() -> None:
    """The rows should lie on 36 categories, 185 of them where each must be named."""
    got = Counter(map(category, crosswalk()))
    named = [name for name in got.elements() if CATEGORIES[name].explicit_only]

    assert 36 == len(got)
    assert 185 == len(named)


def test_few_rows_have_nothing() -> None:
    """At most twenty rows should have nothing in their place, each for a reason."""
    reasons = [row.why for row in crosswalk() if row.why]

    assert 20 >= len(reasons)
    assert all(len(why) > 20 for why in reasons)


#: Kinds of value that can point to one person by themselves: words and numbers.
WORDS = {"name", "text", "narrative", "phone", "gov_id", "zip", "id", "email"}

#: Categories whose words and numbers point to a person, and those of nobody.
DIRECT = {"identity.name", "identity.photo", "contact.code_word", "legal_file"}
NOBODY = {"operations", "deidentified_rows"}


RECORDS = sorted({path.split(".")[0] for path in LEAVES})


@pytest.mark.parametrize("record", RECORDS)
def test_how_far_a_field_points(record: str) -> None:
    """A code, a date or a yes-or-no should point to nobody by itself."""
    for leaf in LEAVES.values():
        if leaf.path.split(".")[0] == record:
            points(leaf)


def points(leaf: Leaf) -> None:
    """Hold what a field says of itself against what it is."""
    said = leaf.label.identifying
    placed = leaf.path.endswith(("latitude", "longitude"))

    if said is Identifying.DIRECT:
        assert leaf.kind in WORDS or leaf.label.category == "identity.dob" or placed
    elif said is Identifying.NONE:
        assert leaf.kind not in ("name", "phone", "gov_id", "zip")
    if leaf.label.category in DIRECT and leaf.kind in WORDS:
        assert said is Identifying.DIRECT or leaf.path.endswith(".suffix")
    if leaf.label.category in NOBODY and leaf.label.about != "staff":
        assert said is Identifying.NONE


def test_staff_and_people_are_named_directly() -> None:
    """A name of anybody should be known to point to that person."""
    names = [leaf for leaf in LEAVES.values() if leaf.kind == "name"]

    assert names
    assert {Identifying.DIRECT} == {leaf.label.identifying for leaf in names}


#: The privilege that each category brings with it.
PRIVILEGED = {
    "safety_plan": {"advocate"},
    "advocacy_notes": {"advocate"},
    "incident.narrative": {"advocate"},
    "legal_file": {"attorney"},
    "clergy_notes": {"clergy"},
    "mental_health": {"clinician"},
    "psychotherapy_notes": {"clinician"},
    "sud": {"part2"},
}


@over(LEAVES.values(), ids=lambda leaf: leaf.path)
def test_privilege_goes_by_category(leaf: Leaf) -> None:
    """A field should carry the privilege of its category, a screening an advocate's."""
    wanted = PRIVILEGED.get(leaf.label.category, set())
    if leaf.path.startswith("assessment.") and leaf.label.category in (
        "risk",
        "child_record",
    ):
        wanted = {"advocate"}

    assert wanted == leaf.label.privilege


def test_keys_never_stand_under_another_label() -> None:
    """A record's own id and its link to its subject should be keys, in every record."""
    own = [path for path in LEAVES if path.endswith("_id") and path.count(".") == 1]
    kept = {path for path in own if LEAVES[path].label.category == "pseudonymous_ids"}

    assert set(own) - kept == {
        "agency.agency_id",
        "staff.staff_id",
        "project.project_id",
        "service_encounter.group_id",
        "person.gov_id",
        "address.acp_id",
    }
