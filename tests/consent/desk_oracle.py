"""What waits for staff, read from the rules alone, with no code of the engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from consent.desk import DAY, TZ

from fjcore.consent import (
    Discharged,
    Docket,
    EndEventOccurred,
    Event,
    FactsRecorded,
    RecipientTold,
    Release,
    Signed,
    SubjectFacts,
    Used,
    Withdrawn,
)


def local_midnight(day: date) -> datetime:
    return min(
        datetime.combine(day, time(), TZ).replace(fold=fold).astimezone(UTC)
        for fold in (0, 1)
    )


def wall_later(at: datetime, days: int) -> datetime:
    """Give the same wall time so many days later, the earlier where it is twice."""
    wall = at.astimezone(TZ).replace(tzinfo=None) + timedelta(days=days)
    both = [wall.replace(tzinfo=TZ, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return min(both)


def end_of(one: Release) -> datetime | None:
    assert one.signed_at is not None
    if one.expires_on is not None:
        return local_midnight(one.expires_on + DAY)
    if one.duration_days is not None:
        return wall_later(one.signed_at, one.duration_days)
    return one.expires_at


def facts_at(events: list[Event], at: datetime) -> SubjectFacts:
    found = SubjectFacts()
    for event in events:
        if isinstance(event, FactsRecorded) and event.effective_at <= at:
            found = event.facts
    return found


def of_age_at(facts: SubjectFacts) -> datetime | None:
    day = facts.birth_date
    return local_midnight(day.replace(year=day.year + 18)) if day else None


def grown(facts: SubjectFacts, at: datetime) -> bool:
    comes = of_age_at(facts)
    return facts.emancipated or (comes is not None and comes <= at)


def stands(one: Release, events: list[Event], at: datetime) -> bool:
    """Whether a release would give something but for her coming of age since."""
    facts, start, end = facts_at(events, at), one.signed_at, end_of(one)
    assert start is not None
    good = one.written and one.voluntary and one.signature == "wet"
    # She signs, and her mother with her: whoever must sign has, but where nobody did.
    if not (good and one.signers) or end is None or end > wall_later(start, 90):
        return False
    if not start <= at < end:
        return False
    if facts.deceased_at and facts.deceased_at <= at and not one.survives_death:
        return False
    uses, taken = 0, set()
    for event in events:
        if isinstance(event, Used) and event.release_id == one.id:
            uses += 1
        if isinstance(event, EndEventOccurred) and event.release_id == one.id:
            return False
        if isinstance(event, Withdrawn):
            hit = event.release_id == one.id or (
                not event.release_id and start <= event.effective_at
            )
            if hit and not event.recipients and not event.categories:
                return False
            taken |= set(event.recipients) if hit else set()
    left = [
        r for r in one.recipients if r not in taken and r.split("#")[0] not in taken
    ]
    return bool(left) and (one.max_uses is None or uses < one.max_uses)


def releases(events: list[Event]) -> list[Release]:
    return [event.release for event in events if isinstance(event, Signed)]


def known(one: Docket, at: datetime) -> list[Event]:
    return [event for event in one.events if event.recorded_at <= at]


def ending_at(one: Docket, at: datetime, days: int) -> set[str]:
    """Give the releases that stand and end within the days."""
    events = known(one, at)
    facts = facts_at(events, at)
    found = set()
    for made in releases(events):
        end, until = end_of(made), wall_later(at, days)
        if stands(made, events, at) and end is not None and end < until:
            if not outgrown(made, facts, at):
                found.add(made.id)
    return found


def outgrown(made: Release, facts: SubjectFacts, at: datetime) -> bool:
    """Whether she signed as a minor and is one no more."""
    assert made.signed_at is not None
    alone = facts.may_consent_alone
    return not alone and not grown(facts, made.signed_at) and grown(facts, at)


def of_age(
    one: Docket, at: datetime, days: int
) -> set[tuple[datetime, tuple[str, ...]]]:
    """Give when she comes of age, and what she must then sign anew; at most one row."""
    events = known(one, at)
    facts = facts_at(events, at)
    comes, died = of_age_at(facts), facts.deceased_at
    if comes is None or facts.emancipated or (died is not None and died <= at):
        return set()
    anew = tuple(
        made.id
        for made in releases(events)
        if stands(made, events, at)
        and not facts.may_consent_alone
        and made.signed_at is not None
        and made.signed_at < comes
        and (end_of(made) or comes) > comes
    )
    soon = at < comes < wall_later(at, days)
    return {(comes, anew)} if soon or (comes <= at and anew) else set()


def telling(one: Docket, at: datetime) -> set[tuple[datetime, str, str]]:
    """Give who got something before a withdrawal, and has heard nothing since."""
    events = known(one, at)
    found = set()
    for place, event in enumerate(events):
        if not isinstance(event, Withdrawn):
            continue
        before, after = events[:place], events[place + 1 :]
        got = {e.recipient for e in before if isinstance(e, Used)}
        last = [e.facts for e in before if isinstance(e, FactsRecorded)][-1]
        heard = {e.recipient for e in after if isinstance(e, RecipientTold)}
        named = {r.split("#")[0] for r in event.recipients}
        hit = [r for r in releases(before) if event.release_id in ("", r.id)]
        spoken = named or {r.split("#")[0] for made in hit for r in made.recipients}
        for agency in (spoken & (got | last.prior_disclosures)) - heard:
            found.add((event.effective_at, agency, event.release_id))
    return found


def waiting(one: Docket, at: datetime) -> set[tuple[str, str]]:
    """Give what is owed afterwards, and neither done nor said to be."""
    said = {e.disclosure for e in one.events if isinstance(e, Discharged)}
    return {
        (sending.disclosure, kind)
        for sending in one.sent
        for kind in sending.owed
        & {"part2_document_emergency", "inform_recipient_of_revocation"}
        if sending.at <= at and kind not in sending.done
        if not (kind == "part2_document_emergency" and sending.disclosure in said)
    }
