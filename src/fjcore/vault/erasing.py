"""Erasing a person from a vault by her keys: two people approve, the log says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from fjcore.crypto import (
    Certificate,
    KeyKind,
    KeyState,
    Standing,
    erase,
    replay,
    standing,
)
from fjcore.errors import EraseRefused, KeyDestroyed, KeyMissing, OptionRefused, Problem
from fjcore.values import parse_id
from fjcore.vault.cells import GENERAL
from fjcore.vault.core import Core, Tx
from fjcore.vault.history import trail_of
from fjcore.vault.indexing import SqlIndexRows
from fjcore.vault.moment import moment, walled
from fjcore.vault.tables import IMPORT

#: How long the backups of a key store are kept at most; what an operator says counts.
MAX_BACKUP_DAYS = 3660

_SHRED = "key.shred"


def erase_person(
    core: Core,
    subject: str,
    *,
    actor: str,
    approved_by: Sequence[str],
    backup_days: int,
) -> Certificate:
    """Destroy a person's keys, but that of her accounts, and all index rows of her."""
    core.own(actor)
    _approvers(core, subject, approved_by)
    if not 0 <= backup_days <= MAX_BACKUP_DAYS:
        problem = Problem("backup_days", "range")
        raise OptionRefused("backup_days", problems=(problem,))
    names = sorted(set(approved_by))

    def intend(tx: Tx) -> None:
        parse_id(subject, where="subject")
        _lock(tx, subject, actor)
        said = {"step": "erasing", "approved_by": names}
        tx.note(_SHRED, actor=actor, subject=subject, detail=said)

    # Wraps are gone at once, and cannot come back with a rollback: so that it is to be
    # done is in the log before.
    core.run_for(actor, subject, intend)
    until = core.clock.now() + timedelta(days=backup_days)
    return core.run(lambda tx: _erased(tx, subject, actor, names, until))


def _erased(
    tx: Tx, subject: str, actor: str, names: list[str], until: datetime
) -> Certificate:
    tx.rows.lock(subject)
    IMPORT.create(tx.connection, checkfirst=True)
    tx.connection.execute(IMPORT.delete().where(IMPORT.c.subject_id == subject))
    done = erase(
        tx.core.sealer.holding,
        tx.keys,
        subject,
        approved_by=names,
        wraps_until=until,
        rows=[SqlIndexRows(tx.connection)],
    )
    said = {
        "step": "erased",
        "certificate": done.id,
        "keys": [key_id.hex() for key_id in done.key_ids],
        "approved_by": names,
    }
    tx.note(_SHRED, actor=actor, subject=subject, detail=said)
    return done


def _approvers(core: Core, subject: str, approved_by: Iterable[str]) -> None:
    """Refuse unless two different people approve who may, by the site file."""
    names = set(approved_by)
    staff = core.site.staff
    if len(names) < 2 or any(
        name not in staff or not staff[name].approver for name in names
    ):
        raise EraseRefused(subject)


def _lock(tx: Tx, subject: str, actor: str) -> None:
    """Lock a person; whose keys are gone already, from an erasure broken off, too."""
    try:
        walled(moment(tx, subject), actor)
    except (KeyDestroyed, KeyMissing):
        tx.rows.lock(subject)


def erased(tx: Tx, subject: str) -> bool:
    """Whether a person was erased, as her keys and the log both say.

    Raises: LogBroken, when only her keys do: then somebody else took them away.
    """
    keys = [
        record for record in tx.keys.of(subject, GENERAL) if record.kind is KeyKind.DATA
    ]
    if not keys or any(one.state is not KeyState.DESTROYED for one in keys):
        return False
    return said_erased(tx, subject)


def said_erased(tx: Tx, subject: str) -> bool:
    """Whether the log says that a person was erased."""
    return any(
        leaf["ev"] == _SHRED and said.get("step") == "erased"
        for leaf, said in trail_of(tx, subject)
    )


def how_far(
    core: Core, certificate: Certificate, roots_until: datetime | None
) -> Standing:
    """Say what is still pending of an erasure."""
    return core.run(
        lambda tx: standing(
            certificate, core.sealer.holding, tx.keys, roots_until=roots_until
        )
    )


def erase_again(core: Core, certificates: Iterable[Certificate], *, actor: str) -> int:
    """Destroy again what a restored backup brought back; give how many keys."""
    core.own(actor)

    def work(tx: Tx) -> int:
        again = 0
        for one in certificates:
            again += replay(core.sealer.holding, tx.keys, one.key_ids)
            SqlIndexRows(tx.connection).forget(one.subject_id)
        tx.note(_SHRED, actor=actor, detail={"step": "again", "keys": again})
        return again

    return core.run(work)
