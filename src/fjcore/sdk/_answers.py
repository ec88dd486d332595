"""What is made of the kind of exception that a plugin's own process says it had."""

from __future__ import annotations

import builtins
from collections.abc import Callable

from fjcore import errors
from fjcore.errors import PluginError, PluginFault, PluginRefused

#: The exceptions of Python itself and of this library, by name.
_KINDS = frozenset(
    name
    for name, kind in (vars(builtins) | vars(errors)).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
)


def loading(kind: object, where: str) -> PluginError:
    """Give the error for what was raised where there was nothing to tell of anybody."""
    plain = isinstance(kind, str) and kind.isidentifier() and len(kind) <= 64
    return PluginFault(f"{where} ({kind if plain else 'Exception'})")


def sending(refusals: frozenset[str]) -> Callable[[object, str], PluginError]:
    """Give what names what was raised where the process had a disclosure.

    It is named by words that were known before, and by no others.
    The process is the plugin's, and can answer whatever it likes.
    """

    def named(kind: object, where: str) -> PluginError:
        if isinstance(kind, str) and kind in refusals:
            return PluginRefused(f"{where} ({kind})")
        return PluginFault(f"{where} ({kind if kind in _KINDS else 'Exception'})")

    return named
