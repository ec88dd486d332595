"""Proving a vault whole: the log, and every sealed row against the log and its keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import field, frozen

from fjcore.audit import Entry, Head, decode, verify_log
from fjcore.consent import Signed, Withdrawn
from fjcore.errors import LogBroken, StoreBroken
from fjcore.vault import pin
from fjcore.vault.core import Core, Tx
from fjcore.vault.engine import name_of
from fjcore.vault.erasing import erased
from fjcore.vault.history import MOVING, names_of, open_detail
from fjcore.vault.results import VaultReport


def verify(core: Core) -> VaultReport:
    """Check the log, then open everything; then sign anew a head that was there."""
    report = core.run(_whole)
    if report.pinned:
        pin.renew(core)
    return report


def pinned(core: Core, actor: str) -> VaultReport:
    """Check as ``verify`` does; where no head is outside, log that, and sign one."""
    core.own(actor)

    def work(tx: Tx) -> tuple[VaultReport, Head]:
        found = _whole(tx)
        if not found.pinned:
            said = {"step": "pinned", "entries": found.entries, "root": found.root}
            tx.note("restore", actor=actor, detail=said)
        return found, tx.log.head()

    report, head = core.run(work)
    pin.renew(core, head)
    return report


def _whole(tx: Tx) -> VaultReport:
    # The last lock of every act: with it held, all that stands was committed.
    tx.log.lock_head()
    _integrity(tx)
    found = verify_log(tx.log, pin.read(tx.core, tx))
    tallies = _tallies(tx)
    records = events = 0
    for subject, revision in tx.rows.subjects():
        names = names_of(tx, subject)
        told = _together(tallies.pop(name, _Tally()) for name in names)
        shredded = erased(tx, subject)
        if not shredded:
            events += _events(tx, subject, revision, told)
        records += _records(tx, subject, revision, told, shredded=shredded)
    if tallies:
        raise LogBroken("a person in the log is gone from the vault")
    return VaultReport(
        entries=found.entries,
        root=found.root,
        pinned=found.pinned,
        subjects=len(tx.rows.subjects()),
        records=records,
        events=events,
        shredded=found.shredded,
    )


def _integrity(tx: Tx) -> None:
    if tx.connection.dialect.name != "sqlite":
        return
    rows = tx.connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
    if [tuple(row) for row in rows] != [("ok",)]:
        raise StoreBroken(name_of(tx.core.engine))


@frozen
class _Tally:
    """What the log says was done for one person."""

    events: Counter[str] = field(factory=Counter)
    moves: list[tuple[Entry, bytes]] = field(factory=list)


def _tallies(tx: Tx) -> dict[bytes, _Tally]:
    found: dict[bytes, _Tally] = {}
    for entry, sealed in tx.log.entries(0):
        leaf = decode(entry.leaf)
        if sealed is None and "det" in leaf:
            # No version of this vault erases details: somebody else took it away.
            raise LogBroken(f"entry {entry.idx}: detail")
        if entry.sub is None:
            continue
        tally = found.setdefault(entry.sub, _Tally())
        tally.events[leaf["ev"]] += 1
        if leaf["ev"] in MOVING and sealed is not None:
            tally.moves.append((entry, sealed))
    return found


def _together(tallies: Iterable[_Tally]) -> _Tally:
    """Give one tally of those under each name that the log has for a person."""
    whole = _Tally()
    for one in tallies:
        whole.events.update(one.events)
        whole.moves.extend(one.moves)
    whole.moves.sort(key=lambda move: move[0].idx)
    return whole


def _events(tx: Tx, subject: str, revision: int, told: _Tally) -> int:
    """Open the person's consent events; as many must stand as the log tells of."""
    events = tx.rows.events(subject, revision)
    for kind, name in ((Signed, "release.sign"), (Withdrawn, "release.withdraw")):
        if sum(isinstance(event, kind) for event in events) != told.events[name]:
            raise LogBroken(f"{subject}: {name}")
    return len(events)


def _records(
    tx: Tx, subject: str, revision: int, told: _Tally, *, shredded: bool
) -> int:
    """Open the person's records; each that the log says was kept must stand.

    Of somebody whose keys are ``shredded`` they stand, and open no more.

    Her revision must be the one the log last saw: an event taken off the end would
    otherwise leave no gap.
    """
    wanted: set[str] = set()
    last = 0
    for entry, sealed in told.moves:
        said = open_detail(tx, subject, entry, sealed)
        wanted.update(said.get("records", ()))
        last = said["revision"]
    if last != revision:
        raise LogBroken(f"{subject}: revision")
    standing = {stored.record_id for stored in tx.rows.records(subject)}
    if wanted != standing:
        gone = sorted(wanted ^ standing)[0]
        raise LogBroken(f"record {gone}")
    if not shredded:
        tx.held(subject)
    return len(standing)
