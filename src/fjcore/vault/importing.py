"""Keeping what an import read: many people's rows in one transaction, each row once.

A row is known again by a token of its layout and its key in the source, made under a
key of the vault; what the token stands for is sealed under the person's own key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from enum import StrEnum

import sqlalchemy as sa
from attrs import define, field, frozen

from fjcore.crypto import CellAddress, Codec
from fjcore.errors import InputRefused, Problem, SealBroken
from fjcore.records.categories import ACCOUNTING
from fjcore.records.importing import Draft
from fjcore.values import canonical, new_id, parse_name
from fjcore.vault.acts import put
from fjcore.vault.cells import GENERAL, places_of
from fjcore.vault.core import Core, Tx
from fjcore.vault.inputs import Intake
from fjcore.vault.tables import IMPORT
from fjcore.vault.trial import check_drafts

#: Most drafts of one batch: what is undone when one of them cannot be kept.
MAX_BATCH = 500

#: Most records that one audit entry names: its detail has room for no more.
_MOST = 500

_TOKEN = b"fjcore/import-token/v1\x00"

#: What a token says it is, in the place it is sealed to.
IMPORT_SHEET = "import.token"


class Fate(StrEnum):
    """What became of a draft.

    ``known``: its row was kept by an earlier import. ``unknown_person``: its row is
    about somebody whom no import of this layout has introduced.
    """

    KEPT = "kept"
    KNOWN = "known"
    UNKNOWN_PERSON = "unknown_person"


@frozen
class _Tokens:
    """Makes, finds and keeps tokens within one transaction."""

    tx: Tx
    key: bytes
    layout: str

    def of(self, what: str, *names: str) -> str:
        """Give the token of a row or of a person."""
        said = canonical.dumps([self.layout, what, *names])
        return hmac.new(self.key, _TOKEN + said, hashlib.sha256).digest()[:16].hex()

    def subject(self, token: str) -> str | None:
        """Give whom a token stands for; None when it was never kept.

        Raises: SealBroken, naming the token, when it was moved to another person.
        """
        row = self.tx.connection.execute(
            sa.select(IMPORT).where(IMPORT.c.token == bytes.fromhex(token))
        ).one_or_none()
        if row is None:
            return None
        sealed = self.tx.seals.open(_address(row.subject_id, token), bytes(row.sealed))
        if canonical.loads(sealed.payload).get("layout") != self.layout:
            raise SealBroken(token)
        return str(row.subject_id)

    def keep(self, token: str, what: str, subject: str) -> None:
        """Keep a token for a person."""
        said = canonical.dumps({"layout": self.layout, "what": what})
        sealed = self.tx.seals.seal(
            _address(subject, token), said, codec=Codec.JSON, schema=1
        )
        self.tx.connection.execute(
            IMPORT.insert().values(
                token=bytes.fromhex(token), subject_id=subject, sealed=sealed
            )
        )


def _address(subject: str, token: str) -> CellAddress:
    return CellAddress(subject, GENERAL, IMPORT_SHEET, token, 1)


def import_records(
    core: Core, drafts: Sequence[Draft], layout: str, actor: str
) -> tuple[Fate, ...]:
    """Keep a batch of drafts whole or not at all; give what became of each."""
    core.own(actor)
    name = parse_name(layout, where="layout")
    if len(drafts) > MAX_BATCH:
        raise InputRefused("drafts", problems=(Problem("drafts", "too_big"),))
    known = set(core.catalog.types.values())
    for draft in drafts:
        if any(type(one) not in known for one in (*draft.introducing, *draft.records)):
            raise InputRefused("records", problems=(Problem("records", "type"),))
        core.collects((*draft.introducing, *draft.records))
    check_drafts(drafts, synthetic=core.site.store.synthetic)

    def work(tx: Tx) -> tuple[Fate, ...]:
        IMPORT.create(tx.connection, checkfirst=True)
        tokens = _Tokens(tx, tx.seals.actor_key().reveal(), name)
        fates: list[Fate] = [Fate.UNKNOWN_PERSON] * len(drafts)
        people: dict[str, list[int]] = {}
        for index, draft in enumerate(drafts):
            people.setdefault(draft.person, []).append(index)
        files, taken = [], set[str]()
        for person, indexes in people.items():
            token = tokens.of("person", person)
            file = _File(token, tokens.subject(token))
            for index in indexes:
                fates[index] = file.took(tokens, drafts[index], taken)
            files.append(file)
        tx.seals.fresh_keys(place for file in files for place in file.places())
        for file in files:
            file.keep(tx, tokens, actor)
        return tuple(fates)

    return core.run(work)


@define(repr=False)
class _File:
    """What of a batch is to be kept for one person."""

    token: str
    subject: str | None
    new: bool = False
    rows: list[str] = field(factory=list)
    records: list[object] = field(factory=list)

    def took(self, tokens: _Tokens, draft: Draft, taken: set[str]) -> Fate:
        """Take a draft in, if it is to be kept; give what becomes of it.

        ``taken`` are the tokens of the rows of this batch that are kept.
        """
        row = tokens.of("row", draft.file, draft.key)
        if row in taken or tokens.subject(row) is not None:
            return Fate.KNOWN
        if self.subject is None:
            if not draft.introduces:
                return Fate.UNKNOWN_PERSON
            self.subject, self.new = new_id(), True
            self.records += draft.introducing
        self.records += draft.records
        self.rows.append(row)
        taken.add(row)
        return Fate.KEPT

    def places(self) -> Iterator[tuple[str, str]]:
        """Give where a new person's first keys are needed."""
        if self.new and self.subject is not None:
            names = {ACCOUNTING}.union(*map(places_of, self.records))
            yield from ((self.subject, name) for name in sorted(names))

    def keep(self, tx: Tx, tokens: _Tokens, actor: str) -> None:
        """Keep the person, the rows and their records."""
        if self.subject is None or not self.rows:
            return
        if self.new:
            tx.rows.add_subject(self.subject)
            tokens.keep(self.token, "person", self.subject)
        for row in self.rows:
            tokens.keep(row, "row", self.subject)
        for start in range(0, len(self.records), _MOST):
            part = Intake(records=tuple(self.records[start : start + _MOST]))
            put(tx, self.subject, part, actor, event="import")
