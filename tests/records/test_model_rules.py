"""Rules across the fields of a record, at their edges, read and made by hand."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest
from records.plainest import fullest, plainest
from records.rulebook import RULES, lines

from fjcore.errors import Malformed
from fjcore.records import (
    CORE_RECORDS,
    Enrollment,
    Household,
    Member,
    Person,
    Rule,
    labelled,
    part,
    parts,
    record,
    structure,
    unstructure,
)
from fjcore.records.record import info_of
from fjcore.records.rule import absent, broken
from fjcore.values import Missing

BY_NAME = {info_of(cls).name: cls for cls in CORE_RECORDS}
MEMBER = {"person_ref": "p", "relationship": "1"}
STAY = {
    "project": "p",
    "entry_date": "2026-03-02",
    "relationship_to_hoh": "1",
    "data_collection_stage": "1",
}


def told(name: str, **said: Any) -> list[tuple[str, str]]:
    """The problems of the least payload of a type with these fields put in."""
    try:
        structure({**plainest(BY_NAME[name]), **said}, BY_NAME[name])
    except Malformed as error:
        return [(p.path, p.code) for p in error.problems]
    return []


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("person", {"ssn": "001010001"}, True),
        ("person", {"ssn": "000010001"}, False),
        ("person", {"ssn": "666010001"}, False),
        ("person", {"ssn": "665010001"}, True),
        ("person", {"ssn": "899019998"}, True),
        ("person", {"ssn": "900010001"}, False),
        ("person", {"ssn": "001000001"}, False),
        ("person", {"ssn": "001010000"}, False),
        ("person", {"ssn": "00101000"}, False),
        ("person", {"age_reported": 0}, True),
        ("person", {"age_reported": 120}, True),
        ("person", {"age_reported": 121}, False),
        ("person", {"age_reported": -1}, False),
        ("person", {"race_ethnicity": ["White"]}, True),
        ("person", {"race_ethnicity": []}, False),
        ("person", {"race_ethnicity": ["RaceNone"]}, False),
        ("person", {"race_ethnicity": {"?": "asked_declined"}}, True),
        ("enrollment", {"exit_date": "2026-03-02"}, True),
        ("enrollment", {"exit_date": "2026-03-01"}, False),
        ("enrollment", {"dv_survivor": True, "dv_when_occurred": "1"}, True),
        ("enrollment", {"dv_survivor": False, "dv_when_occurred": "1"}, False),
        ("enrollment", {"dv_when_occurred": "1"}, False),
        ("enrollment", {"dv_when_occurred": {"?": "not_applicable"}}, True),
        ("enrollment", {"dv_survivor": True, "dv_currently_fleeing": True}, True),
        (
            "enrollment",
            {"dv_survivor": {"?": "asked_unknown"}, "dv_currently_fleeing": False},
            False,
        ),
        ("enrollment", {"rental_subsidy_type": "428", "destination": "435"}, True),
        ("enrollment", {"rental_subsidy_type": "428", "destination": "410"}, False),
        (
            "enrollment",
            {"rental_subsidy_type": "428", "prior_living_situation": "435"},
            True,
        ),
        ("enrollment", {"rental_subsidy_type": "428"}, False),
        ("enrollment", {"coc_code": "MT-500"}, True),
        ("enrollment", {"coc_code": "MT500"}, False),
        ("household", {"members": [MEMBER]}, True),
        ("household", {"members": []}, False),
        ("household", {"members": [{**MEMBER, "relationship": "2"}]}, False),
        ("household", {"members": [MEMBER, {**MEMBER, "person_ref": "q"}]}, False),
        (
            "household",
            {"members": [MEMBER, {"person_ref": "q", "relationship": "2"}]},
            True,
        ),
        ("household", {"members": [MEMBER, {**MEMBER, "relationship": "2"}]}, False),
        ("contact_point", {"kind": "phone", "value": "406-555-0101"}, True),
        ("contact_point", {"kind": "phone", "value": "1" * 15}, True),
        ("contact_point", {"kind": "phone", "value": "1" * 16}, False),
        ("contact_point", {"kind": "phone", "value": "a@example.org"}, False),
        ("contact_point", {"kind": "email", "value": "a@example.org"}, True),
        ("contact_point", {"kind": "email", "value": "406-555-0101"}, False),
        ("relationship", {"from_ref": "a", "to_ref": "a"}, False),
        ("case", {"closed_on": "2026-03-02"}, True),
        ("case", {"closed_on": "2026-03-01"}, False),
        ("assessment", {"score_lower": 4, "score_upper": 4}, True),
        ("assessment", {"score_lower": 5, "score_upper": 4}, False),
        ("address", {"latitude": "90.000000"}, True),
        ("address", {"latitude": "90.000001"}, False),
        ("legal_matter.court", {"privileged_notes": "x"}, False),
        ("legal_matter", {"privileged_notes": "x"}, True),
        ("service_encounter", {"units": "-0.01"}, False),
        ("service_encounter", {"units": "0"}, True),
    ],
)
def test_a_rule_at_its_edge(name: str, said: dict[str, Any], kept: bool) -> None:
    """A rule should be kept up to its edge and broken one step beyond it."""
    got = told(name, **said)

    assert kept == (got == [])
    assert {"precondition"} >= {code for _, code in got}
    assert {path.split(".")[0] for path, _ in got} <= set(said)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_fullest_record_keeps_every_rule(name: str) -> None:
    """A record with something in every field should be read where its rules hold."""
    made = structure(fullest(BY_NAME[name]), BY_NAME[name])

    assert made == structure(unstructure(made), BY_NAME[name])


def test_broken_rules_are_told_with_other_faults() -> None:
    """A broken rule should be told together with every other fault."""
    payload = {**STAY, "exit_date": "2026-03-01", "coc_code": "x", "destination": "no"}
    with pytest.raises(Malformed) as caught:
        structure({**payload, "more": 1}, Enrollment, where="row.7")

    assert [
        ("row.7", "unknown_key"),
        ("row.7.coc_code", "precondition"),
        ("row.7.destination", "unknown_code"),
        ("row.7.exit_date", "precondition"),
    ] == list(caught.value.problems)


def test_a_rule_about_a_faulty_field_is_not_judged() -> None:
    """A rule should not be told of fields of which one could not be read."""
    payload = {**STAY, "exit_date": "2026-03-01", "entry_date": "soon"}
    with pytest.raises(Malformed) as caught:
        structure(payload, Enrollment)

    assert [("entry_date", "format")] == list(caught.value.problems)


def test_a_rule_of_a_part_is_told_where_the_part_stands() -> None:
    """A broken rule of a part should be told by the place of the part."""
    payload = {"income_sources": [{"source": "earned"}, {"source": "earned"}]}
    payload["income_sources"][1]["monthly"] = {"amount": "1", "currency": "usd"}  # type: ignore[assignment]
    with pytest.raises(Malformed) as caught:
        structure(payload, Person)

    assert [("income_sources.1.monthly.currency", "precondition")] == list(
        caught.value.problems
    )


def test_a_record_made_by_hand_keeps_the_rules() -> None:
    """A record that breaks a rule should not be made, or changed to be one."""
    held = Household(members=(Member(person_ref="p", relationship="1"),))
    for act in (
        lambda: Household(members=()),
        lambda: attrs.evolve(held, members=()),
        lambda: Person(ssn="000000000"),
    ):
        with pytest.raises(Malformed) as caught:
            act()

        assert {"precondition"} == {p.code for p in caught.value.problems}
        assert "000000000" not in repr(caught.value) + str(caught.value)
        assert caught.value.__context__ is None
    assert held == pickle.loads(pickle.dumps(held))  # noqa: S301


def test_every_rule_is_told_anew() -> None:
    """Every rule of core should stand in the rulebook of the tests, and no other."""
    for name, cls in BY_NAME.items():
        rules = sorted((rule.path, rule.of) for rule in info_of(cls).rules)

        assert rules == sorted((path, of) for path, of, _ in lines(name))
    assert set(RULES) - set(BY_NAME) == {
        *("money", "disability", "period", "weekly_window", "pet", "charge"),
        "agreement",
    }


@record("x_made.ruled", 1, rules=(Rule("low", ("low", "high"), lambda a, b: a < b),))
class Ruled:
    low: int = labelled("risk", required=True)
    high: int = labelled("risk", required=True)


@record("x_made.ruled.more", 1, rules=(absent("note"),))
class MoreRuled(Ruled):
    note: str | Missing = labelled("risk")


@part("x_made_ruled", rules=(absent("note"),))
class RuledPart:
    note: str | Missing = labelled("risk")


@record("x_made.holds_ruled", 1)
class HoldsRuled:
    inside: tuple[RuledPart, ...] = parts()


def test_a_variant_keeps_the_rules_of_its_base() -> None:
    """A type made from another should be held to the rules of both."""
    assert ["low"] == [p.path for p in _problems({"low": 2, "high": 1}, MoreRuled)]
    assert ["low", "note"] == [
        p.path for p in _problems({"low": 2, "high": 1, "note": "x"}, MoreRuled)
    ]
    assert [] == _problems({"low": 1, "high": 2}, MoreRuled)
    assert ["inside.0.note"] == [
        p.path for p in _problems({"inside": [{"note": "x"}]}, HoldsRuled)
    ]


def _problems(payload: Any, cls: type) -> list[Any]:
    try:
        structure(payload, cls)
    except Malformed as error:
        return list(error.problems)
    return []


def test_what_is_of_another_type_is_not_judged() -> None:
    """A value that no field of its type can hold should be left to the codec."""
    odd: Any = "x"
    made = Ruled(low=odd, high=1)

    assert [] == broken(info_of(Ruled).rules, {"low": odd, "high": 1})
    assert "x" == made.low
