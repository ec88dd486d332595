"""The rows that every export has: of itself, and of the organization."""

from __future__ import annotations

import hashlib
from datetime import datetime

from fjcore_hmis.table import Row

#: Hashed otherwise: what leaves holds no name and no number that could be in clear.
#: Unhashed, 1, is never said outward. Source: HUD list HashStatus (reviewed: false).
HASH_STATUS = 3


def made_id(*parts: str) -> str:
    """Give an id of at most 32 characters, fresh in each export."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def moment(at: datetime) -> str:
    """Give an instant as HMIS says it, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M:%S")


def common(export: str, at: datetime) -> dict[str, int | str | None]:
    """Give the columns that every row ends with."""
    told = moment(at)
    return {
        "DateCreated": told,
        "DateUpdated": told,
        "UserID": "fjcore",
        "ExportID": export,
    }


def export_row(export: str, holder: str, at: datetime) -> Row:
    """Give the row that says what this is: an agency's own system, all of it, today."""
    day = at.strftime("%Y-%m-%d")
    return {
        "ExportID": export,
        "SourceType": 2,
        "SourceName": holder,
        "ExportDate": moment(at),
        "ExportStartDate": day,
        "ExportEndDate": day,
        "SoftwareName": "fjcore",
        "CSVVersion": "2026",
        "ExportPeriodType": 4,
        "ExportDirective": 2,
        "HashStatus": HASH_STATUS,
        "ImplementationID": holder,
    }


def organization(export: str, holder: str, at: datetime) -> Row:
    """Give the holder: a victim service provider, as every one of these is."""
    return {
        "OrganizationID": made_id("organization", holder),
        "OrganizationName": holder,
        "VictimServiceProvider": 1,
        **common(export, at),
    }
