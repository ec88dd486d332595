"""Recognisers of plugins, under the names by which their faults are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from fjcore.sdk.contracts import Recogniser, Span


@frozen
class _Named:
    """A recogniser called by its plugin, whatever it calls itself."""

    id: str
    inner: Recogniser

    def spans(self, text: str, language: str, /) -> Iterable[Span]:
        """Give what the plugin finds."""
        return self.inner.spans(text, language)


def named(
    plugins: Iterable[tuple[str, Iterable[tuple[str, Any]]]],
) -> tuple[Recogniser, ...]:
    """Give the recognisers of plugins, each by its plugin and its id."""
    return tuple(
        _Named(f"{who} fjcore_recognisers {name}", item)
        for who, items in plugins
        for name, item in items
    )
