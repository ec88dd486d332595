"""Montana rules that narrow; no lawyer has read one yet, so each says so."""

from __future__ import annotations

from fjcore.sdk import Limit, RecipientKind

#: Public offices that take the substitute address in place of the real one.
_PUBLIC_OFFICES = frozenset(
    {
        RecipientKind.APS,
        RecipientKind.BENEFITS_AGENCY,
        RecipientKind.COURT,
        RecipientKind.CPS,
        RecipientKind.HOUSING_PROVIDER,
        RecipientKind.LAW_ENFORCEMENT,
        RecipientKind.PROBATION_PAROLE,
        RecipientKind.PROSECUTOR,
        RecipientKind.SCHOOL,
        RecipientKind.VICTIM_COMPENSATION,
    }
)

LIMITS: tuple[Limit, ...] = (
    # MCA 40-15-115 to 40-15-121 set up the substitute address program. That not even
    # a signed release sends the real address to a public office is the center's own
    # stricter rule, on that ground; the substitute address may still go.
    Limit(
        "billings.substitute_address",
        statement=(
            "The home address of a person in the address confidentiality program "
            "does not go to a public office."
        ),
        citation="MCA 40-15-115 to 40-15-121; ARM 23.15.505",
        recipient_kinds=_PUBLIC_OFFICES,
        categories=frozenset({"location.residence"}),
        acp_only=True,
        reviewed=False,
    ),
)
