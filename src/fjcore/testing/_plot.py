"""What a made-up survivor's life comes to, decided first; all records follow it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge
from fjcore.testing._tables import share, weights, words

TZ = ZoneInfo("America/Denver")

#: The days on which made-up people first come.
FIRST_DAY, DAYS = date(2023, 1, 2), 1095
LAST_DAY = date(2026, 3, 1)

FEMALE, MALE = "0", "1"

_KINDS: Mapping[str, Mapping[str, int]] = {
    "partner": {"SE": 300, "CS": 80, "BG": 320, "XS": 150, "XR": 150},
    "immediate": {"CH": 450, "PA": 250, "SB": 300},
    "relative": {"IL": 300, "SC": 200, "GC": 150, "OF": 350},
}
_RACES: Mapping[str, tuple[str, ...]] = {
    "es": ("HispanicLatinao",),
    "zh": ("Asian",),
    "vi": ("Asian",),
    "tl": ("Asian",),
    "ar": ("MidEastNAfrican",),
    "he": ("White",),
}


@frozen(kw_only=True)
class Child:
    """A child of the household."""

    number: int
    born: date
    sex: str
    twin: bool


@frozen(kw_only=True)
class Plot:
    """Everything that several records of one survivor must agree on.

    ``kind`` reads: she is ... of the person causing harm, in codes of NIBRS.
    """

    mark: str
    edge: Edge | None
    sex: str
    born: date
    opened: date
    closed: date | None
    language: str
    limited_english: bool
    races: tuple[str, ...]
    relation: str
    kind: str
    children: tuple[Child, ...]
    pregnant: bool
    danger: bool
    firearm: bool
    weapon: bool
    injured: bool
    strangled: bool
    exam: bool
    reported: bool
    sheltered: bool
    order: bool
    released: bool
    given: str
    family: str

    @property
    def partner(self) -> bool:
        """Whether the person causing harm is or was her partner."""
        return self.relation == "partner"

    def age(self, on: date) -> int:
        """Give her age on a day, in whole years."""
        return years(self.born, on)

    def id(self, what: str) -> str:
        """Give the id of something of hers."""
        return f"{self.mark}-{what}"


def years(born: date, on: date) -> int:
    """Give the age of somebody on a day, in whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Give the instant of a local time of the made-up center."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TZ).astimezone(
        UTC
    )


def later(day: date, days: int) -> date:
    """Give a day some days later, but none after the last of the data."""
    return min(day + timedelta(days=days), LAST_DAY)


def plot_of(draws: Draws, mark: str, edge: Edge | None) -> Plot:
    """Decide what a survivor's records will tell, each choice on those before it."""
    opened = FIRST_DAY + timedelta(days=draws.below(DAYS))
    if edge is Edge.DST:
        opened = date(2025, 11, 2)
    sex = FEMALE if edge is Edge.TWINS else draws.weighted(weights("sex"))
    born = _born(draws, opened, edge)
    age = years(born, opened)
    language = _LANGUAGES.get(edge) or draws.weighted(weights("language"))
    relation, kind = _relation(draws, edge, age)
    danger = draws.chance(share("danger"))
    risk = share("strangulation_in_danger" if danger else "strangulation")
    strangled = draws.chance(risk) or edge is Edge.EVERYTHING
    sides = "females" if sex == FEMALE else "males"
    over = edge is Edge.DEATH or (
        draws.chance(share("closed")) and opened < date(2025, 9, 1)
    )
    every = edge is Edge.EVERYTHING
    fertile = sex == FEMALE and 15 <= age <= 45
    return Plot(
        mark=mark,
        edge=edge,
        sex=sex,
        born=born,
        opened=opened,
        closed=later(opened, draws.between(90, 170)) if over else None,
        language=language,
        limited_english=draws.below(1000) < weights("limited_english")[language],
        races=_races(draws, language),
        relation=relation,
        kind=kind,
        children=_children(draws, born, opened, edge),
        pregnant=fertile and draws.chance(share("pregnant")),
        danger=danger,
        firearm=every or draws.chance(share("firearm")),
        weapon=every or draws.chance(share(f"weapon_against_{sides}")),
        injured=every or draws.chance(share(f"injury_of_{sides}")),
        strangled=strangled,
        exam=every or (strangled and draws.chance(share("exam_after_strangulation"))),
        reported=every or draws.chance(share("reported_to_police")),
        sheltered=every or draws.chance(share("shelter")),
        order=every or draws.chance(share("order_sought")),
        released=every or edge in _SIGNS or draws.chance(share("released")),
        given=draws.one(words("given", language, sex)),
        family=draws.one(words("given", language, "family")),
    )


_LANGUAGES: Mapping[Edge | None, str] = {Edge.ARABIC: "ar", Edge.HEBREW: "he"}

#: Cases of which a release is part.
_SIGNS = frozenset({Edge.WITHDRAWN, Edge.DST, Edge.DEATH, Edge.GUARDIANS})


def _born(draws: Draws, opened: date, edge: Edge | None) -> date:
    if edge is Edge.LEAP_DAY:
        return date(draws.one((1984, 1988, 1992, 1996, 2000)), 2, 29)
    if edge is Edge.TURNING_18:
        # She is of age a month after she came.
        turned = opened + timedelta(days=30)
        return date(turned.year - 18, turned.month, min(turned.day, 28))
    low, _, high = draws.weighted(weights("age")).partition("-")
    if edge is not None:
        low, high = "27", "44"
    age = draws.between(int(low), int(high))
    first = date(opened.year - age - 1, opened.month, min(opened.day, 28))
    return first + timedelta(days=draws.between(4, 364))


def _relation(draws: Draws, edge: Edge | None, age: int) -> tuple[str, str]:
    """Give how she stands to the person causing harm; a child has no spouse."""
    relation = draws.weighted(weights("relation")) if edge is None else "partner"
    kinds = dict(_KINDS[relation])
    if age < 18:
        for adult in ("SE", "CS", "XS", "PA"):
            kinds.pop(adult, None)
    return relation, draws.weighted(kinds)


def _races(draws: Draws, language: str) -> tuple[str, ...]:
    said = _RACES.get(language)
    if said is not None:
        more = language == "es" and draws.chance(300)
        return (*said, "White") if more else said
    found = draws.weighted(weights("race_of_english_speakers"))
    return ("AmIndAKNative", "White") if found == "several" else (found,)


def _children(
    draws: Draws, born: date, opened: date, edge: Edge | None
) -> tuple[Child, ...]:
    """Give the children at home: each born while she was 16 to 43, none grown up."""
    wanted = edge in (Edge.TWINS, Edge.GUARDIANS, Edge.EVERYTHING)
    if not (draws.chance(share("children_at_home")) or wanted):
        return ()
    oldest = min(17, years(born, opened) - 17)
    youngest = max(0, years(born, opened) - 43)
    if oldest < youngest:
        return ()
    found: list[Child] = []
    ages = range(youngest, oldest + 1)
    for age in reversed(draws.some(ages, 1, 3)):
        day = date(opened.year - age, opened.month, min(opened.day, 28))
        day -= timedelta(days=draws.between(2, 300))
        twins = draws.chance(share("twins")) or (edge is Edge.TWINS and not found)
        for _ in range(1 + twins):
            sexed = draws.one((FEMALE, MALE))
            number = len(found) + 1
            found.append(Child(number=number, born=day, sex=sexed, twin=twins))
    return tuple(found)
