"""Every instant at which anything changes: a decision holds from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from fjcore.consent.facts import SubjectFacts
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Policy
from fjcore.consent.signers import majority
from fjcore.consent.state import SubjectState
from fjcore.values import zone


def boundaries(policy: Policy, state: SubjectState) -> Iterator[datetime]:
    """Every instant at which a release, a fact or an age changes an answer."""
    yield from of_facts(policy, state.facts)
    yield from state.changes
    tz = zone(policy.holder.tz)
    for file in state.releases:
        yield from of_file(file, tz)


def of_facts(policy: Policy, facts: SubjectFacts) -> Iterator[datetime]:
    """Every instant at which something about a person changes what a release gives."""
    of_age = majority(facts, policy.holder, zone(policy.holder.tz))
    found: list[datetime | None] = [of_age, facts.deceased_at]
    for guardian in facts.guardians:
        found += [guardian.since, guardian.until, guardian.abuser_known_at]
    yield from (bound for bound in found if bound is not None)


def of_file(file: OnFile, tz: ZoneInfo) -> Iterator[datetime]:
    """Every instant at which something about one release changes."""
    found = [file.release.start(), file.release.end(tz), *file.instants()]
    yield from (bound for bound in found if bound is not None)
