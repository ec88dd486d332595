"""Taking permission back, and saying what of it stays when it is told of too early."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fjcore.consent import OnFile, State, Withdrawn, late_withdrawal_report
from fjcore.consent.standing import release_state
from fjcore.errors import EventRefused, Problem, UnknownCategory, UnknownPartner
from fjcore.records.categories import is_known
from fjcore.values import parse_name
from fjcore.vault.core import Core, Tx
from fjcore.vault.exhibits import past
from fjcore.vault.moment import Moment, moment
from fjcore.vault.results import Withdrawing

#: States of a release that gives something, or may do so again with no new signing.
_LIVE = frozenset(
    {
        State.ACTIVE,
        State.NOT_YET_EFFECTIVE,
        State.SUSPENDED,
        State.COSIGN_PENDING,
        State.RECONFIRM_REQUIRED,
    }
)
_REMEDY = "nothing is taken back: give the right time, or name this release"


def withdraw(
    core: Core,
    subject: str,
    *,
    release: str | None,
    recipients: tuple[str, ...],
    categories: tuple[str, ...],
    told_at: datetime | None,
    actor: str,
) -> Withdrawing:
    """Take permission back, from the moment it is told.

    Told to anybody who works here, it holds: neither unit nor wall stands in its way.
    """
    core.staff(actor)
    _named(core, recipients, categories)

    def work(tx: Tx) -> Withdrawing:
        now = moment(tx, subject)
        on_file = {file.release.id: file for file in now.state.releases}
        known = {*core.policy.partners, *_agencies(on_file.values())}
        if not known.issuperset(entry.partition("#")[0] for entry in recipients):
            raise UnknownPartner("recipients")
        if release is not None and release not in on_file:
            raise EventRefused("release")
        event = Withdrawn(
            release_id=release or "",
            recipients=recipients,
            categories=categories,
            effective_at=past(told_at, "told_at", now.at),
            recorded_at=now.at,
            actor=actor,
        )
        stays = _untouched(core, now, event)
        return _recorded(tx, now, event, on_file, stays)

    done = core.run_for(actor, subject, work)
    # What was opened on the strength of a permission is not kept beyond it.
    core.sealer.cache.clear()
    return done


def _recorded(
    tx: Tx,
    now: Moment,
    event: Withdrawn,
    on_file: dict[str, OnFile],
    stays: tuple[str, ...],
) -> Withdrawing:
    late = late_withdrawal_report((*tx.rows.events(now.subject, now.revision), event))
    revision = tx.rows.add_event(now.subject, now.revision, event)
    said = {
        "release": event.release_id or "*",
        "recipients": list(event.recipients),
        "categories": list(event.categories),
        "revision": revision,
    }
    tx.note("release.withdraw", actor=event.actor, subject=now.subject, detail=said)
    one = event.release_id
    named = _agencies([on_file[one]] if one else on_file.values())
    told = {entry.partition("#")[0] for entry in event.recipients} or named
    gap = {use.recipient for use in late[-1].disclosures} if late else set()
    return Withdrawing(
        at=event.effective_at,
        tell=tuple(sorted(gap | told & now.state.sent_to)),
        late=tuple(sorted(gap)),
        still_active=stays,
    )


def _untouched(core: Core, now: Moment, event: Withdrawn) -> tuple[str, ...]:
    """Give the live releases meant, but signed after it was told: it ends none of them.

    Raises: EventRefused, when that is each of them. A slip in the time would leave her
    unprotected, and whoever wrote it down sure that she is not.
    """
    if event.release_id:
        return ()
    meant = [file for file in now.state.releases if _meant(core, now, event, file)]
    signed = {file.release.id: file.release.signed_at for file in meant}
    stays = sorted(i for i, at in signed.items() if at and at > event.effective_at)
    if stays and len(stays) == len(meant):
        problems = tuple(
            Problem(f"release {id}", "signed_later", _REMEDY) for id in stays
        )
        raise EventRefused("told_at", problems=problems)
    return tuple(stays)


def _meant(core: Core, now: Moment, event: Withdrawn, file: OnFile) -> bool:
    """Whether a release lives and names a recipient that a withdrawal speaks of.

    One taken back already for each of those lives for none.
    """
    facts = now.state.facts
    state = release_state(file, core.policy, facts, now.subject, now.at)
    if state not in _LIVE:
        return False
    gone = {entry for entry, since in file.recipients if since <= now.at}
    return any(
        not gone & {entry, entry.partition("#")[0]}
        and (
            not event.recipients or any(_same(entry, said) for said in event.recipients)
        )
        for entry in file.release.recipients
    )


def _same(entry: str, said: str) -> bool:
    """Whether two entries may be one recipient: an agency holds each of its people."""
    agency, _, person = entry.partition("#")
    other, _, who = said.partition("#")
    return agency == other and (not person or not who or person == who)


def _named(core: Core, recipients: Iterable[str], categories: Iterable[str]) -> None:
    """Refuse what cannot be the name of a recipient, a category or a narrative."""
    for entry in recipients:
        agency, mark, person = entry.partition("#")
        for name in (agency, person) if mark else (agency,):
            parse_name(name, where="recipients")
    for item in categories:
        if not is_known(item) and item not in core.narratives:
            raise UnknownCategory("categories")


def _agencies(files: Iterable[OnFile]) -> set[str]:
    return {
        entry.partition("#")[0] for file in files for entry in file.release.recipients
    }
