"""What must be done with an answer: the union of what its rules attach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from fjcore.consent.floor import law
from fjcore.consent.inquiry import Inquiry, Verdict
from fjcore.consent.instruction import INSIDE
from fjcore.consent.lawbook import Duty, ObligationTerms
from fjcore.consent.vocabulary import ObligationKind


@frozen
class Obligation:
    """One thing that must be done; unknown or failed, nothing leaves.

    ``phase``: before the payload is handed over, with it, or after. ``on``: what it is
    about, what is disclosed or what is withheld. Without ``must`` it is advice.
    """

    kind: ObligationKind
    must: bool = field(default=True, kw_only=True)
    phase: str = field(default="before", kw_only=True)
    on: str = field(default="disclose", kw_only=True)

    @classmethod
    def of(cls, kind: ObligationKind) -> Obligation:
        """Give an obligation with its terms."""
        terms: ObligationTerms = law().obligations[kind]
        return cls(kind, must=terms.must, phase=terms.phase, on=terms.part)


def of(
    asked: Inquiry,
    verdicts: Mapping[str, Verdict],
    named: Iterable[tuple[str, Verdict]],
    redacted: Mapping[str, tuple[str, ...]],
) -> frozenset[ObligationKind]:
    """Give every obligation of an answer.

    ``named`` are the narratives answered by name, each with its category: what leaves
    by its name leaves with the same duties.
    """
    answers = (*verdicts.items(), *((n, v) for n, v in named if v.granted))
    found = {kind for name, v in answers for kind in _by_rule(asked, name, v)}
    found |= {
        kind
        for inner in redacted.values()
        for item in inner
        for kind in _kinds(asked, item, law().on("C17", "cut"))
    }
    found |= _traveling(asked, {name for name, v in answers if v.granted})
    found |= set(_general(asked, answers, verdicts))
    return frozenset(found)


def _by_rule(asked: Inquiry, name: str, verdict: Verdict) -> Iterator[ObligationKind]:
    event = "allow" if verdict.granted else "deny"
    for duty in law().on(verdict.rule, event):
        if duty.reasons is None or verdict.reason in duty.reasons:
            if duty.guard.speaks(asked, name):
                yield from duty.kinds


def _traveling(asked: Inquiry, shown: set[str]) -> set[ObligationKind]:
    """Give the duties that came with data received, where something of it goes on."""
    if asked.question.basis.kind in INSIDE:
        return set()
    return {
        kind
        for terms in asked.state.received
        if any(terms.holds(name) for name in shown)
        for kind in terms.duties()
    }


def _kinds(
    asked: Inquiry, name: str, duties: Iterable[Duty]
) -> Iterator[ObligationKind]:
    for duty in duties:
        if duty.guard.speaks(asked, name):
            yield from duty.kinds


def _general(
    asked: Inquiry,
    answers: Iterable[tuple[str, Verdict]],
    verdicts: Mapping[str, Verdict],
) -> Iterator[ObligationKind]:
    """Give the duties of a whole answer, whatever rules it rests on."""
    shown = {name for name, verdict in answers if verdict.granted}
    denied = {name for name, verdict in verdicts.items() if not verdict.granted}
    reasons = {str(v.reason) for v in verdicts.values() if v.reason is not None}
    for duty in law().general:
        fits = (
            (shown or not duty.shown)
            and (denied or not duty.withheld)
            and (duty.beyond is None or shown - duty.beyond)
            and (duty.within is None or shown <= duty.within)
            and (duty.denies is None or denied & duty.denies)
            and (duty.reasons is None or reasons & duty.reasons)
        )
        if fits and duty.guard.speaks(asked):
            yield from duty.kinds
