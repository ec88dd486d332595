"""A screening that is put aside, sealed for its one person until it is taken up."""

from __future__ import annotations

import json
from typing import Any

from attrs import frozen

from fjcore.screening import Session, save
from fjcore.vault.core import Core, Tx
from fjcore.vault.set_aside import SetAside, noted

_FILES = SetAside("fjcore.paused/1", "session", "screening_session")


@frozen(repr=False)
class Paused:
    """Sessions on their way out of a vault and back: never an answer in clear.

    What comes out names a person and a session by their random ids, and opens in this
    vault only, for as long as the person's key is there.
    """

    _core: Core

    def begun(self, subject: str, *, actor: str) -> None:
        """Log that a screening of a person is begun: before the first question.

        Raises: BadId; UnknownSubject, also for somebody walled off; OptionRefused;
        crypto, store and audit errors.
        """
        self._core.own(actor)
        self._core.run_for(
            actor, subject, lambda tx: noted(tx, subject, actor, "read", "begin")
        )

    def seal(self, session: Session, subject: str, *, actor: str) -> bytes:
        """Give a session that is not over as the bytes of a file, and log it.

        Raises: UnknownSubject, also for somebody walled off; AnswerRefused, once the
        session is over; OptionRefused; crypto, store and audit errors.
        """
        self._core.own(actor)
        words = session.wording
        said = {"session": save(session), "language": words and words.language}
        plain = json.dumps(said).encode()

        def work(tx: Tx) -> bytes:
            noted(tx, subject, actor, "keep", "put_aside")
            return tx.seals.seal(_FILES.address(subject, session.session_id), plain)

        sealed = self._core.run_for(actor, subject, work)
        return _FILES.written(subject, session.session_id, sealed)

    def open(
        self, raw: bytes, *, actor: str, where: str
    ) -> tuple[str, Any, str | None]:
        """Give whose session it is, what ``restore`` takes, and in which words it was.

        That it was taken up is logged.

        Raises: InputRefused, for what is no such file; SealBroken, where it was
        changed or is another vault's; what ``seal`` raises.
        """
        self._core.own(actor)
        subject, session, sealed = _FILES.read(raw, where)

        def work(tx: Tx) -> bytes:
            noted(tx, subject, actor, "read", "take_up")
            return tx.seals.open(_FILES.address(subject, session), sealed).payload

        plain = self._core.run_for(actor, subject, work)
        said = json.loads(plain)
        return subject, said["session"], said["language"]
