"""Scenarios of a local policy: whether they hold, and what they would not notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from fjcore.consent.analyse.compare import diff
from fjcore.consent.analyse.mutants import mutants
from fjcore.consent.analyse.ticks import ticks
from fjcore.consent.parties import Policy
from fjcore.consent.scenarios import Difference, Scenario, differences


@frozen(kw_only=True)
class Trial:
    """What became of one mutant: killed by the scenarios named, or by none.

    ``idle``: it changes no answer there can be, so that nothing could notice it.
    """

    mutant: str
    says: str
    killed_by: tuple[str, ...]
    idle: bool = False

    @property
    def survived(self) -> bool:
        """Whether no scenario noticed it, and one could."""
        return not self.killed_by and not self.idle


@frozen(kw_only=True)
class PolicyTest:
    """What came of scenarios run with a site, and of its mutants."""

    scenarios: int
    failures: tuple[Difference, ...]
    trials: tuple[Trial, ...] = ()

    @property
    def survivors(self) -> tuple[Trial, ...]:
        """The mutants that no scenario noticed."""
        return tuple(trial for trial in self.trials if trial.survived)

    @property
    def passed(self) -> bool:
        """Whether every scenario holds and no mutant survived."""
        return not self.failures and not self.survivors


def policy_test(
    scenarios: Iterable[Scenario],
    policy: Policy,
    *,
    mutate: bool = False,
    times: bool = False,
) -> PolicyTest:
    """Run scenarios with the limits, rules and numbers of a policy.

    Its numbers take the place of those of a scenario; holder and recipient do not.
    With ``mutate`` every mutant of the policy is run as well; with ``times`` every
    start, end and withdrawal in the scenarios is moved by a microsecond besides.
    Only scenarios that hold can notice a mutant.
    """
    every = tuple(scenarios)
    failures = tuple(found for one in every for found in _run(one, policy))
    failing = {found.id for found in failures}
    sound = tuple(one for one in every if one.id not in failing)
    trials: list[Trial] = []
    for mutant in mutants(policy) if mutate else ():
        killed = tuple(one.id for one in sound if any(_run(one, mutant.policy)))
        idle = not killed and _same(policy, mutant.policy)
        trials.append(
            Trial(mutant=mutant.id, says=mutant.says, killed_by=killed, idle=idle)
        )
    for tick in ticks() if times else ():
        moved = [(one, tick.moved(one.facts)) for one in sound]
        touched = [(one, facts) for one, facts in moved if facts is not None]
        killed = tuple(
            one.id
            for one, facts in touched
            if any(_run(evolve(one, facts=facts), policy))
        )
        trials.append(
            Trial(mutant=tick.id, says=tick.says, killed_by=killed, idle=not touched)
        )
    return PolicyTest(scenarios=len(every), failures=failures, trials=tuple(trials))


def _same(old: Policy, new: Policy) -> bool:
    """Whether two policies give the same answers; rules in code may always differ."""
    if len(old.rules) != len(new.rules):
        return False
    found = diff(old, new)
    return not found.changes and not found.settings


def _run(scenario: Scenario, policy: Policy) -> tuple[Difference, ...]:
    """Run a scenario with what a site says: its limits and rules, and its numbers."""
    facts: Mapping[str, Any] = {
        **scenario.facts,
        "policy": {
            "max_release_days": policy.max_release_days,
            "min_cell": policy.min_cell,
        },
    }
    return tuple(differences(evolve(scenario, facts=facts), site=policy))
