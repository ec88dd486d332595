"""One person at one instant: locked, and as her permissions stand."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from fjcore.consent import SubjectState
from fjcore.disclosure import MAX_CLOCK_STEP
from fjcore.errors import DisclosureError, LogBroken, UnknownSubject
from fjcore.values import parse_id
from fjcore.vault.core import Tx
from fjcore.vault.history import last_revision


@frozen(kw_only=True)
class Moment:
    """One person, locked, at one instant."""

    subject: str
    revision: int
    state: SubjectState = field(repr=False)
    at: datetime


def moment(tx: Tx, subject: str, *, disclosing: bool = False) -> Moment:
    """Lock a person and read her permissions now.

    Now is never before the last entry of the log: a clock set back must neither hide a
    withdrawal nor make a later record look like an earlier one.
    Raises: UnknownSubject; DisclosureError, when something is to be shown while the
    clock stands more than 5 minutes before the log, or 2 seconds before its own last
    word; LogBroken, when something is to be shown and events of hers were taken away.
    """
    parse_id(subject, where="subject")
    revision = tx.rows.lock(subject)
    now, last = tx.core.clock.now(), tx.last_entry_at()
    steady = tx.core.watch.steady(now)
    if disclosing:
        if not steady or (last is not None and now < last - MAX_CLOCK_STEP):
            raise DisclosureError("clock")
        if last_revision(tx, subject) != revision:
            raise LogBroken(f"{subject}: revision")
    at = now if last is None else max(now, last)
    state = tx.state(subject, revision, at)
    return Moment(subject=subject, revision=revision, state=state, at=at)


def walled(now: Moment, actor: str) -> None:
    """Refuse somebody walled off from a person as if there were no such person.

    Raises: UnknownSubject.
    """
    if actor in now.state.facts.conflict_walls:
        raise UnknownSubject("subject")


def admitted(tx: Tx, subject: str, actor: str) -> int:
    """Lock a person for somebody who is not walled off, and give her revision.

    Raises: UnknownSubject.
    """
    now = moment(tx, subject)
    walled(now, actor)
    return now.revision
