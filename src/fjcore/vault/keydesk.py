"""Acts on the keys of a vault's people: resealing, erasing, and taking out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from fjcore.crypto import Certificate, Standing
from fjcore.vault.core import Core
from fjcore.vault.erasing import erase_again, erase_person, how_far
from fjcore.vault.exporting import export_person
from fjcore.vault.resealing import Progress, Resealed, reseal_vault


def _quiet(_: int) -> None:
    return


@frozen(repr=False)
class KeyDesk:
    """Acts on the data keys of people. Each names who acts, and is logged."""

    _core: Core

    def reseal(
        self,
        *,
        actor: str,
        subject: str | None = None,
        every: bool = False,
        new_key: bool = True,
        progress: Progress = _quiet,
    ) -> Resealed:
        """Put new data keys in use and move every cell of the old ones to them.

        For a person, for ``every`` person, or else for keys that are compromised or
        have sealed 16,777,216 times. Stopped anywhere, all opens as before: call it
        again with ``new_key=False``. The old keys are destroyed by a call that comes a
        cache's time later.
        Raises: SealBroken, FormatError, naming a record whose cell cannot be opened.
        """
        return reseal_vault(
            self._core,
            actor=actor,
            subject=subject,
            every=every,
            new_key=new_key,
            progress=progress,
        )

    def erase(
        self,
        subject: str,
        *,
        actor: str,
        approved_by: Sequence[str],
        backup_days: int = 14,
    ) -> Certificate:
        """Destroy a person's keys and index rows; the accounts of her stay.

        ``approved_by`` are two staff members whom the site file names as approvers:
        they answer for it that nothing must be kept. ``backup_days`` is how long the
        backups of the key store are kept. After an interruption, call it again.
        Raises: EraseRefused; UnknownSubject; OptionRefused.
        """
        return erase_person(
            self._core,
            subject,
            actor=actor,
            approved_by=approved_by,
            backup_days=backup_days,
        )

    def export(
        self, subject: str, *, to_key: bytes, actor: str, need_to_know: str
    ) -> bytes:
        """Give a person's file as a bundle that only the key named can open.

        ``to_key``: 32 bytes, a public X25519 key of the holder's own. What is in it is
        what staff of the program may read; it is logged as an export.
        Raises: BadKey; Refused, with the reason; UnknownSubject.
        """
        return export_person(
            self._core, subject, to_key=to_key, actor=actor, why=need_to_know
        )

    def standing(
        self, certificate: Certificate, *, roots_until: datetime | None = None
    ) -> Standing:
        """Say what is still pending of an erasure, as ``fjcore.crypto.standing``."""
        return how_far(self._core, certificate, roots_until)

    def erase_again(self, certificates: Iterable[Certificate], *, actor: str) -> int:
        """Destroy again what a restored backup brought back; give how many keys."""
        return erase_again(self._core, certificates, actor=actor)
