"""Telling staff of alerts through a site's channels; what fails is kept and named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType

from attrs import define, field, frozen

from fjcore.errors import PluginError, PluginFault
from fjcore.screening import Alert, AlertChannel, AlertNotice, AlertPolicy, notice_of
from fjcore.sdk._blame import contained, who


@frozen
class _Shut:
    """A channel that could not be opened: it takes nothing."""

    fault: PluginError

    def tell(self, _: AlertNotice, /) -> None:
        raise self.fault

    def close(self) -> None:
        """Have nothing to let go of."""


def _told(channel: AlertChannel, notice: AlertNotice) -> object:
    """Give what a channel answers, which is nothing if it keeps its contract."""
    tell: Callable[[AlertNotice], object] = channel.tell
    return tell(notice)


@define(repr=False)
class Alerting:
    """Tells each alert on every channel, once on each; for ``Session(on_alert=...)``.

    Made by ``Registry.alerting``; close it, or use ``with``. A channel that fails
    breaks no answer and holds up no other channel: its fault stands in ``faults``, the
    alert in the session's ``undelivered``, and ``Session.deliver`` tries it again.
    """

    instrument: str
    asked_by: str
    policies: tuple[AlertPolicy, ...]
    staff: Mapping[str, frozenset[str]]
    channels: Mapping[str, tuple[str, AlertChannel]]
    #: Each fault so far, with the plugin and what it was doing.
    faults: list[PluginError] = field(factory=list)
    _told: set[tuple[str, str]] = field(factory=set)

    def opened(
        self, openers: Mapping[str, tuple[str, Callable[[], AlertChannel]]]
    ) -> Alerting:
        """Open channels; one that cannot be opened stays as one that fails."""
        found = {}
        for name, (plugin, opener) in openers.items():
            try:
                found[name] = (plugin, opener())
            except PluginError as error:
                fault = error.with_traceback(None)
                self.faults.append(fault)
                found[name] = (plugin, _Shut(fault))
        self.channels = found
        return self

    def __call__(self, alert: Alert) -> None:
        """Tell an alert on each channel that has not taken it.

        Raises: PluginFault, the first of this time, when a channel did not take it, or
        was not there from the beginning.
        """
        notice = notice_of(
            alert,
            self.instrument,
            policies=self.policies,
            staff=self.staff,
            asked_by=self.asked_by,
        )
        failed = [one for name in self.channels if (one := self._tell(name, notice))]
        self.faults += failed
        if failed:
            raise failed[0]

    def _tell(self, name: str, notice: AlertNotice) -> PluginFault | None:
        if (name, notice.id) in self._told:
            return None
        plugin, channel = self.channels[name]
        where = who(plugin, name, "tell")
        try:
            answer: object = contained(lambda: _told(channel, notice), where)
        except PluginFault as error:
            return error.with_traceback(None)
        if answer is not None:  # such as a coroutine: nobody was told by it
            return PluginFault(f"{where} (Garbled)")
        self._told.add((name, notice.id))
        return None

    def close(self) -> None:
        """Close every channel; what one raises then is named in ``faults``."""
        channels, self.channels = self.channels, {}
        for name, (plugin, channel) in channels.items():
            try:
                contained(channel.close, who(plugin, name, "close"))
            except PluginFault as error:
                self.faults.append(error.with_traceback(None))

    def __enter__(self) -> Alerting:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
