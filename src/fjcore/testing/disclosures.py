"""Disclosures of made-up people, as the gate would hand them to a connector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from fjcore.consent import Grant, Plan, View
from fjcore.disclosure import Disclosure, Held, build
from fjcore.records import CATEGORIES, CORE_RECORDS, Person, leaves
from fjcore.records.label import FieldKind
from fjcore.records.person import HumanName
from fjcore.values import PartialDate

#: When the disclosures of the kit are made: it never depends on the day.
AT = datetime(2026, 3, 2, 19, tzinfo=UTC)

#: What stands in the body of the usual disclosure, and nowhere else.
NAME = "Maeve Quill"

#: The one to whom it goes, unless another is named.
RECIPIENT = "conformance_police"


def person() -> Person:
    """Give a made-up survivor with a name and a date of birth."""
    return Person(
        names=(HumanName(text=NAME, use="legal"),),
        birth_date=PartialDate.parse("1990-05-03"),
        agency_ids=(),
        gov_ids=(),
    )


def disclosure(
    *,
    recipient: str = RECIPIENT,
    records: Iterable[object] | None = None,
    views: Mapping[str, View] | None = None,
    number: int = 1,
) -> Disclosure:
    """Give a disclosure as the gate makes it: decided, cut and checked.

    ``views`` are what is granted, by category: the name in full and the year of birth,
    if left out. ``number`` makes its id.
    """
    granted = views or {"identity.name": View.FULL, "identity.dob": View.COARSE_2}
    held = (person(),) if records is None else records
    return build(
        _plan(recipient, granted),
        [Held(record=one, recorded_at=AT - timedelta(days=1)) for one in held],
        disclosure_id=f"{number:032x}",
        holder="conformance",
        now=AT,
        revision=1,
    )


def _plan(recipient: str, views: Mapping[str, View]) -> Plan:
    told = {name: (Grant(view),) for name, view in views.items()}
    narratives = {
        leaf.path
        for cls in CORE_RECORDS
        for leaf in leaves(cls)
        if leaf.kind is FieldKind.NARRATIVE
    }
    nothing: dict[str, tuple[Grant, ...]] = dict.fromkeys(CATEGORIES, ())
    return Plan(
        subject="c3" * 16,
        recipient=recipient,
        person=None,
        purpose="protection_order",
        basis="client_release",
        categories=tuple(sorted({**nothing, **told}.items())),
        named=tuple((path, ()) for path in sorted(narratives)),
        silent=frozenset(name for name, one in CATEGORIES.items() if one.silent),
        obligations=(),
        release_ids=("0b" * 16,),
        expires=AT + timedelta(days=30),
        valid=(AT - timedelta(hours=1), AT + timedelta(days=30)),
        revision=1,
        policy_hash="ab" * 32,
    )
