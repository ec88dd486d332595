"""Plans, records and connectors of made-up people, for the gate and what it guards."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from attrs import define, field

from fjcore.audit import AuditEvent, AuditLog, MemoryLogStore
from fjcore.consent import Agency, Grant, Obligation, ObligationKind, Plan, View
from fjcore.disclosure import (
    Connector,
    Disclosure,
    Evidence,
    Held,
    Receipt,
    admit,
    build,
    send,
)
from fjcore.records import (
    CATEGORIES,
    CORE_RECORDS,
    Address,
    ContactPoint,
    Incident,
    Note,
    Person,
    leaves,
)
from fjcore.records.label import FieldKind
from fjcore.records.person import HumanName
from fjcore.values import FixedClock, PartialDate

NOON = datetime(2026, 3, 2, 19, tzinfo=UTC)
TICK = timedelta(microseconds=1)
START, END = NOON - timedelta(hours=1), NOON + timedelta(days=30)
SIGNED = NOON - timedelta(days=1)
ID = "5a" * 16
REVISION = 7
AGENCY = Agency("billings.legal_aid", kind="civil_legal", name="Example Legal Aid")

NARRATIVES = {
    leaf.path: leaf.label.category
    for cls in CORE_RECORDS
    for leaf in leaves(cls)
    if leaf.kind is FieldKind.NARRATIVE
}


def grants(views):
    """Grants by name: of a view, or of a view for records up to an instant."""
    return tuple(
        (name, (Grant(*view),) if isinstance(view, tuple) else (Grant(view),))
        for name, view in sorted(views.items())
    )


def plan_of(categories=None, named=None, obligations=(), **said):
    """A plan that grants some categories and narratives; all else is withheld."""
    nothing = dict.fromkeys(CATEGORIES, ())
    told = dict(grants(categories or {}))
    by_name = dict(grants(named or {}))
    rows = {
        "subject": "c3" * 16,
        "recipient": AGENCY.id,
        "person": None,
        "purpose": "protection_order",
        "basis": "client_release",
        "categories": tuple(sorted({**nothing, **told}.items())),
        "named": tuple(sorted({**dict.fromkeys(NARRATIVES, ()), **by_name}.items())),
        "silent": frozenset(n for n, c in CATEGORIES.items() if c.silent),
        "obligations": tuple(map(Obligation, obligations)),
        "release_ids": ("0b" * 16,),
        "expires": END,
        "valid": (START, END),
        "revision": REVISION,
        "policy_hash": "ab" * 32,
    }
    return Plan(**{**rows, **said})


USUAL = {"identity.name": View.FULL, "identity.dob": View.COARSE_2}


def held_of(*records, at=SIGNED):
    return [Held(record=record, recorded_at=at) for record in records]


def maeve(**said):
    names = (HumanName(text="Maeve Quill", use="legal"),)
    birth = PartialDate.parse("1990-05-03")
    return Person(**{"names": names, "birth_date": birth, **said})


PHONE = ContactPoint(kind="mobile", value="406-555-0123", code_word="bluebird")
HOME = Address(use="home", line=("12 Cottonwood Lane",), city="Laurel")
INCIDENT = Incident(place="the kitchen", narrative="He shouted at the children.")
NOTE = Note(kind="contact", written_at=NOON, text="She sounded tired today.")


def built(plan=None, held=None, *, now=NOON, revision=REVISION, **said):
    """A Disclosure of a plan; the usual plan and person where nothing is said."""
    return build(
        plan or plan_of(USUAL),
        held_of(maeve()) if held is None else held,
        disclosure_id=ID,
        holder="billings.fjc",
        now=now,
        revision=revision,
        **said,
    )


def admitted(made=None, plan=None, recipient=AGENCY, **said):
    """Ask the gate; it answers with None or an error."""
    plan = plan or plan_of(USUAL)
    rows = {"now": NOON, "revision": REVISION, **said}
    return admit(made or built(plan), plan, recipient, **rows)


def warned(kind=ObligationKind.DISCOVERY_WARNING, by="r.okafor", at=NOON):
    return {kind: Evidence(by, at)}


@define
class Mailbox:
    """A connector that keeps what it was handed, and answers as it was told to."""

    answer: object = Receipt("made.mailbox", NOON, "letter 1")
    got: list[tuple[bytes, str]] = field(factory=list)

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:
        self.got.append((disclosure.body, key))
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer  # type: ignore[return-value]

    def close(self) -> None:
        self.got.append((b"", "closed"))


def entry():
    """An audit entry appended, and not yet committed."""
    log = AuditLog("example.org/made", FixedClock(NOON))
    event = AuditEvent(ev="disclose", rid=secrets.token_bytes(16))
    return log.append(MemoryLogStore(), event)


def sent(connector: Connector, made=None, key="key-1", *, committed=True):
    pending = entry()
    if committed:
        pending.committed()
    return send(connector, made or built(), key, pending)
