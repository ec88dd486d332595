"""What was disclosed of one person, to whom, when and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from attrs import frozen

from fjcore.values import utc

#: An account goes back this many years (45 CFR 164.528(a)(1)).
YEARS = 6


@frozen(kw_only=True)
class AccountingRow:
    """One disclosure in the account that a survivor may ask for.

    ``basis_ref`` names the evidence that a ground other than a release rests on.
    ``delivered`` is False where no receipt came back: it may have been sent.
    ``expires`` is when the permission behind it was to end.
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
    expires: datetime | None = None


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

#: Grounds whose disclosures an account under 45 CFR 164.528 may leave out, with the
#: paragraph that says so. Every one of them is logged, and in the whole account.
EXEMPT: Mapping[str, str] = MappingProxyType(
    {
        "client_release": "164.528(a)(1)(iv)",
        "oral_agreement": "164.528(a)(1)(v)",
        "hipaa_treatment": "164.528(a)(1)(i)",
        "subject_access": "164.528(a)(1)(ii)",
        "intra_program": "164.528(a)(1)(i)",
        "own_record": "164.528(a)(1)(i)",
        "agent_contract": "164.528(a)(1)(i)",
    }
)


@frozen(kw_only=True)
class Account:
    """The account of one person over a span: half-open, the oldest first.

    ``omitted``: rows left out, each with the paragraph that lets it be left out.
    ``held_back``: rows that a suspension keeps off it for now, which it must not tell.
    """

    since: datetime
    until: datetime
    rows: tuple[AccountingRow, ...]
    omitted: tuple[tuple[AccountingRow, str], ...] = ()
    held_back: tuple[AccountingRow, ...] = ()


def years_before(at: datetime) -> datetime:
    """Give the instant six years earlier; of a leap day, the day before it."""
    year = at.year - YEARS
    try:
        return at.replace(year=year)
    except ValueError:
        return at.replace(year=year, day=28)


def account_of(
    rows: Iterable[AccountingRow],
    *,
    at: datetime,
    since: datetime | None = None,
    whole: bool = True,
    held_back: Callable[[AccountingRow], bool] = lambda _: False,
) -> Account:
    """Give the account of a person as of an instant, six years back unless said.

    ``whole``: every disclosure; else what 45 CFR 164.528 lets be left out is omitted,
    and told of by its number. ``held_back`` says which rows a suspension keeps off it
    (45 CFR 164.528(a)(2)). Nothing is ever left out of the log.
    Raises: NaiveTime.
    """
    until = utc(at)
    start = years_before(until) if since is None else utc(since)
    every = [row for row in rows if start <= row.at <= until]
    back = tuple(row for row in every if held_back(row))
    span = [row for row in every if row not in back]
    kept = tuple(row for row in span if whole or row.basis not in EXEMPT)
    left = tuple(
        (row, EXEMPT[row.basis]) for row in span if not whole and row.basis in EXEMPT
    )
    return Account(since=start, until=until, rows=kept, omitted=left, held_back=back)
