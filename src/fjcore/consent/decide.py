"""The decision: deny by default, per category, from releases and named bases only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from attrs import field, frozen

from fjcore.consent import obligations
from fjcore.consent.copies import ConsentCopy, copies
from fjcore.consent.engine import Engine
from fjcore.consent.inquiry import Inquiry, Verdict
from fjcore.consent.parties import Agency, Policy
from fjcore.consent.question import Question
from fjcore.consent.state import SubjectState
from fjcore.consent.validity import valid_interval
from fjcore.consent.vocabulary import (
    BasisKind,
    ObligationKind,
    Reason,
    RecipientKind,
)
from fjcore.errors import FjcoreError, UnknownPartner
from fjcore.records.categories import CATEGORIES, category
from fjcore.values import zone

#: Bases of this version: all that there are.
BASES = frozenset(BasisKind)


@frozen(kw_only=True)
class Decision:
    """The answer to one question; ``plan`` compiles it.

    ``verdicts`` are by category, ``named`` by the path of a narrative, whose category
    ``fields`` gives. ``records`` says of each record asked for by id whether anything
    of it is reached. ``consents`` are the copies of releases that must go with it.
    ``asked`` is what it was decided from; only ``explain`` looks at it.
    """

    question: Question
    recipient: Agency
    verdicts: Mapping[str, Verdict] = field(repr=False)
    named: Mapping[str, Verdict] = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)
    records: Mapping[str, bool] = field(repr=False)
    obligations: frozenset[ObligationKind]
    consents: tuple[ConsentCopy, ...]
    redacted: Mapping[str, tuple[str, ...]]
    release_ids: tuple[str, ...]
    ends: datetime | None
    valid: tuple[datetime | None, datetime | None] = field(repr=False)
    revision: int
    policy_hash: str
    asked: Inquiry = field(repr=False, eq=False)

    @property
    def allowed(self) -> frozenset[str]:
        """Categories of which something may be shown."""
        return frozenset(name for name, v in self.verdicts.items() if v.granted)

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """Why each other category is withheld."""
        return {n: v.reason for n, v in self.verdicts.items() if v.reason is not None}


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
    wanted = CATEGORIES if question.categories is None else question.categories
    names = sorted(category(name).id for name in wanted)
    fields = {path: kind for path, kind in sorted(fields.items()) if kind in names}
    asked = Inquiry(policy=policy, state=state, question=question, recipient=recipient)
    engine = Engine.of(asked)
    verdicts = {name: engine.verdict(name, name) for name in names}
    named = {path: engine.verdict(kind, path) for path, kind in fields.items()}
    by_name = tuple((fields[path], verdict) for path, verdict in named.items())
    redacted = _redacted(question, verdicts, by_name)
    answers = (*verdicts.values(), *named.values())
    used = {g.release for verdict in answers for g in verdict.grants if g.release}
    return Decision(
        question=question,
        recipient=recipient,
        verdicts=MappingProxyType(verdicts),
        named=MappingProxyType(named),
        fields=MappingProxyType(fields),
        records=MappingProxyType(_records(engine, names, fields)),
        obligations=obligations.of(asked, verdicts, by_name, redacted),
        consents=copies(asked, (*verdicts.items(), *by_name)),
        redacted=MappingProxyType(redacted),
        release_ids=tuple(sorted(used)),
        ends=_first_end(asked, answers, used),
        valid=valid_interval(policy, state, question.at),
        revision=state.revision,
        policy_hash=policy.hash,
        asked=asked,
    )


def _redacted(
    question: Question,
    verdicts: Mapping[str, Verdict],
    named: Iterable[tuple[str, Verdict]],
) -> dict[str, tuple[str, ...]]:
    """Give what is cut out of each category of which something is shown."""
    allowed = {name for name, verdict in verdicts.items() if verdict.granted}
    shown = allowed | {name for name, verdict in named if verdict.granted}
    return {
        name: cut
        for name, inner in question.embedded.items()
        if name in shown and (cut := tuple(i for i in inner if i not in allowed))
    }


def _records(
    engine: Engine, names: Iterable[str], fields: Mapping[str, str]
) -> dict[str, bool]:
    """Say whether each record asked for is reached; of two of one id, both must be."""
    found: dict[str, bool] = {}
    for record in engine.asked.question.records:
        kind = category(record.category, where="records").id
        items = [kind, *(path for path, of in fields.items() if of == kind)]
        reached = kind in names and any(
            engine.alone(kind, item, record.created_at).granted for item in items
        )
        found[record.id] = found.get(record.id, True) and reached
    return found


def _first_end(
    asked: Inquiry, answers: Iterable[Verdict], used: Iterable[str]
) -> datetime | None:
    """Give the end of the first to end of the releases, or the evidence, used."""
    state, tz, wanted = asked.state, zone(asked.holder.tz), set(used)
    ends = [f.release.end(tz) for f in state.releases if f.release.id in wanted]
    shown = any(v.granted and not v.grants[0].release for v in answers)
    if shown and asked.evidence is not None:
        ends.append(state.evidence[asked.question.basis.ref].end)
    return min((end for end in ends if end is not None), default=None)
