"""What must hold between the rows of a pack: it contradicts neither itself nor core."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from fjcore.consent._packrows import Authority, MandateRow, StatePack
from fjcore.consent._packwords import (
    NEVER_REPORTED,
    NEVER_TOLD,
    SUD_REPORTED_TO,
    WOUNDS,
    PrivilegeException,
    Reading,
    ReporterRole,
)
from fjcore.errors import Problem

_ANYBODY = frozenset({ReporterRole.ANY_PERSON})


def lint(pack: StatePack) -> Iterator[Problem]:
    """Give every fault between rows, with its path and a code."""
    for index, one in enumerate(pack.authorities):
        yield from _review(one, f"authority.{index}")
    for index, row in enumerate(pack.privileges):
        state = f"priv.{pack.id[3:].lower()}."
        if pack.id and row.regime and not row.regime.startswith(state):
            yield Problem(f"privilege.{index}.regime", "other_state")
    program = pack.address_program
    if program is not None and program.substitute & program.protects:
        yield Problem("address_program.protects", "conflict")
    yield from _reports(pack)
    yield from _privileged(pack)
    yield from _unnamed(pack)


def placed(pack: StatePack) -> Iterator[tuple[str, MandateRow]]:
    """Give every row on a report with its path in the file."""
    for index, row in enumerate(pack.mandates):
        yield f"mandate.{index}", row
    for index, row in enumerate(pack.wound_reports):
        yield f"wound_report.{index}", row


def _review(one: Authority, path: str) -> Iterator[Problem]:
    """Want a name and a day for a review, and the whole text read."""
    if not one.reviewed:
        if one.reviewed_by or one.reviewed_on:
            yield Problem(f"{path}.reviewed", "precondition")
        return
    if not one.reviewed_by:
        yield Problem(f"{path}.reviewed_by", "required")
    if one.reviewed_on is None:
        yield Problem(f"{path}.reviewed_on", "required")
    if one.read is not Reading.FULL:
        yield Problem(f"{path}.read", "precondition")


def _reports(pack: StatePack) -> Iterator[Problem]:
    rows = tuple(placed(pack))
    for path, row in rows:
        wounds = path.startswith("wound_report")
        if any((trigger in WOUNDS) is not wounds for trigger in row.triggers):
            yield Problem(f"{path}.triggers", "precondition")
        if row.facts & NEVER_REPORTED:
            yield Problem(f"{path}.facts", "never_reported")
        if "sud" in row.facts and not row.recipients <= SUD_REPORTED_TO:
            yield Problem(f"{path}.facts", "never_reported")
        if row.recipients & NEVER_TOLD:
            yield Problem(f"{path}.recipients", "never_reported")
        if row.except_roles and not (
            row.roles >= _ANYBODY and not row.except_roles >= _ANYBODY
        ):
            yield Problem(f"{path}.except_roles", "precondition")
    for (_, one), (path, other) in combinations(rows, 2):
        if _same_key(one, other):
            told = "duplicate" if _same_word(one, other) else "conflict"
            yield Problem(path, told)


def _same_key(one: MandateRow, other: MandateRow) -> bool:
    """Whether two rows speak of one statute, role, trigger and recipient."""
    same = bool(one.cites and other.cites) and one.cites[0].id == other.cites[0].id
    return (
        same
        and not one.roles.isdisjoint(other.roles)
        and not one.triggers.isdisjoint(other.triggers)
        and not one.recipients.isdisjoint(other.recipients)
    )


def _same_word(one: MandateRow, other: MandateRow) -> bool:
    """Whether two rows say the same of what they share."""

    def said(row: MandateRow) -> tuple[object, ...]:
        return (
            row.duty,
            row.facts,
            row.deadline,
            row.told,
            row.offices,
            row.except_roles,
            row.exceptions,
        )

    return said(one) == said(other)


def _privileged(pack: StatePack) -> Iterator[Problem]:
    """Want no privilege that knows of no report to hold one who must report."""
    held = {
        role
        for row in pack.privileges
        if PrivilegeException.MANDATED_REPORT not in row.exceptions
        for role in row.roles
    }
    for path, row in placed(pack):
        if row.mandatory and any(row.binds(role) for role in held):
            yield Problem(f"{path}.roles", "conflict")


def _unnamed(pack: StatePack) -> Iterator[Problem]:
    """Want no row to name a wound that another says is not named."""
    named = {trigger for row in pack.wound_reports for trigger in row.triggers}
    for index, row in enumerate(pack.wound_reports):
        if not row.not_named <= WOUNDS:
            yield Problem(f"wound_report.{index}.not_named", "precondition")
        elif row.not_named & named:
            yield Problem(f"wound_report.{index}.not_named", "conflict")
