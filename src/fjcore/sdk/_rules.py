"""The rules in code of plugins, each with its plugin's name and under a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


def _held(
    name: str, rule: LimitRule, who: str, late_ms: int, watch: Watch | None
) -> PluginRule:
    def watched(question: LimitQuestion) -> View:
        if watch is None:
            return rule.cap(question)
        return watch.over(lambda: rule.cap(question), f"{whose} {name}")

    whose = f"{who} fjcore_limits"
    return PluginRule(id=name, plugin=whose, late_s=late_ms / 1000, ask=watched)
