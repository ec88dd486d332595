"""One made-up record type as it stood at three versions, and its history by hand."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from fjcore.records import labelled, part, parts, record, upcast
from fjcore.values import Missing, PartialDate

RISK = {"category": "risk", "identifying": "quasi"}


@part("x_made_seen")
class Seen:
    place: str = labelled("risk", identifying="quasi", required=True)


@record("x_made.watch", 1)
class First:
    """As it was first: one place, the name in two pieces."""

    given: str | Missing = labelled("identity.name", max_length=50)
    family: str | Missing = labelled("identity.name", max_length=50)
    place: str | Missing = labelled("risk", identifying="quasi")
    race: tuple[str, ...] | Missing = labelled(
        "demographics", identifying="quasi", codes="hud.race"
    )
    when: PartialDate | Missing = labelled("incident", identifying="quasi")


@record("x_made.watch", 2)
class Second:
    """Then: the name in one piece."""

    name: str | Missing = labelled("identity.name", max_length=101)
    place: str | Missing = labelled("risk", identifying="quasi")
    race: tuple[str, ...] | Missing = labelled(
        "demographics", identifying="quasi", codes="hud.race"
    )
    when: PartialDate | Missing = labelled("incident", identifying="quasi")


@upcast("x_made.watch", 1, reads=["given", "family"], writes=["name"])
def joined(fields: dict[str, Any]) -> dict[str, Any]:
    """Join the pieces of a name that were told; else keep why there is none."""
    pieces = [fields[name] for name in ("given", "family") if name in fields]
    said = [piece for piece in pieces if isinstance(piece, str)]
    if said:
        return {"name": " ".join(said)}
    return {"name": pieces[0]} if pieces else {}


@upcast("x_made.watch", 2, reads=["place"], writes=["seen"])
def gathered(fields: dict[str, Any]) -> dict[str, Any]:
    """Make the one place the first of several; a reason has no place among them."""
    place = fields.get("place")
    return {"seen": [{"place": place}]} if isinstance(place, str) else {}


@record("x_made.watch", 3)
class Third:
    """And now: any number of places."""

    __upcasts__ = (gathered, joined)

    name: str | Missing = labelled("identity.name", max_length=101)
    seen: tuple[Seen, ...] = parts()
    race: tuple[str, ...] | Missing = labelled(
        "demographics", identifying="quasi", codes="hud.race"
    )
    when: PartialDate | Missing = labelled("incident", identifying="quasi")


def today(held: Any) -> Any:
    """Say what a record of any version is at the present one, by hand."""
    if isinstance(held, First):
        said = [one for one in (held.given, held.family) if isinstance(one, str)]
        why = [
            one for one in (held.given, held.family) if one is not Missing.NOT_COLLECTED
        ]
        name = " ".join(said) if said else why[0] if why else Missing.NOT_COLLECTED
    else:
        name = held.name
    if isinstance(held, Third):
        return held
    place = (Seen(place=held.place),) if isinstance(held.place, str) else ()
    return Third(name=name, seen=place, race=held.race, when=held.when)


missing = st.sampled_from(list(Missing))
words = st.sampled_from(["Maeve", "O'Connor", "Núñez", "בדר", "van der Wal", "1420"])
said = st.one_of(words, missing)
races = st.one_of(
    st.lists(st.sampled_from(["White", "Asian", "HispanicLatinao"]), max_size=2).map(
        tuple
    ),
    missing,
)
days = st.one_of(
    st.sampled_from(["1990", "1990-05", "2024-02-29~"]).map(PartialDate.parse), missing
)
shared = {"race": races, "when": days}
seen = st.lists(st.builds(Seen, place=words), max_size=2).map(tuple)
any_version = st.one_of(
    st.builds(First, given=said, family=said, place=said, **shared),
    st.builds(Second, name=said, place=said, **shared),
    st.builds(Third, name=said, seen=seen, **shared),
)
