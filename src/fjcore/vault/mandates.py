"""Mandated reports: what a statute asks of one staff member, by the adopted packs.

Nothing that decides is believed from whoever reports. Her role stands in the site file,
the row in a pack that the site adopted, and both are looked up anew at each disclosure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import attrs
from attrs import frozen

from fjcore.consent import (
    BasisKind,
    Exhibit,
    Mandate,
    MandateRow,
    PermissiveStatute,
    ReportTrigger,
    SubjectState,
    mandates_for,
)
from fjcore.errors import OptionRefused, Problem
from fjcore.vault.core import Core

#: Grounds whose evidence is filled from packs alone.
REPORTS = frozenset({BasisKind.STATUTORY_MANDATE, BasisKind.STATUTE_PERMISSIVE})

#: How long a report on file may be acted on, unless another end is said.
REPORT_SPAN = timedelta(days=7)

Reported = Mandate | PermissiveStatute


@frozen(kw_only=True)
class Report:
    """A report on file under a reference, with the rows of law it rests on.

    Without ``rows`` nobody asks this of this role, and a disclosure on it is refused.
    ``told`` are the categories that the engine would let through, ``withheld`` all
    others. ``deadlines`` are as the statutes have them: ``immediately``, ``promptly``,
    ``unstated``, or a number of hours, days or work days.
    """

    ref: str
    basis: BasisKind
    rows: tuple[MandateRow, ...]
    covered: frozenset[str]
    told: frozenset[str]
    withheld: frozenset[str]
    needs_review: bool

    @property
    def deadlines(self) -> tuple[str, ...]:
        """By when the report is due, for each different term."""
        return tuple(sorted({row.deadline for row in self.rows}))


def rows_for(
    core: Core, actor: str, trigger: str, recipient: str, statute: str
) -> tuple[MandateRow, ...]:
    """Give the rows of one statute by which somebody reports a thing to a recipient.

    What she must report goes before what she may.
    Raises: OptionRefused, naming ``statute``, where several ask and none is named.
    """
    agency, member = core.policy.partners.get(recipient), core.site.staff.get(actor)
    role = None if member is None else member.reporter
    if agency is None or role is None:
        return ()
    found = mandates_for(core.policy.packs, role, agency.kind, trigger, statute=statute)
    musts = tuple(row for row in found if row.mandatory)
    rows = musts or found
    if len({row.statute for row in rows}) > 1:
        problem = Problem("statute", "required")
        raise OptionRefused("statute", problems=(problem,))
    return rows


def filled(
    core: Core,
    rows: tuple[MandateRow, ...],
    *,
    trigger: str,
    recipient: str,
    statute: str,
    conditions: bool,
) -> Reported:
    """Give the evidence that rows make; without a row it says that nothing is owed."""
    said: dict[str, Any] = {
        "trigger": trigger,
        "recipient": recipient,
        "statute": rows[0].statute if rows else statute,
        "covered": covered(rows),
    }
    if rows and not rows[0].mandatory:
        return PermissiveStatute(**said, hipaa_conditions=conditions)
    adult = trigger != ReportTrigger.CHILD_ABUSE
    return Mandate(
        **said,
        holder_is_mandated=bool(rows),
        # A report of child abuse is one of 45 CFR 164.512(b), without a notice to her.
        hipaa_512c=adult and "hipaa" in core.policy.holder.regimes,
    )


def covered(rows: Iterable[MandateRow]) -> frozenset[str]:
    """Give the categories that rows ask for."""
    return frozenset(name for row in rows for name in row.facts)


def looked_up(
    core: Core, state: SubjectState, ref: str, actor: str, recipient: str
) -> tuple[SubjectState, bool]:
    """Give a state in which a report says what packs say now, and if counsel must look.

    A report by somebody of another role, to another recipient, or on a pack that is no
    longer adopted says that nothing is owed.
    """
    exhibit = state.evidence[ref]
    said = exhibit.evidence
    if not isinstance(said, Mandate | PermissiveStatute):
        return state, False
    rows: tuple[MandateRow, ...] = ()
    if said.recipient == recipient:
        rows = rows_for(core, actor, said.trigger, recipient, said.statute)
    rows = tuple(r for r in rows if r.mandatory is isinstance(said, Mandate))
    fresh: Reported = attrs.evolve(said, covered=covered(rows))
    if isinstance(fresh, Mandate):
        fresh = attrs.evolve(fresh, holder_is_mandated=bool(rows))
    shown = Exhibit(evidence=fresh, since=exhibit.since, until=exhibit.until)
    return (
        attrs.evolve(state, evidence={**state.evidence, ref: shown}),
        any(row.needs_review for row in rows),
    )


def checked(trigger: str, until: datetime | None, since: datetime) -> None:
    """Refuse a trigger outside the closed list, and an end before the start.

    Raises: OptionRefused.
    """
    if trigger not in set(ReportTrigger):
        problem = Problem("trigger", "unknown_code")
        raise OptionRefused("trigger", problems=(problem,))
    ends_after(until, since)


def ends_after(until: datetime | None, since: datetime) -> None:
    """Refuse a span that is over before it begins.

    Raises: OptionRefused.
    """
    if until is not None and until <= since:
        raise OptionRefused("until", problems=(Problem("until", "end_before_start"),))
