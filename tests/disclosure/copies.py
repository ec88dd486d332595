"""The consent that a treatment record of the tests leaves by."""

from __future__ import annotations

from disclosure.worlds import AGENCY, END, START

from fjcore.consent import ConsentCopy, ObligationKind

COPY = ObligationKind.PART2_CONSENT_COPY
#: The terms of the consent that a treatment record leaves by.
CONSENT = ConsentCopy(
    release="0b" * 16,
    form="part2.consent",
    version="2",
    form_sha256="cd" * 32,
    signed_at=START,
    expires=END,
    recipient=AGENCY.id,
    purpose="protection_order",
    categories=("sud",),
)
