"""A plain reading of a cut, written from the rules alone; it shares no step with it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs

from fjcore.consent import View
from fjcore.records import CodeList, FieldKind, core_lists
from fjcore.records.record import Leaf, info_of, is_part, leaves, shape
from fjcore.redaction import Env
from fjcore.values import Missing, PartialDate

SPARSE = ("036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893").split()
DATES = ["decade", "year", "quarter", "month"]
NOTHING = object()


def cut(record: Any, views: dict[str, View], env: Env) -> dict[str, Any] | None:
    """Give what a record shows under some views."""
    known = {leaf.path: leaf for leaf in leaves(type(record))}
    return _cut(record, info_of(type(record)).name, known, views, env)


def _cut(
    holder: Any, path: str, known: dict[str, Leaf], views: dict[str, View], env: Env
) -> dict[str, Any] | None:
    shown: dict[str, Any] = {}
    marks: dict[str, Any] = {}
    for attribute in attrs.fields(type(holder)):
        here, held = f"{path}.{attribute.name}", getattr(holder, attribute.name)
        inner, many = shape(attribute.type)
        if is_part(inner):
            items = held if many else (held,)
            found = [_cut(item, here, known, views, env) for item in items]
            rows = [row for row in found if row is not None]
            below = [view for p, view in views.items() if p.startswith(here + ".")]
            if any(view != View.FULL for view in below):
                rows = [row for i, row in enumerate(rows) if row not in rows[:i]]
            rows.sort(key=spelled)
            if rows:
                shown[attribute.name] = rows if many else rows[0]
            continue
        leaf, view = known[here], views[here]
        told = _told(leaf, view, held, env)
        if told is not NOTHING:
            shown[attribute.name] = told
        elif view >= View.PLACEHOLDER and not steps(leaf, view):
            silent = leaf.label.existence_sensitive
            marks[attribute.name] = (
                "⟦withheld⟧" if silent else f"⟦withheld:{leaf.label.category}⟧"
            )
    return {**shown, **marks} if shown else None


def spelled(value: Any) -> str:
    """Give plain data as the text by which it is ordered."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def steps(leaf: Leaf, view: View) -> list[str]:
    """Name the steps of a kind of field that a view reaches."""
    ladder = {
        FieldKind.DATE: DATES,
        FieldKind.INSTANT: [*DATES, "day"],
        FieldKind.ZIP: ["zip3", "zip5"],
        FieldKind.PHONE: ["last_two"],
    }.get(leaf.kind, [])
    if view == View.FULL:
        return ["keep"]
    if leaf.kind is FieldKind.ZIP and leaf.label.category == "location.shelter":
        # A place finer than the state, as three digits are.
        return []
    return ladder[: max(0, view - View.PLACEHOLDER)]


def _told(leaf: Leaf, view: View, held: Any, env: Env) -> Any:
    reached = steps(leaf, view)
    if not reached:
        return NOTHING
    step = reached[-1]
    if isinstance(held, Missing):
        if step != "keep" or held is Missing.NOT_COLLECTED:
            return NOTHING
        hushed = held in (Missing.WITHHELD, Missing.UNSAFE_TO_ASK)
        return {"?": "not_asked" if hushed else held.value}
    if leaf.codes is not None:
        return _codes(leaf.codes, held)
    if not isinstance(held, tuple):
        return one(leaf, step, held, env)
    found = [one(leaf, step, item, env) for item in held]
    if step == "keep":
        return found
    told = sorted({item for item in found if item is not NOTHING})
    return told or NOTHING


def _codes(codes: str | CodeList, held: Any) -> Any:
    """Give codes as they leave: none of them tells that asking was not safe."""
    unasked = {"?": "not_asked"}
    if not isinstance(held, tuple):
        return hushed(codes, held) or unasked
    if not telling(codes):
        return list(held)
    left = sorted({hushed(codes, code) for code in held} - {""})
    return left if left or not held else unasked


def listed(codes: str | CodeList) -> CodeList:
    """Give a list that may be named by its id."""
    return core_lists()[codes] if isinstance(codes, str) else codes


def telling(codes: str | CodeList) -> set[str]:
    """Give the codes of a list that must not leave."""
    own = listed(codes)
    core = core_lists().get(own.maps_to)
    return {
        code
        for code in {*own.codes, *own.retired}
        if code in ("withheld", "unsafe_to_ask", *own.outward)
        or (core is not None and own.maps.get(code) in telling(core))
    }


def hushed(codes: str | CodeList, code: str) -> str:
    """Give the code that leaves in the place of one; empty when there is none."""
    own, hidden = listed(codes), telling(codes)
    if code not in hidden:
        return code
    if code in own.outward:
        return own.outward[code] if own.outward[code] in own.codes else ""
    core = core_lists().get(own.maps_to)
    if core is not None and own.maps.get(code) in telling(core):
        wanted = hushed(core, own.maps[code])
        alike = [c for c in own.maps if own.maps[c] == wanted and c not in hidden]
        return min(alike, default="")
    return "not_asked" if "not_asked" in own.codes else ""


def one(leaf: Leaf, step: str, held: Any, env: Env) -> Any:
    """Give what a step shows of one value."""
    if step == "keep":
        return _kept(held)
    if step == "last_two":
        digits = [c for c in held if c in "0123456789"]
        number = not any(c.isalpha() or c == "@" for c in held)
        long = len(digits) >= 8 and number
        return "•" * 8 + (" " + "".join(digits[-2:]) if long else "")
    if step == "zip3":
        return "000" if held[:3] in SPARSE else held[:3]
    if step == "zip5":
        return held[:5]
    return _date(leaf, step, held, env)


def _kept(held: Any) -> Any:
    if isinstance(held, datetime):
        return held.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(held, PartialDate):
        return held.text
    if isinstance(held, Decimal):
        return format(held, "f")
    return held.isoformat() if isinstance(held, date) else held


def _date(leaf: Leaf, step: str, held: Any, env: Env) -> Any:
    """Shorten a date that may be known to the year, the month or the day."""
    if isinstance(held, datetime):
        day, precision, about = held.astimezone(env.tz).date(), "day", ""
    elif isinstance(held, PartialDate):
        day, precision = held.earliest, held.precision
        about = "~" if held.approximate else ""
    else:
        day, precision, about = held, "day", ""
    if leaf.label.category == "identity.dob" and leaf.kind is FieldKind.DATE:
        if env.year is not None and env.year - day.year >= 90:
            return NOTHING
    order = ["decade", "year", "quarter", "month", "day"]
    if order.index(step) > order.index(precision):
        step = precision
    third = (day.month - 1) // 3 + 1
    return {
        "decade": f"{day.year // 10}0s",
        "year": f"{day.year}",
        "quarter": f"{day.year}-Q{third}",
        "month": f"{day.year}-{day.month:02d}",
        "day": f"{day.year}-{day.month:02d}-{day.day:02d}",
    }[step] + about
