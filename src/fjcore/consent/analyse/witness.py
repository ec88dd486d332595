"""A world in which something is seen: made from a way, and put to ``decide`` itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent.analyse.asker import SUBJECT, unnamed
from fjcore.consent.analyse.ceiling import Spot
from fjcore.consent.analyse.lawway import Way
from fjcore.consent.analyse.terms import CELLS
from fjcore.consent.decide import Decision, decide
from fjcore.consent.events import Event, Signed
from fjcore.consent.evidence import EVIDENCE, LegalEvidence
from fjcore.consent.facts import SubjectFacts
from fjcore.consent.filed import EvidenceRecorded, FactsRecorded
from fjcore.consent.parties import Policy
from fjcore.consent.question import Basis, Question
from fjcore.consent.release import Release, Signer
from fjcore.consent.state import state_at
from fjcore.consent.view import View
from fjcore.consent.vocabulary import ObligationKind
from fjcore.errors import FjcoreError, RuleFailed

#: When a made-up world is: of times only their order counts.
SIGNED_AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
AT = SIGNED_AT + timedelta(hours=1)

#: Under what the evidence of a made-up world is filed, and who works there.
REF, STAFF = "witness", "staff"

#: A release of a made-up world runs so long, where the holder allows it.
DAYS = 30

#: Counts of a made-up world: none at all, and one person.
NONE, ONE = 0, 1


@frozen(kw_only=True)
class Witness:
    """A full question with all that its answer rests on: it really gives a view."""

    policy: Policy = field(repr=False)
    events: tuple[Event, ...] = field(repr=False)
    question: Question
    item: str
    fields: Mapping[str, str] = field(factory=dict, repr=False)

    @property
    def release(self) -> Release | None:
        """The release that it takes, if it takes one."""
        signed = (e.release for e in self.events if isinstance(e, Signed))
        return next(signed, None)

    @property
    def evidence(self) -> LegalEvidence | None:
        """The evidence that it takes, if it takes any."""
        filed = (e.evidence for e in self.events if isinstance(e, EvidenceRecorded))
        return next(filed, None)

    @property
    def facts(self) -> SubjectFacts:
        """What is on file about the survivor in it."""
        found = (e.facts for e in self.events if isinstance(e, FactsRecorded))
        return next(found, SubjectFacts())

    def decide(self) -> Decision:
        """Put the question to the engine.

        Raises: what ``fjcore.consent.decide`` raises; RuleFailed, for a rule in code.
        """
        at = self.question.at
        state = state_at(self.events, at, at)
        return decide(self.policy, state, self.question, fields=self.fields)

    def view(self) -> View:
        """Give what the engine shows of the item; a rule that fails shows nothing."""
        found = None
        try:
            found = self.decide()
        except RuleFailed:
            pass
        return View.MARKED if found is None else shown(found, self.item)

    def obligations(self) -> frozenset[ObligationKind]:
        """Give what would have to be done with it."""
        try:
            return self.decide().obligations
        except FjcoreError:
            return frozenset()


def shown(found: Decision, item: str) -> View:
    """Give the highest view of a category or a named field in an answer."""
    verdict = found.named.get(item) or found.verdicts.get(item)
    grants = () if verdict is None else verdict.grants
    return max((grant.view for grant in grants), default=View.MARKED)


def witness(
    policy: Policy, spot: Spot, way: Way, item: str, fields: Mapping[str, str]
) -> Witness:
    """Make the world of a way: the facts it takes, and nothing that stands against it.

    ``item`` is the category of the spot, or a field of it by name.
    """
    agency = spot.asker.agency
    own = spot.asker.is_subject or way.so("recipient_is_subject")
    subject = agency.id if own else unnamed(policy, SUBJECT)
    when: dict[str, Any] = {
        "effective_at": SIGNED_AT - timedelta(days=1),
        "recorded_at": SIGNED_AT,
        "actor": STAFF,
    }
    events: list[Event] = [FactsRecorded(facts=_facts(spot, way), **when)]
    evidence = _evidence(spot, way)
    if evidence is not None:
        now = {**when, "effective_at": SIGNED_AT}
        events.append(EvidenceRecorded(ref=REF, evidence=evidence, **now))
    if way.by_release:
        events.append(Signed(release=_release(policy, spot, item, subject), **when))
    return Witness(
        policy=spot.asker.policy(policy),
        events=tuple(events),
        question=_question(policy, spot, way, subject),
        item=item,
        fields=fields,
    )


def _facts(spot: Spot, way: Way) -> SubjectFacts:
    died = SIGNED_AT - timedelta(days=2) if way.so("deceased") else None
    sent = (spot.asker.agency.id,) if way.so("disclosed_before") else ()
    return SubjectFacts(
        birth_date=date(1970, 1, 1),
        deceased_at=died,
        acp_participant=spot.participant,
        conflict_walls=(STAFF,) if way.so("staff_walled") else (),
        shelter_authorization=True,
        downstream_part2=way.so("downstream_part2"),
        use_against_subject=way.so("use_against_subject"),
        prior_disclosures=sent,
    )


def _evidence(spot: Spot, way: Way) -> LegalEvidence | None:
    kind = EVIDENCE.get(spot.basis)
    if kind is None or (("on_file", False) in way.facts):
        return None
    said = {a.name for a in attrs.fields(kind)}
    wanted: dict[str, Any] = {
        name: True for name, so in way.facts if so and name in said
    }
    if way.so("listed"):
        wanted["categories"] = {spot.category}
    if way.so("covered"):
        wanted["covered"] = {spot.category}
    return kind(**wanted) if wanted or way.so("on_file") else None


def _release(policy: Policy, spot: Spot, item: str, subject: str) -> Release:
    return Release(
        id="0" * 31 + "1",
        forms=("vawa", "hipaa", "part2", "psychotherapy", "ferpa"),
        form_id="witness",
        form_version="1",
        form_sha256="0" * 64,
        language="en",
        scope=(item,),
        recipients=(spot.asker.agency.id,),
        purpose=(str(spot.purpose),),
        methods=("electronic",),
        signed_at=SIGNED_AT,
        duration_days=max(1, min(DAYS, policy.max_release_days)),
        written=True,
        complete=True,
        informed=True,
        voluntary=True,
        signature="wet",
        signers=(Signer(subject, "subject"),),
        survives_death=True,
        privilege_ack=True,
    )


def _question(policy: Policy, spot: Spot, way: Way, subject: str) -> Question:
    few = (CELLS, False) in way.facts
    large = (CELLS, True) in way.facts
    return Question(
        subject=subject,
        recipient=spot.asker.agency.id,
        purpose=spot.purpose,
        basis=Basis(spot.basis, REF),
        at=AT,
        categories=frozenset({spot.category}),
        smallest_cell=NONE if large else ONE if few else None,
        deid_method="safe_harbor" if way.so("deidentified") else "",
        staff=STAFF,
        unit=policy.holder.unit if way.so("same_unit") else "",
        need_to_know=way.so("need_to_know"),
        exemptions=spot.exemptions,
    )
