"""What was disclosed of one person, to whom, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from attrs import frozen


@frozen(kw_only=True)
class AccountingRow:
    """One disclosure in the account that a survivor may ask for.

    ``basis_ref`` names the evidence that a ground other than a release rests on.
    ``delivered`` is False where no receipt came back: it may have been sent.
    Source: 45 CFR 164.528; 34 U.S.C. 12291(b)(2)(G) (documentation of compliance).
    """

    at: datetime
    disclosure: str
    recipient: str
    recipient_name: str
    person: str
    purpose: str
    basis: str
    releases: tuple[str, ...]
    categories: tuple[str, ...]
    fields: tuple[str, ...]
    actor: str
    delivered: bool
    basis_ref: str = ""


#: Class of each legal basis, the only thing about it that an audit leaf shows.
BASIS_CLASS: Mapping[str, str] = MappingProxyType(
    {
        "client_release": "release",
        "statutory_mandate": "law",
        "statute_permissive": "law",
        "fatality_review": "law",
        "hipaa_treatment": "law",
        "oral_agreement": "law",
        "court_order": "court",
        "search_warrant": "court",
        "grand_jury_subpoena": "court",
        "subpoena": "court",
        "emergency": "emergency",
        "intra_program": "internal",
        "agent_contract": "internal",
        "own_record": "internal",
        "subject_access": "subject",
        "none": "none",
        "aggregate": "none",
    }
)
