"""What the applications beside this file share: who asks, what may leave, and a log.

Everybody in it is made up. Keys, records and log stay in memory: put your own stores
in their places, and one transaction around ``disclosed``.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta

from fjcore.audit import AuditEvent, AuditLog, MemoryLogStore
from fjcore.consent import (
    Agency,
    Basis,
    Holder,
    OnFile,
    Policy,
    Question,
    Release,
    Signer,
    SubjectFacts,
    SubjectState,
    decide,
    plan,
)
from fjcore.crypto import (
    CellAddress,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
    Sealer,
)
from fjcore.disclosure import Disclosure, Held, admit, build
from fjcore.errors import FjcoreError
from fjcore.records import HumanName, Person, dumps, loads
from fjcore.values import SystemClock, id_bytes, new_id

CLOCK = SystemClock()
MARIA = "5e0a7c1be2f94d0a8b6c3d1f20517e42"
SIGNED = datetime.now(UTC) - timedelta(hours=1)

LEGAL_AID = Agency("legal_aid", kind="civil_legal", name="Bighorn Legal Aid")
POLICY = Policy(
    holder=Holder(
        "harbor",
        kind="vsp_advocate",
        name="Harbor Advocates (example.org)",
        unit="advocacy",
        regimes=["vawa"],
        state="US-MT",
        tz="America/Denver",
    ),
    partners={"legal_aid": LEGAL_AID},
)

#: Hashes of the tokens by which partners sign in; the tokens themselves are nowhere.
TOKENS = {hashlib.sha256(b"a token of legal aid").digest(): "legal_aid"}

RELEASE = Release(
    id="a1d9c6f07b5e4c3392d8e1f4a6b70c25",
    scope=["identity.name"],
    recipients=["legal_aid"],
    purpose=["protection_order"],
    methods=["electronic"],
    signature="wet",
    signers=[Signer(MARIA, "subject")],
    signed_at=SIGNED,
    duration_days=30,
    written=True,
    complete=True,
    informed=True,
    voluntary=True,
)

#: What is on file of each person. One who is not here is asked about like any other.
FILED = {
    MARIA: SubjectState(
        facts=SubjectFacts(birth_date=date(1990, 5, 1)),
        releases=(OnFile(release=RELEASE),),
    )
}

KEYS = MemoryKeyTable()
SEALER = Sealer(
    "5f0c7a2e9d3b4186a0e1c2d3b4f5a697",  # made once, by new_id()
    "harbor",
    keyring=RootKeyring(),
    store=MemoryKeyStore(),
    clock=CLOCK,
)
SEALER.establish(KEYS)

#: Sealed records, each at its own place.
STORED: dict[CellAddress, bytes] = {}

LOG = AuditLog("harbor.example.org/audit/1", CLOCK)
ENTRIES = MemoryLogStore()


def keep(subject: str, person: Person) -> None:
    """Seal a record and store it: the database never sees a value."""
    place = CellAddress(subject, "general", "person", new_id(), 1)
    STORED[place] = SEALER.bind(KEYS).seal(place, dumps(person))


def held(subject: str) -> list[Held]:
    """Open the records of a person."""
    seals = SEALER.bind(KEYS)
    found = [place for place in STORED if place.subject_id == subject]
    return [
        Held(
            record=loads(seals.open(place, STORED[place]).payload, Person),
            recorded_at=SIGNED - timedelta(hours=1),
        )
        for place in found
    ]


def partner(authorization: str) -> str:
    """Give the agency that a header signs in, or nothing."""
    kind, _, token = authorization.partition(" ")
    given = hashlib.sha256(token.encode()).digest()
    known = [name for at, name in TOKENS.items() if hmac.compare_digest(at, given)]
    return known[0] if known and kind == "Bearer" else ""


def disclosed(authorization: str, subject: str, purpose: str) -> Disclosure | None:
    """Give what may leave now, or None: for every reason it is the same None.

    Nobody there, no release, a wrong purpose, an unknown partner, a fault of ours: a
    difference between them would tell that a person is on file.
    """
    try:
        return _disclosed(partner(authorization), subject, purpose)
    except FjcoreError:
        return None


def _disclosed(recipient: str, subject: str, purpose: str) -> Disclosure | None:
    now, number = CLOCK.now(), new_id()
    state = FILED.get(subject, SubjectState())
    question = Question(
        subject=subject,
        recipient=recipient,
        purpose=purpose,
        basis=Basis("client_release"),
        at=now,
    )
    allowed = plan(decide(POLICY, state, question))
    if allowed.empty:
        return None
    made = build(
        allowed,
        held(subject),
        disclosure_id=number,
        holder="harbor",
        now=now,
        revision=state.revision,
    )
    admit(made, allowed, LEGAL_AID, now=now, revision=state.revision)
    logged = AuditEvent(
        ev="disclose",
        rid=id_bytes(number),
        act=id_bytes(new_id()),  # a pseudonym of the partner, kept elsewhere
        sub=id_bytes(subject),
    )
    entry = LOG.append(ENTRIES, logged)
    entry.committed()  # in a database: after the commit, and before a byte is sent
    return made


keep(MARIA, Person(names=(HumanName(text="Maria Vale"),), pronouns="she/her"))
