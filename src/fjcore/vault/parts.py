"""What a vault shows of itself while it is open: its parts, and its desks."""

from __future__ import annotations

from collections.abc import Mapping

from fjcore.disclosure.cards import Card
from fjcore.disclosure.envelope import Checked
from fjcore.errors import VaultError
from fjcore.sdk import Registry, Site
from fjcore.values import Clock
from fjcore.vault.bringing import Imports
from fjcore.vault.core import Core
from fjcore.vault.custody import Custody
from fjcore.vault.desk import Desk
from fjcore.vault.exports import Exports
from fjcore.vault.keydesk import KeyDesk
from fjcore.vault.ledger import Ledger
from fjcore.vault.papers import Papers
from fjcore.vault.paused import Paused
from fjcore.vault.register import Register
from fjcore.vault.unsealing import own_card, unsealed


class Parts:
    """The parts of a vault that is open.

    Raises: VaultError, at every use after it was closed.
    """

    def __init__(self, core: Core) -> None:
        self._core: Core | None = core

    @property
    def _open(self) -> Core:
        if self._core is None:
            raise VaultError("closed")
        return self._core

    @property
    def registry(self) -> Registry:
        """Forms, agencies, limits and connectors in use."""
        return self._open.registry

    @property
    def site(self) -> Site:
        """The site whose vault it is."""
        return self._open.site

    @property
    def narratives(self) -> Mapping[str, str]:
        """The fields that a release may name: narratives, and what may leave apart."""
        return self._open.narratives

    @property
    def clock(self) -> Clock:
        """The clock that every act is timed by."""
        return self._open.clock

    def card(self, *, actor: str) -> Card:
        """Give the holder's card: its public keys, for its partners to pin."""
        return own_card(self._open, actor)

    def open_disclosure(self, raw: bytes) -> Checked:
        """Open a disclosure that a partner pinned in the site file sent to this holder.

        Raises: EnvelopeRefused; UnknownSigner; SignatureBroken; WrongKey, also where
        it is for somebody else; DisclosureExpired.
        """
        return unsealed(self._open, raw)

    @property
    def desk(self) -> Desk:
        """Amendment requests, their answers, and who was told, for one person each."""
        return Desk(self._open)

    @property
    def register(self) -> Register:
        """Finding people by a name, a date or a number."""
        return Register(self._open)

    @property
    def key_desk(self) -> KeyDesk:
        """Resealing what data keys hold, and erasing people by their keys."""
        return KeyDesk(self._open)

    @property
    def exports(self) -> Exports:
        """Reports that core counts, and what exporters of plugins write."""
        return Exports(self._open)

    @property
    def imports(self) -> Imports:
        """What importers of plugins bring in."""
        return Imports(self._open)

    @property
    def papers(self) -> Papers:
        """Notices of withdrawal, who holds what, and packets for counsel."""
        return Papers(self._open)

    @property
    def paused(self) -> Paused:
        """Screenings that are put aside and taken up again, sealed in between."""
        return Paused(self._open)

    @property
    def ledger(self) -> Ledger:
        """Legal grounds, her instructions and what happens to forms, put on file."""
        return Ledger(self._open)

    @property
    def custody(self) -> Custody:
        """The holder's own keys: recovery, second keyrings, drills."""
        return Custody(self._open)
