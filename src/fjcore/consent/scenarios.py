"""Scenario files: facts in the words of the law, and the answer that is expected.

A file is read strictly, since a fact that is passed over is a restriction lost: a key
or word that is not known makes it unreadable. Its facts become events and evidence; the
public ``decide`` answers; every part of the answer is compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from attrs import evolve, field, frozen

from fjcore.consent import _scenefile
from fjcore.consent._scenefacts import events_of, policy_of, question_of
from fjcore.consent.decide import Decision, decide
from fjcore.consent.parties import Policy
from fjcore.consent.state import state_at
from fjcore.consent.vocabulary import ObligationKind, Reason
from fjcore.errors import (
    BadText,
    FjcoreError,
    NaiveTime,
    Problem,
    ScenariosRefused,
    TooBig,
)
from fjcore.values import canonical

#: Largest file that is read.
MAX_BYTES = 1 << 28

Answer = dict[str, Any]


@frozen
class Scenario:
    """One scenario, read: its id, its facts and what is expected."""

    id: str
    facts: Mapping[str, Any] = field(repr=False)
    expect: Mapping[str, Any] = field(repr=False)


@frozen
class Difference:
    """One part of an answer that is not as expected; ``field`` is a key of expect."""

    id: str
    field: str
    expected: Any
    got: Any


@frozen
class ScenarioReport:
    """What came of a run: each scenario's id, with every part of it that differs."""

    results: tuple[tuple[str, tuple[Difference, ...]], ...]

    @property
    def failures(self) -> tuple[Difference, ...]:
        """Every part that differs, in the order of the scenarios."""
        return tuple(one for _, differ in self.results for one in differ)

    @property
    def total(self) -> int:
        """How many were run."""
        return len(self.results)

    @property
    def failed(self) -> int:
        """How many differ in any part."""
        return sum(bool(differ) for _, differ in self.results)

    @property
    def passed(self) -> int:
        """How many agree in every part."""
        return self.total - self.failed


def scenarios_from(
    raw: bytes, *, where: str = "scenarios", local: bool = False
) -> tuple[Scenario, ...]:
    """Read a file of scenarios.

    ``local``: it is of a site whose limits take part, and may expect ``limited``.
    Raises: ScenariosRefused, with the path and code of every fault.
    """
    data: Any = None
    problems: tuple[Problem, ...] = (Problem(where, "format"),)
    try:
        data = canonical.loads(raw, max_bytes=MAX_BYTES, where=where)
        problems = tuple(_scenefile.problems(data, local=local))
    except TooBig:
        problems = (Problem(where, "too_big"),)
    except BadText:
        pass
    if problems:
        del data
        raise ScenariosRefused(where, problems=problems)
    return tuple(Scenario(row["id"], row["facts"], row["expect"]) for row in data)


def shipped() -> tuple[Scenario, ...]:
    """Give the scenarios that come with the library."""
    raw = files("fjcore.consent").joinpath("data/scenarios.json").read_bytes()
    return scenarios_from(raw, where="scenarios.json")


def run(scenarios: Iterable[Scenario], *, site: Policy | None = None) -> ScenarioReport:
    """Answer scenarios and compare; with ``site``, its limits and rules take part.

    The holder and the recipient stay those of the scenario.
    """
    return ScenarioReport(
        tuple((one.id, tuple(differences(one, site=site))) for one in scenarios)
    )


def differences(
    scenario: Scenario, *, site: Policy | None = None
) -> Iterator[Difference]:
    """Give every part of a scenario's answer that is not as expected."""
    got, expect = answer(scenario.facts, site=site), _expected(scenario)
    for name, wanted in expect.items():
        if wanted != got[name]:
            yield Difference(scenario.id, name, _listed(wanted), _listed(got[name]))


def answer(facts: Mapping[str, Any], *, site: Policy | None = None) -> Answer:
    """Answer the facts of a scenario, in the words of its file.

    A rule of the site that fails lets nothing leave: its code is the decision then.
    """
    policy = policy_of(facts)
    if site is not None:
        policy = evolve(
            policy, limits=site.limits, rules=site.rules, closed=site.closed
        )
    failed = ""
    try:
        question = question_of(facts)
        state = state_at(events_of(facts), question.at, question.at)
        return _said(decide(policy, state, question))
    except NaiveTime:
        pass
    except FjcoreError as error:
        failed = error.code
    found = _invalid_time(facts)
    return {**found, "decision": failed} if failed else found


def _said(found: Decision) -> Answer:
    return _answer(
        {str(name) for name in found.allowed},
        {name: str(reason) for name, reason in found.reasons.items()},
        {str(kind) for kind in found.obligations},
        {name: set(inner) for name, inner in found.redacted.items()},
        found.records,
    )


def _invalid_time(facts: Mapping[str, Any]) -> Answer:
    """Give the answer of rule T1: an instant without its offset decides nothing."""
    asked = facts["request"]
    reasons = dict.fromkeys(asked["categories"], str(Reason.INVALID_TIME))
    denied = {row["id"]: False for row in asked.get("records") or ()}
    return _answer(set(), reasons, {str(ObligationKind.LOG_DENIAL)}, {}, denied)


def _answer(
    allowed: set[str],
    reasons: dict[str, str],
    obligations: set[str],
    redacted: dict[str, set[str]],
    records: Mapping[str, bool],
) -> Answer:
    decision = "partial" if allowed and reasons else "allow" if allowed else "deny"
    return {
        "decision": decision,
        "allowed_categories": allowed,
        "denied_categories": set(reasons),
        "reasons": reasons,
        "obligations": obligations,
        "redacted": redacted,
        "allowed_records": {name for name, reached in records.items() if reached},
        "denied_records": {name for name, reached in records.items() if not reached},
    }


def _expected(scenario: Scenario) -> Answer:
    want = scenario.expect
    lists = "allowed_categories denied_categories obligations"
    found: Answer = {
        "decision": want["decision"],
        "reasons": want["reasons"],
        "redacted": {
            n: set(inner) for n, inner in (want.get("redacted") or {}).items()
        },
        **{name: set(want[name]) for name in lists.split()},
    }
    for name in ("allowed_records", "denied_records"):
        if scenario.facts["request"].get("records") or want.get(name):
            found[name] = set(want.get(name) or ())
    return found


def _listed(value: Any) -> Any:
    """Give a part of an answer as JSON can hold it, in one order."""
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, dict):
        return {name: _listed(inner) for name, inner in sorted(value.items())}
    return value
