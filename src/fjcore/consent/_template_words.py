"""What every form of a language shares: words for categories, purposes, days, hours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from attrs import field, frozen

from fjcore.consent.view import GRANTABLE
from fjcore.consent.vocabulary import Purpose
from fjcore.errors import Problem
from fjcore.records.categories import CATEGORIES

#: The ways of telling, in the order in which a form lists them.
METHODS = ("verbal", "written", "electronic")

#: What each part of a sentence in ``say`` may hold; a closed list.
SAID: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(holds.split())
        for name, holds in {
            "start_signing": "",
            "start_at": "date clock zone offset",
            "end_on": "date zone",
            "end_at": "date clock zone offset",
            "end_days": "days zone",
            "end_event": "event",
            "end_sooner": "end event",
            "future_no": "",
            "future_yes": "",
            "uses_any": "",
            "uses_one": "",
            "uses_some": "count",
            "death_ends": "",
            "death_stays": "",
            "struck_none": "",
            "person": "agency person",
            "field": "what field",
            "partly": "what view",
            "blank": "",
            "box": "",
            "hash": "",
            "form": "id version language tag",
            "unreviewed": "as_of",
            "reviewed": "as_of",
        }.items()
    }
)
_TIME: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "date": frozenset({"weekday", "month", "day", "year"}),
        "clock": frozenset({"hour", "minute", "half"}),
        **dict.fromkeys(("am", "pm", "noon", "midnight"), frozenset()),
        "place": frozenset({"place"}),
    }
)
_OFFICE = frozenset(
    "holder recipients scope exclude views purpose methods effective_at expires "
    "rest".split()
)
_HEAD = frozenset("language version direction called as_of reviewed".split())
_MARK = re.compile(r"\{([^{}]*)\}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

Table = Mapping[str, str]


def filled(text: str, parts: Mapping[str, str]) -> str:
    """Put parts in their marked places; what they hold is never looked at again."""
    return _MARK.sub(lambda found: parts[found[1]], text)


def marks(text: str) -> list[str]:
    """Give the names of the marked places of a text, in order."""
    return _MARK.findall(text)


def one_line(text: object, longest: int = 1000) -> TypeGuard[str]:
    """Whether a value is one line of plain text that says something."""
    return (
        type(text) is str
        and 0 < len(text.strip()) <= len(text) <= longest
        and text.isprintable()
    )


def _table(rows: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(rows))


@frozen(kw_only=True)
class Words:
    """The shared words of one language, in one version."""

    language: str
    version: str
    direction: str
    called: str
    time: Mapping[str, Any] = field(converter=_table)
    say: Table = field(converter=_table)
    office: Table = field(converter=_table)
    methods: Table = field(converter=_table)
    views: Table = field(converter=_table)
    categories: Table = field(converter=_table)
    purposes: Table = field(converter=_table)

    def said(self, name: str, **parts: str) -> str:
        """Give one of the shared sentences, with its parts in place."""
        return filled(self.say[name], parts)

    def day(self, on: date) -> str:
        """Say a day in full, with its weekday."""
        return filled(
            self.time["date"],
            {
                "weekday": self.time["weekdays"][on.weekday()],
                "month": self.time["months"][on.month - 1],
                "day": str(on.day),
                "year": str(on.year),
            },
        )

    def clock(self, at: datetime) -> str:
        """Say an hour and minute; noon and midnight by their names."""
        if at.minute == 0 and at.hour in (0, 12):
            return str(self.time["noon" if at.hour else "midnight"])
        parts = {
            "hour": str(at.hour % 12 or 12),
            "minute": f"{at.minute:02}",
            "half": self.time["pm" if at.hour >= 12 else "am"],
        }
        return filled(self.time["clock"], parts)

    def zone(self, tz: ZoneInfo) -> str:
        """Say a time zone by the name people know, or by its city."""
        known: Table = self.time["zones"]
        place = tz.key.rpartition("/")[2].replace("_", " ")
        return known.get(tz.key) or filled(self.time["place"], {"place": place})

    def moment(self, at: datetime, tz: ZoneInfo) -> dict[str, str]:
        """Give the parts that say an instant in a zone, with its offset from UTC.

        Of an hour that comes twice on the day the clocks go back, only the offset says
        which one is meant.
        """
        local = at.astimezone(tz)
        offset = f"UTC{local:%z}"
        return {
            "date": self.day(local.date()),
            "clock": self.clock(local),
            "zone": self.zone(tz),
            "offset": f"{offset[:-2]}:{offset[-2:]}",
        }


def words_faults(data: Any, path: str) -> Iterator[Problem]:
    """Give every fault of a table of words, by its path."""
    if type(data) is not dict:
        yield Problem(path, "type")
        return
    tables = {
        "say": SAID.keys(),
        "office": _OFFICE,
        "methods": frozenset(METHODS),
        "views": frozenset(view.name for view in GRANTABLE),
        "categories": CATEGORIES.keys(),
        "purposes": frozenset(map(str, Purpose)),
    }
    if not data.keys() <= _HEAD | {"time", *tables}:
        yield Problem(path, "unknown_key")
    yield from _head(data, path)
    yield from _time(data.get("time"), f"{path}.time")
    for name, keys in tables.items():
        allowed = SAID if name == "say" else {}
        yield from _texts(data.get(name), frozenset(keys), f"{path}.{name}", allowed)


def _head(data: Mapping[str, Any], path: str) -> Iterator[Problem]:
    for name in ("version", "called", "as_of"):
        if not one_line(data.get(name), 60):
            yield Problem(f"{path}.{name}", "required")
    tag = data.get("language")
    if type(tag) is not str or not _TAG.fullmatch(tag):
        yield Problem(f"{path}.language", "format")
    if data.get("direction") not in ("ltr", "rtl"):
        yield Problem(f"{path}.direction", "unknown_code")
    if type(data.get("reviewed")) is not bool:
        yield Problem(f"{path}.reviewed", "type")


def _texts(
    rows: Any,
    keys: frozenset[str],
    path: str,
    allowed: Mapping[str, frozenset[str]],
) -> Iterator[Problem]:
    if type(rows) is not dict:
        yield Problem(path, "required")
        return
    if not rows.keys() <= keys:
        yield Problem(path, "unknown_key")
    for key in sorted(keys):
        text = rows.get(key)
        if not one_line(text):
            yield Problem(f"{path}.{key}", "required" if key not in rows else "format")
        elif set(marks(text)) != allowed.get(key, frozenset()) or _braced(text):
            yield Problem(f"{path}.{key}", "unknown_placeholder")


def _braced(text: str) -> bool:
    left = _MARK.sub("", text)
    return "{" in left or "}" in left


def _time(rows: Any, path: str) -> Iterator[Problem]:
    if type(rows) is not dict:
        yield Problem(path, "required")
        return
    lists = {"months": 12, "weekdays": 7}
    plain = {key: text for key, text in rows.items() if key in _TIME}
    yield from _texts(plain, frozenset(_TIME), path, _TIME)
    if not rows.keys() <= {*_TIME, *lists, "zones"}:
        yield Problem(path, "unknown_key")
    for key, count in lists.items():
        names = rows.get(key)
        found = names if type(names) is list else []
        if not all(map(one_line, found)) or not len(set(found)) == count == len(found):
            yield Problem(f"{path}.{key}", "format")
    zones = rows.get("zones", {})
    if type(zones) is not dict or not all(map(one_line, zones.values())):
        yield Problem(f"{path}.zones", "format")


def words_from(data: Mapping[str, Any]) -> Words:
    """Make words of a table without faults."""
    kept = {key: data[key] for key in data if key not in ("as_of", "reviewed")}
    time = dict(kept.pop("time"))
    time.setdefault("zones", {})
    return Words(time=time, **kept)


@cache
def shipped_words(language: str, version: str) -> Words | None:
    """Give the words that ship for a language in a version, or None."""
    place = files("fjcore.consent").joinpath(f"data/words/{language}-{version}.toml")
    if not _TAG.fullmatch(language) or not version.isalnum() or not place.is_file():
        return None
    return words_from(tomllib.loads(place.read_text("utf-8")))
