"""The answer of the rule table, before any release is looked at."""

from __future__ import annotations

from fjcore.consent.floor import law
from fjcore.consent.inquiry import Inquiry, Verdict, no, yes
from fjcore.consent.lawbook import Row


def rows_of(asked: Inquiry) -> tuple[Row, ...]:
    """Give the rows that can speak to a question, in their order.

    Without exemptions only the basis asked on grants, so those rows stay silent.
    """
    found = law().rows_in(asked.setting)
    if asked.question.exemptions:
        return found
    return tuple(row for row in found if row.reason or not row.exemption)


def by_table(asked: Inquiry, rows: tuple[Row, ...], name: str) -> Verdict | None:
    """Answer for a category by the first row that speaks; None goes on.

    A row that allows speaks where its condition is true; one that denies, wherever it
    is not false.
    """
    for row in rows:
        said = row.guard.truth(asked, name)
        if row.reason is None:
            if said is True:
                return yes(row.rule)
        elif said is not False:
            return no(row.reason, row.rule)
    return None
