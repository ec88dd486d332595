"""Papers about what left: notices, who holds what, and a packet for counsel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import frozen

from fjcore.consent import (
    FLOOR,
    BasisKind,
    Decision,
    Docket,
    Obligation,
    Purpose,
    State,
    Telling,
    View,
    state_at,
    to_tell,
)
from fjcore.disclosure import AccountingRow
from fjcore.disclosure.holdings import Holding, holdings_of
from fjcore.disclosure.notices import WithdrawalNotice
from fjcore.disclosure.packet import Answered, HeldKind, Owed, Packet
from fjcore.disclosure.tokens import subject_token
from fjcore.errors import OptionRefused, Problem, UnknownPartner
from fjcore.records.record import info_of
from fjcore.redaction import values
from fjcore.values import Missing, parse_id, parse_name
from fjcore.vault import releases
from fjcore.vault.ask import Ask
from fjcore.vault.core import Core, Tx
from fjcore.vault.disclosing import decided_now
from fjcore.vault.erasing import erased
from fjcore.vault.history import gapless
from fjcore.vault.moment import Moment, moment, walled
from fjcore.vault.reports import rows_of

#: Grounds on which somebody demands a file, and counsel answers.
DEMANDS = frozenset(
    {
        BasisKind.SUBPOENA,
        BasisKind.GRAND_JURY_SUBPOENA,
        BasisKind.SEARCH_WARRANT,
        BasisKind.COURT_ORDER,
    }
)


#: States of a release that was neither ended nor taken back; used up is not over.
STANDING = frozenset({State.ACTIVE, State.RECONFIRM_REQUIRED, State.EXHAUSTED})


@frozen(repr=False)
class Papers:
    """Reports on one person's disclosures, or on one agency's holdings; each is logged.

    None holds a value of a file. Somebody walled off from a person finds nothing of
    her in any of them.
    """

    _core: Core

    def notices(self, subject: str, *, actor: str) -> tuple[WithdrawalNotice, ...]:
        """Give a notice for each recipient that is to be told of a withdrawal.

        Record with ``desk.tell`` that it was told; it then gets no notice any more.
        Raises: UnknownSubject.
        """

        def work(tx: Tx) -> tuple[WithdrawalNotice, ...]:
            now = self._seen(tx, subject, actor, "notices")
            events = tuple(tx.rows.events(subject, now.revision))
            docket = Docket(subject=subject, events=events)
            rows = rows_of(tx, subject, now.revision)
            told = to_tell([docket], at=now.at)
            return tuple(_notice(tx, one, rows) for one in told)

        return self._core.run_for(actor, subject, work)

    def holders(self, subject: str, *, actor: str) -> tuple[Holding, ...]:
        """Give what each recipient was sent of a person.

        Raises: UnknownSubject; LogBroken, where entries were changed or are gone.
        """

        def work(tx: Tx) -> tuple[Holding, ...]:
            now = self._seen(tx, subject, actor, "holders")
            return _holdings(tx, now)

        return self._core.run_for(actor, subject, work)

    def held_by(self, agency: str, *, actor: str) -> tuple[Holding, ...]:
        """Give what one agency was sent of everybody: after it lost what it held.

        Raises: UnknownPartner, for an agency that nobody here was ever sent to.
        """
        core = self._core
        core.own(actor)
        parse_name(agency, where="agency")

        def work(tx: Tx) -> tuple[Holding, ...]:
            tx.log.lock_head()
            gapless(tx)
            now, last = core.clock.now(), tx.last_entry_at()
            at = now if last is None else max(now, last)
            found = tuple(_held_by(tx, agency, actor, at))
            if not found and agency not in core.policy.partners:
                raise UnknownPartner("agency")
            tx.note("read", actor=actor, detail={"what": "held_by", "agency": agency})
            return found

        return core.run(work)

    def packet(
        self,
        subject: str,
        *,
        to: str,
        basis: str = BasisKind.SUBPOENA,
        ref: str = "",
        purpose: str = Purpose.CIVIL_LITIGATION,
        actor: str,
    ) -> Packet:
        """Give what counsel needs to answer a demand: kinds, rules, duties, no values.

        ``ref`` names the paper where it is on file. Nothing is disclosed by it.
        Raises: OptionRefused, EventRefused, UnknownPartner, UnknownPurpose,
        UnknownSubject.
        """
        if basis not in set(DEMANDS):
            raise OptionRefused("basis", problems=(Problem("basis", "unknown_code"),))
        parse_name(to, where="to")
        ask = Ask(
            subject=subject,
            recipient=to,
            purpose=purpose,
            basis=BasisKind(basis),
            ref=ref,
            actor=actor,
            evidence={},
        )

        def work(tx: Tx) -> Packet:
            now = self._seen(tx, subject, actor, "packet")
            return _packet(tx, ask, now, decided_now(tx, ask, now))

        return self._core.run_for(actor, subject, work)

    def _seen(self, tx: Tx, subject: str, actor: str, what: str) -> Moment:
        self._core.own(actor)
        parse_id(subject, where="subject")
        now = moment(tx, subject)
        walled(now, actor)
        gapless(tx)
        event = "read" if what == "packet" else "accounting.read"
        tx.note(event, actor=actor, subject=subject, detail={"what": what})
        return now


def _notice(
    tx: Tx, telling: Telling, rows: tuple[AccountingRow, ...]
) -> WithdrawalNotice:
    core, name = tx.core, telling.recipient
    concerned = tuple(
        row
        for row in rows
        if row.recipient == name
        and row.at <= telling.withdrawn_at
        and (telling.release in ("", "*") or telling.release in row.releases)
    )
    known = core.policy.partners.get(name)
    return WithdrawalNotice(
        recipient=name,
        recipient_name=known.name if known and known.name else name,
        holder_name=core.policy.holder.name,
        withdrawn_at=telling.withdrawn_at,
        token=subject_token(tx.seals.token_key(name), telling.subject),
        release=telling.release,
        rows=concerned,
    )


def _held_by(tx: Tx, agency: str, actor: str, at: datetime) -> Iterator[Holding]:
    for subject, revision in tx.rows.subjects():
        if erased(tx, subject):
            # Her permissions open no more; what was given on them still stands.
            rows = rows_of(tx, subject, revision)
            yield from holdings_of(
                subject, rows, at=at, standing=set(), recipient=agency
            )
            continue
        state = state_at(tuple(tx.rows.events(subject, revision)), at, at)
        if actor not in state.facts.conflict_walls:
            now = Moment(subject=subject, revision=revision, state=state, at=at)
            yield from _holdings(tx, now, agency)


def _holdings(tx: Tx, now: Moment, agency: str = "") -> tuple[Holding, ...]:
    states = releases.states(tx.core, now)
    stand = {name for name, state in states.items() if state in STANDING}
    rows = rows_of(tx, now.subject, now.revision)
    return holdings_of(now.subject, rows, at=now.at, standing=stand, recipient=agency)


def _packet(tx: Tx, ask: Ask, now: Moment, found: Decision) -> Packet:
    held: dict[str, list[datetime]] = {}
    labels: dict[str, set[str]] = {}
    for item in tx.held(ask.subject):
        held.setdefault(info_of(type(item.record)).name, []).append(item.recorded_at)
        for leaf, value in values(item.record):
            if not isinstance(value, Missing):
                known = labels.setdefault(str(leaf.label.category), set())
                known |= set(leaf.label.privilege)
    duties = sorted(map(Obligation.of, found.obligations), key=lambda one: one.kind)
    return Packet(
        subject=ask.subject,
        at=now.at,
        basis=str(ask.basis),
        ref=ask.ref,
        recipient=ask.recipient,
        purpose=str(ask.purpose),
        held=tuple(
            HeldKind(record=name, count=len(ats), first=min(ats), last=max(ats))
            for name, ats in sorted(held.items())
        ),
        answers=tuple(_answered(found, labels)),
        owed=tuple(
            Owed(kind=str(one.kind), phase=one.phase, must=one.must) for one in duties
        ),
        earlier=tuple(row.disclosure for row in rows_of(tx, ask.subject, now.revision)),
    )


def _answered(found: Decision, labels: Mapping[str, set[str]]) -> Iterator[Answered]:
    rules = {rule.id: rule for rule in FLOOR}
    for name, privilege in sorted(labels.items()):
        verdict = found.verdicts[name]
        rule = rules.get(verdict.rule)
        best = max((grant.view for grant in verdict.grants), default=View.SILENT)
        yield Answered(
            category=name,
            privilege=tuple(sorted(privilege)),
            view=best.name.lower() if verdict.granted else "nothing",
            reason="" if verdict.reason is None else str(verdict.reason),
            rule=verdict.rule,
            statement=rule.statement if rule else "",
            citation=rule.citation if rule else "",
        )
