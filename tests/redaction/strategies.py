"""Record types, records, views, and twins: records alike in all that a view shows."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st
from support.mending import mended
from support.records import values_of

from fjcore.consent import View
from fjcore.records import CORE_RECORDS, FieldKind
from fjcore.records.record import (
    declared,
    info_of,
    is_part,
    labelled,
    leaves,
    part,
    parts,
    record,
    shape,
)
from fjcore.records.rule import broken
from fjcore.redaction import Env, Shape
from fjcore.values import Missing, PartialDate

#: Reasons that must leave as one.
_UNSAID = (Missing.NOT_ASKED, Missing.WITHHELD, Missing.UNSAFE_TO_ASK)

#: Categories of one compartment, one of them silent or not.
_TOLD = ("identity.name", "identity.dob", "risk", "incident", "household")
_SILENT = ("mental_health", "hiv_sti", "medical.forensic")

KINDS: tuple[tuple[Any, FieldKind | None], ...] = (
    (str, FieldKind.NAME),
    (str, FieldKind.TEXT),
    (str, FieldKind.NARRATIVE),
    (str, FieldKind.PHONE),
    (str, FieldKind.ZIP),
    (bool, None),
    (int, None),
    (date, None),
    (PartialDate, None),
    (datetime, None),
)

views = st.sampled_from(list(View))
envs = st.sampled_from(
    [
        Env(),
        Env(year=2026),
        Env(year=2015),
        Env(tz=ZoneInfo("America/Denver"), year=2036),
    ]
)


def _field(rng: Random, categories: tuple[str, ...]) -> tuple[Any, Any]:
    """One labelled field: its annotation and its declaration."""
    inner, kind = rng.choice(KINDS)
    many, optional = rng.random() < 0.5, rng.random() < 0.5
    held: Any = tuple.__class_getitem__((inner, ...)) if many else inner
    said = labelled(
        rng.choice(categories),
        identifying=rng.choice(["direct", "quasi", "none"]),
        kind=kind,
        required=not optional,
    )
    return (held | Missing if optional else held), said


def _made(rows: dict[str, tuple[Any, Any]], make: Any) -> type:
    said = {name: spec for name, (_, spec) in rows.items()}
    cls = type("Made", (), {"__doc__": "Made up.", **said})
    cls.__annotations__ = {name: kind for name, (kind, _) in rows.items()}
    return make(cls)


def _type(seed: int) -> type:
    """A record type: some fields, some of them parts; names that nearly collide."""
    rng = Random(seed)  # noqa: S311 - types are made up, and the same in every run
    here = _TOLD if rng.random() < 0.6 else _SILENT
    rows = {name: _field(rng, here) for name in ("a", "b_0", "c")}
    for name in ("b", "d")[: rng.randrange(3)]:
        inner = {n: _field(rng, here) for n in ("a", "b_0")}
        kind = _made(inner, part(f"p{seed}"))
        many = rng.random() < 0.6
        held = tuple.__class_getitem__((kind, ...)) if many else kind
        rows[name] = (held, parts(required=not many))
    return _made(rows, record(f"x_made.r{seed}", 1))


#: Record types that no module of the library declares.
TYPES = tuple(map(_type, range(40)))

any_type = st.one_of(st.sampled_from(TYPES), st.sampled_from(CORE_RECORDS))


@cache
def shapes_of(cls: type) -> st.SearchStrategy[Shape]:
    """Give views for every field, each any step; or all alike."""
    paths = [leaf.path for leaf in leaves(cls)]
    mixed = st.tuples(*(views for _ in paths))
    alike = views.map(lambda view: tuple(view for _ in paths))
    return st.one_of(mixed, mixed, alike).map(
        lambda found: tuple(zip(paths, found, strict=True))
    )


@cache
def made(cls: type) -> st.SearchStrategy[Any]:
    """Give records of a type; a field of one part holds one."""
    return _records(cls)


@st.composite
def _records(draw: st.DrawFn, cls: type) -> Any:
    held = {}
    for attribute in attrs.fields(cls):
        inner, many = shape(attribute.type)
        if is_part(inner):
            one = made(inner)
            held[attribute.name] = draw(
                st.lists(one, max_size=3).map(tuple) if many else one
            )
        else:
            held[attribute.name] = draw(values_of(attribute))
    return cls(**mended(cls, held))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Any, Shape, Env]:
    """A record, the views of its fields, and what a cut rests on besides."""
    cls = draw(any_type)
    return draw(made(cls)), draw(shapes_of(cls)), draw(envs)


# --- twins -------------------------------------------------------------------------


@st.composite
def twins(draw: st.DrawFn) -> tuple[Any, Any, Shape]:
    """Two records that differ in what the views hide, and in nothing else."""
    cls = draw(any_type)
    one, shape_ = draw(made(cls)), draw(shapes_of(cls))
    return one, _twin(draw, one, dict(shape_), info_of(cls).name), shape_


def _twin(draw: st.DrawFn, holder: Any, seen: dict[str, View], path: str) -> Any:
    changed, hidden = {}, set()
    for attribute in attrs.fields(type(holder)):
        here, held = f"{path}.{attribute.name}", getattr(holder, attribute.name)
        inner, many = shape(attribute.type)
        if isinstance(held, Missing) and is_part(inner):
            continue
        if is_part(inner) and not many:
            changed[attribute.name] = _twin(draw, held, seen, here)
        elif is_part(inner):
            changed[attribute.name] = _others(draw, held, inner, seen, here)
        elif seen[here] <= View.PLACEHOLDER or _stepless(attribute, seen[here]):
            changed[attribute.name] = draw(values_of(attribute))
            hidden.add(attribute.name)
        elif seen[here] is not View.FULL:
            changed[attribute.name] = _beside(draw, held, seen[here])
        elif any(held is reason for reason in _UNSAID):
            changed[attribute.name] = draw(st.sampled_from(_UNSAID))
    return _sound(holder, changed, hidden)


def _sound(holder: Any, changed: dict[str, Any], hidden: set[str]) -> Any:
    """The holder changed; as it was where a rule would change what is shown too."""
    cls = type(holder)
    found = {a.name: getattr(holder, a.name) for a in attrs.fields(cls)} | changed
    sound = mended(cls, found)
    shown_too = any(sound[name] != found[name] for name in found.keys() - hidden)
    if shown_too or broken(info_of(cls).rules, sound):
        return holder
    return cls(**sound)


def _stepless(attribute: attrs.Attribute[Any], view: View) -> bool:
    """Whether a kind has no step between nothing and everything."""
    inner, _ = shape(attribute.type)
    kind = declared(attribute).kind
    stepped = kind in (FieldKind.PHONE, FieldKind.ZIP) or inner in (
        date,
        PartialDate,
        datetime,
    )
    return view is not View.FULL and not stepped


def _others(
    draw: st.DrawFn, held: Any, inner: type, seen: dict[str, View], here: str
) -> Any:
    """The same elements changed where hidden, in another order, and hidden ones."""
    found = [_twin(draw, item, seen, here) for item in held]
    if any(v is not View.FULL for p, v in seen.items() if p.startswith(f"{here}.")):
        found += found[: draw(st.integers(0, 1))]
    blank = {}
    for attribute in attrs.fields(inner):
        if is_part(shape(attribute.type)[0]):
            if attribute.default is attrs.NOTHING:
                return tuple(draw(st.permutations(found)))
            continue
        view = seen[f"{here}.{attribute.name}"]
        if view <= View.PLACEHOLDER or _stepless(attribute, view):
            blank[attribute.name] = draw(values_of(attribute))
        elif attribute.default is Missing.NOT_COLLECTED:
            blank[attribute.name] = Missing.NOT_COLLECTED
        else:
            return tuple(draw(st.permutations(found)))
    found += [inner(**mended(inner, blank))] * draw(st.integers(0, 2))
    return tuple(draw(st.permutations(found)))


def _beside(draw: st.DrawFn, held: Any, view: View) -> Any:
    """Another value of which a coarser view shows the same."""
    if isinstance(held, Missing):
        return draw(st.sampled_from(list(Missing)))
    if isinstance(held, tuple):
        found = [_beside(draw, item, view) for item in held for _ in "ab"]
        return tuple(draw(st.permutations(found)))
    if isinstance(held, str) and "-0" in held and held.startswith("406"):
        return f"{draw(st.integers(200, 999))} 555 01{held[-2:]}"
    if isinstance(held, str):
        return held[: 3 if view is View.COARSE_1 else 5] + (
            f"{draw(st.integers(10, 99))}" if view is View.COARSE_1 else "-0042"
        )
    if isinstance(held, datetime):
        return held.replace(hour=draw(st.integers(0, 23)), microsecond=7)
    if isinstance(held, PartialDate):
        return _day_beside(draw, held)
    return held.replace(day=draw(st.integers(1, 28)))


def _day_beside(draw: st.DrawFn, held: PartialDate) -> PartialDate:
    if held.precision != "day":
        return held
    day = held.earliest.replace(day=draw(st.integers(1, 28)))
    return PartialDate.parse(day.isoformat() + "~" * held.approximate)
