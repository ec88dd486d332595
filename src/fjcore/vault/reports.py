"""Who sees what, and what was disclosed: answers about a person's own permissions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from fjcore.consent import SubjectState, analyse
from fjcore.consent.analyse import Matrix
from fjcore.disclosure import AccountingRow
from fjcore.records.checks import instant
from fjcore.values import from_micros, parse_id, utc
from fjcore.vault.core import Core, Tx
from fjcore.vault.history import gapless, whole_trail
from fjcore.vault.moment import admitted

T = TypeVar("T")


def who_sees(core: Core, subject: str, actor: str, at: datetime | None) -> Matrix:
    """Give what each recipient named in a release may see, for each purpose."""

    def work(tx: Tx, state: SubjectState, instant: datetime) -> Matrix:
        tx.note("read", actor=actor, subject=subject, detail={"what": "who_sees"})
        return analyse.matrix(
            core.policy,
            state,
            subject=subject,
            at=instant,
            categories=core.categories,
            fields=core.narratives,
        )

    return looked(core, subject, actor, at, work)


def looked(
    core: Core,
    subject: str,
    actor: str,
    at: datetime | None,
    work: Callable[[Tx, SubjectState, datetime], T],
) -> T:
    """Look at a person's permissions as of an instant, or now."""
    core.own(actor)
    parse_id(subject, where="subject")

    def inside(tx: Tx) -> T:
        revision = admitted(tx, subject, actor)
        instant = utc(at) if at is not None else core.clock.now()
        return work(tx, tx.state(subject, revision, instant), instant)

    return core.run_for(actor, subject, inside)


def account(core: Core, subject: str, actor: str) -> tuple[AccountingRow, ...]:
    """Give every disclosure of a person, oldest first."""
    core.own(actor)
    parse_id(subject, where="subject")

    def work(tx: Tx) -> tuple[AccountingRow, ...]:
        revision = admitted(tx, subject, actor)
        gapless(tx)
        found = rows_of(tx, subject, revision)
        tx.note("accounting.read", actor=actor, subject=subject, detail={})
        return found

    return core.run_for(actor, subject, work)


def rows_of(tx: Tx, subject: str, revision: int) -> tuple[AccountingRow, ...]:
    """Give every disclosure of a person, oldest first, as the log has it.

    Raises: LogBroken, as ``whole_trail``: none may vanish unseen.
    """
    sent: list[tuple[int, dict[str, Any]]] = []
    arrived: set[str] = set()
    for leaf, said in whole_trail(tx, subject, revision):
        if leaf["ev"] == "disclose":
            sent.append((leaf["t"], said))
        elif leaf["ev"] == "receipt" and "reference" in said:
            arrived.add(said["disclosure"])
    return tuple(_accounted(t, said, arrived) for t, said in sent)


def _accounted(t: int, said: dict[str, Any], arrived: set[str]) -> AccountingRow:
    ends = said.get("expires")
    return AccountingRow(
        at=from_micros(t),
        disclosure=said["disclosure"],
        recipient=said["recipient"],
        recipient_name=said["recipient_name"],
        person=said["person"],
        purpose=said["purpose"],
        basis=said["basis"],
        basis_ref=said.get("basis_ref", ""),
        releases=tuple(said["releases"]),
        categories=tuple(said["categories"]),
        fields=tuple(path for path, _ in said["fields"]),
        actor=said["actor"],
        delivered=said["disclosure"] in arrived,
        expires=None if ends is None else instant(ends),
    )
