"""Scenario files are read strictly: what is not known makes a file unreadable."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from consent.properties import holds

from fjcore.consent.scenarios import answer, scenarios_from
from fjcore.errors import ScenariosRefused
from fjcore.testing.consent import Choose, pick

ROWS = json.loads(
    files("fjcore.consent").joinpath("data/scenarios.json").read_text("utf-8")
)
BY_ID = {row["id"]: row for row in ROWS}
PRIVATE = "Maeve of Alder Street"


def refused(*rows: Any) -> list[str]:
    """Give the faults for which a file of rows is refused."""
    with pytest.raises(ScenariosRefused) as caught:
        scenarios_from(json.dumps(rows).encode())
    assert caught.value.__context__ is None
    assert PRIVATE not in f"{caught.value}"
    return [str(problem) for problem in caught.value.problems]


def changed(change: Callable[[dict[str, Any]], object], name: str = "A03") -> Any:
    """Give a scenario with something changed in it."""
    row = copy.deepcopy(BY_ID[name])
    change(row)
    return row


def at(*path: Any) -> Callable[[dict[str, Any]], Any]:
    """Give the part of a scenario at a path."""

    def find(row: Any) -> Any:
        for step in path:
            row = row[step]
        return row

    return find


FACTS = at("facts")
HOLDER, REQUEST = at("facts", "holder"), at("facts", "request")
RELEASE = at("facts", "releases", 0)
BASIS, EXPECT = at("facts", "request", "legal_basis"), at("expect")
R = "scenarios.0.facts.releases.0"
Q = "scenarios.0.facts.request"
FAULTS: tuple[tuple[Callable[[Any], Any], dict[str, Any], str], ...] = (
    (at(), {"mood": PRIVATE}, "scenarios.0: unknown_key"),
    (at(), {"status": PRIVATE}, "scenarios.0.status: unknown_code"),
    (at(), {"id": ""}, "scenarios.0.id: required"),
    (at(), {"tags": "one"}, "scenarios.0.tags: type"),
    (FACTS, {"mood": 1}, "scenarios.0.facts: unknown_key"),
    (FACTS, {"tz": "Mars/Base"}, "scenarios.0.facts.tz: unknown_code"),
    (FACTS, {"origin": {"agency": "x"}}, "scenarios.0.facts.origin.release: required"),
    (FACTS, {"embedded": {PRIVATE: []}}, "scenarios.0.facts.embedded.0: unknown_code"),
    (HOLDER, {"type": "lodge"}, "scenarios.0.facts.holder.type: unknown_code"),
    (HOLDER, {"regimes": ["gdpr"]}, "scenarios.0.facts.holder.regimes.0: unknown_code"),
    (
        at("facts", "subject"),
        {"birth_date": "9990-01-01"},
        "scenarios.0.facts.subject.birth_date: range",
    ),
    (
        at("facts", "policy"),
        {"min_cell": True},
        "scenarios.0.facts.policy.min_cell: type",
    ),
    (RELEASE, {"mood": 1}, f"{R}: unknown_key"),
    (RELEASE, {"duration_days": 15}, f"{R}: two_ends"),
    (RELEASE, {"duration_days": 0, "expires_at": None}, f"{R}.duration_days: range"),
    (RELEASE, {"scope": [PRIVATE]}, f"{R}.scope.0: unknown_code"),
    (RELEASE, {"signed_at": "2026-03-02T10:00:00"}, f"{R}.signed_at: naive_time"),
    (RELEASE, {"signed_at": "monday"}, f"{R}.signed_at: format"),
    (RELEASE, {"purpose": "prosecution"}, f"{R}.purpose: type"),
    (RELEASE, {"signers": [{"id": "S1"}]}, f"{R}.signers.0.role: required"),
    (RELEASE, {"uses": -1}, f"{R}.uses: range"),
    (RELEASE, {"written": 1}, f"{R}.written: type"),
    (
        RELEASE,
        {"partial_revocations": [{"at": "2026-03-02T10:00:00Z", "to": []}]},
        f"{R}.partial_revocations.0: unknown_key",
    ),
    (REQUEST, {"categories": []}, f"{Q}.categories: required"),
    (REQUEST, {"categories": ["identity"]}, f"{Q}.categories.0: unknown_code"),
    (REQUEST, {"recipient_type": "friend"}, f"{Q}.recipient_type: unknown_code"),
    (REQUEST, {"at": 7}, f"{Q}.at: type"),
    (REQUEST, {"smallest_cell": 1.5}, f"{Q}.smallest_cell: type"),
    (REQUEST, {"deid_method": "hash"}, f"{Q}.deid_method: unknown_code"),
    (BASIS, {"kind": "hunch"}, f"{Q}.legal_basis.kind: unknown_code"),
    (BASIS, {"verified": True}, f"{Q}.legal_basis: unknown_key"),
    (EXPECT, {"decision": "maybe"}, "scenarios.0.expect.decision: unknown_code"),
    (
        EXPECT,
        {"reasons": {"sud": "limited"}},
        "scenarios.0.expect.reasons.0: unknown_code",
    ),
    (
        EXPECT,
        {"obligations": ["pray"]},
        "scenarios.0.expect.obligations.0: unknown_code",
    ),
)


@pytest.mark.parametrize(("place", "said", "fault"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_word_that_is_not_known_should_make_a_file_unreadable(
    place: Callable[[Any], Any], said: dict[str, Any], fault: str
) -> None:
    """A key or word outside the format should be refused at its place."""
    assert [fault] == refused(changed(lambda row: place(row).update(said)))


def keys(row: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the path of every key of a scenario whose names the format fixes."""
    free = {"reasons", "redacted", "embedded", "category_introduced"}
    found = []
    if isinstance(row, dict):
        for name, inner in row.items():
            found.append((*path, name))
            found += [] if name in free else keys(inner, (*path, name))
    elif isinstance(row, list):
        found = [one for n, inner in enumerate(row) for one in keys(inner, (*path, n))]
    return found


#: Keys of some scenario that may be absent; all others must be there.
OPTIONAL = {
    *("prior_disclosures", "embedded", "conflict_walls", "origin", "verified"),
    *("category_introduced", "expires_on", "expires_local", "duration_days"),
    *("revocation", "expires_event", "recipient_person", "method", "records"),
    *("smallest_cell", "deid_method", "staff", "unit", "need_to_know", "stayed"),
    *("in_camera", "satisfactory_assurance", "hipaa_512c", "redacted"),
    *("allowed_records", "denied_records"),
}
SHAPES = ("A03", "C12", "D04", "E03", "E05", "E07", "F03", "F05", "G07", "G10", "H13")


@pytest.mark.parametrize("name", SHAPES)
def test_a_key_that_is_missing_should_make_a_file_unreadable(name: str) -> None:
    """Every key but the optional ones should have to be there, however deep."""
    wrong = []
    for path in keys(BY_ID[name]):
        if path[-2:] == ("holder", "unit") or path[-1] not in OPTIONAL:
            row = changed(lambda row, p=path: at(*p[:-1])(row).pop(p[-1]), name)
            wanted = ".".join(map(str, ("scenarios", 0, *path)))
            if f"{wanted}: required" not in refused(row):
                wrong.append(wanted)

    assert wrong == []


@pytest.mark.parametrize("name", SHAPES)
def test_a_key_that_may_be_absent_may_be_null(name: str) -> None:
    """An optional key should mean the same absent and null."""
    for path in keys(BY_ID[name]):
        if path[-1] in OPTIONAL and path[-2:] != ("holder", "unit"):
            absent = changed(lambda row, p=path: at(*p[:-1])(row).pop(p[-1]), name)
            null = changed(
                lambda row, p=path: at(*p[:-1])(row).update({p[-1]: None}), name
            )
            (one,), (other,) = (
                scenarios_from(json.dumps([row]).encode()) for row in (absent, null)
            )

            assert answer(one.facts) == answer(other.facts)


def test_two_scenarios_of_one_id_should_be_refused() -> None:
    """An id said twice should make a file unreadable."""
    assert ["scenarios.2.id: duplicate"] == refused(ROWS[0], ROWS[1], ROWS[0])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"[", "format"),
        (b"\xff", "format"),
        (b'[{"id": "a", "id": "b"}]', "format"),
        (b"{}", "type"),
        (b"[7]", "type"),
    ],
)
def test_what_is_no_list_of_scenarios_should_be_refused(raw: bytes, code: str) -> None:
    """A file that is no JSON list of objects should be refused by its code."""
    with pytest.raises(ScenariosRefused) as caught:
        scenarios_from(raw)

    assert code in {problem.code for problem in caught.value.problems}


def broken(choose: Choose) -> tuple[str, tuple[Any, ...], Any]:
    """Choose a scenario, a place in it, and something that does not belong there."""
    name = pick(choose, SHAPES)
    path = pick(choose, keys(BY_ID[name]))
    return name, path, pick(choose, (PRIVATE, 7, 1.5, True, [PRIVATE], [[]], {"x": 1}))


@holds(broken)
def test_no_file_should_break_the_reader(
    drawn: tuple[str, tuple[Any, ...], Any],
) -> None:
    """Any value at any place should be refused, or read and answered, and no more."""
    name, path, value = drawn
    row = changed(lambda row: at(*path[:-1])(row).update({path[-1]: value}), name)
    found: list[Any] = []
    problems: tuple[Any, ...] = ()
    try:
        found = [
            answer(one.facts) for one in scenarios_from(json.dumps([row]).encode())
        ]
    except ScenariosRefused as error:
        problems = error.problems

    assert bool(found) is not bool(problems)
    for one in found:
        assert one["allowed_categories"].isdisjoint(one["denied_categories"])
