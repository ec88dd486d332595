"""What a vault seals into a file and takes up again: of one person, in this vault."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from attrs import frozen

from fjcore.crypto import CellAddress
from fjcore.errors import FjcoreError, InputRefused, Problem
from fjcore.values import canonical, parse_id
from fjcore.vault.cells import GENERAL
from fjcore.vault.core import Tx
from fjcore.vault.moment import moment, walled

#: What is set aside is a list of short things; more than this is none.
MAX_BYTES = 1 << 20


@frozen
class SetAside:
    """One kind of such files: its schema, the key of its own id, the kind of its cell.

    A file names a person and itself by random ids, and holds nothing else in clear.
    """

    schema: str
    key: str
    kind: str

    def address(self, subject: str, name: str) -> CellAddress:
        """Give the place that the sealed bytes are bound to."""
        return CellAddress(subject, GENERAL, self.kind, name, 1)

    def written(self, subject: str, name: str, sealed: bytes) -> bytes:
        """Give the bytes of a file."""
        return canonical.dumps(
            {
                "schema": self.schema,
                "subject": subject,
                self.key: name,
                "sealed": b64encode(sealed).decode("ascii"),
            }
        )

    def read(self, raw: bytes, where: str) -> tuple[str, str, bytes]:
        """Give whose file it is, its id, and what is sealed in it.

        Raises: InputRefused, for what is no such file.
        """
        found = None
        try:
            found = self._parts(canonical.loads(raw, max_bytes=MAX_BYTES, where=where))
        except (FjcoreError, ValueError):
            pass
        if found is None:
            raise InputRefused(where, problems=(Problem(where, "format"),))
        return found

    def _parts(self, data: Any) -> tuple[str, str, bytes] | None:
        if type(data) is not dict or data.get("schema") != self.schema:
            return None
        if data.keys() != {"schema", "subject", self.key, "sealed"}:
            return None
        if type(data["sealed"]) is not str:
            return None
        return (
            parse_id(data["subject"], where="subject"),
            parse_id(data[self.key], where=self.key),
            b64decode(data["sealed"], validate=True),
        )


def noted(tx: Tx, subject: str, actor: str, event: str, step: str) -> None:
    """Log that something is begun, set aside or taken up, unless a wall stands there.

    Raises: UnknownSubject, also for somebody walled off.
    """
    now = moment(tx, subject)
    walled(now, actor)
    said = {"step": step, "records": [], "revision": now.revision}
    tx.note(event, actor=actor, subject=subject, detail=said)
