"""Strategies for those who try a plugin: what it is handed, at its edges."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.consent import Agency, RecipientKind, View
from fjcore.crypto import KeyContext
from fjcore.disclosure import Disclosure
from fjcore.records import Person
from fjcore.records.person import HumanName
from fjcore.screening import Instrument
from fjcore.testing.disclosures import disclosure
from fjcore.testing.hostile import TEXTS

_HEX = "0123456789abcdef"
#: Names that are long, mixed, or look like a formula, a tag or a path.
_NAMES = ("Ana", "=1+1", "<b>Ana</b>", "../Ana", "Ñandú Ólafsdóttir", "O'Connor-Ünal")


def responses(instrument: Instrument) -> SearchStrategy[dict[str, str]]:
    """Give answers to an instrument, each item answered or left open."""
    items = {
        item.id: st.sampled_from(sorted(item.points))
        for item in instrument.asked
        if item.points
    }
    return st.fixed_dictionaries({}, optional=items)


def disclosures(recipient: str = "conformance_police") -> SearchStrategy[Disclosure]:
    """Give disclosures to a recipient: of names and years of birth, in some view."""
    views = st.sampled_from((View.COARSE_1, View.FULL))
    names = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=2, unique=True)

    def made(number: int, view: View, said: list[str]) -> Disclosure:
        given = tuple(HumanName(text=text, use="legal") for text in said)
        record = Person(names=given, agency_ids=(), gov_ids=())
        granted = {"identity.name": view}
        return disclosure(
            recipient=recipient, records=[record], views=granted, number=number
        )

    return st.builds(made, st.integers(0, 2**128 - 1), views, names)


def agencies(prefix: str = "demo") -> SearchStrategy[Agency]:
    """Give agencies of every kind, under ids of a prefix."""

    def made(kind: RecipientKind) -> Agency:
        return Agency(f"{prefix}.{kind}", kind=kind, name=f"Example {kind}")

    return st.sampled_from(RecipientKind).map(made)


def narratives(*, piece: str = "") -> SearchStrategy[str]:
    """Give texts as notes may hold them, odd characters too; ``piece`` in each."""
    part = st.one_of(st.sampled_from(TEXTS), st.text(max_size=40))
    return st.tuples(part, part).map(lambda ends: f"{ends[0]} {piece} {ends[1]}")


def key_contexts() -> SearchStrategy[KeyContext]:
    """Give contexts of keys as a vault makes them: ids and numbers alone."""
    digits = st.text(alphabet=_HEX, min_size=32, max_size=32)
    return st.builds(
        KeyContext,
        kind=st.sampled_from(("custody", "index", "identity")),
        vault_id=digits,
        holder_id=st.sampled_from(("harbor", "rimrock")),
        epoch=st.integers(1, 2**32 - 1),
        commitment=st.binary(min_size=32, max_size=32),
    )
