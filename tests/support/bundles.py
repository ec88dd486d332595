"""Disclosures of made-up people, and what stands in a Bundle, for the tests."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from fjcore_fhir.terms import REFUSED
from hypothesis import strategies as st

from fjcore.consent import ConsentCopy, Grant, Plan, View
from fjcore.disclosure import Disclosure, Held, Outgoing, build
from fjcore.errors import FjcoreError
from fjcore.records import CATEGORIES, CORE_RECORDS, leaves
from fjcore.records.label import FieldKind
from fjcore.testing.strategies import any_record, records

NOON = datetime(2026, 3, 2, 19, tzinfo=UTC)
START, END = NOON - timedelta(hours=1), NOON + timedelta(days=30)
SIGNED = NOON - timedelta(days=1)
TOKEN = "per_" + "q7" * 13
TREE = frozenset(CATEGORIES) - REFUSED
NARRATIVES = sorted(
    leaf.path
    for cls in CORE_RECORDS
    for leaf in leaves(cls)
    if leaf.kind is FieldKind.NARRATIVE
)
#: Record types that are not about a person but about the holder's own business.
OWN_BUSINESS = ("agency", "staff", "project")
TYPES = [cls for cls in CORE_RECORDS if cls.__name__.lower() not in OWN_BUSINESS]
COPY = ConsentCopy(
    release="0b" * 16,
    form="fjcore.release",
    version="1",
    form_sha256="ab" * 32,
    signed_at=SIGNED,
    expires=END,
    recipient="example_hospital",
    purpose="medical_care",
    categories=("sud",),
)


def disclosed(views: dict[str, View], *held: object, **said: Any) -> Disclosure:
    """A disclosure of records by the view of each category; the rest is silent."""
    named = dict.fromkeys(NARRATIVES, View.FULL) if said.pop("named", True) else {}
    token = said.pop("token", TOKEN)

    def rows(names: Any, given: dict[str, View]) -> Any:
        return tuple(
            (name, (Grant(given[name]),) if given.get(name) else ())
            for name in sorted(names)
        )

    told: dict[str, Any] = {
        "subject": "c3" * 16,
        "recipient": "example_hospital",
        "person": None,
        "purpose": "medical_care",
        "basis": "client_release",
        "categories": rows(CATEGORIES, views),
        "named": rows(NARRATIVES, named),
        "silent": frozenset(n for n, one in CATEGORIES.items() if one.silent),
        "obligations": (),
        "release_ids": ("0b" * 16,),
        "expires": END,
        "valid": (START, END),
        "revision": 7,
        "policy_hash": "ab" * 32,
    }
    return build(
        Plan(**{**told, **said}),
        [Held(record=one, recorded_at=SIGNED) for one in held],
        disclosure_id="5a" * 16,
        holder="rimrock",
        now=NOON,
        revision=7,
        outgoing=Outgoing(token=token),
    )


def full(*held: object, **said: Any) -> Disclosure:
    """A disclosure that shows all that may leave as FHIR."""
    return disclosed(dict.fromkeys(TREE, View.FULL), *held, **said)


VIEWS = st.sampled_from(
    [
        View.SILENT,
        View.MARKED,
        View.PLACEHOLDER,
        View.COARSE_2,
        View.COARSE_4,
        View.FULL,
    ]
)


@st.composite
def disclosures(draw: st.DrawFn) -> Disclosure:
    """Draw records of any type, and a view for each category of the tree."""
    views = draw(st.fixed_dictionaries(dict.fromkeys(sorted(TREE), VIEWS)))
    held = draw(st.lists(any_record(), min_size=1, max_size=4))
    return safely(views, *(one for one in held if type(one) in TYPES))


def safely(views: dict[str, View], *held: object) -> Disclosure:
    """A disclosure as drawn, or of nothing where the last check stops it."""
    try:
        return disclosed(views, *held)
    except FjcoreError:
        return disclosed(views)


@st.composite
def whole(draw: st.DrawFn) -> Disclosure:
    """Draw one record of one type, all of it shown."""
    return full(draw(st.sampled_from(TYPES).flatmap(records)))


def strings(held: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Give every value of plain data with the name it stands under."""
    if isinstance(held, dict):
        for name, item in held.items():
            yield from strings(item, name)
    elif isinstance(held, list):
        for item in held:
            yield from strings(item, key)
    elif key == "data":
        yield key, base64.b64decode(held).decode()
    else:
        yield key, held
