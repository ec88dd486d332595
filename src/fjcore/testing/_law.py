"""What went on in the law: orders, matters, claims, each step after the last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from fjcore.records import (
    Charge,
    CompensationClaim,
    Hearing,
    LegalMatter,
    Money,
    ProtectionOrder,
    Violation,
)
from fjcore.testing._draws import Draws
from fjcore.testing._plot import LAST_DAY, Plot, moment
from fjcore.values import Missing, PartialDate

_NA, _NC = Missing.NOT_APPLICABLE, Missing.NOT_COLLECTED

COURT = "Oatmere County Court (made up)"


def law(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give her orders, the matters at law and a claim, where there are any."""
    if plot.order:
        yield order(draws, plot)
        yield matter(draws, plot, LegalMatter)
    if plot.injured and plot.reported and draws.chance(400) or _all(plot):
        yield claim(draws, plot)


def _all(plot: Plot) -> bool:
    return plot.order and plot.exam and plot.injured and plot.reported


def _steps(draws: Draws, plot: Plot) -> list[date]:
    """Give the days of filing, issue and service, as far as they have come."""
    day, found = plot.opened + timedelta(days=draws.between(0, 6)), []
    for _ in range(3):
        if day <= LAST_DAY:
            found.append(day)
        day += timedelta(days=draws.between(1, 14))
    return found


def order(draws: Draws, plot: Plot) -> ProtectionOrder:
    """Give an order of protection, as far as it has come."""
    days: list[date | Missing] = [*_steps(draws, plot), _NA, _NA, _NA]
    filed, issued, served = days[:3]
    known = isinstance(served, date)
    status = "served" if known else "issued_not_served"
    if not isinstance(issued, date):
        status = "petition_filed" if isinstance(filed, date) else "considering"
    violated = known and plot.danger and draws.chance(300)
    ends = issued + timedelta(days=365) if isinstance(issued, date) else _NA
    return ProtectionOrder(
        order_id=plot.id("PO"),
        order_type="temporary" if plot.partner else "civil_no_contact",
        status="violated" if violated else status,
        court=COURT,
        docket_number=plot.id("DR"),
        petitioners=(plot.id("P"),),
        respondent=plot.id("O"),
        filed_on=filed,
        issued_on=issued,
        served_on=served,
        expires_on=ends,
        vacated_on=_NA,
        terms=("no_contact", "stay_away", *(["custody"] if plot.children else [])),
        firearms_surrendered=draws.one(("yes", "no")) if plot.firearm else _NA,
        violations=(_violation(served),) if violated else (),
    )


def _violation(served: date | Missing) -> Violation:
    day = served + timedelta(days=20) if isinstance(served, date) else LAST_DAY
    return Violation(
        occurred_on=PartialDate.parse(day.isoformat()),
        reported=True,
        outcome="a warning was given",
    )


def matter(draws: Draws, plot: Plot, kind: type[LegalMatter]) -> LegalMatter:
    """Give a matter at law; an attorney's file of hers is hers and her attorney's."""
    criminal = plot.reported
    ours = kind is LegalMatter
    hearing = Hearing(
        at=moment(plot.opened + timedelta(days=draws.between(10, 30)), 10),
        court=COURT,
        purpose=draws.one(("first hearing", "order of protection")),
    )
    charge = Charge(
        statute="SYN 0-0-000",
        counts=draws.between(1, 2),
        disposition=draws.one(("pending", "dismissed", "guilty plea")),
    )
    return kind(
        kind="criminal" if criminal else draws.one(("custody", "divorce")),
        case_number=plot.id("CN"),
        attorney="SYN-staff-3" if ours else _NA,
        privileged_notes=f"She asks for sole custody. [{plot.mark}]" if ours else _NA,
        charges=(charge,) if criminal else (),
        hearings=(hearing,),
        notification=draws.told("enrolled_vine"),
    )


def claim(draws: Draws, plot: Plot) -> CompensationClaim:
    """Give a claim on a compensation program; it is decided after it is filed."""
    filed = plot.opened + timedelta(days=draws.between(1, 20))
    over = filed + timedelta(days=draws.between(20, 90))
    status = draws.one(("submitted", "approved", "denied"))
    decided = status != "submitted" and over <= LAST_DAY
    status = status if decided else "submitted"
    return CompensationClaim(
        status=status,
        filed_on=filed,
        amount=Money(amount=Decimal(draws.between(50, 2500)), currency="USD"),
        decided_on=over if decided else _NA,
        decision=f"{plot.id('CL')}, {status}",
    )
