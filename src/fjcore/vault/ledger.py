"""What is put on file beside records and signed forms: grounds, her word, doubts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs
from attrs import field, frozen

from fjcore.consent import (
    Event,
    EvidenceEnded,
    Exhibit,
    Instruction,
    InstructionLifted,
    InstructionSet,
    LegalEvidence,
    Mandate,
    PermissiveStatute,
)
from fjcore.consent.evidence import evidence_from, evidence_to
from fjcore.consent.instruction import instruction_from, instruction_to
from fjcore.errors import EventRefused, OptionRefused, Problem, UnknownPartner
from fjcore.records.categories import is_known
from fjcore.values import parse_name
from fjcore.vault import releases
from fjcore.vault.appending import append
from fjcore.vault.ask import report_ask
from fjcore.vault.core import Core, Tx
from fjcore.vault.disclosing import foreseen
from fjcore.vault.exhibits import BASES, past, recorded, ref_of, standing
from fjcore.vault.mandates import (
    REPORT_SPAN,
    Report,
    checked,
    covered,
    filled,
    rows_for,
)
from fjcore.vault.moment import Moment, moment, walled

#: Looks at a locked person; gives an event and how its entry in the log calls it.
Making = Callable[[Moment], tuple[Event, str, dict[str, object]]]


@frozen(kw_only=True)
class Filed:
    """What is on file for a person at an instant, by its reference or id."""

    at: datetime
    evidence: dict[str, Exhibit] = field(repr=False)
    instructions: tuple[Instruction, ...] = field(repr=False)
    releases: dict[str, str]


@frozen(repr=False)
class Ledger:
    """Puts on file what decides beside a signed release, each with its audit entry.

    Every act names who acts, raises the person's revision by one, and changes nothing
    where it raises.
    """

    _core: Core

    def evidence(
        self,
        subject: str,
        evidence: LegalEvidence,
        *,
        ref: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        actor: str,
    ) -> str:
        """Put on file what somebody examined, such as an order; give its reference.

        What is filed later under the same reference takes its place, so that an order
        can be verified or stayed. Reports are filed by ``report``.
        Raises: EventRefused, also for a reference of another ground; OptionRefused;
        BadId; UnknownSubject; NaiveTime.
        """
        if isinstance(evidence, Mandate | PermissiveStatute):
            problem = Problem("evidence", "only_from_pack")
            raise OptionRefused("evidence", problems=(problem,))
        found = evidence_from(evidence_to(evidence))
        name = ref_of(ref, found)

        def making(now: Moment) -> tuple[Event, str, dict[str, object]]:
            began = past(since, "since", now.at)
            return recorded(now, name, found, began, until, actor)

        self._record(subject, actor, making)
        return name

    def end_evidence(
        self, subject: str, ref: str, *, at: datetime | None = None, actor: str
    ) -> None:
        """Record that evidence shows nothing more, such as an order that was lifted.

        Raises: EventRefused, naming ``ref``, when there is none; UnknownSubject.
        """
        parse_name(ref, where="ref")

        def making(now: Moment) -> tuple[Event, str, dict[str, object]]:
            if ref not in now.state.evidence:
                raise EventRefused("ref")
            event = EvidenceEnded(
                ref=ref,
                effective_at=past(at, "at", now.at),
                recorded_at=now.at,
                actor=actor,
            )
            return event, "keep", {"step": "evidence_ended", "ref": ref}

        self._record(subject, actor, making)

    def report(
        self,
        subject: str,
        *,
        to: str,
        trigger: str,
        statute: str = "",
        conditions: bool = False,
        until: datetime | None = None,
        actor: str,
    ) -> Report:
        """Put a report on file as the adopted packs have it for who acts.

        Her role is the ``reporter`` of the site file. ``conditions``: those of 45 CFR
        164.512(c)(1)(iii) hold, which a person has to judge. Disclose on its ``basis``
        and ``ref``; without rows that is refused as not a mandated reporter. It is
        good for seven days unless ``until`` says otherwise.
        Raises: OptionRefused, naming ``statute`` where several ask; UnknownPartner;
        UnknownSubject; NaiveTime.
        """
        core = self._core
        core.own(actor)
        if to not in core.policy.partners:
            raise UnknownPartner("to")
        checked(trigger, None, core.clock.now())
        rows = rows_for(core, actor, trigger, to, statute)
        made = filled(
            core,
            rows,
            trigger=trigger,
            recipient=to,
            statute=statute,
            conditions=conditions,
        )
        name = ref_of("", made)

        def making(now: Moment) -> tuple[Event, str, dict[str, object]]:
            ends = now.at + REPORT_SPAN if until is None else until
            return recorded(now, name, made, now.at, ends, actor)

        self._record(subject, actor, making)
        basis = BASES[type(made)]
        told = foreseen(core, report_ask(subject, to, basis, name, actor))
        return Report(
            ref=name,
            basis=basis,
            rows=rows,
            covered=covered(rows),
            told=told,
            withheld=core.categories - told,
            needs_review=any(row.needs_review for row in rows),
        )

    def instruct(self, subject: str, instruction: Instruction, *, actor: str) -> None:
        """Put on file what she said must never be done, from now on.

        Another of the same id takes its place.
        Raises: EventRefused, UnknownPartner, BadId, UnknownSubject.
        """
        core = self._core
        found = instruction_from(instruction_to(instruction))
        parse_name(found.id, where="instruction")
        if not found.recipients <= core.policy.partners.keys():
            raise UnknownPartner("instruction.recipients")
        for item in found.categories:
            if not is_known(item) and item not in core.narratives:
                raise EventRefused("instruction.categories")

        def making(now: Moment) -> tuple[Event, str, dict[str, object]]:
            event = InstructionSet(
                instruction=found,
                effective_at=now.at,
                recorded_at=now.at,
                actor=actor,
            )
            return event, "keep", {"step": "instruction", "instruction": found.id}

        self._record(subject, actor, making)

    def lift(self, subject: str, instruction: str, *, actor: str) -> None:
        """Record that she took an instruction back.

        Raises: EventRefused, naming ``instruction``, when none of that id stands;
        UnknownSubject.
        """
        parse_name(instruction, where="instruction")

        def making(now: Moment) -> tuple[Event, str, dict[str, object]]:
            if instruction not in {one.id for one in standing(now.state, now.at)}:
                raise EventRefused("instruction")
            event = InstructionLifted(
                instruction_id=instruction,
                effective_at=now.at,
                recorded_at=now.at,
                actor=actor,
            )
            step = "instruction_lifted"
            return event, "keep", {"step": step, "instruction": instruction}

        self._record(subject, actor, making)

    def release(self, subject: str, event: releases.Happened, *, actor: str) -> None:
        """Record what happened to a form other than its signing or withdrawal.

        Drafted, declined or agreed out loud; co-signed, narrowed, superseded, in doubt
        or confirmed; ended by its event, an authority or a fault in it. When it was
        recorded, and by whom, the vault says itself.
        Raises: EventRefused, ReleaseRefused, OptionRefused, UnknownPartner,
        UnknownSubject.
        """
        core = self._core

        def making(now: Moment) -> tuple[Event, str, dict[str, object]]:
            past(event.effective_at, "effective_at", now.at)
            found = attrs.evolve(event, recorded_at=now.at, actor=actor)
            return releases.checked(core, now, found)

        if not isinstance(event, releases.Happened):
            raise EventRefused("event")
        self._record(subject, actor, making)

    def on_file(self, subject: str, *, actor: str) -> Filed:
        """Give evidence, instructions and the state of each form now; logged as a read.

        Raises: UnknownSubject.
        """
        core = self._core
        core.own(actor)

        def work(tx: Tx) -> Filed:
            now = moment(tx, subject)
            walled(now, actor)
            tx.note("read", actor=actor, subject=subject, detail={"what": "ledger"})
            return Filed(
                at=now.at,
                evidence=dict(sorted(now.state.evidence.items())),
                instructions=standing(now.state, now.at),
                releases=releases.states(core, now),
            )

        return core.run_for(actor, subject, work)

    def _record(self, subject: str, actor: str, making: Making) -> None:
        append(self._core, subject, actor, lambda _, now: making(now))
        # What was opened on the strength of what stood before is not kept beyond it.
        self._core.sealer.cache.clear()
