"""The decision: deny by default, per category, from releases and named bases only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from attrs import field, frozen

from fjcore.consent.answers import Answers, answer, names_of
from fjcore.consent.copies import ConsentCopy
from fjcore.consent.engine import judged
from fjcore.consent.inquiry import Inquiry, Verdict
from fjcore.consent.parties import Agency, Policy
from fjcore.consent.question import Question
from fjcore.consent.state import SubjectState
from fjcore.consent.steps import Step
from fjcore.consent.timeline import Judged, span_of
from fjcore.consent.vocabulary import (
    BasisKind,
    ObligationKind,
    Reason,
    RecipientKind,
)
from fjcore.errors import FjcoreError, UnknownPartner

#: Bases of this version: all that there are.
BASES = frozenset(BasisKind)


@frozen(kw_only=True, eq=False)
class Decision:
    """The answer to one question; ``plan`` compiles it.

    Which releases answer at the instant asked about is settled; what they and the
    limits leave of each category is worked out when it is first read. ``key`` names
    everything that the answer rests on but the instant: a plan known by it holds for
    this answer too, within its span.
    """

    question: Question
    recipient: Agency
    valid: tuple[datetime | None, datetime | None] = field(repr=False)
    revision: int
    policy_hash: str
    key: tuple[object, ...] = field(repr=False)
    policy: Policy = field(repr=False)
    state: SubjectState = field(repr=False)
    _judged: tuple[Judged, ...] = field(repr=False)
    _fields: Mapping[str, str] = field(repr=False)

    @property
    def asked(self) -> Inquiry:
        """What it was decided from; only ``explain`` looks at it."""
        return Inquiry(
            policy=self.policy,
            state=self.state,
            question=self.question,
            recipient=self.recipient,
        )

    @cached_property
    def answers(self) -> Answers:
        """Everything it says, worked out once."""
        return answer(self.asked, self._judged, self._fields)

    def __eq__(self, other: object) -> bool:
        """Whether two decisions say the same, of the same question."""
        if not isinstance(other, Decision):
            return NotImplemented
        return _told(self) == _told(other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The answer for each category."""
        return self.answers.verdicts

    @property
    def named(self) -> Mapping[str, Verdict]:
        """The answer for each narrative, by its path."""
        return self.answers.named

    @property
    def fields(self) -> Mapping[str, str]:
        """The category of each of those narratives."""
        return self.answers.fields

    @property
    def records(self) -> Mapping[str, bool]:
        """Of each record asked for by id, whether anything of it is reached."""
        return self.answers.records

    @property
    def obligations(self) -> frozenset[ObligationKind]:
        """What must be done with the answer."""
        return self.answers.obligations

    @property
    def consents(self) -> tuple[ConsentCopy, ...]:
        """The copies of releases that must go with it."""
        return self.answers.consents

    @property
    def redacted(self) -> Mapping[str, tuple[str, ...]]:
        """What is cut out of a category's records, by category."""
        return self.answers.redacted

    @property
    def release_ids(self) -> tuple[str, ...]:
        """The releases used."""
        return self.answers.release_ids

    @property
    def ends(self) -> datetime | None:
        """The end of the first to end of what it rests on."""
        return self.answers.ends

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that what is shown took before."""
        return self.answers.steps

    @property
    def onward(self) -> bool:
        """Whether it may be passed on, with a further written permission of hers."""
        return self.answers.onward

    @property
    def allowed(self) -> frozenset[str]:
        """Categories of which something may be shown."""
        return frozenset(name for name, v in self.verdicts.items() if v.granted)

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """Why each other category is withheld."""
        return {n: v.reason for n, v in self.verdicts.items() if v.reason is not None}


def _told(one: Decision) -> tuple[object, ...]:
    return one.question, one.recipient, one.answers, one.valid, one.key[:2]


def recipient_of(policy: Policy, question: Question) -> Agency:
    """Give the recipient a question names: a partner, else the holder or the subject.

    Raises: UnknownPartner, naming it by the question's own field.
    """
    found = policy.partners.get(question.recipient)
    if found is not None:
        return found
    holder = policy.holder
    if question.basis.kind is BasisKind.INTRA_PROGRAM:
        if question.recipient == holder.agency:
            staff = RecipientKind.INTERNAL_STAFF
            return Agency(holder.agency, kind=staff, name=holder.name)
    if question.recipient == question.subject:
        return Agency(question.subject, kind=RecipientKind.SUBJECT, name="subject")
    raise UnknownPartner("recipient")


def decide(
    policy: Policy,
    state: SubjectState,
    question: Question,
    *,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Decision:
    """Answer a question from the state of one person; pure, and without any data.

    ``fields`` are the narratives that a release can name, with their categories.
    Raises: UnknownPartner, UnknownCategory; RuleFailed, naming a rule plugin that
    failed; FloorChanged, when the rules are not those of this version: then nothing
    may leave.
    """
    fault: FjcoreError
    try:
        return _decided(policy, state, question, fields)
    except FjcoreError as error:
        fault = error.with_traceback(None)
    del state  # a traceback may print what its frames hold
    raise fault


def _decided(
    policy: Policy,
    state: SubjectState,
    question: Question,
    fields: Mapping[str, str],
) -> Decision:
    recipient = recipient_of(policy, question)
    names_of(question.categories)
    asked = Inquiry(policy=policy, state=state, question=question, recipient=recipient)
    found = Decision(
        question=question,
        recipient=recipient,
        valid=span_of(policy, state, question.at),
        revision=state.revision,
        policy_hash=policy.hash,
        key=_key(policy, state, question, fields),
        policy=policy,
        state=state,
        judged=judged(asked),
        # Answers are worked out later: what the caller does with its own is no part.
        fields=MappingProxyType(dict(fields)),
    )
    if policy.rules or question.records:
        _ = found.answers  # what can fail must fail here
    return found


def _key(
    policy: Policy, state: SubjectState, asked: Question, fields: Mapping[str, str]
) -> tuple[object, ...]:
    """Give all that an answer rests on but its instant, as parts and never joined."""
    return (
        policy.hash,
        state.revision,
        asked.subject,
        asked.recipient,
        asked.person,
        asked.purpose,
        asked.basis.kind,
        asked.basis.ref,
        asked.method,
        asked.categories,
        asked.exemptions,
        _besides(asked, fields),
    )


def _besides(asked: Question, fields: Mapping[str, str]) -> tuple[object, ...] | None:
    """Give what few questions say; None where one says none of it."""
    said = (
        asked.records,
        asked.staff,
        asked.unit,
        asked.need_to_know,
        asked.smallest_cell,
        asked.deid_method,
        asked.origin,
    )
    tables = (fields, asked.introduced, asked.embedded)
    if said == _UNSAID and not any(tables):
        return None
    return (*said, *(tuple(sorted(table.items())) for table in tables))


#: As a question is made without them.
_UNSAID = ((), "", "", False, None, "", "")
