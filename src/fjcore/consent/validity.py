"""How long a decision holds: until the next instant at which anything changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fjcore.consent.parties import Policy
from fjcore.consent.signers import majority
from fjcore.consent.state import SubjectState
from fjcore.values import zone


def valid_interval(
    policy: Policy, state: SubjectState, at: datetime
) -> tuple[datetime | None, datetime | None]:
    """Give the widest half-open span round an instant with no boundary inside.

    Shape: (start, end); None where there is no boundary on that side.
    """
    bounds = sorted(set(boundaries(policy, state)))
    before = [bound for bound in bounds if bound <= at]
    after = [bound for bound in bounds if bound > at]
    return (before[-1] if before else None, after[0] if after else None)


def boundaries(policy: Policy, state: SubjectState) -> Iterator[datetime]:
    """Every instant at which a release, a fact or an age changes an answer."""
    tz = zone(policy.holder.tz)
    facts = state.facts
    of_age = majority(facts, policy.holder, tz)
    found: list[datetime | None] = [of_age, facts.deceased_at, *state.changes]
    for guardian in facts.guardians:
        found += [guardian.since, guardian.until, guardian.abuser_known_at]
    for file in state.releases:
        found += [file.release.start(), file.release.end(tz)]
        found += file.instants()
    yield from (bound for bound in found if bound is not None)
