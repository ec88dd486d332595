"""Whether a release on file would still give something, seen from a worklist."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fjcore.consent.parties import Policy
from fjcore.consent.release import Release
from fjcore.consent.signers import adult, signers
from fjcore.consent.state import OnFile, SubjectState
from fjcore.values import add_days


def begun(file: OnFile, at: datetime, tz: ZoneInfo) -> bool:
    """Whether a release has begun, and neither ended nor been taken back, by then."""
    release = file.release
    start, end = release.start(), release.end(tz)
    if start is None or at < start or (end is not None and at >= end):
        return False
    if any(then <= at for then in (*file.withdrawn, *file.ended)):
        return False
    if release.max_uses is not None and file.uses >= release.max_uses:
        return False
    taken = {entry for entry, then in file.recipients if then <= at}
    return not all(_taken(entry, taken) for entry in release.recipients)


def _taken(entry: str, taken: set[str]) -> bool:
    return entry in taken or entry.partition("#")[0] in taken


def sound(
    file: OnFile, subject: str, state: SubjectState, policy: Policy, at: datetime
) -> bool:
    """Whether a release was made as it must be, by those who may, within the cap."""
    release, facts = file.release, state.facts
    died = facts.deceased_at
    if died is not None and died <= at and not release.survives_death:
        return False
    said = (release.written, release.complete, release.informed, release.voluntary)
    if not all(said) or release.signature == "none" or _over(release, policy):
        return False
    return signers(release, subject, facts, policy.holder, at) is None


def _over(release: Release, policy: Policy) -> bool:
    tz = ZoneInfo(policy.holder.tz)
    start, end = release.start(), release.end(tz)
    if start is None or not policy.holder.family:
        return False
    return end is None or end > add_days(start, policy.max_release_days, tz)


def minor_then(file: OnFile, state: SubjectState, policy: Policy) -> bool:
    """Whether a release was signed while she was a minor who could not sign alone."""
    signed = file.release.signed_at
    if signed is None or state.facts.may_consent_alone:
        return False
    return not adult(state.facts, policy.holder, signed)


def holds(
    file: OnFile, subject: str, state: SubjectState, policy: Policy, at: datetime
) -> bool:
    """Whether a release is live, as far as one can say without a recipient."""
    tz = ZoneInfo(policy.holder.tz)
    grown = minor_then(file, state, policy) and adult(state.facts, policy.holder, at)
    return begun(file, at, tz) and sound(file, subject, state, policy, at) and not grown
