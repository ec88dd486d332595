"""A policy with one thing changed, many times: what scenarios ought to notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve, frozen

from fjcore.consent.analyse.ever import rule_ids
from fjcore.consent.analyse.settings import FLOOR_CELL
from fjcore.consent.parties import Limit, Policy
from fjcore.consent.view import View
from fjcore.consent.vocabulary import RecipientKind


@frozen(kw_only=True)
class Mutant:
    """One change of a policy: ``id`` names it, ``says`` tells it in words."""

    id: str
    says: str
    policy: Policy


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Give every mutant of a policy.

    Each limit and each rule in code is dropped; each number is moved by one, and each
    view between shown and withheld by a step; each recipient is swapped for another;
    each name is left out of a list of several.
    """
    yield from _dropped(policy)
    yield from _moved(policy)
    for limit in policy.limits:
        yield from _stepped(policy, limit)
        yield from _swapped(policy, limit)
        yield from _left_out(policy, limit)


def _dropped(policy: Policy) -> Iterator[Mutant]:
    for limit in policy.limits:
        kept = tuple(one for one in policy.limits if one is not limit)
        yield Mutant(
            id=f"drop {limit.id}",
            says=f"without the limit {limit.id}",
            policy=evolve(policy, limits=kept),
        )
    for number, name in enumerate(rule_ids(policy)):
        kept_rules = (*policy.rules[:number], *policy.rules[number + 1 :])
        yield Mutant(
            id=f"drop rule {name}",
            says=f"without the rule in code {name}",
            policy=evolve(policy, rules=kept_rules),
        )


def _moved(policy: Policy) -> Iterator[Mutant]:
    for step in (-1, 1):
        days, cell = policy.max_release_days + step, policy.min_cell + step
        if days >= 0:
            yield Mutant(
                id=f"max_release_days {step:+}",
                says=f"releases may run {days} days",
                policy=evolve(policy, max_release_days=days),
            )
        if cell >= FLOOR_CELL:
            yield Mutant(
                id=f"min_cell {step:+}",
                says=f"counts may leave from {cell} on",
                policy=evolve(policy, min_cell=cell),
            )


def _with(policy: Policy, limit: Limit, new: Limit) -> Policy:
    limits = tuple(new if one is limit else one for one in policy.limits)
    return evolve(policy, limits=limits)


def _stepped(policy: Policy, limit: Limit) -> Iterator[Mutant]:
    """Move a view between something and nothing: scenarios see no other step."""
    step = {View.MARKED: View.PLACEHOLDER, View.PLACEHOLDER: View.MARKED}
    cap = step.get(limit.cap)
    if cap is not None:
        yield Mutant(
            id=f"view {limit.id} {cap.name}",
            says=f"the limit {limit.id} leaves {cap.name}",
            policy=_with(policy, limit, evolve(limit, cap=cap)),
        )


def _swapped(policy: Policy, limit: Limit) -> Iterator[Mutant]:
    kinds = sorted({str(one.kind) for one in policy.partners.values()})
    every = sorted(map(str, RecipientKind))
    for name in sorted(limit.recipients):
        other = _next(name, sorted(policy.partners), set(limit.recipients))
        if other:
            names = {*limit.recipients, other} - {name}
            yield _swap(policy, limit, name, other, evolve(limit, recipients=names))
    for kind in sorted(map(str, limit.recipient_kinds)):
        taken = set(map(str, limit.recipient_kinds))
        other = _next(kind, kinds, taken) or _next(kind, every, taken)
        if other:
            made = evolve(limit, recipient_kinds={*taken, other} - {kind})
            yield _swap(policy, limit, kind, other, made)


def _swap(policy: Policy, limit: Limit, old: str, new: str, made: Limit) -> Mutant:
    return Mutant(
        id=f"swap {limit.id} {old} {new}",
        says=f"the limit {limit.id} names {new} and not {old}",
        policy=_with(policy, limit, made),
    )


def _next(name: str, names: list[str], taken: set[str]) -> str:
    """Give the first name after one, going round, that is not taken; else nothing."""
    later = [one for one in names if one > name] + [one for one in names if one < name]
    return next((one for one in later if one not in taken), "")


def _left_out(policy: Policy, limit: Limit) -> Iterator[Mutant]:
    makers: dict[str, Callable[[frozenset[str]], Limit]] = {
        "recipients": lambda kept: evolve(limit, recipients=kept),
        "recipient_kinds": lambda kept: evolve(limit, recipient_kinds=kept),
        "purposes": lambda kept: evolve(limit, purposes=kept),
        "categories": lambda kept: evolve(limit, categories=kept),
    }
    for part, make in makers.items():
        names = frozenset(map(str, getattr(limit, part)))
        for name in sorted(names) if len(names) > 1 else ():
            yield Mutant(
                id=f"leave {limit.id} {name}",
                says=f"the limit {limit.id} does not name {name}",
                policy=_with(policy, limit, make(names - {name})),
            )
    if limit.acp_only:
        return
    yield Mutant(
        id=f"participants {limit.id}",
        says=f"the limit {limit.id} is only for people in an address program",
        policy=_with(policy, limit, evolve(limit, acp_only=True)),
    )
