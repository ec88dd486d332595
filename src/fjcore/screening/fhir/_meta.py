"""How an answer came about, as an extension of ours says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen

from fjcore.screening import _shape as shape
from fjcore.screening.fhir._reading import Reader
from fjcore.screening.result import Status
from fjcore.values import utc

_GIVEN = frozenset(Status) - {Status.NOT_APPLICABLE}


@frozen(kw_only=True)
class Meta:
    """What is said of an answer besides itself, as far as anything is."""

    status: Status | None = None
    at: datetime | None = None
    by: str | None = None
    seq: int = shape.MAX_POINTS


@frozen(kw_only=True)
class Told:
    """One answer or reason as it was read."""

    item: str
    status: Status
    value: str | None
    at: datetime | None
    by: str | None
    seq: int

    @classmethod
    def of(cls, item: str, status: Status, value: str | None, said: Meta) -> Told:
        """Put an answer together with what is said of it."""
        return cls(
            item=item,
            status=status,
            value=value,
            at=said.at,
            by=said.by,
            seq=said.seq,
        )


def meta(reader: Reader, row: dict[str, Any], path: str) -> Meta:
    """Read what is said of an answer; without it, nothing is."""
    found = reader.mine(row, path, "answer-meta")
    if found is None:
        return Meta()
    where, one = found
    parts = {url: part for _, url, part in reader.extensions(one, where)}
    status = reader.text(parts.get("status", {}), "valueCode", where)
    if status is not None and status not in _GIVEN:
        reader.refuse(where, "unknown_code")
        status = None
    seq = parts.get("seq", {}).get("valueInteger", shape.MAX_POINTS)
    if type(seq) is not int or not 0 <= seq <= shape.MAX_POINTS:
        reader.refuse(where, "range")
        seq = shape.MAX_POINTS
    return Meta(
        status=None if status is None else Status(status),
        at=when(reader, parts.get("at", {}).get("valueInstant"), where),
        by=reader.text(parts.get("by", {}), "valueString", where),
        seq=seq,
    )


def when(reader: Reader, value: Any, path: str) -> datetime | None:
    """Read an instant; a day alone, or a time without an offset, is none."""
    if value is None:
        return None
    if type(value) is not str or len(value) > 40:
        reader.refuse(path, "type" if type(value) is not str else "length")
        return None
    found, code = None, "format"
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        pass
    if found is None or found.tzinfo is None:
        reader.refuse(path, code if found is None else "naive_time")
        return None
    return _utc(reader, found, path)


def _utc(reader: Reader, value: datetime, path: str) -> datetime | None:
    found = None
    try:
        found = utc(value)
    except (OverflowError, ValueError):
        pass
    if found is None:
        reader.refuse(path, "range")
    return found
