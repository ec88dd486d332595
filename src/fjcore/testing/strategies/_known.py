"""What core's own rules ask that no form of words can say: by record type and field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.records import Member, core_list
from fjcore.records.case import SUBSIDISED
from fjcore.records.household import HEAD
from fjcore.records.person import APART
from fjcore.testing.strategies._fields import EMAILS, PHONES
from fjcore.testing.strategies._values import decimals, missing, texts

Held = Mapping[str, Any]
Made = Callable[[Held], SearchStrategy[Any]]


def _codes(name: str, without: frozenset[str] = frozenset()) -> list[str]:
    return sorted(core_list(name).codes.keys() - without)


def _always(strategy: SearchStrategy[Any]) -> Made:
    return lambda _: strategy


# --- persons and how they are reached -----------------------------------------------

# Area 000, 666 and 9xx, group 00 and serial 0000 were never given out.
_AREA = st.one_of(st.sampled_from((1, 665, 667, 899)), st.integers(700, 728))
_SSN = st.builds(
    lambda area, group, serial: f"{area:03d}{group:02d}{serial:04d}",
    _AREA,
    st.integers(1, 99),
    st.integers(1, 9999),
)

_RACES = st.lists(
    st.sampled_from(_codes("hud.race", frozenset({"RaceNone"}))),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)

_MINUTES = 24 * 60


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _ends(held: Held) -> SearchStrategy[str]:
    hour, _, minute = held["starts"].partition(":")
    start = 60 * int(hour) + int(minute)
    return st.integers(start + 1, _MINUTES).map(_clock)


def _reached(held: Held) -> SearchStrategy[str]:
    if held["kind"] == "email":
        return st.sampled_from(EMAILS)
    rung = held["kind"] in ("phone", "sms")
    return st.sampled_from(PHONES if rung else (*PHONES, *EMAILS))


# --- households ---------------------------------------------------------------------


def _members(_: Held) -> SearchStrategy[tuple[Member, ...]]:
    """Give people of whom each is there once, and one, wherever, is the head."""
    others = _codes("hud.relationship_to_hoh", frozenset({HEAD}))

    def placed(refs: list[str], place: int, kinds: list[str]) -> tuple[Member, ...]:
        head = place % len(refs)
        said = [HEAD if i == head else kinds[i] for i in range(len(refs))]
        return tuple(
            Member(person_ref=ref, relationship=kind)
            for ref, kind in zip(refs, said, strict=True)
        )

    most = 4
    return st.builds(
        placed,
        st.lists(texts(64), min_size=1, max_size=most, unique=True),
        st.integers(0, most - 1),
        st.lists(st.sampled_from(others), min_size=most, max_size=most),
    )


def _somebody_else(held: Held) -> SearchStrategy[str]:
    """Give an id that is another one: the same with a letter more, or less, or none."""
    other: str = held["from_ref"]
    longer = (
        other + "2" if len(other) < 64 else other[:-1] + ("2", "3")[other[-1] == "2"]
    )
    return st.sampled_from((longer, "x" if other != "x" else "y"))


# --- the rest -----------------------------------------------------------------------


def _subsidy(held: Held) -> SearchStrategy[Any]:
    if SUBSIDISED in (held["prior_living_situation"], held["destination"]):
        return st.sampled_from(_codes("hud.rental_subsidy"))
    return missing


_DIGITS = "0123456789abcdef"

#: By type and field: strategies for its answers, made from what was drawn before.
KNOWN: Mapping[str, Made] = {
    "disability.kind": _always(st.sampled_from(_codes("hud.disability_type", APART))),
    "person.ssn": _always(_SSN),
    "person.race_ethnicity": _always(_RACES),
    "weekly_window.starts": _always(st.integers(0, _MINUTES - 1).map(_clock)),
    "weekly_window.ends": _ends,
    "weekly_window.tz": _always(
        st.sampled_from(("America/Denver", "UTC", "Asia/Kathmandu", "Pacific/Apia"))
    ),
    "contact_point.value": _reached,
    "household.members": _members,
    "relationship.to_ref": _somebody_else,
    "enrollment.rental_subsidy_type": _subsidy,
    "service_encounter.units": _always(decimals(low=0)),
    "attachment.digest": _always(st.text(_DIGITS, min_size=64, max_size=64)),
    "attachment.media_type": _always(
        st.sampled_from(("image/png", "application/pdf", "a/b", "video/x-ms.a+b-c"))
    ),
}
