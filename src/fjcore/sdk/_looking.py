"""Running the health checks of plugins, each for itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from fjcore.errors import HookError, PluginError
from fjcore.sdk._blame import contained
from fjcore.sdk._lines import Line
from fjcore.sdk.health import Health, HealthRow


def looked(checks: Iterable[tuple[str, Line]]) -> tuple[HealthRow, ...]:
    """Run checks, each for itself."""
    return tuple(
        HealthRow(plugin=line.who, id=name, health=_health(name, line))
        for name, line in checks
    )


def _health(name: str, line: Line) -> Health:
    where = line.named(name, "check")
    try:
        answer = contained(partial(line.factory.check, line.config), where)
        if type(answer) is Health and contained(lambda: answer.whole, where):
            return answer
        raise HookError(where)
    except PluginError as error:
        code = error.code
    return Health(ok=False, code=code, advice="Ask the maintainer of the plugin.")
