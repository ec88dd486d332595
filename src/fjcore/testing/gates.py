"""A gate for tests: what passes it was made as the true one makes it."""

from __future__ import annotations

from attrs import define, field, frozen

from fjcore.disclosure import Connector, Disclosure, Receipt, send
from fjcore.errors import NotCommitted
from fjcore.testing.disclosures import disclosure


@frozen
class Entry:
    """Stands for an audit entry; it raises until it is committed."""

    committed: bool = True

    @property
    def receipt(self) -> object:
        """The entry.

        Raises: NotCommitted.
        """
        if not self.committed:
            raise NotCommitted("audit")
        return self


@define
class Gate:
    """Hands disclosures to connectors by the one call there is, and counts them."""

    #: The ids of what was handed over.
    handed: list[str] = field(factory=list)

    def pass_on(
        self,
        connector: Connector,
        made: Disclosure | None = None,
        *,
        committed: bool = True,
    ) -> Receipt:
        """Hand over a disclosure, the kit's own if none is named.

        Raises: NotCommitted; DisclosureError; DeliveryFailed, whatever the connector
        raised.
        """
        sent = made if made is not None else disclosure()
        got = send(connector, sent, sent.id, Entry(committed))
        self.handed.append(sent.id)
        return got
