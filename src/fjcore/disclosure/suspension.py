"""A right to an account that is suspended for a time: by whom, how said, until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import field, frozen

from fjcore.consent.vocabulary import RecipientKind
from fjcore.disclosure.accounting import EXEMPT, AccountingRow

#: The paragraph by which a row is left out while a suspension holds.
CITATION = "164.528(a)(2)"

#: A suspension that was asked for out loud ends this long after it was, at the latest.
#: Source: 45 CFR 164.528(a)(2)(ii)(C) (reviewed: false).
ORAL = timedelta(days=30)

#: Kinds of agency that may ask: who may investigate or prosecute, and who oversees.
#: Source: 45 CFR 164.103, 164.501, 164.512(d), (f) (reviewed: false).
MAY_ASK = frozenset(
    {
        RecipientKind.LAW_ENFORCEMENT,
        RecipientKind.PROSECUTOR,
        RecipientKind.IMMIGRATION_ENFORCEMENT,
        RecipientKind.AUDITOR,
    }
)


@frozen(kw_only=True)
class Suspension:
    """An agency's statement that an account of what it got would impede it.

    ``official`` made it, in writing or, where ``written`` is False, out loud. It holds
    from ``since`` on and at ``until`` no more. ``counsel`` said that it binds this
    holder; empty where nobody did. ``lifted_at``: when it was ended before its time.
    Source: 45 CFR 164.528(a)(2).
    """

    id: str
    agency: str
    official: str
    written: bool
    since: datetime
    until: datetime
    counsel: str = ""
    actor: str = ""
    lifted_at: datetime | None = field(default=None)

    def holds(self, at: datetime) -> bool:
        """Whether it holds at an instant; it ends by itself."""
        if self.lifted_at is not None and at >= self.lifted_at:
            return False
        return self.since <= at < self.until

    def binds(self, covered: bool) -> bool:
        """Whether a holder applies it.

        ``covered``: the holder is under VAWA, FVPSA or VOCA, whose confidentiality is
        hers and names no such exception: then counsel must have said so.
        Source: 34 U.S.C. 12291(b)(2) (reviewed: false).
        """
        return bool(self.counsel) or not covered


def suspended(
    row: AccountingRow, found: Iterable[Suspension], *, at: datetime, covered: bool
) -> bool:
    """Whether a row is kept off her account at an instant.

    What went out on her own permission is never kept from her: the rule is about
    disclosures under 45 CFR 164.512(d) and (f) alone.
    """
    if row.basis in EXEMPT:
        return False
    return any(
        one.agency == row.recipient and one.holds(at) and one.binds(covered)
        for one in found
    )
