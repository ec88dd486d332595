"""What every act of a vault shares: its parts, and one transaction with its trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

import sqlalchemy as sa
from attrs import define, field, frozen

from fjcore.audit import AuditLog, Head, Pending
from fjcore.consent import Policy, SubjectState, state_at
from fjcore.crypto import KeyStore, Sealer, Seals
from fjcore.disclosure import MAX_STEP_WITHIN, Held
from fjcore.errors import (
    BadId,
    FjcoreError,
    InputRefused,
    OptionRefused,
    Problem,
    UnknownSubject,
)
from fjcore.records import Catalog
from fjcore.records.collecting import uncollected
from fjcore.sdk import Registry, Site, Staff
from fjcore.values import Clock, from_micros, parse_name
from fjcore.vault.cells import open_record
from fjcore.vault.engine import transact
from fjcore.vault.keybatch import KeyBatch
from fjcore.vault.rings import Rings
from fjcore.vault.rows import Rows
from fjcore.vault.sqlkeys import SqlKeyTable
from fjcore.vault.sqllog import SqlLog
from fjcore.vault.trail import Trail

T = TypeVar("T")


@define
class Watch:
    """Notices a clock that is set back while the vault is open."""

    latest: datetime | None = None

    def steady(self, now: datetime) -> bool:
        """Whether a clock's word does not stand before its earlier ones."""
        latest = self.latest
        if latest is None or now > latest:
            self.latest = now
        return latest is None or now >= latest - MAX_STEP_WITHIN


class Guard(Protocol):
    """Watches that the log only ever grows."""

    def observe(self, tx: Tx) -> None:
        """Compare the head with the one last seen; remember a fault, raise none."""
        ...

    def settled(self, head: Head) -> None:
        """Take note of the head that a committed transaction left."""
        ...

    def check(self, tx: Tx) -> None:
        """Observe; raises LogBroken when the log was ever seen not to have grown."""
        ...


@frozen(kw_only=True, eq=False)
class Core:
    """The parts of an open vault."""

    site: Site
    registry: Registry
    policy: Policy
    policy_hash: str
    catalog: Catalog
    narratives: Mapping[str, str]
    categories: frozenset[str]
    engine: sa.Engine
    keys: KeyStore
    rings: Rings
    sealer: Sealer
    clock: Clock
    vault_id: str
    origin: str
    log: AuditLog
    guard: Guard
    watch: Watch = field(factory=Watch)

    def run(self, work: Callable[[Tx], T]) -> T:
        """Do work in one transaction; its audit entries count once it is committed."""
        pending: list[Pending] = []
        heads: list[Head] = []

        def inside(connection: sa.Connection) -> T:
            tx = Tx(self, connection, pending)
            found = work(tx)
            if pending:
                heads.append(tx.log.head())
            tx.wraps.settle()
            return found

        fault: FjcoreError
        try:
            found = transact(self.engine, inside)
        except FjcoreError as error:
            # What its frames hold of a person must not travel with it.
            fault = error.with_traceback(None)
        else:
            for entry in pending:
                entry.committed()
            for head in heads:
                self.guard.settled(head)
            return found
        raise fault

    def run_for(self, actor: str, subject: str, work: Callable[[Tx], T]) -> T:
        """Do work on a person; that somebody asked for one in vain is logged too."""
        fault: UnknownSubject
        try:
            return self.run(work)
        except UnknownSubject as error:
            fault = error
        self.run(lambda tx: tx.in_vain(actor, subject))
        raise fault

    def collects(self, records: Iterable[object]) -> None:
        """Refuse a record with a field that the site file does not list to be kept.

        Raises: InputRefused, with the path of each such field.
        """
        listed = self.site.policy.collected
        found = {one for record in records for one in uncollected(record, listed)}
        if found:
            raise InputRefused("records", problems=tuple(sorted(found)))

    def own(self, actor: str) -> Staff:
        """Give the staff member who acts, of the unit whose vault it is.

        Raises: OptionRefused, when the site file has no such person in this unit.
        """
        found = self.staff(actor)
        if self.policy.holder.unit not in found.units:
            raise OptionRefused("actor", problems=(Problem("actor", "other_unit"),))
        return found

    def staff(self, actor: str) -> Staff:
        """Give the staff member who acts.

        Raises: OptionRefused, when the site file has no such person.
        """
        try:
            name = parse_name(actor, where="actor")
        except BadId:
            name = ""
        found = self.site.staff.get(name)
        if found is None:
            raise OptionRefused("actor", problems=(Problem("actor", "unknown_staff"),))
        return found


class Tx:
    """One open transaction: rows, seals, audit trail."""

    def __init__(
        self, core: Core, connection: sa.Connection, pending: list[Pending]
    ) -> None:
        self.core = core
        self.connection = connection
        self.keys = SqlKeyTable(connection)
        self.wraps = KeyBatch(core.keys)
        self.seals: Seals = core.sealer.bind(self.keys, store=self.wraps)
        self.rows = Rows(connection, self.seals)
        self.log = SqlLog(connection)
        self._pending = pending
        self._trail = Trail(
            log=core.log,
            tx=self.log,
            seals=self.seals,
            vault_id=core.vault_id,
            origin=core.origin,
            policy_hash=core.policy_hash,
        )

    def note(self, event: str, **said: object) -> Pending:
        """Append an audit entry; see ``Trail.add``."""
        if not self._pending:
            self.core.guard.observe(self)
        entry = self._trail.add(event, **said)  # type: ignore[arg-type]
        self._pending.append(entry)
        return entry

    def in_vain(self, actor: str, subject: str) -> None:
        """Log that somebody asked for a person who is not there for her."""
        self.note(
            "withhold",
            actor=actor,
            subject=subject if self.rows.has(subject) else None,
            decision="error",
            detail={"error": UnknownSubject.code},
        )

    def last_entry_at(self) -> datetime | None:
        """Give the time of the last audit entry, if there is one."""
        head = self.log.head()
        return from_micros(head.last_t) if head.size else None

    def state(self, subject: str, revision: int, at: datetime) -> SubjectState:
        """Give the person's permissions at an instant, as known now."""
        events = self.rows.events(subject, revision)
        return state_at(events, at, max(at, self.core.clock.now()))

    def held(self, subject: str) -> list[Held]:
        """Open every record of a person; those of forms not in use stay sealed."""
        found = []
        for stored in self.rows.records(subject):
            held = open_record(
                self.seals, stored, subject_id=subject, catalog=self.core.catalog
            )
            if held is not None:
                found.append(held)
        return found
