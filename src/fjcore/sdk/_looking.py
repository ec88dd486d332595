"""Running the health checks of plugins, each for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs

from fjcore.errors import HookError, PluginError
from fjcore.sdk._blame import contained
from fjcore.sdk._lines import Line
from fjcore.sdk.health import Health, HealthRow

#: A setting of fewer characters may be any word.
_LEAST = 6


def looked(checks: Iterable[tuple[str, Line]]) -> tuple[HealthRow, ...]:
    """Run checks, each for itself."""
    return tuple(
        HealthRow(plugin=line.who, id=name, health=_health(name, line))
        for name, line in checks
    )


def _health(name: str, line: Line) -> Health:
    where = line.named(name, "check")
    try:
        check = partial(line.factory.check, line.config)
        answer: object = contained(check, where)
        if type(answer) is not Health or not contained(lambda: answer.whole, where):
            raise HookError(where)
        if contained(lambda: _tells(answer, line.config), where):
            raise HookError(where)
        return answer
    except PluginError as error:
        code = error.code
    return Health(ok=False, code=code, advice="Ask the maintainer of the plugin.")


def _tells(answer: Health, config: object) -> bool:
    """Whether an answer repeats a setting, which may be a secret."""
    said = f"{answer.code} {answer.advice}"
    return any(text in said for text in _texts(config))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) >= _LEAST:
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (tuple, list, frozenset, set)):
        for one in value:
            yield from _texts(one)
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            yield from _texts(getattr(value, attribute.name, None))
