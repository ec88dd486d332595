"""What a decision says: category by category, and as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from attrs import frozen

from fjcore.consent import obligations
from fjcore.consent.copies import ConsentCopy, copies
from fjcore.consent.engine import Engine
from fjcore.consent.inquiry import Inquiry, Verdict
from fjcore.consent.question import Question
from fjcore.consent.state import SubjectState
from fjcore.consent.steps import Step, steps_of
from fjcore.consent.timeline import Judged
from fjcore.consent.vocabulary import ObligationKind
from fjcore.records.categories import CATEGORIES, category
from fjcore.records.safety import APART
from fjcore.values import zone


@frozen(kw_only=True)
class Answers:
    """What a decision says, category by category and as a whole."""

    verdicts: Mapping[str, Verdict]
    named: Mapping[str, Verdict]
    fields: Mapping[str, str]
    records: Mapping[str, bool]
    obligations: frozenset[ObligationKind]
    consents: tuple[ConsentCopy, ...]
    redacted: Mapping[str, tuple[str, ...]]
    release_ids: tuple[str, ...]
    ends: datetime | None
    steps: tuple[Step, ...]
    onward: bool


@lru_cache(maxsize=256)
def _sorted(wanted: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(category(name).id for name in wanted))


def names_of(wanted: Iterable[str] | None) -> tuple[str, ...]:
    """Give the categories asked for, in order.

    Raises: UnknownCategory.
    """
    return _sorted(frozenset(CATEGORIES if wanted is None else wanted))


def answer(
    asked: Inquiry, judged: tuple[Judged, ...], fields: Mapping[str, str]
) -> Answers:
    """Work out everything that an answer says.

    ``judged`` are the releases at the instant asked about, ``fields`` the narratives
    that can be named, with their categories.
    Raises: UnknownCategory; RuleFailed, naming a rule plugin that failed.
    """
    question, names = asked.question, names_of(asked.question.categories)
    said = _said_of(asked.state)
    fields = {
        path: kind
        for path, kind in sorted(fields.items())
        if kind in names and (path not in APART or said is None or path in said)
    }
    engine = Engine.of(asked, judged)
    verdicts = {name: engine.verdict(name, name) for name in names}
    named = {path: engine.verdict(kind, path) for path, kind in fields.items()}
    by_name = tuple((fields[path], verdict) for path, verdict in named.items())
    redacted = _redacted(question, verdicts, by_name)
    answers = (*verdicts.values(), *named.values())
    shown = (n for n, v in (*verdicts.items(), *named.items()) if v.granted)
    steps = steps_of(asked, shown)
    used = {g.release for verdict in answers for g in verdict.grants if g.release}
    return Answers(
        verdicts=MappingProxyType(verdicts),
        named=MappingProxyType(named),
        fields=MappingProxyType(fields),
        records=MappingProxyType(_records(engine, names, fields)),
        obligations=obligations.of(asked, verdicts, by_name, redacted),
        consents=copies(asked, (*verdicts.items(), *by_name)),
        redacted=MappingProxyType(redacted),
        release_ids=tuple(sorted(used)),
        ends=_first_end(asked, answers, used, steps),
        steps=steps,
        onward=_onward(asked, answers),
    )


def _said_of(state: SubjectState) -> frozenset[str] | None:
    """Give every item that anything on file speaks of; None where it may be any.

    What may leave apart, and nothing speaks of, goes with its category.
    """
    if state.received:
        return None
    found: set[str] = set()
    for file in state.releases:
        found.update(file.release.scope, file.release.exclude)
        found.update(item for item, _ in file.categories)
        found.update(item for _, item, _ in file.struck)
    for standing in state.instructions:
        found |= standing.instruction.categories
    return frozenset(found)


def _onward(asked: Inquiry, answers: Iterable[Verdict]) -> bool:
    """Whether it may be passed on: every release that it rests on says so."""
    free = {f.release.id for f in asked.state.releases if f.release.redisclosure}
    used = {g.release for verdict in answers for g in verdict.grants}
    return bool(used) and used <= free


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
    asked: Inquiry,
    answers: Iterable[Verdict],
    used: Iterable[str],
    steps: Iterable[Step],
) -> datetime | None:
    """Give the end of the first to end of the releases, or the evidence, used."""
    state, tz, wanted = asked.state, zone(asked.holder.tz), set(used)
    ends = [f.release.end(tz) for f in state.releases if f.release.id in wanted]
    ends += [step.expires for step in steps]
    shown = any(v.granted and not v.grants[0].release for v in answers)
    if shown and asked.evidence is not None:
        ends.append(state.evidence[asked.question.basis.ref].end)
    return min((end for end in ends if end is not None), default=None)
