"""What came from another agency, and the terms that stay with it at every further step.

A received category is bound by the view it came with, and by every earlier one: the
meet of all hops. Unless the terms say otherwise it goes to nobody but back to where it
came from. That a grantee needs its own release besides is rule H1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from fjcore.consent._convert import aware, maybe_utc, name_set
from fjcore.consent.parties import Agency
from fjcore.consent.view import View
from fjcore.consent.vocabulary import CARRIED, ObligationKind
from fjcore.errors import EventRefused, Problem
from fjcore.records.categories import CATEGORIES
from fjcore.records.checks import instant, instant_text

#: More steps than this are not read.
MAX_HOPS = 16


def _views(table: Mapping[str, View]) -> Mapping[str, View]:
    return MappingProxyType({name: View(view) for name, view in table.items()})


def _kinds(items: Iterable[str]) -> frozenset[ObligationKind]:
    return frozenset(map(ObligationKind, items))


def _hops(items: Iterable[Received]) -> tuple[Received, ...]:
    return tuple(items)


@frozen(kw_only=True)
class Received:
    """The terms of one disclosure that was received; they narrow, and grant nothing.

    ``views`` are by category, or by the name of a narrative. ``onward``: whether it may
    go to anybody but ``origin`` at all. ``obligations`` travel on with it. ``previous``
    are the steps it took before, oldest first. From ``expires`` on nothing goes on.
    ``beside``: what a later step added, which did not come by this one.
    """

    id: str
    origin: str
    views: Mapping[str, View] = field(converter=_views)
    onward: bool = False
    obligations: frozenset[ObligationKind] = field(
        default=frozenset(), converter=_kinds
    )
    expires: datetime | None = field(default=None, converter=maybe_utc)
    previous: tuple[Received, ...] = field(default=(), converter=_hops)
    beside: frozenset[str] = field(default=frozenset(), converter=name_set)

    def __repr__(self) -> str:
        return f"<Received {self.id!r}>"

    @property
    def hops(self) -> tuple[Received, ...]:
        """Every step that the data took, oldest first, this one last."""
        return (*(hop for one in self.previous for hop in one.hops), self)

    def holds(self, item: str) -> bool:
        """Whether a category or named field came with it."""
        return item in self.views

    def cap(self, item: str, recipient: Agency, at: datetime) -> View:
        """Give the highest view that may go on: the meet of every step.

        A step at which it was not given, that has ended, that forbids going on to
        others than its origin, or whose duties the recipient cannot keep, leaves none.
        """
        if not self.holds(item):
            return View.FULL
        return min(_left(hop, item, recipient, at) for hop in self.hops)

    def duties(self) -> frozenset[ObligationKind]:
        """Give what travels on with it: the duties of every step."""
        return frozenset(kind for hop in self.hops for kind in hop.obligations)

    def ends(self) -> list[datetime]:
        """Give the instants from which nothing goes on."""
        return [hop.expires for hop in self.hops if hop.expires is not None]


def _left(hop: Received, item: str, recipient: Agency, at: datetime) -> View:
    if item in hop.beside:
        return View.FULL
    over = hop.expires is not None and at >= hop.expires
    barred = not hop.onward and recipient.id != hop.origin
    able = recipient.capabilities
    unable = able is not None and not hop.obligations & CARRIED <= able
    if over or barred or unable:
        return View.SILENT
    return hop.views.get(item, View.SILENT)


@frozen(kw_only=True)
class TermsReceived:
    """Another agency disclosed data to the holder, on terms that stay with them."""

    received: Received
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return f"<TermsReceived {self.received!r}>"


def received_to(received: Received) -> dict[str, Any]:
    """Give terms as plain data."""
    said: dict[str, Any] = {
        "id": received.id,
        "origin": received.origin,
        "views": {n: view.name.lower() for n, view in sorted(received.views.items())},
        "onward": received.onward,
        "obligations": sorted(map(str, received.obligations)),
        "previous": [received_to(hop) for hop in received.previous],
    }
    if received.beside:
        said["beside"] = sorted(received.beside)
    if received.expires is not None:
        said["expires"] = instant_text(received.expires)
    return said


def received_from(data: object) -> Received:
    """Read terms from plain data.

    Raises: EventRefused, naming the part that cannot be read.
    """
    faults: list[str] = []
    found = _read(data, faults, "event.received", MAX_HOPS)
    del data  # a traceback may print what its frames hold
    if found is not None and len(found.hops) > MAX_HOPS:
        faults.append("event.received.previous")
    if found is None or faults:
        problems = tuple(Problem(path, "format") for path in sorted(set(faults)))
        raise EventRefused("event.received", problems=problems)
    return found


_KEYS = {"id", "origin", "views", "onward", "obligations", "previous"}
_OPTIONAL = {"expires", "beside"}
_VIEWS = {view.name.lower(): view for view in View}


def _read(data: Any, faults: list[str], path: str, depth: int) -> Received | None:
    if type(data) is not dict or data.keys() | _OPTIONAL != _KEYS | _OPTIONAL:
        faults.append(path)
        return None
    checks = {
        "id": _texts([data["id"]]),
        "origin": _texts([data["origin"]]),
        "views": type(data["views"]) is dict and _known(data["views"]),
        "onward": type(data["onward"]) is bool,
        "obligations": _texts(data["obligations"])
        and set(ObligationKind) >= set(data["obligations"]),
        "previous": type(data["previous"]) is list and depth > 0,
        "beside": _texts(data.get("beside", [])),
    }
    faults += [f"{path}.{name}" for name, sound in checks.items() if not sound]
    ends = _end(data.get("expires"), faults, path)
    if faults:
        return None
    steps = [_read(hop, faults, path, depth - 1) for hop in data["previous"]]
    said = {key: data[key] for key in ("id", "origin", "onward", "obligations")}
    views = {name: _VIEWS[view] for name, view in data["views"].items()}
    hops = [hop for hop in steps if hop is not None]
    beside = data.get("beside", ())
    return Received(views=views, expires=ends, previous=hops, beside=beside, **said)


def _texts(items: Any) -> bool:
    return type(items) is list and all(type(one) is str and one for one in items)


def _known(views: dict[Any, Any]) -> bool:
    """Whether all are categories, or fields by name, each with a view."""
    return bool(views) and all(
        type(name) is str
        and (name in CATEGORIES or "." in name)
        and type(view) is str
        and view in _VIEWS
        for name, view in views.items()
    )


def _end(text: Any, faults: list[str], path: str) -> datetime | None:
    found = None
    try:
        found = None if text is None else instant(text)
    except (TypeError, ValueError, AttributeError):
        faults.append(f"{path}.expires")
    return found
