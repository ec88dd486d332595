"""A plugin's connector behind a wall: it is named, and says why it did not deliver."""

from __future__ import annotations

from attrs import define, field

from fjcore.disclosure import Connector, Disclosure, Receipt
from fjcore.errors import PluginRefused
from fjcore.sdk._blame import contained
from fjcore.sdk._lines import Line


@define(repr=False)
class HeldConnector:
    """A connector of a plugin, opened; each of its calls is contained.

    ``why`` is the code by which it last said why it did not deliver, one that its
    manifest declares; empty where it said none.
    """

    id: str
    whose: str
    why: str = field(init=False, default="")
    _line: Line
    _inner: Connector

    def __repr__(self) -> str:
        return f"<connector {self.id}>"

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:
        """Have the plugin deliver; what it gives is looked at by whoever sends.

        Raises: PluginRefused, PluginFault, naming the plugin.
        """
        self.why = ""
        line, where = self._line, self._line.named(self.id, "send")
        try:
            if line.apart:  # its faults are this library's own already
                return self._inner.send(disclosure, key)
            return contained(
                lambda: self._inner.send(disclosure, key), where, line.refusals
            )
        except PluginRefused as error:
            self.why = error.said
            raise

    def close(self) -> None:
        """Close it.

        Raises: PluginFault, naming the plugin.
        """
        contained(self._inner.close, self._line.named(self.id, "close"))
