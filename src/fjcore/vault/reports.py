"""Who sees what, and what was disclosed: answers about a person's own permissions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fjcore.consent import (
    Basis,
    BasisKind,
    Purpose,
    Question,
    SubjectState,
    View,
    decide,
)
from fjcore.disclosure import AccountingRow
from fjcore.values import from_micros, parse_id, utc
from fjcore.vault.core import Core, Tx
from fjcore.vault.history import trail_of
from fjcore.vault.moment import admitted
from fjcore.vault.results import Matrix, MatrixRow


def who_sees(core: Core, subject: str, actor: str, at: datetime | None) -> Matrix:
    """Give what each recipient named in a release may see, for each purpose."""
    core.own(actor)
    parse_id(subject, where="subject")

    def work(tx: Tx) -> Matrix:
        revision = admitted(tx, subject, actor)
        instant = utc(at) if at is not None else core.clock.now()
        state = tx.state(subject, revision, instant)
        rows = tuple(
            _row(core, subject, state, entry, purpose, instant)
            for entry, purpose in sorted(_named(state))
        )
        tx.note("read", actor=actor, subject=subject, detail={"what": "who_sees"})
        return Matrix(subject=subject, at=instant, rows=rows)

    return core.run_for(actor, subject, work)


def _named(state: SubjectState) -> set[tuple[str, str]]:
    return {
        (entry, purpose)
        for file in state.releases
        for entry in file.release.recipients
        for purpose in file.release.purpose
    }


def _row(
    core: Core,
    subject: str,
    state: SubjectState,
    entry: str,
    purpose: str,
    at: datetime,
) -> MatrixRow:
    agency, _, person = entry.partition("#")
    partner = core.policy.partners.get(agency)
    if partner is None:
        return MatrixRow(recipient=entry, name=entry, purpose=purpose, views={})
    question = Question(
        subject=subject,
        recipient=agency,
        person=person or None,
        purpose=Purpose(purpose),
        basis=Basis(BasisKind.CLIENT_RELEASE),
        at=at,
        categories=core.categories,
        exemptions=False,
    )
    found = decide(core.policy, state, question, fields=core.narratives)
    views = {
        name: max((grant.view for grant in verdict.grants), default=View.MARKED)
        for name, verdict in (*found.verdicts.items(), *found.named.items())
    }
    return MatrixRow(recipient=entry, name=partner.name, purpose=purpose, views=views)


def account(core: Core, subject: str, actor: str) -> tuple[AccountingRow, ...]:
    """Give every disclosure of a person, oldest first."""
    core.own(actor)
    parse_id(subject, where="subject")

    def work(tx: Tx) -> tuple[AccountingRow, ...]:
        admitted(tx, subject, actor)
        sent: list[tuple[int, dict[str, Any]]] = []
        arrived: set[str] = set()
        for leaf, said in trail_of(tx, subject):
            if leaf["ev"] == "disclose":
                sent.append((leaf["t"], said))
            elif leaf["ev"] == "receipt":
                arrived.add(said["disclosure"])
        tx.note("accounting.read", actor=actor, subject=subject, detail={})
        return tuple(_accounted(t, said, arrived) for t, said in sent)

    return core.run_for(actor, subject, work)


def _accounted(t: int, said: dict[str, Any], arrived: set[str]) -> AccountingRow:
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
    )
