"""Why an answer is what it is: for staff with codes, for a recipient without."""

from __future__ import annotations

from enum import StrEnum

from fjcore.consent.decide import Decision
from fjcore.consent.floor import FLOOR
from fjcore.consent.vocabulary import Reason

#: What a recipient is told whatever the answer, and whether anything is on file or not.
RECIPIENT_TEXT = (
    "You get what may be shared with you for this purpose. It is never confirmed or "
    "denied that anything else exists."
)


class Audience(StrEnum):
    """For whom an answer is explained."""

    STAFF = "staff"
    RECIPIENT = "recipient"


def explain(decision: Decision, audience: Audience = Audience.STAFF) -> str:
    """Give the reasons of a decision as text; a recipient's is one constant."""
    if audience is Audience.RECIPIENT:
        return RECIPIENT_TEXT
    rules = {rule.id: rule for rule in FLOOR}
    lines = []
    for name, verdict in decision.verdicts.items():
        if verdict.granted:
            view = max(grant.view for grant in verdict.grants).name.lower()
            ids = sorted({grant.release for grant in verdict.grants if grant.release})
            lines.append(f"{name}: {view} by {' '.join(ids) or verdict.rule}")
        else:
            rule = rules.get(verdict.rule)
            source = f" ({rule.citation})" if rule else ""
            if verdict.reason is Reason.LIMITED:
                source = f" by {verdict.rule}"
            lines.append(f"{name}: withheld, {verdict.reason}{source}")
    return "\n".join(lines)
