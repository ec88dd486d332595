"""A release: the survivor's informed, written, time-limited permission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from attrs import field, frozen

from fjcore.consent._convert import name_set, names, sealed
from fjcore.consent.view import View
from fjcore.values import add_days, end_of_day, local_instant, utc


@frozen
class Signer:
    """Who signed, and as what: ``subject`` or a kind of guardian."""

    id: str
    role: str


def _signers(items: Iterable[Signer]) -> tuple[Signer, ...]:
    return tuple(items)


@frozen(kw_only=True)
class Release:
    """One signed form.

    ``scope`` holds categories, parents, or fields by name; a narrative is released by
    its name only. ``exclude`` wins over ``scope``. ``recipients`` are agencies, or
    ``agency#person``. At most one end: an instant, a local day (over at its midnight),
    a local time, or a number of calendar days from the signing.
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
    views: Mapping[str, View] = field(factory=dict, converter=sealed)
    recipients: tuple[str, ...] = field(converter=names)
    purpose: tuple[str, ...] = field(converter=names)
    methods: tuple[str, ...] = field(converter=names)
    signed_at: datetime | None
    effective_at: datetime | None = None
    expires_at: datetime | None = None
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
    max_uses: int | None = None

    def start(self) -> datetime | None:
        """Give the instant it begins: the later of signing and its stated start."""
        if self.signed_at is None:
            return None
        signed = utc(self.signed_at)
        return (
            signed if self.effective_at is None else max(signed, utc(self.effective_at))
        )

    def end(self, tz: ZoneInfo) -> datetime | None:
        """Give the instant from which it gives nothing more, or None without one."""
        if self.expires_at is not None:
            return utc(self.expires_at)
        if self.expires_on is not None:
            return end_of_day(self.expires_on, tz)
        if self.expires_local is not None:
            return local_instant(self.expires_local, tz, "end")
        if self.duration_days is not None and self.signed_at is not None:
            return add_days(self.signed_at, self.duration_days, tz)
        return None
