"""What a connector is: it gets one Disclosure and a key, and gives a receipt."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from attrs import frozen

from fjcore.disclosure.disclosure import Disclosure

#: Longest text of a receipt, in characters.
MAX_TEXT = 500


@frozen
class Receipt:
    """A connector's word that a disclosure arrived; ``reference`` is the partner's."""

    connector: str
    delivered_at: datetime
    reference: str

    @property
    def whole(self) -> bool:
        """Whether each part is of its kind, printable, and short enough to be filed."""
        texts = (self.connector, self.reference)
        sound = all(
            type(text) is str and len(text) <= MAX_TEXT and text.isprintable()
            for text in texts
        )
        # A zone of somebody else's runs code whenever the time is read.
        at = self.delivered_at
        return (
            sound and type(at) is datetime and type(at.tzinfo) in (timezone, ZoneInfo)
        )


class Connector(Protocol):
    """Carries a Disclosure to its recipient; sees nothing else."""

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:
        """Deliver once per ``key``, however often it is called with it."""
        ...

    def close(self) -> None:
        """Let go of what ``connect`` opened."""
        ...


class ConnectorFactory(Protocol):
    """Makes a connector from the site's settings for its plugin.

    ``id`` is ``<plugin prefix>.<name>``; ``hosts`` are the network hosts it talks to,
    each of which needs the permission ``network:<host>``.
    """

    @property
    def id(self) -> str:
        """The name by which a partner in the site file refers to it."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every network host the connector talks to."""
        ...

    def connect(self, config: Any, folder: str, /) -> Connector:
        """Open a connector; relative paths in ``config`` start at ``folder``."""
        ...
