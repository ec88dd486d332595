"""What holds a view down: the limits and rules that must go for it to rise."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from fjcore.consent._explain_parts import Binding, Lacking, Standing
from fjcore.consent.engine import Engine
from fjcore.consent.floor import law
from fjcore.consent.inquiry import Inquiry, Verdict
from fjcore.consent.known import FACTS
from fjcore.consent.lawbook import FloorRule, Row
from fjcore.consent.narrow import caps
from fjcore.consent.view import View
from fjcore.consent.vocabulary import Reason


def view_of(verdict: Verdict) -> View:
    """Give the highest view of an answer; nothing shown is nothing, marked or not."""
    return max((grant.view for grant in verdict.grants), default=View.MARKED)


def rules() -> dict[str, FloorRule]:
    """Give the rules of the floor by their ids."""
    return {rule.id: rule for rule in law().rules}


def holding(engine: Engine, name: str, item: str) -> tuple[Binding, ...]:
    """Give what must all go for a view to rise; empty where nothing permits more."""
    least = view_of(engine.verdict(name, item))
    found: tuple[Binding, ...] = ()
    while view_of(engine.verdict(name, item)) <= least:
        held = _next(engine, name, item)
        if not held:
            return ()
        found += held
        engine = dropped(engine, held)
    return found


def _next(engine: Engine, name: str, item: str) -> tuple[Binding, ...]:
    """Give what speaks first against an answer as it stands."""
    verdict = engine.verdict(name, item)
    if verdict.granted or verdict.reason is Reason.LIMITED:
        return _capping(engine.asked, name, item)
    if not _by_row(engine, verdict):
        return ()
    rule = rules().get(verdict.rule)
    return (_binding("law", verdict.rule, rule.citation if rule else ""),)


def _by_row(engine: Engine, verdict: Verdict) -> bool:
    """Whether a row of the table denied, and not a check of a release."""
    said = (verdict.rule, verdict.reason)
    return any((row.rule, row.reason) == said for row in engine.rows)


def _capping(asked: Inquiry, name: str, item: str) -> tuple[Binding, ...]:
    """Give the limits that leave the least, where any leaves less than all."""
    found = caps(asked, name, item)
    least = min((cap for cap, _ in found), default=View.FULL)
    # Nothing is shown by a marked view either: both must go together.
    least = max(least, View.MARKED)
    if least is View.FULL:
        return ()
    ids = dict.fromkeys(limit for cap, limit in found if cap <= least)
    return tuple(_of_limit(asked, limit) for limit in ids)


def _of_limit(asked: Inquiry, limit: str) -> Binding:
    cited = {one.id: one.citation for one in asked.policy.limits}
    if limit in cited:
        return _binding("limit", limit, cited[limit])
    if any(one.instruction.id == limit for one in asked.state.instructions):
        return _binding("instruction", limit)
    if any(one.id == limit for one in asked.state.received):
        return _binding("received", limit)
    return _binding("closed" if limit == "closed" else "rule", limit)


def _binding(kind: str, name: str, citation: str = "") -> Binding:
    return Binding(kind=kind, id=name, citation=citation)


def dropped(engine: Engine, held: Iterable[Binding]) -> Engine:
    """Give an engine for which limits and rules are not there."""
    gone = {one.id for one in held if one.kind != "law"}
    laws = {one.id for one in held if one.kind == "law"}
    policy, state = engine.asked.policy, engine.asked.state
    policy = evolve(
        policy,
        limits=tuple(one for one in policy.limits if one.id not in gone),
        rules=tuple(one for one in policy.rules if str(one.id) not in gone),
        closed=policy.closed and "closed" not in gone,
    )
    standing = tuple(o for o in state.instructions if o.instruction.id not in gone)
    terms = tuple(one for one in state.received if one.id not in gone)
    state = evolve(state, instructions=standing, received=terms)
    rows = tuple(r for r in engine.rows if r.reason is None or r.rule not in laws)
    return evolve(
        engine, asked=evolve(engine.asked, policy=policy, state=state), rows=rows
    )


def standing(verdict: Verdict, engine: Engine) -> Standing:
    """Say whether an answer is allowed, forbidden, or only not allowed by anything."""
    if verdict.granted:
        return Standing.PERMITTED
    if verdict.reason is Reason.LIMITED:
        return Standing.FORBIDDEN
    rule = rules().get(verdict.rule)
    limit = rule is not None and rule.kind == "limit"
    forbids = limit and _by_row(engine, verdict)
    return Standing.FORBIDDEN if forbids else Standing.NOT_PERMITTED


def lacking(engine: Engine, name: str, verdict: Verdict) -> tuple[Lacking, ...]:
    """Give what the grounds asked on lack: the nearest release, or a law's facts."""
    if verdict.granted or standing(verdict, engine) is Standing.FORBIDDEN:
        return ()
    found = [
        Lacking(rule=row.rule, part=fact)
        for row in engine.rows
        if row.reason is None and not row.exemption and _speaks_of(row, name)
        for fact in _unmet(row, engine.asked, name)
    ]
    if not _by_row(engine, verdict) or not found:
        found.insert(0, Lacking(rule=verdict.rule, part=str(verdict.reason)))
    return tuple(dict.fromkeys(found))


def _speaks_of(row: Row, name: str) -> bool:
    guard = row.guard
    return (guard.category is None or name in guard.category) and (
        guard.category_not is None or name not in guard.category_not
    )


def _unmet(row: Row, asked: Inquiry, name: str) -> list[str]:
    lacks = [fact for fact in row.guard.holds if FACTS[fact](asked, name) is not True]
    more = [fact for fact in row.guard.lacks if FACTS[fact](asked, name) is not False]
    return [*lacks, *(f"not {fact}" for fact in more)]
