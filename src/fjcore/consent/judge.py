"""Whether one release reaches one category: each check one small function.

Checks run in the order of the law's own elements; the first that fails is the reason.
``Miss.stage`` says how far a release came, so that of several the nearest miss is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from attrs import frozen

from fjcore.consent.facts import SIGNING_KINDS, Guardian, SubjectFacts
from fjcore.consent.parties import Holder, Policy
from fjcore.consent.release import Release, Signer
from fjcore.consent.state import OnFile
from fjcore.consent.vocabulary import Reason
from fjcore.records.categories import CATEGORIES, covers
from fjcore.values import add_days, local_instant, utc, zone

#: Age of majority where a state's is later than 18 (not reviewed by counsel).
MAJORITY = {"US-AL": 19, "US-NE": 19, "US-MS": 21}


@frozen
class Miss:
    """Why a release does not reach a category, and how far it came."""

    stage: int
    reason: Reason


@frozen(kw_only=True)
class Asking:
    """The part of a question that a release is judged by."""

    recipient: str
    person: str | None
    purpose: str
    method: str
    at: datetime


# --- who it names ------------------------------------------------------------------


def names(entry: str, asking: Asking) -> bool:
    """Whether an entry of a release names the recipient; a person must be that one."""
    agency, _, person = entry.partition("#")
    if entry == "*":
        return True
    return agency == asking.recipient and (not person or person == asking.person)


def told_before(told: datetime, at: datetime) -> bool:
    """Whether a withdrawal holds at an instant; it wins a tie."""
    return told <= at


def _recipient(file: OnFile, asking: Asking) -> Miss | None:
    if not any(names(entry, asking) for entry in file.release.recipients):
        return Miss(0, Reason.WRONG_RECIPIENT)
    for entry, told in file.recipients:
        if names(entry, asking) and told_before(told, asking.at):
            return Miss(1, Reason.REVOKED)
    return None


# --- whether it is a release at all ------------------------------------------------


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


def birthday(born: date, years: int) -> date:
    """The day a person comes to an age; born on 29 February, 1 March otherwise."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def majority(facts: SubjectFacts, state: str, tz: ZoneInfo) -> datetime | None:
    """The instant of majority: local midnight of the birthday; None if not known."""
    if facts.birth_date is None:
        return None
    day = birthday(facts.birth_date, MAJORITY.get(state, 18))
    return local_instant(datetime.combine(day, time()), tz, "start")


def adult(facts: SubjectFacts, state: str, tz: ZoneInfo, at: datetime) -> bool:
    """Whether a person is of age at an instant; not knowing is not being."""
    comes = majority(facts, state, tz)
    return facts.emancipated or (comes is not None and comes <= at)


def in_office(guardian: Guardian, at: datetime) -> bool:
    """Whether a guardian is in office at an instant, half-open."""
    return (guardian.since is None or utc(guardian.since) <= at) and (
        guardian.until is None or at < utc(guardian.until)
    )


def barred(guardian: Guardian, at: datetime) -> bool:
    """Whether a guardian may not sign, as somebody who causes harm or is suspected.

    Source: 34 U.S.C. 12291(b)(2)(B)(ii); 42 U.S.C. 10406(c)(5)(B).
    """
    known = guardian.abuser_known_at
    if known is not None and at < utc(known):
        return False
    return guardian.abuser != "no" or guardian.abuser_of_other_parent


def _fit(
    signer: Signer, facts: SubjectFacts, signed: datetime, at: datetime
) -> Reason | None:
    for guardian in facts.guardians:
        if guardian.id != signer.id or guardian.kind != signer.role:
            continue
        if guardian.kind not in SIGNING_KINDS or not in_office(guardian, signed):
            continue
        return Reason.SIGNER_ABUSER if barred(guardian, at) else None
    return Reason.SIGNER_NOT_AUTHORISED


def _guardian_signed(
    others: list[Signer], facts: SubjectFacts, signed: datetime, at: datetime
) -> Reason | None:
    faults = [_fit(signer, facts, signed, at) for signer in others]
    if None in faults:
        return None
    return faults[0] if faults else Reason.SIGNER_MISSING


def signers(
    release: Release, subject: str, facts: SubjectFacts, holder: Holder, at: datetime
) -> Reason | None:
    """Whether those signed who must have, by who the person was at the signing."""
    signed = utc(release.signed_at) if release.signed_at else at
    own = any(s.role == "subject" and s.id == subject for s in release.signers)
    others = [s for s in release.signers if s.role != "subject"]
    if facts.may_consent_alone and own:
        return None
    tz = zone(holder.tz)
    grown = adult(facts, holder.state, tz, signed)
    ward = any(
        g.kind in ("court_guardian", "state_guardian") and in_office(g, signed)
        for g in facts.guardians
    )
    if grown and not ward:
        if own:
            return None
        return Reason.SIGNER_NOT_AUTHORISED if others else Reason.SIGNER_MISSING
    if grown or not facts.can_knowingly_consent:
        return _guardian_signed(others, facts, signed, at)
    if not own:
        return Reason.SIGNER_MISSING
    return _guardian_signed(others, facts, signed, at)


def _bounds(release: Release, policy: Policy) -> Reason | None:
    tz = zone(policy.holder.tz)
    end, start = release.end(tz), release.start()
    if end is None:
        by_event = release.expires_event and not policy.holder.family
        none = release.expires_event.strip().lower() == "none"
        part2 = "part2" in release.forms
        return None if by_event and (part2 or not none) else Reason.NO_EXPIRY
    if policy.holder.family and start is not None:
        if end > add_days(start, policy.max_release_days, tz):
            return Reason.OVER_CAP
    return None


def before_start(release: Release, at: datetime) -> bool:
    """Whether a release has not begun at an instant; it has at its very start."""
    start = release.start()
    return start is None or at < start


def after_end(end: datetime | None, at: datetime) -> bool:
    """Whether an end has come at an instant; at its very end a release has ended."""
    return end is not None and at >= end


def _live(file: OnFile, policy: Policy, at: datetime) -> Reason | None:
    release = file.release
    if before_start(release, at):
        return Reason.NOT_YET_EFFECTIVE
    if any(told_before(told, at) for told in file.withdrawn):
        return Reason.REVOKED
    if after_end(release.end(zone(policy.holder.tz)), at):
        return Reason.EXPIRED
    if any(after_end(ended, at) for ended in file.ended):
        return Reason.EXPIRED
    if release.max_uses is not None and file.uses >= release.max_uses:
        return Reason.EXHAUSTED
    return None


def _person(
    release: Release, facts: SubjectFacts, holder: Holder, at: datetime
) -> Reason | None:
    if facts.deceased_at is not None and utc(facts.deceased_at) <= at:
        if not release.survives_death:
            return Reason.DECEASED
    tz = zone(holder.tz)
    signed = utc(release.signed_at) if release.signed_at else at
    was_minor = not adult(facts, holder.state, tz, signed)
    if was_minor and adult(facts, holder.state, tz, at) and not facts.may_consent_alone:
        return Reason.RECONFIRM_REQUIRED
    return None


# --- what it reaches ---------------------------------------------------------------


def reach(file: OnFile, category: str, item: str, at: datetime) -> Miss | str:
    """The item of a release's scope that reaches a category or a named field."""
    release = file.release
    for taken, told in file.categories:
        if told_before(told, at) and (covers(taken, category) or taken == item):
            return Miss(5, Reason.REVOKED)
    if any(covers(struck, category) or struck == item for struck in release.exclude):
        return Miss(5, Reason.EXCLUDED)
    if item in release.scope:
        return item
    parents = [listed for listed in release.scope if covers(listed, category)]
    if item != category or not parents:
        return Miss(4, Reason.OUT_OF_SCOPE)
    if CATEGORIES[category].explicit_only:
        return Miss(5, Reason.EXPLICIT_ONLY)
    return max(parents, key=len)


def special_form(
    release: Release, category: str, facts: SubjectFacts, holder: Holder
) -> Reason | None:
    """The form or acknowledgement that a category needs of its own."""
    regime = CATEGORIES[category].special_regime or ""
    if category == "sud" and "part2" not in release.forms:
        return Reason.FORM_PART2
    if category == "psychotherapy_notes" and not (
        "psychotherapy" in release.forms and set(release.scope) == {category}
    ):
        return Reason.FORM_PSYCHOTHERAPY
    if category == "education" and "ferpa" in holder.regimes:
        if "ferpa" not in release.forms:
            return Reason.FORM_FERPA
    if regime.startswith("priv") and not release.privilege_ack:
        return Reason.PRIVILEGE_ACK
    if category == "location.shelter" and not facts.shelter_authorization:
        return Reason.SHELTER_LOCATION
    return None


def validity(
    file: OnFile, subject: str, facts: SubjectFacts, policy: Policy, at: datetime
) -> Reason | None:
    """Why a release is not live at an instant, or None when it is."""
    release, holder = file.release, policy.holder
    checks: Iterator[Callable[[], Reason | None]] = iter(
        (
            lambda: _form(release),
            lambda: signers(release, subject, facts, holder, at),
            lambda: _bounds(release, policy),
            lambda: _live(file, policy, at),
            lambda: _person(release, facts, holder, at),
        )
    )
    return next((reason for check in checks if (reason := check())), None)


def purpose_matches(release: Release, purpose: str) -> bool:
    """Whether a release is for a purpose."""
    return purpose in release.purpose


def matches(
    file: OnFile, subject: str, facts: SubjectFacts, policy: Policy, asking: Asking
) -> Miss | None:
    """Why a release does not answer a question at all, or None when it does."""
    missed = _recipient(file, asking)
    if missed:
        return missed
    reason = validity(file, subject, facts, policy, asking.at)
    if reason:
        return Miss(1, reason)
    if not purpose_matches(file.release, asking.purpose):
        return Miss(2, Reason.WRONG_PURPOSE)
    if asking.method not in file.release.methods:
        return Miss(3, Reason.WRONG_METHOD)
    return None


def newer_than_form(
    release: Release, introduced: datetime | None, *, by_parent: bool
) -> bool:
    """Whether a leaf entered the vocabulary after a parent item was signed."""
    if not by_parent or introduced is None or release.signed_at is None:
        return False
    return utc(introduced) > utc(release.signed_at)


def covers_record(release: Release, created: datetime | None) -> bool:
    """Whether a release reaches a record of an age; a later one only if it says so."""
    if created is None or release.covers_future_records or release.signed_at is None:
        return True
    return created <= utc(release.signed_at)


def signed(release: Release) -> datetime | None:
    """The instant of signing, in UTC."""
    return None if release.signed_at is None else utc(release.signed_at)
