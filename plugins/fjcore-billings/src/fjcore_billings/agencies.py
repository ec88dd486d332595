"""The agencies of the center: fictitious ones, of the kinds a center has."""

from __future__ import annotations

from fjcore.sdk import Agency, ObligationKind, RecipientKind

#: What a partner with a signed agreement undertakes to pass on and to honor.
_SIGNED = frozenset(
    {
        ObligationKind.REDISCLOSURE_NOTICE,
        ObligationKind.DISCOVERY_WARNING,
        ObligationKind.INFORM_RECIPIENT_OF_REVOCATION,
    }
)

#: The health partner can also honor the notices of 42 CFR part 2.
_HEALTH = _SIGNED | {
    ObligationKind.PART2_NOTICE,
    ObligationKind.PART2_CONSENT_COPY,
}

AGENCIES: tuple[Agency, ...] = (
    Agency(
        "billings.rimrock_advocates",
        kind=RecipientKind.VSP_ADVOCATE,
        name="Rimrock Advocates (example.org)",
        capabilities=_SIGNED,
    ),
    Agency(
        "billings.police",
        kind=RecipientKind.LAW_ENFORCEMENT,
        name="Example City Police (example.org)",
        capabilities=_SIGNED,
    ),
    Agency(
        "billings.county_attorney",
        kind=RecipientKind.PROSECUTOR,
        name="Example County Attorney (example.org)",
        capabilities=_SIGNED,
    ),
    Agency(
        "billings.legal_aid",
        kind=RecipientKind.CIVIL_LEGAL,
        name="Bighorn Legal Aid (example.org)",
        capabilities=_SIGNED,
    ),
    Agency(
        "billings.hospital",
        kind=RecipientKind.MEDICAL_PROVIDER,
        name="Sagebrush Hospital (example.org)",
        capabilities=_HEALTH,
    ),
    Agency(
        "billings.shelter",
        kind=RecipientKind.SHELTER,
        name="Cottonwood House (example.org)",
        capabilities=_SIGNED,
    ),
    Agency(
        "billings.navigator",
        kind=RecipientKind.FJC_NAVIGATOR,
        name="Center Navigator (example.org)",
        capabilities=_SIGNED,
    ),
)
