"""What goes on in the law: orders, matters, claims, as the holder records them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fjcore.records._declare import ATTORNEY, direct, key, quasi, ref, several, told
from fjcore.records.money import Money
from fjcore.records.record import labelled, part, record
from fjcore.records.rule import absent, in_order, within
from fjcore.values import Missing, PartialDate

_COURT = "court_matters"


@part("violation")
class Violation:
    """One time an order was not kept, and what came of it."""

    occurred_on: PartialDate | Missing = quasi(_COURT)
    reported: bool | Missing = quasi(_COURT)
    outcome: str | Missing = quasi(_COURT)


@record("protection_order", 1, rules=(in_order("issued_on", "expires_on"),))
class ProtectionOrder:
    """An order of protection: sought, issued, served, in force or over."""

    order_id: str | Missing = key()
    order_type: str = labelled(
        _COURT, identifying="quasi", codes="fj.order_type", required=True
    )
    status: str = labelled(
        _COURT, identifying="quasi", codes="fj.order_status", required=True
    )
    court: str | Missing = quasi(_COURT, max_length=200)
    docket_number: str | Missing = direct(_COURT, max_length=64)
    petitioners: tuple[str, ...] | Missing = ref(_COURT, identifying="direct")
    respondent: str | Missing = ref(_COURT, about="respondent", identifying="direct")
    filed_on: date | Missing = quasi(_COURT)
    issued_on: date | Missing = quasi(_COURT)
    served_on: date | Missing = quasi(_COURT)
    expires_on: date | Missing = quasi(_COURT)
    vacated_on: date | Missing = quasi(_COURT)
    terms: tuple[str, ...] | Missing = quasi(_COURT, codes="fj.order_term")
    firearms_surrendered: str | Missing = quasi(_COURT, codes="fj.firearms_surrendered")
    violations: tuple[Violation, ...] | Missing = several()


@record("protection_order.court", 1, relabel={_COURT: "court_record"})
class CourtOrder(ProtectionOrder):
    """An order of protection as the court that made it keeps it."""


@part("charge", rules=(within("counts", 1, 10_000),))
class Charge:
    """One charge, and what the court made of it."""

    statute: str = labelled(_COURT, identifying="quasi", required=True, max_length=100)
    counts: int | Missing = quasi(_COURT)
    disposition: str | Missing = quasi(_COURT, max_length=200)
    sentence: str | Missing = quasi(_COURT)


@part("hearing")
class Hearing:
    """One date in court: she can be found there."""

    at: datetime = labelled(_COURT, identifying="quasi", required=True)
    court: str | Missing = quasi(_COURT, max_length=200)
    purpose: str | Missing = quasi(_COURT, max_length=200)
    outcome: str | Missing = quasi(_COURT)
    continued: bool | Missing = quasi(_COURT)


def _file(**said: Any) -> Any:
    return direct("legal_file", privilege=ATTORNEY, **said)


@record("legal_matter", 1)
class LegalMatter:
    """A matter at law. Its file is privileged: an attorney's, not the center's."""

    kind: str = labelled(
        "legal_file",
        identifying="quasi",
        privilege=ATTORNEY,
        codes="fj.legal_matter_kind",
        required=True,
    )
    case_number: str | Missing = _file(max_length=64)
    attorney: str | Missing = ref(
        "legal_file", privilege=ATTORNEY, identifying="direct"
    )
    privileged_notes: str | Missing = told("legal_file", privilege=ATTORNEY)
    charges: tuple[Charge, ...] | Missing = several()
    hearings: tuple[Hearing, ...] | Missing = several()
    notification: str | Missing = quasi(_COURT, codes="fj.notification")


# A court and a prosecutor have no attorney's file of hers: those fields stay empty.
_NO_FILE = (absent("attorney"), absent("privileged_notes"))


@record(
    "legal_matter.court",
    1,
    relabel=dict.fromkeys((_COURT, "legal_file"), "court_record"),
    privilege=(),
    rules=_NO_FILE,
)
class CourtMatter(LegalMatter):
    """A matter at law as the court that hears it keeps it."""


@record(
    "legal_matter.prosecution",
    1,
    relabel=dict.fromkeys((_COURT, "legal_file"), "pros_record"),
    privilege=(),
    rules=_NO_FILE,
)
class ProsecutionMatter(LegalMatter):
    """A matter at law as the prosecution that brings it keeps it."""


@record("compensation_claim", 1, rules=(in_order("filed_on", "decided_on"),))
class CompensationClaim:
    """A claim on a state's compensation program, and how it was decided."""

    status: str = labelled(
        "financial", identifying="quasi", codes="fj.claim_status", required=True
    )
    filed_on: date | Missing = quasi("financial")
    amount: Money | Missing = several()
    decided_on: date | Missing = quasi("financial")
    decision: str | Missing = quasi("financial")
