"""What is done with the keys of an open vault, and with the head that they sign."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from fjcore.crypto import (
    DEFAULT_COST,
    Cost,
    Drilled,
    drill,
    make_recovery,
    open_recovery,
    recoverable,
    rewrap_root,
)
from fjcore.values import Secret
from fjcore.vault import verifying
from fjcore.vault.core import Core, Tx
from fjcore.vault.results import VaultReport


@frozen(repr=False)
class Custody:
    """Acts on the holder's own keys and head. Each names who acts, and is logged."""

    _core: Core

    def recovery(self) -> str:
        """Give the name of the recovery key that new keys are wrapped for, or nothing.

        Raises: KeyMismatch, when another was put in its place; what a keyring raises.
        """
        holding = self._core.sealer.holding
        return self._core.run(lambda tx: recoverable(holding, tx.keys))

    def make_recovery(
        self,
        path: Path,
        passphrase: Secret[str],
        *,
        actor: str,
        cost: Cost = DEFAULT_COST,
    ) -> str:
        """Make a recovery key in a file, and wrap every key for it; give its name.

        An earlier recovery key opens nothing any more.
        Raises: OptionRefused; AccessRefused, when the file is there already; what a
        keyring raises.
        """
        core = self._core
        core.own(actor)
        holding = core.sealer.holding

        def work(tx: Tx) -> str:
            made = make_recovery(holding, tx.keys, path, passphrase, cost=cost)
            name = made.public.ref
            tx.note("key.create", actor=actor, detail={"recovery": name})
            return name

        return core.run(work)

    def rewrap(self, *, actor: str) -> int:
        """Wrap the holder's own keys anew by the keyrings that the site names.

        This is how keys move to another keyring, to a newer root key, or are wrapped
        by a second one. Gives how many there are.
        Raises: OptionRefused; what a keyring raises.
        """
        core = self._core
        core.own(actor)

        def work(tx: Tx) -> int:
            done = rewrap_root(core.sealer.holding, tx.keys)
            names = [one.id for one in core.rings.wrapping]
            tx.note("key.rotate", actor=actor, detail={"keyrings": names})
            return done

        return core.run(work)

    def drill(
        self,
        *,
        actor: str,
        recovery: tuple[Path, Secret[str]] | None = None,
    ) -> tuple[Drilled, ...]:
        """Open every key by each keyring alone, and by a recovery file alone.

        On copies of the wraps: nothing is changed but the log, which says what opened.
        Raises: OptionRefused; KeyUnavailable, FormatError, AccessRefused, naming the
        recovery file.
        """
        core = self._core
        core.own(actor)
        key = None if recovery is None else open_recovery(*recovery)

        def work(tx: Tx) -> tuple[Drilled, ...]:
            rings = core.rings.wrapping
            found = drill(core.sealer.holding, tx.keys, rings=rings, recovery=key)
            tx.note("drill", actor=actor, detail={"ways": _told(found)})
            return found

        return core.run(work)

    def pin(self, *, actor: str) -> VaultReport:
        """Verify the vault; where no signed head is outside, log that, and sign one.

        Until then nothing is disclosed: who took the head away may have put an older
        database there, in which a release stands that was withdrawn. What the log says
        is to be held against what is known otherwise first. ``pinned`` of what is given
        says whether there was a head; one that is there is never replaced.
        Raises: OptionRefused; what ``verify`` raises; AuditUnavailable, naming the file
        that cannot be written.
        """
        return verifying.pinned(self._core, actor)

    def restored(self, *, actor: str, keys: int) -> None:
        """Log that a lost keyring was replaced; ``restore_vault`` calls it.

        Raises: OptionRefused.
        """
        core = self._core
        core.own(actor)
        detail = {"keyring": core.rings.keyring.id, "keys": keys}
        core.run(lambda tx: tx.note("restore", actor=actor, detail=detail))


def _told(found: Iterable[Drilled]) -> list[dict[str, object]]:
    """Give what a drill found as plain data, without the keys' ids."""
    return [
        {
            "way": one.way,
            "own": one.own,
            "data": one.data,
            "failed": len(one.failed),
        }
        for one in found
    ]
