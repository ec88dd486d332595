"""Whether one release answers a question: each check one small function.

Checks run in the order of the law's own elements; the first that fails is the reason.
``Miss.stage`` says how far a release came, so that of several the nearest miss is told.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from fjcore.consent.facts import SubjectFacts
from fjcore.consent.inquiry import Inquiry
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Holder, Policy
from fjcore.consent.question import Question
from fjcore.consent.release import Release
from fjcore.consent.signers import adult, signers
from fjcore.consent.vocabulary import Purpose, Reason
from fjcore.values import add_days, zone

#: Purposes for which a part 2 consent may name no end at all (42 CFR 2.31(a)(7)).
TREATMENT = frozenset(
    {
        Purpose.SUD_TREATMENT,
        Purpose.MEDICAL_TREATMENT,
        Purpose.MENTAL_HEALTH_TREATMENT,
    }
)


@frozen
class Miss:
    """Why a release does not reach a category, and how far it came."""

    stage: int
    reason: Reason


# --- who it names ------------------------------------------------------------------


def names(entry: str, asked: Question) -> bool:
    """Whether an entry of a release names the recipient; a person must be that one."""
    agency, _, person = entry.partition("#")
    if entry == "*":
        return True
    return agency == asked.recipient and (not person or person == asked.person)


def might_name(entry: str, asked: Question) -> bool:
    """Whether an entry of a withdrawal names the recipient, or may for all we know."""
    agency, _, person = entry.partition("#")
    unsaid = bool(person) and asked.person is None and agency == asked.recipient
    return unsaid or names(entry, asked)


def told_before(told: datetime, at: datetime) -> bool:
    """Whether a withdrawal holds at an instant; it wins a tie."""
    return told <= at


def _recipient(file: OnFile, asked: Question) -> Miss | None:
    if not any(names(entry, asked) for entry in file.release.recipients):
        return Miss(0, Reason.WRONG_RECIPIENT)
    if any(might_name(e, asked) for e in file.left_out("recipients", asked.at)):
        return Miss(0, Reason.WRONG_RECIPIENT)
    for entry, told in file.recipients:
        if might_name(entry, asked) and told_before(told, asked.at):
            return Miss(1, Reason.REVOKED)
    return None


# --- whether it is a release at all ------------------------------------------------


#: What a form that nobody signed gives for a reason, by how it lies on file.
UNSIGNED = {
    "drafted": Reason.NOT_SIGNED,
    "declined": Reason.EXCLUDED,
    "oral": Reason.NOT_WRITTEN,
}


def _form(release: Release) -> Reason | None:
    if not release.written:
        return Reason.NOT_WRITTEN
    if release.signature == "none" or release.signed_at is None:
        return Reason.NOT_SIGNED
    if not release.complete:
        return Reason.INCOMPLETE
    if not release.informed:
        return Reason.NOT_INFORMED
    if not release.voluntary:
        return Reason.NOT_VOLUNTARY
    if "*" in release.scope or "*" in release.recipients:
        return Reason.BLANKET
    return None


def _endless(release: Release) -> bool:
    """Whether a release may say that it ends with no event at all."""
    return "part2" in release.forms and TREATMENT.issuperset(release.purpose)


def _bounds(release: Release, policy: Policy) -> Reason | None:
    tz = zone(policy.holder.tz)
    end, start = release.end(tz), release.start()
    if end is None:
        event = release.expires_event.strip()
        if policy.holder.family or not event:
            return Reason.NO_EXPIRY
        if event.lower() == "none" and not _endless(release):
            return Reason.NO_EXPIRY
        return None
    if policy.holder.family and start is not None:
        if end > add_days(start, policy.max_release_days, tz):
            return Reason.OVER_CAP
    return None


# --- whether it holds now ----------------------------------------------------------


def before_start(release: Release, at: datetime) -> bool:
    """Whether a release has not begun at an instant; it has at its very start."""
    start = release.start()
    return start is None or at < start


def after_end(end: datetime | None, at: datetime) -> bool:
    """Whether an end has come at an instant; at its very end a release has ended."""
    return end is not None and at >= end


def _live(file: OnFile, holder: Holder, at: datetime) -> Reason | None:
    release = file.release
    if before_start(release, at):
        return Reason.NOT_YET_EFFECTIVE
    if any(told_before(told, at) for told in file.withdrawn):
        return Reason.REVOKED
    if after_end(release.end(zone(holder.tz)), at):
        return Reason.EXPIRED
    if any(after_end(ended, at) for ended in file.ended):
        return Reason.EXPIRED
    if any(after_end(since, at) for since in file.superseded):
        return Reason.EXPIRED
    if release.max_uses is not None and file.uses >= release.max_uses:
        return Reason.EXHAUSTED
    return None


def paused(file: OnFile, at: datetime) -> bool:
    """Whether a release is in doubt at an instant."""
    return any(since <= at and not after_end(until, at) for since, until in file.paused)


def _person(
    release: Release, facts: SubjectFacts, holder: Holder, at: datetime
) -> Reason | None:
    died = facts.deceased_at
    if died is not None and died <= at and not release.survives_death:
        return Reason.DECEASED
    was_minor = not adult(facts, holder, release.signed_at or at)
    if was_minor and adult(facts, holder, at) and not facts.may_consent_alone:
        return Reason.RECONFIRM_REQUIRED
    return None


def validity(
    file: OnFile, policy: Policy, facts: SubjectFacts, subject: str, at: datetime
) -> Reason | None:
    """Why a release is not live at an instant, whoever asks; None when it is."""
    release, holder = file.release, policy.holder
    found = (
        UNSIGNED.get(file.standing)
        or _form(release)
        or signers(file, subject, facts, holder, at)
        or _bounds(release, policy)
        or _live(file, holder, at)
        or _person(release, facts, holder, at)
    )
    if found is None and paused(file, at):
        return Reason.RECONFIRM_REQUIRED
    return found


def matches(file: OnFile, asked: Inquiry) -> Miss | None:
    """Why a release does not answer a question at all, or None when it does."""
    question, release = asked.question, file.release
    missed = _recipient(file, question)
    if missed:
        return missed
    at = question.at
    reason = validity(file, asked.policy, asked.state.facts, question.subject, at)
    if reason:
        return Miss(1, reason)
    if question.purpose not in release.purpose:
        return Miss(2, Reason.WRONG_PURPOSE)
    if question.method not in release.methods:
        return Miss(3, Reason.WRONG_METHOD)
    if question.purpose in file.left_out("purposes", at):
        return Miss(2, Reason.WRONG_PURPOSE)
    if question.method in file.left_out("methods", at):
        return Miss(3, Reason.WRONG_METHOD)
    return None
