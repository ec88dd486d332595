"""Appending one event to a locked person's file, with its entry in the log."""

from __future__ import annotations

from collections.abc import Callable

from fjcore.consent import Event
from fjcore.vault.core import Core, Tx
from fjcore.vault.moment import Moment, moment, walled

#: Looks at a locked person; gives an event, what its entry in the log is called, and
#: the entry's detail.
Making = Callable[[Tx, Moment], tuple[Event, str, dict[str, object]]]


def append(core: Core, subject: str, actor: str, making: Making) -> None:
    """Append the event that is made, and raise the person's revision by one.

    Raises: UnknownSubject, also for somebody walled off; what ``making`` raises.
    """
    core.own(actor)

    def work(tx: Tx) -> None:
        now = moment(tx, subject)
        walled(now, actor)
        event, kind, said = making(tx, now)
        revision = tx.rows.add_event(subject, now.revision, event)
        detail = {**said, "records": [], "revision": revision}
        tx.note(kind, actor=actor, subject=subject, detail=detail)

    core.run_for(actor, subject, work)
