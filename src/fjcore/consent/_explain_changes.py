"""Single changes that would raise a view, each found by deciding it anew.

None of them undoes what she said: no withdrawal, no struck item, no form she declined
or was pressed into is ever proposed to be passed over. Nor is a rule or a limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
from attrs import evolve, frozen

from fjcore.consent._explain_binding import view_of
from fjcore.consent._explain_forms import of_releases
from fjcore.consent._explain_parts import Change, ChangeKind
from fjcore.consent.engine import Engine
from fjcore.consent.evidence import EVIDENCE, in_force
from fjcore.consent.facts import SubjectFacts
from fjcore.consent.floor import law
from fjcore.consent.inquiry import Inquiry
from fjcore.consent.question import Basis
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, RecipientKind

#: Facts of evidence that stand in the way by being so.
AGAINST = frozenset({"stayed", "in_camera", "tie_to_abuser"})
#: A count that no threshold of a site is above.
MANY = 1 << 30
_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}


@frozen
class Tried:
    """A change with the engine that answers it."""

    change: Change
    engine: Engine


def tried(asked: Inquiry) -> tuple[Tried, ...]:
    """Give every change that is the same for all categories, ready to be asked."""
    return tuple(
        Tried(change, Engine.of(change.asked))
        for change in (*_of_question(asked), *of_releases(asked), *_of_state(asked))
    )


def nearest(
    engine: Engine, name: str, item: str, shared: Iterable[Tried]
) -> tuple[Change, ...]:
    """Give the changes that raise the view of a category or field, smallest first.

    Of two that give the same by the same means, the one first tried.
    """
    least = view_of(engine.verdict(name, item))
    if least is View.FULL:
        return ()
    found: dict[tuple[str, str, str], Change] = {}
    own = (Tried(c, Engine.of(c.asked)) for c in _of_item(engine.asked, name, item))
    for one in (*shared, *own):
        view = view_of(one.engine.verdict(name, item))
        if view > least:
            change = evolve(one.change, yields=view)
            found.setdefault((change.kind, change.release, change.value), change)
    return tuple(
        sorted(found.values(), key=lambda c: (_ORDER[c.kind], c.release, c.value))
    )


def _of_item(asked: Inquiry, name: str, item: str) -> Iterator[Change]:
    """Give the changes that are about one category or field."""
    yield from of_releases(asked, name, item)
    yield from _of_evidence(asked, name)


def _asking(asked: Inquiry, kind: ChangeKind, value: str = "", **new: Any) -> Change:
    changed = evolve(asked, question=evolve(asked.question, **new))
    return Change(kind=kind, value=value, asked=changed)


def _of_question(asked: Inquiry) -> Iterator[Change]:
    """Give the changes of what is asked, by whom, and when."""
    question, kind = asked.question, asked.question.basis.kind
    if kind is BasisKind.INTRA_PROGRAM:
        if not question.need_to_know:
            yield _asking(asked, ChangeKind.NEED_TO_KNOW, need_to_know=True)
        if question.unit != asked.holder.unit:
            unit = asked.holder.unit
            yield _asking(asked, ChangeKind.UNIT, unit, unit=unit)
    if question.smallest_cell != 0:
        yield _asking(asked, ChangeKind.CELLS, smallest_cell=MANY)
    if not question.deid_method:
        method = "safe_harbor"
        yield _asking(asked, ChangeKind.DEIDENTIFY, method, deid_method=method)
    yield from _by_forms(asked)
    yield from _by_ground(asked)


def _by_forms(asked: Inquiry) -> Iterator[Change]:
    """Give questions that differ in one part, which a form on file would answer."""
    question = asked.question
    forms = [file.release for file in asked.state.releases]
    methods = {one for form in forms for one in form.methods} - {question.method}
    for method in sorted(methods):
        yield _asking(asked, ChangeKind.METHOD, method, method=method)
    purposes = {one for form in forms for one in form.purpose} - {question.purpose}
    for purpose in sorted(purposes):
        yield _asking(asked, ChangeKind.PURPOSE, purpose, purpose=purpose)
    entries = {
        tuple(one.partition("#")[::2]) for form in forms for one in form.recipients
    }
    for agency, person in sorted(entries):
        if agency == question.recipient and person and person != question.person:
            yield _asking(asked, ChangeKind.PERSON, person, person=person)
        elif agency != question.recipient and agency in asked.policy.partners:
            found = asked.policy.partners[agency]
            other = evolve(question, recipient=agency, person=person or None)
            changed = evolve(asked, question=other, recipient=found)
            yield Change(kind=ChangeKind.RECIPIENT, value=agency, asked=changed)
    starts = {form.start() for form in forms}
    for start in sorted(at for at in starts if at is not None and at > question.at):
        yield _asking(asked, ChangeKind.LATER, start.isoformat(), at=start)


def _by_ground(asked: Inquiry) -> Iterator[Change]:
    """Give the other grounds that something is on file for."""
    now, at = asked.question.basis, asked.question.at
    grounds = [
        Basis(kind, ref)
        for ref, exhibit in sorted(asked.state.evidence.items())
        for kind in EVIDENCE
        if in_force(exhibit, kind, at) is not None
    ]
    if asked.recipient.kind is RecipientKind.SUBJECT:
        grounds.append(Basis(BasisKind.SUBJECT_ACCESS))
    if asked.state.releases and not law().grounds[now.kind].releases:
        grounds.append(Basis(BasisKind.CLIENT_RELEASE))
    for basis in grounds:
        if basis.kind is not now.kind:
            said = f"{basis.kind} {basis.ref}".strip()
            yield _asking(asked, ChangeKind.BASIS, said, basis=basis)


def _of_state(asked: Inquiry) -> Iterator[Change]:
    """Give the changes of what is on file beside the forms."""
    facts: SubjectFacts = asked.state.facts
    if not facts.shelter_authorization:
        facts = evolve(facts, shelter_authorization=True)
        state = evolve(asked.state, facts=facts)
        yield Change(kind=ChangeKind.SHELTER, asked=evolve(asked, state=state))


def _of_evidence(asked: Inquiry, name: str) -> Iterator[Change]:
    """Give the evidence asked on with one thing more found to be so."""
    given, ref = asked.evidence, asked.question.basis.ref
    if given is None:
        return
    for attribute in attrs.fields(type(given)):
        said = getattr(given, attribute.name)
        if isinstance(said, bool) and said is (attribute.name in AGAINST):
            new: Any = not said
        elif isinstance(said, frozenset) and name not in said:
            new = said | {name}
        else:
            continue
        exhibit = evolve(
            asked.state.evidence[ref], evidence=evolve(given, **{attribute.name: new})
        )
        state = evolve(asked.state, evidence={**asked.state.evidence, ref: exhibit})
        yield Change(
            kind=ChangeKind.EVIDENCE,
            value=attribute.name,
            asked=evolve(asked, state=state),
        )
