"""Who had to sign a release, and whether those who did were fit to.

Source: 34 U.S.C. 12291(b)(2)(B)(ii); 42 U.S.C. 10406(c)(5)(B).
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from fjcore.consent.facts import SIGNING_KINDS, Guardian, SubjectFacts
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Holder
from fjcore.consent.release import Signer
from fjcore.consent.vocabulary import Reason
from fjcore.values import local_instant, zone

#: Age of majority where it is later than 18 (not reviewed by counsel).
MAJORITY = {"US-AL": 19, "US-NE": 19, "US-MS": 21, "US-PR": 21}


def birthday(born: date, years: int) -> date:
    """Give the day a person comes to an age; born on 29 February, 1 March otherwise."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def majority(facts: SubjectFacts, holder: Holder, tz: ZoneInfo) -> datetime | None:
    """Give the instant of majority, local midnight of the birthday; None if unknown.

    The latest age that anything says: nobody signs alone before it.
    """
    if facts.birth_date is None:
        return None
    years = max(MAJORITY.get(holder.state, 18), holder.majority)
    day = birthday(facts.birth_date, years)
    return local_instant(datetime.combine(day, time()), tz, "start")


def adult(facts: SubjectFacts, holder: Holder, at: datetime) -> bool:
    """Whether a person is of age at an instant; not knowing is not being."""
    comes = majority(facts, holder, zone(holder.tz))
    return facts.emancipated or (comes is not None and comes <= at)


def in_office(guardian: Guardian, at: datetime) -> bool:
    """Whether a guardian is in office at an instant, half-open."""
    return (guardian.since is None or guardian.since <= at) and (
        guardian.until is None or at < guardian.until
    )


def barred(guardian: Guardian, at: datetime) -> bool:
    """Whether a guardian may not sign, as somebody who causes harm or is suspected."""
    known = guardian.abuser_known_at
    if known is not None and at < known:
        return False
    return guardian.abuser != "no" or guardian.abuser_of_other_parent


#: Who signed, and when.
Signed = tuple[Signer, datetime]


def _fit(
    signer: Signer, facts: SubjectFacts, signed: datetime, at: datetime
) -> Reason | None:
    rows = [row for row in facts.guardians if row.id == signer.id]
    if not any(
        row.kind == signer.role and row.kind in SIGNING_KINDS and in_office(row, signed)
        for row in rows
    ):
        return Reason.SIGNER_NOT_AUTHORISED
    # Who causes harm is barred in every office, whichever row says so.
    return Reason.SIGNER_ABUSER if any(barred(row, at) for row in rows) else None


def _guardian_signed(
    others: list[Signed], facts: SubjectFacts, at: datetime
) -> Reason | None:
    faults = [_fit(signer, facts, signed, at) for signer, signed in others]
    if None in faults:
        return None
    return faults[0] if faults else Reason.SIGNER_MISSING


def _ward(facts: SubjectFacts, at: datetime) -> bool:
    return any(
        g.kind in ("court_guardian", "state_guardian") and in_office(g, at)
        for g in facts.guardians
    )


def signers(
    file: OnFile, subject: str, facts: SubjectFacts, holder: Holder, at: datetime
) -> Reason | None:
    """Whether those signed who must have, by who the person was at the signing.

    Who signed later counts from then on, and must have been in office then.
    """
    signed = file.release.signed_at or at
    every = [(signer, signed) for signer in file.release.signers]
    every += [(signer, when) for signer, when in file.cosigned if when <= at]
    others = [one for one in every if one[0] != Signer(subject, "subject")]
    own = len(others) < len(every)
    if facts.may_consent_alone and own:
        return None
    grown = adult(facts, holder, signed)
    if grown and not _ward(facts, signed):
        if own:
            return None
        return Reason.SIGNER_NOT_AUTHORISED if others else Reason.SIGNER_MISSING
    if grown or not facts.can_knowingly_consent:
        return _guardian_signed(others, facts, at)
    if not own:
        return Reason.SIGNER_MISSING
    return _guardian_signed(others, facts, at)
