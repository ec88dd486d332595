"""Local rules that narrow; no lawyer has read one yet, so each says so."""

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

#: Offices for whose work with a survivor her immigration status is not needed.
_NO_STATUS = frozenset(
    {
        RecipientKind.HOUSING_PROVIDER,
        RecipientKind.LAW_ENFORCEMENT,
        RecipientKind.PROBATION_PAROLE,
        RecipientKind.SCHOOL,
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
    # 8 U.S.C. 1367 binds federal agencies and not a center: that these offices never
    # get it from here, whatever was signed, is the center's own stricter rule.
    Limit(
        "billings.immigration",
        statement=(
            "Immigration status does not go to an office that enforces the law, "
            "supervises people, houses them or schools them."
        ),
        citation="8 U.S.C. 1367(a)(2)",
        recipient_kinds=_NO_STATUS,
        categories=frozenset({"immigration"}),
        reviewed=False,
    ),
)
