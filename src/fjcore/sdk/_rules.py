"""The rules in code of plugins, each with its plugin's name and under a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, fields

from fjcore.consent import Limit, LimitQuestion, LimitRule, PluginRule, View
from fjcore.sdk.loading import Loaded
from fjcore.sdk.watch import Watch


def held_rules(
    loaded: Iterable[Loaded], late_ms: int, watch: Watch | None
) -> Iterator[PluginRule]:
    """Give every plugin's rules in id order, as the engine asks them."""
    found = [
        (name, item, one.who)
        for one in loaded
        for name, item in one.of("fjcore_limits")
        if type(item) is not Limit
    ]
    for name, item, who in sorted(found, key=lambda row: row[0]):
        yield _held(name, item, who, late_ms, watch)


class ChangedItsMind(Exception):
    """A rule answered the same question in two ways."""


class RewroteItsQuestion(Exception):
    """A rule wrote into the question that it was asked."""


_PARTS = tuple(one.name for one in fields(LimitQuestion))


def _held(
    name: str, rule: LimitRule, who: str, late_ms: int, watch: Watch | None
) -> PluginRule:
    def watched(question: LimitQuestion) -> View:
        if watch is None:
            return _twice(rule, question)
        return watch.over(lambda: _twice(rule, question), f"{whose} {name}")

    whose = f"{who} fjcore_limits"
    # Asked twice, it has twice the time.
    return PluginRule(id=name, plugin=whose, late_s=late_ms / 500, ask=watched)


def _twice(rule: LimitRule, question: LimitQuestion) -> View:
    """Ask a rule twice: what may be seen is not to hang on how often it was asked.

    Each time over a copy, so that no rule can rewrite what the next one is asked.
    Raises: ChangedItsMind, RewroteItsQuestion.
    """
    one, other = evolve(question), evolve(question)
    first, again = rule.cap(one), rule.cap(other)
    if not (_untouched(one, question) and _untouched(other, question)):
        raise RewroteItsQuestion
    if type(first) is View and first is not again:
        raise ChangedItsMind
    return first


def _untouched(copy: LimitQuestion, question: LimitQuestion) -> bool:
    # Not by what is equal: a plugin's own text would say so itself.
    return all(getattr(copy, name) is getattr(question, name) for name in _PARTS)
