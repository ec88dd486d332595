"""A release: the survivor's informed, written, time-limited permission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from attrs import field, frozen

from fjcore.consent._convert import maybe_utc, name_set, names
from fjcore.consent.view import View
from fjcore.values import add_days, end_of_day, local_instant


@frozen
class Signer:
    """Who signed, and as what: ``subject`` or a kind of guardian."""

    id: str
    role: str

    def __repr__(self) -> str:
        return "<Signer>"


def _signers(items: Iterable[Signer]) -> tuple[Signer, ...]:
    return tuple(items)


def _views(table: Mapping[str, View]) -> Mapping[str, View]:
    return MappingProxyType(dict(table))


@frozen(kw_only=True)
class Release:
    """One signed form.

    ``scope`` holds categories, parents, or fields by name; a narrative is released by
    its name only. ``exclude`` wins over ``scope``. ``recipients`` are agencies, or
    ``agency#person``. ``redisclosure``: they may pass it on, each time with a further
    written permission of hers; the form must say so. At most one end: an instant, a
    local day (over at its midnight), a local time, or a number of calendar days from
    the signing.
    Raises: NaiveTime.
    Source: 34 U.S.C. 12291(b)(2)(B); 45 CFR 164.508(c).
    """

    id: str
    forms: frozenset[str] = field(default=frozenset(), converter=name_set)
    form_id: str = ""
    form_version: str = ""
    form_sha256: str = ""
    language: str = ""
    interpreter: bool = False
    scope: tuple[str, ...] = field(converter=names)
    exclude: tuple[str, ...] = field(default=(), converter=names)
    views: Mapping[str, View] = field(factory=dict, converter=_views)
    recipients: tuple[str, ...] = field(converter=names)
    purpose: tuple[str, ...] = field(converter=names)
    methods: tuple[str, ...] = field(converter=names)
    signed_at: datetime | None = field(converter=maybe_utc)
    effective_at: datetime | None = field(default=None, converter=maybe_utc)
    expires_at: datetime | None = field(default=None, converter=maybe_utc)
    expires_on: date | None = None
    expires_local: datetime | None = None
    duration_days: int | None = None
    expires_event: str = ""
    written: bool = False
    complete: bool = False
    informed: bool = False
    voluntary: bool = False
    signature: str = "none"
    signers: tuple[Signer, ...] = field(default=(), converter=_signers)
    covers_future_records: bool = False
    survives_death: bool = False
    privilege_ack: bool = False
    redisclosure: bool = False
    max_uses: int | None = None

    def __repr__(self) -> str:
        return f"<Release {self.id!r}>"

    def start(self) -> datetime | None:
        """Give the instant it begins: the later of signing and its stated start."""
        if self.signed_at is None or self.effective_at is None:
            return self.signed_at
        return max(self.signed_at, self.effective_at)

    def end(self, tz: ZoneInfo) -> datetime | None:
        """Give the instant from which it gives nothing more, or None without one.

        Where more than one end is stated, which no form allows, the first to come.
        """
        return min(self._ends(tz), default=None)

    def _ends(self, tz: ZoneInfo) -> Iterator[datetime]:
        if self.expires_at is not None:
            yield self.expires_at
        if self.expires_on is not None:
            yield end_of_day(self.expires_on, tz)
        if self.expires_local is not None:
            yield local_instant(self.expires_local, tz, "end")
        if self.duration_days is not None and self.signed_at is not None:
            yield add_days(self.signed_at, self.duration_days, tz)
