"""What releases would change if they were signed, or taken back: told before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fjcore.consent import Release, SubjectState, analyse
from fjcore.errors import EventRefused
from fjcore.vault.core import Tx
from fjcore.vault.reports import looked
from fjcore.vault.results import Simulation
from fjcore.vault.vault import Vault


def simulate(
    vault: Vault,
    subject: str,
    *,
    add: Iterable[Release] = (),
    remove: Iterable[str] = (),
    actor: str,
    at: datetime | None = None,
) -> Simulation:
    """Give what releases would change if signed, or taken back, and say in vain.

    Nothing is put on file; that it was asked is logged. ``remove`` holds ids.
    Raises: UnknownSubject, UnknownPartner, NaiveTime; EventRefused, for a release to be
    signed that is on file, or one to be taken back that is not.
    """
    core, new, gone = vault._open, tuple(add), tuple(remove)

    def work(tx: Tx, state: SubjectState, instant: datetime) -> Simulation:
        known = {file.release.id for file in state.releases}
        if not known.issuperset(gone) or any(one.id in known for one in new):
            raise EventRefused("release")
        void = [
            one
            for release in new
            for one in analyse.void_promises(
                release,
                core.policy,
                at=instant,
                state=state,
                subject=subject,
                fields=core.narratives,
            )
        ]
        found = analyse.simulate(
            core.policy,
            state,
            subject=subject,
            at=instant,
            add=new,
            remove=gone,
            categories=core.categories,
            fields=core.narratives,
        )
        tx.note("read", actor=actor, subject=subject, detail={"what": "simulate"})
        return Simulation(diff=found, void=tuple(void))

    return looked(core, subject, actor, at, work)
