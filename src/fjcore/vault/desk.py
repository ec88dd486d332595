"""What staff take down at the desk: amendment requests, answers, who was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from attrs import frozen

from fjcore.consent import (
    Amendment,
    AmendmentAnswered,
    AmendmentDisputed,
    AmendmentExtended,
    AmendmentRequested,
    Audience,
    Basis,
    BasisKind,
    Denial,
    Discharged,
    Event,
    Explanation,
    Question,
    Received,
    RecipientTold,
    TermsReceived,
    amendments_of,
    decide,
    explain,
    met_after,
)
from fjcore.disclosure import terms_of
from fjcore.errors import EventRefused, OptionRefused, Problem
from fjcore.records.record import leaves
from fjcore.values import new_id, parse_id, parse_name, utc, zone
from fjcore.vault.appending import append
from fjcore.vault.core import Core, Tx
from fjcore.vault.history import trail_of
from fjcore.vault.moment import Moment, moment, walled
from fjcore.vault.receiving import opened_here

#: Looks at a locked person and gives the event to be recorded, with the entry's detail.
Making = Callable[[Tx, Moment, dict[str, Any]], tuple[Event, dict[str, object]]]


def _paths(core: Core) -> dict[str, str]:
    """Give the category of every field that this vault keeps."""
    return {
        leaf.path: leaf.label.category
        for cls in core.catalog.types.values()
        for leaf in leaves(cls)
    }


@frozen(repr=False)
class Desk:
    """Acts on one person's file that are neither records nor releases.

    Each names who acts, is logged, and appends to the same events as releases do.
    """

    _core: Core

    def request_amendment(
        self,
        subject: str,
        text: str,
        *,
        received_at: datetime | None = None,
        actor: str,
    ) -> str:
        """Take down what a survivor wants put right in her file; give the request's id.

        ``received_at``: when it came, where that was before now.
        Raises: UnknownSubject, EventRefused, OptionRefused, NaiveTime.
        Source: 45 CFR 164.526(b)(1).
        """
        request = new_id()

        def making(_: Tx, now: Moment, by: dict[str, Any]) -> Any:
            came = now.at if received_at is None else utc(received_at)
            if came > now.at:
                problem = Problem("received_at", "future")
                raise OptionRefused("received_at", problems=(problem,))
            stamped = {**by, "effective_at": came}
            event = AmendmentRequested(request=request, text=text, **stamped)
            return event, {"request": request, "step": "requested"}

        self._record(subject, actor, making)
        return request

    def extend_amendment(
        self, subject: str, request: str, text: str, *, actor: str
    ) -> None:
        """Record that she was told in writing why it takes up to 30 days longer.

        Raises: EventRefused, when the request has an answer, was extended already, or
        its 60 days are over; UnknownSubject.
        Source: 45 CFR 164.526(b)(2)(ii).
        """

        def making(tx: Tx, now: Moment, by: dict[str, Any]) -> Any:
            found = self._request(tx, now, request)
            if found.state != "open" or found.extended or now.at >= found.due_at:
                raise EventRefused("request")
            event = AmendmentExtended(request=request, text=text, **by)
            return event, {"request": request, "step": "extended"}

        self._record(subject, actor, making)

    def answer_amendment(
        self, subject: str, request: str, text: str, *, denial: str = "", actor: str
    ) -> None:
        """Record the written answer: accepted, or denied on one of four grounds.

        An accepted amendment is kept like any record; nothing is ever overwritten.
        Raises: EventRefused, when it has an answer, or the ground is not of the list;
        UnknownSubject.
        Source: 45 CFR 164.526(a)(2), (c), (d).
        """
        if denial and denial not in set(Denial):
            raise OptionRefused("denial", problems=(Problem("denial", "unknown_code"),))

        def making(tx: Tx, now: Moment, by: dict[str, Any]) -> Any:
            found = self._request(tx, now, request)
            if found.state != "open":
                raise EventRefused("request")
            event = AmendmentAnswered(request=request, denial=denial, text=text, **by)
            step = "denied" if denial else "accepted"
            return event, {"request": request, "step": step}

        self._record(subject, actor, making)

    def dispute_amendment(
        self, subject: str, request: str, text: str, *, actor: str
    ) -> None:
        """Record her statement of disagreement with a denial.

        Raises: EventRefused, when it was not denied; UnknownSubject.
        Source: 45 CFR 164.526(d)(2).
        """

        def making(tx: Tx, now: Moment, by: dict[str, Any]) -> Any:
            found = self._request(tx, now, request)
            if found.state != "denied":
                raise EventRefused("request")
            event = AmendmentDisputed(request=request, text=text, **by)
            return event, {"request": request, "step": "disputed"}

        self._record(subject, actor, making)

    def amendments(self, subject: str, *, actor: str) -> tuple[Amendment, ...]:
        """Give a person's requests with every word said about them; logged as a read.

        Raises: UnknownSubject.
        """
        core = self._core
        core.own(actor)

        def work(tx: Tx) -> tuple[Amendment, ...]:
            now = moment(tx, subject)
            walled(now, actor)
            found = self._requests(tx, now)
            tx.note("read", actor=actor, subject=subject, detail={"what": "amendments"})
            return found

        return core.run_for(actor, subject, work)

    def tell(self, subject: str, *, recipient: str, actor: str) -> None:
        """Record that a recipient was told of every withdrawal that concerns it.

        Raises: EventRefused, when nothing of hers ever went there; UnknownSubject.
        """
        parse_name(recipient, where="recipient")

        def making(_: Tx, now: Moment, by: dict[str, Any]) -> Any:
            if recipient not in now.state.sent_to:
                raise EventRefused("recipient")
            event = RecipientTold(recipient=recipient, **by)
            return event, {"recipient": recipient, "step": "recipient_told"}

        self._record(subject, actor, making)

    def discharge(
        self, subject: str, *, disclosure: str, obligation: str, actor: str
    ) -> None:
        """Record that what a disclosure left to be done was done.

        Raises: OptionRefused, when it is not something that may be done afterwards;
        EventRefused, when the disclosure does not owe it; UnknownSubject.
        """
        parse_id(disclosure, where="disclosure")
        if obligation not in met_after():
            problem = Problem("obligation", "unknown_code")
            raise OptionRefused("obligation", problems=(problem,))

        def making(tx: Tx, _: Moment, by: dict[str, Any]) -> Any:
            owed = [
                said
                for leaf, said in trail_of(tx, subject)
                if leaf["ev"] == "disclose" and said["disclosure"] == disclosure
            ]
            if not any(obligation in said.get("obligations", ()) for said in owed):
                raise EventRefused("disclosure")
            event = Discharged(disclosure=disclosure, obligation=obligation, **by)
            return event, {"disclosure": disclosure, "step": obligation}

        self._record(subject, actor, making)

    def explain(
        self,
        subject: str,
        *,
        to: str,
        purpose: str,
        person: str | None = None,
        audience: Audience = Audience.STAFF,
        language: str = "en",
        actor: str,
    ) -> Explanation:
        """Say why a partner may or may not see what of a person now; logged as a read.

        A recipient's text is the same whoever is asked about, and on file or not.
        Raises: UnknownSubject, UnknownPartner, UnknownPurpose; OptionRefused, when
        there are no words in the language; RuleFailed.
        """
        core = self._core
        core.own(actor)
        name = parse_name(to, where="recipient")

        def work(tx: Tx) -> Explanation:
            now = moment(tx, subject)
            walled(now, actor)
            question = Question(
                subject=subject,
                recipient=name,
                person=person,
                purpose=purpose,
                basis=Basis(BasisKind.CLIENT_RELEASE),
                at=now.at,
                categories=core.categories,
                exemptions=False,
            )
            found = decide(core.policy, now.state, question, fields=core.narratives)
            paths = _paths(core)
            said = explain(found, audience, language, fields=paths)
            tx.note("read", actor=actor, subject=subject, detail={"what": "explain"})
            return said

        return core.run_for(actor, subject, work)

    def receive(self, subject: str, body: bytes, *, actor: str) -> Received:
        """Put the terms of a disclosure from another agency on file, and give them.

        From then on its categories never go on in a finer view, and to nobody but back
        to its sender, unless it says so; staff of the program, and she, see them as
        before. ``body``: the file as it came, sealed or not, signed by a key that the
        site file pins for the sender.
        Raises: UnknownSigner, SignatureBroken, WrongKey, DisclosureExpired,
        EnvelopeRefused; InputRefused, with the path and code of every fault;
        EventRefused, when it is on file already; UnknownSubject.
        """
        core = self._core
        core.own(actor)
        parse_id(subject, where="subject")
        types = core.catalog.types.values()
        holder = core.policy.holder.agency
        opened = opened_here(core, body)
        terms = terms_of(opened.body, recipient=holder, types=types)

        def making(_: Tx, now: Moment, by: dict[str, Any]) -> Any:
            if any(one.id == terms.id for one in now.state.received):
                raise EventRefused("disclosure")
            event = TermsReceived(received=terms, **by)
            return event, {"disclosure": terms.id, "step": "received"}

        self._record(subject, actor, making)
        return terms

    def _request(self, tx: Tx, now: Moment, request: str) -> Amendment:
        found = {one.request: one for one in self._requests(tx, now)}
        if request not in found:
            raise EventRefused("request")
        return found[request]

    def _requests(self, tx: Tx, now: Moment) -> tuple[Amendment, ...]:
        tz = zone(self._core.policy.holder.tz)
        return amendments_of(tx.rows.events(now.subject, now.revision), tz)

    def _record(self, subject: str, actor: str, making: Making) -> None:
        def filed(tx: Tx, now: Moment) -> tuple[Event, str, dict[str, object]]:
            by = {"effective_at": now.at, "recorded_at": now.at, "actor": actor}
            event, said = making(tx, now, by)
            return event, "keep", said

        append(self._core, subject, actor, filed)
