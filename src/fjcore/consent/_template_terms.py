"""What one form is filled in with: who, what, why, how, until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent._convert import maybe_utc
from fjcore.consent._template_words import METHODS, one_line
from fjcore.consent.release import Release
from fjcore.consent.view import GRANTABLE, View
from fjcore.consent.vocabulary import Purpose
from fjcore.errors import BadDate, BadId, Problem, ReleaseRefused
from fjcore.records.categories import CATEGORIES, is_known
from fjcore.records.checks import instant_text
from fjcore.values import parse_name, zone

_ENDS = ("expires_at", "expires_on", "duration_days")
_TREE = {name: index for index, name in enumerate(CATEGORIES)}

_PURPOSES = {str(purpose): index for index, purpose in enumerate(Purpose)}
_LAST = 1 << 20
#: Places of all words of the vocabulary; no word of one list is one of another's.
_ORDER = {**_TREE, **_PURPOSES, **{name: i for i, name in enumerate(METHODS)}}
_LONGEST_DAYS = 3660


def _ordered(items: Iterable[str]) -> tuple[str, ...]:
    """Put texts into the one order in which they are shown, each once."""
    plain = {str(item) for item in items}
    return tuple(sorted(plain, key=lambda item: (_ORDER.get(item, _LAST), item)))


def _table(rows: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(rows))


@frozen(kw_only=True)
class Terms:
    """What a survivor is asked to agree to, before anybody has signed.

    ``names`` are the names of the agencies by id, and of persons by ``agency#person``.
    ``fields`` are the narratives that may be named, each with its category. The order
    in which things are listed does not matter. One end must be said: the last day, an
    instant to the minute, or a number of days; an event may stand beside it or alone.
    Raises: NaiveTime.
    """

    holder: str
    recipients: tuple[str, ...] = field(converter=_ordered)
    names: Mapping[str, str] = field(converter=_table)
    scope: tuple[str, ...] = field(converter=_ordered)
    exclude: tuple[str, ...] = field(default=(), converter=_ordered)
    views: Mapping[str, View] = field(factory=dict, converter=_table)
    purpose: tuple[str, ...] = field(converter=_ordered)
    methods: tuple[str, ...] = field(converter=_ordered)
    effective_at: datetime | None = field(default=None, converter=maybe_utc)
    expires_at: datetime | None = field(default=None, converter=maybe_utc)
    expires_on: date | None = None
    duration_days: int | None = None
    expires_event: str = ""
    covers_future_records: bool = False
    survives_death: bool = False
    max_uses: int | None = None
    tz: str
    fields: Mapping[str, str] = field(factory=dict, converter=_table)

    def __repr__(self) -> str:
        return "<Terms>"

    def check(self, only: tuple[str, ...] = ()) -> None:
        """Refuse terms that no form can say in full.

        Raises: ReleaseRefused, with the path and code of every fault.
        """
        problems = tuple(sorted({*self._who(), *self._what(only), *self._when()}))
        if problems:
            raise ReleaseRefused("terms", problems=problems)

    def _who(self) -> Iterator[Problem]:
        if not self.recipients:
            yield Problem("recipients", "required")
        for index, entry in enumerate(self.recipients):
            agency, mark, person = entry.partition("#")
            path = f"recipients.{index}"
            if entry == "*":
                yield Problem(path, "blanket")
            elif not _is_name(agency) or (mark and not _is_name(person)):
                yield Problem(path, "format")
            elif agency not in self.names:
                yield Problem(path, "unknown_agency")
            elif not all(
                one_line(self.names.get(n, "-"), 200) for n in (agency, entry)
            ):
                yield Problem(f"names.{index}", "format")
        if self.holder not in self.names or not one_line(self.names[self.holder], 200):
            yield Problem("holder", "required")
        if not self.purpose:
            yield Problem("purpose", "required")
        if not self.methods:
            yield Problem("methods", "required")
        if not set(self.purpose) <= _PURPOSES.keys():
            yield Problem("purpose", "unknown_code")
        if not set(self.methods) <= set(METHODS):
            yield Problem("methods", "unknown_code")

    def _what(self, only: tuple[str, ...]) -> Iterator[Problem]:
        for name in ("scope", "exclude"):
            for index, item in enumerate(getattr(self, name)):
                if item == "*":
                    yield Problem(f"{name}.{index}", "blanket")
                elif not is_known(item) and item not in self.fields:
                    yield Problem(f"{name}.{index}", "unknown_category")
        if not set(self.views) <= set(self.scope):
            yield Problem("views", "out_of_scope")
        if not set(self.views.values()) <= set(GRANTABLE):
            yield Problem("views", "unknown_code")
        if not set(self.fields.values()) <= CATEGORIES.keys():
            yield Problem("fields", "unknown_category")
        elif not any(True for _ in self.shown()):
            yield Problem("scope", "required")
        if only and set(self.scope) != set(only):
            yield Problem("scope", "out_of_scope")

    def _when(self) -> Iterator[Problem]:
        ends = [name for name in _ENDS if getattr(self, name) is not None]
        if not ends and not self.expires_event.strip():
            yield Problem("expires_at", "no_expiry")
        if len(ends) > 1:
            yield Problem(ends[1], "two_ends")
        if self.expires_event and not one_line(self.expires_event, 200):
            yield Problem("expires_event", "format")
        days, uses = self.duration_days, self.max_uses
        if days is not None and not 0 < days <= _LONGEST_DAYS:
            yield Problem("duration_days", "range")
        if uses is not None and uses < 1:
            yield Problem("max_uses", "range")
        for name in ("effective_at", "expires_at"):
            at = getattr(self, name)
            # A paper says hours and minutes; what it does not say must not hold.
            if at is not None and (at.second or at.microsecond):
                yield Problem(name, "format")
        start, end = self.effective_at, self.expires_at
        if start is not None and end is not None and end <= start:
            yield Problem("expires_at", "end_before_start")
        if not _is_zone(self.tz):
            yield Problem("tz", "unknown_code")

    def shown(self) -> Iterator[tuple[str, str]]:
        """Give each leaf or named field that the scope reaches, with its own item.

        An item reaches what it names, and what lies below it but for what only its own
        name can release. What is struck is not reached.
        """
        found = {
            leaf: item
            for item in sorted(self.scope, key=len)
            for leaf in self._below(item)
            if not self._struck(leaf)
        }
        yield from sorted(
            found.items(), key=lambda pair: (_TREE.get(pair[0], _LAST), pair[0])
        )

    def _below(self, item: str) -> Iterator[str]:
        if item in CATEGORIES or item in self.fields:
            yield item
        for leaf, category in CATEGORIES.items():
            if leaf.startswith(f"{item}.") and not category.explicit_only:
                yield leaf

    def _struck(self, leaf: str) -> bool:
        within = self.fields.get(leaf, leaf) if leaf not in CATEGORIES else leaf
        return any(
            item in (leaf, within) or within.startswith(f"{item}.")
            for item in self.exclude
        )

    def struck(self) -> Iterator[str]:
        """Give each leaf or named field that is struck."""
        for item in self.exclude:
            if item in CATEGORIES or item in self.fields:
                yield item
            yield from (leaf for leaf in CATEGORIES if leaf.startswith(f"{item}."))

    def codes(self) -> dict[str, str]:
        """Give all that the terms say as the office's own codes, one text for each."""
        said = {
            "holder": self.holder,
            "recipients": " ".join(self.recipients),
            "scope": " ".join(self.scope),
            "exclude": " ".join(self.exclude),
            "views": " ".join(f"{k}={v.name}" for k, v in sorted(self.views.items())),
            "purpose": " ".join(self.purpose),
            "methods": " ".join(self.methods),
            "effective_at": instant_text(self.effective_at)
            if self.effective_at
            else "",
            "expires": " ".join(self._ends()),
            "rest": " ".join(self._rest()),
        }
        return {name: text for name, text in said.items() if text}

    def _ends(self) -> Iterator[str]:
        if self.expires_on is not None:
            yield f"expires_on={self.expires_on.isoformat()}"
        if self.expires_at is not None:
            yield f"expires_at={instant_text(self.expires_at)}"
        if self.duration_days is not None:
            yield f"duration_days={self.duration_days}"
        if self.expires_event:
            yield "expires_event"
        yield self.tz

    def _rest(self) -> Iterator[str]:
        if self.covers_future_records:
            yield "covers_future_records"
        if self.survives_death:
            yield "survives_death"
        if self.max_uses is not None:
            yield f"max_uses={self.max_uses}"

    def parts(self) -> dict[str, Any]:
        """Give what of the terms stands in a release, by the release's own names."""
        return {name: getattr(self, name) for name in _shared()}


def _is_name(text: str) -> bool:
    try:
        return parse_name(text) == text
    except BadId:
        return False


def _is_zone(name: str) -> bool:
    try:
        return zone(name) is not None
    except BadDate:
        return False


def terms_of(
    release: Release,
    *,
    holder: str,
    names: Mapping[str, str],
    tz: str,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Terms:
    """Give the terms of a release on file, to be rendered again as they were.

    ``names`` as they were when it was signed.
    Raises: ReleaseRefused, when it ends at a local time, which no template says.
    """
    if release.expires_local is not None:
        problem = Problem("expires_local", "forbidden")
        raise ReleaseRefused(release.id, problems=(problem,))
    kept = {name: getattr(release, name) for name in _shared()}
    return Terms(holder=holder, names=names, tz=tz, fields=fields, **kept)


def _shared() -> tuple[str, ...]:
    """Give what terms and a release both say, by its name."""
    names = (one.name for one in attrs.fields(Terms))
    return tuple(n for n in names if n not in ("holder", "names", "tz", "fields"))
