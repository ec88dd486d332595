"""What every act of a vault shares: its parts, and one transaction with its trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from attrs import define, field, frozen

from fjcore.audit import AuditLog, Pending
from fjcore.consent import Policy, SubjectState, state_at
from fjcore.crypto import Sealer, Seals
from fjcore.disclosure import MAX_CLOCK_STEP, MAX_STEP_WITHIN, Held
from fjcore.errors import BadId, DisclosureError, InputRefused, Problem
from fjcore.records import Catalog
from fjcore.sdk import Registry, Site, Staff
from fjcore.values import Clock, from_micros, parse_id, parse_name
from fjcore.vault.cells import open_record
from fjcore.vault.engine import transact
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
    sealer: Sealer
    clock: Clock
    vault_id: str
    origin: str
    log: AuditLog
    watch: Watch = field(factory=Watch)

    def run(self, work: Callable[[Tx], T]) -> T:
        """Do work in one transaction; its audit entries count once it is committed."""
        pending: list[Pending] = []

        def inside(connection: sa.Connection) -> T:
            return work(Tx(self, connection, pending))

        found = transact(self.engine, inside)
        for entry in pending:
            entry.committed()
        return found

    def staff(self, actor: str) -> Staff:
        """Give the staff member who acts.

        Raises: InputRefused, when the site file has no such person.
        """
        try:
            name = parse_name(actor, where="actor")
        except BadId:
            name = ""
        found = self.site.staff.get(name)
        if found is None:
            raise InputRefused("actor", problems=(Problem("actor", "unknown_staff"),))
        return found


class Tx:
    """One open transaction: rows, seals, audit trail."""

    def __init__(
        self, core: Core, connection: sa.Connection, pending: list[Pending]
    ) -> None:
        self.core = core
        self.connection = connection
        self.keys = SqlKeyTable(connection)
        self.seals: Seals = core.sealer.bind(self.keys)
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
        entry = self._trail.add(event, **said)  # type: ignore[arg-type]
        self._pending.append(entry)
        return entry

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
    Raises: UnknownSubject; DisclosureError, when something is to leave while the clock
    stands more than 5 minutes before the log, or 2 seconds before its own last word.
    """
    parse_id(subject, where="subject")
    revision = tx.rows.lock(subject)
    now, last = tx.core.clock.now(), tx.last_entry_at()
    steady = tx.core.watch.steady(now)
    if disclosing and (not steady or (last and now < last - MAX_CLOCK_STEP)):
        raise DisclosureError("clock")
    at = now if last is None else max(now, last)
    state = tx.state(subject, revision, at)
    return Moment(subject=subject, revision=revision, state=state, at=at)
