"""A plugin's exporter behind a wall: what goes in, and what it may write, is checked.

Nothing that it wrote is given on unless it ended well, so nothing is written half.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from fjcore.disclosure import Disclosure, Exportable, ExportKind, Receipt
from fjcore.disclosure.exporting import ITEMS, MAX_EXPORT
from fjcore.errors import HookError, PluginFault, PluginRefused
from fjcore.sdk._blame import contained
from fjcore.sdk._kept import is_exporter
from fjcore.sdk._lines import Line
from fjcore.values import Clock


class CheckedStream(io.RawIOBase):
    """Takes bytes in order, up to a bound; it gives none back and has no name.

    A write beyond the bound, or after the end, is a fault that stays one, whatever the
    writer makes of the error.
    """

    def __init__(self, limit: int = MAX_EXPORT) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._left = limit
        self.fault = ""

    def writable(self) -> bool:
        """Say yes: it can be written to, and nothing else."""
        return True

    def write(self, data: Any, /) -> int:
        """Take bytes.

        Raises: ValueError, beyond the bound and after it was closed; TypeError.
        """
        part = bytes(memoryview(data))
        if self.closed or len(part) > self._left:
            self.fault = self.fault or ("Closed" if self.closed else "TooLong")
            raise ValueError(self.fault)
        self._left -= len(part)
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        """End it, and give what it took."""
        parts, self._parts = self._parts, []
        self.close()
        return b"".join(parts)


@frozen(repr=False)
class HeldExporter:
    """An exporter of a plugin, by its id."""

    id: str
    accepts: ExportKind
    _line: Line

    def __repr__(self) -> str:
        return f"<exporter {self.id} of {self.accepts}>"

    @property
    def whose(self) -> str:
        """Name the plugin, its version, the hook and the exporter."""
        return self._line.named(self.id)

    def written(self, items: Iterable[Exportable]) -> bytes:
        """Give what the plugin writes of the items, whole.

        Raises: HookError, for items of another kind, before any code of the plugin
        runs, and for an exporter that does not keep its contract; PluginFault, naming
        the plugin, when it raises, writes too much, or writes nothing; PluginRefused,
        with the code by which it says why it does not write them.
        """
        where = self._line.named(self.id, "write")
        held = tuple(items)
        if not held or not all(type(one) is ITEMS[self.accepts] for one in held):
            raise HookError(f"{where}: kind (R12)")
        made = contained(lambda: self._line.factory.make(self._line.config), where)
        sound = contained(
            lambda: is_exporter(made) and made.accepts is self.accepts, where
        )
        if not sound:
            raise HookError(f"{where}: signature (R11)")
        out = CheckedStream()
        answer = contained(lambda: made.write(held, out), where, self._line.refusals)
        raw = out.taken()
        fault = out.fault or ("" if answer is None else "Garbled")
        code = fault if fault or raw else "Empty"
        if code:
            raise PluginFault(f"{where} ({code})")
        return raw


def held_exporter(name: str, line: Line) -> HeldExporter:
    """Give the exporter of a line, under its id."""
    return HeldExporter(name, line.factory.accepts, line)


class ExportLine:
    """Hands one Disclosure to an exporter, as a connector would deliver it.

    What was written is in ``raw`` once it was handed over, and empty before; ``why``
    is the code by which the exporter last said why it wrote nothing.
    """

    def __init__(self, exporter: HeldExporter, clock: Clock) -> None:
        self._exporter = exporter
        self._clock = clock
        self.raw, self.why = b"", ""

    @property
    def whose(self) -> str:
        """Name the plugin, its version, the hook and the exporter."""
        return self._exporter.whose

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:
        """Have the exporter write it; the receipt's reference is the key.

        Raises: HookError, PluginFault, PluginRefused.
        """
        self.why = ""
        try:
            self.raw = self._exporter.written((disclosure,))
        except PluginRefused as error:
            self.why = error.said
            raise
        return Receipt(self._exporter.id, self._clock.now(), key)

    def close(self) -> None:
        """Do nothing: nothing was opened."""
