"""A screening that is put aside, sealed for its one person until it is taken up."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any

from attrs import frozen

from fjcore.crypto import CellAddress
from fjcore.errors import FjcoreError, InputRefused, Problem
from fjcore.screening import Session, save
from fjcore.values import canonical, parse_id
from fjcore.vault.cells import GENERAL
from fjcore.vault.core import Core, Tx
from fjcore.vault.moment import moment, walled

_SCHEMA = "fjcore.paused/1"
_KIND = "screening_session"
#: A session is a list of short steps; more than this is none.
MAX_BYTES = 1 << 20


@frozen(repr=False)
class Paused:
    """Sessions on their way out of a vault and back: never an answer in clear.

    What comes out names a person and a session by their random ids, and opens in this
    vault only, for as long as the person's key is there.
    """

    _core: Core

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
            self._noted(tx, subject, actor, "keep", "put_aside")
            return tx.seals.seal(_address(subject, session.session_id), plain)

        sealed = self._core.run_for(actor, subject, work)
        return canonical.dumps(
            {
                "schema": _SCHEMA,
                "subject": subject,
                "session": session.session_id,
                "sealed": b64encode(sealed).decode("ascii"),
            }
        )

    def open(
        self, raw: bytes, *, actor: str, where: str
    ) -> tuple[str, Any, str | None]:
        """Give whose session it is, what ``restore`` takes, and in which words it was.

        That it was taken up is logged.

        Raises: InputRefused, for what is no such file; SealBroken, where it was
        changed or is another vault's; what ``seal`` raises.
        """
        self._core.own(actor)
        subject, session, sealed = _read(raw, where)

        def work(tx: Tx) -> bytes:
            self._noted(tx, subject, actor, "read", "take_up")
            return tx.seals.open(_address(subject, session), sealed).payload

        plain = self._core.run_for(actor, subject, work)
        said = json.loads(plain)
        return subject, said["session"], said["language"]

    def _noted(self, tx: Tx, subject: str, actor: str, event: str, step: str) -> None:
        now = moment(tx, subject)
        walled(now, actor)
        said = {"step": step, "records": [], "revision": now.revision}
        tx.note(event, actor=actor, subject=subject, detail=said)


def _address(subject: str, session: str) -> CellAddress:
    return CellAddress(subject, GENERAL, _KIND, session, 1)


def _read(raw: bytes, where: str) -> tuple[str, str, bytes]:
    found = None
    try:
        found = _parts(canonical.loads(raw, max_bytes=MAX_BYTES, where=where))
    except (FjcoreError, ValueError):
        pass
    if found is None:
        raise InputRefused(where, problems=(Problem(where, "format"),))
    return found


def _parts(data: Any) -> tuple[str, str, bytes] | None:
    if type(data) is not dict or data.get("schema") != _SCHEMA:
        return None
    if data.keys() != {"schema", "subject", "session", "sealed"}:
        return None
    sealed = data["sealed"]
    if type(sealed) is not str:
        return None
    return (
        parse_id(data["subject"], where="subject"),
        parse_id(data["session"], where="session"),
        b64decode(sealed, validate=True),
    )
