"""Dates moved into the past, by as many days for all of one person's.

On no ladder: no release asks for it, and safe harbor leaves a year and no more.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import UTC, date, timedelta, tzinfo
from typing import Any

from attrs import field, frozen

from fjcore.consent.vocabulary import Purpose, RecipientKind
from fjcore.errors import OptionRefused, Problem
from fjcore.records.label import FieldKind
from fjcore.records.record import Leaf
from fjcore.redaction.operators import day_in, terms
from fjcore.redaction.tokens import KEY_BYTES
from fjcore.values import SecretBytes

_DOMAIN = b"fjcore.shift.v1\x00"
_SERIES = b"fjcore.shift.series.v1\x00"
_SOURCE = b"fjcore.shift.source.v1\x00"

#: The number of days that a shift can be: one to so many, always into the past.
SPAN = 364

#: Categories whose dates are facts of a court, the police or a prosecutor.
_OFFICIAL = frozenset("court_record court_matters le_record pros_record".split())
_OFFICES = frozenset(
    {RecipientKind.COURT, RecipientKind.LAW_ENFORCEMENT, RecipientKind.PROSECUTOR}
)
_PURPOSES = frozenset(
    {
        Purpose.CRIMINAL_INVESTIGATION,
        Purpose.PROSECUTION,
        Purpose.PROTECTION_ORDER,
        Purpose.PO_ENFORCEMENT,
        Purpose.COURT_COMPLIANCE,
    }
)
#: How the name of a date ends on which something runs out.
_ENDS = ("expires_on", "expires_at", "ends_on", "valid_to", "_until")


@frozen(repr=False)
class Shifted:
    """A date, or a range of them, moved into the past.

    Shape: ``text`` is ``YYYY-MM-DD``, with ``~`` when approximate; two with ``/``
    between are a range.
    """

    text: str
    _source: bytes = field(eq=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return "<Shifted>"


def series_key(root: SecretBytes, series: str) -> SecretBytes:
    """Give the key of one series of releases, of a key of the holder's.

    Raises: OptionRefused, for a key that has not 32 bytes.
    """
    _checked(root)
    return SecretBytes(hmac.digest(root.reveal(), _SERIES + _raw(series), "sha256"))


def shift_days(subject: str, *, key: SecretBytes) -> int:
    """Give by how many days the dates of a person move in one series: -364 to -1.

    Shape: ``key`` is of the series (``series_key``), and not of a field.
    Raises: OptionRefused, for a key that has not 32 bytes.
    """
    _checked(key)
    mac = hmac.digest(key.reveal(), _DOMAIN + _raw(subject), "sha256")
    return -1 - int.from_bytes(mac[:8]) % SPAN


def date_shift(
    value: Any, *, subject: str, key: SecretBytes, tz: tzinfo = UTC
) -> Shifted | None:
    """Move a date by the days of its person; None for what is not known to the day.

    What lies between two dates of one person stays as it is; the time of day is
    dropped. ``tz``: where the day of an instant is told. What was shifted is left as it
    is for the same person and key, and is None elsewhere.
    Raises: OptionRefused, for a key that has not 32 bytes.
    """
    days = timedelta(shift_days(subject, key=key))
    source = hmac.digest(key.reveal(), _SOURCE + _raw(subject), "sha256")
    if isinstance(value, Shifted):
        return value if hmac.compare_digest(value._source, source) else None
    ends, mark = terms(day_in(value, tz))
    moved: list[str] = []
    try:
        moved = [str(date.fromisoformat(end) + days) for end in ends]
    except (ValueError, OverflowError):
        return None
    return Shifted("/".join(moved) + mark, source) if moved else None


def shift_of(
    leaf: Leaf,
    *,
    subject: str,
    key: SecretBytes,
    recipient: RecipientKind,
    purpose: Purpose,
    tz: tzinfo = UTC,
) -> Callable[[Any], Shifted | None] | None:
    """Give the operator that shifts a field's dates; None where none may be shifted.

    Never for the dates of courts, police and prosecution, nor for those on which
    something runs out; nor to a court, the police or a prosecutor.
    Raises: OptionRefused, for a key that has not 32 bytes.
    """
    _checked(key)
    dated = leaf.kind in (FieldKind.DATE, FieldKind.INSTANT)
    official = leaf.label.category in _OFFICIAL or recipient in _OFFICES
    if not dated or official or purpose in _PURPOSES or leaf.path.endswith(_ENDS):
        return None
    return lambda value: date_shift(value, subject=subject, key=key, tz=tz)


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _checked(key: SecretBytes) -> None:
    if len(key.reveal()) != KEY_BYTES:
        raise OptionRefused("key", problems=(Problem("key", "length"),))
