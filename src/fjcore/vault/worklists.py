"""What waits for the vault's own staff: lists over everybody, by id and not by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from fjcore.consent import (
    FLOOR,
    AmendmentDue,
    Awaiting,
    Docket,
    Ending,
    OfAge,
    Policy,
    Reviewable,
    Sending,
    Telling,
    amendments_due,
    awaiting,
    coming_of_age,
    ending,
    release_templates,
    state_at,
    to_tell,
    unreviewed,
)
from fjcore.errors import OptionRefused, Problem
from fjcore.sdk import Registry, Site
from fjcore.values import from_micros
from fjcore.vault.core import Core, Tx
from fjcore.vault.erasing import erased
from fjcore.vault.history import gapless, whole_trail

#: Furthest that a worklist looks ahead.
MAX_WITHIN_DAYS = 3660


@frozen(kw_only=True)
class Worklists:
    """All lists at one instant; each is in the order in which it wants doing.

    ``within_days`` is how far ``ending`` and ``of_age`` look ahead.
    """

    at: datetime
    within_days: int
    ending: tuple[Ending, ...]
    of_age: tuple[OfAge, ...]
    to_tell: tuple[Telling, ...]
    awaiting: tuple[Awaiting, ...]
    amendments: tuple[AmendmentDue, ...]
    unreviewed: tuple[Reviewable, ...]


def worklists(core: Core, actor: str, within_days: int) -> Worklists:
    """Give every list; somebody walled off from a person finds her on none of them."""
    core.own(actor)
    if not 0 <= within_days <= MAX_WITHIN_DAYS:
        problem = Problem("within_days", "range")
        raise OptionRefused("within_days", problems=(problem,))

    def work(tx: Tx) -> Worklists:
        # The last lock of every act: with it held, all that stands was committed.
        tx.log.lock_head()
        gapless(tx)
        now, last = core.clock.now(), tx.last_entry_at()
        at = now if last is None else max(now, last)
        dockets = tuple(_dockets(tx, actor, at))
        policy, days = core.policy, within_days
        found = Worklists(
            at=at,
            within_days=within_days,
            ending=ending(dockets, at=at, within_days=days, policy=policy),
            of_age=coming_of_age(dockets, at=at, within_days=days, policy=policy),
            to_tell=to_tell(dockets, at=at),
            awaiting=awaiting(dockets, at=at),
            amendments=amendments_due(dockets, at=at, policy=policy),
            unreviewed=unreviewed_law(core.site, core.registry, core.policy),
        )
        tx.note("read", actor=actor, detail={"what": "worklists"})
        return found

    return core.run(work)


def _dockets(tx: Tx, actor: str, at: datetime) -> Iterator[Docket]:
    for subject, revision in tx.rows.subjects():
        if erased(tx, subject):
            continue
        events = tuple(tx.rows.events(subject, revision))
        state = state_at(events, at, at)
        if actor in state.facts.conflict_walls:
            continue
        sent = _sent(tx, subject, revision)
        yield Docket(subject=subject, events=events, sent=sent)


def _sent(tx: Tx, subject: str, revision: int) -> tuple[Sending, ...]:
    """Give a person's disclosures as the log has them.

    Raises: LogBroken, as ``whole_trail``.
    """
    found = []
    for leaf, said in whole_trail(tx, subject, revision):
        if leaf["ev"] == "disclose":
            found.append(
                Sending(
                    disclosure=said["disclosure"],
                    at=from_micros(leaf["t"]),
                    recipient=said["recipient"],
                    owed=frozenset(said.get("obligations", ())),
                    done=frozenset(said["evidence"]),
                )
            )
    return tuple(found)


def unreviewed_law(
    site: Site, registry: Registry, policy: Policy
) -> tuple[Reviewable, ...]:
    """Give what law is in force at a site that no lawyer reviewed and nobody accepted.

    ``policy`` is the site's, as the registry makes it.
    """
    items = [Reviewable(kind="rule", id=r.id, reviewed=r.reviewed) for r in FLOOR]
    items += [
        Reviewable(kind="limit", id=one.id, reviewed=one.reviewed)
        for one in policy.limits
    ]
    items += [
        Reviewable(kind="form", id=one.key, reviewed=one.reviewed)
        for one in (*release_templates(), *registry.templates.values())
    ]
    items += [
        Reviewable(kind="pack", id=one.id, reviewed=one.reviewed)
        for one in site.packs()
    ]
    return unreviewed(items, {row.rule for row in site.law.accepted})
