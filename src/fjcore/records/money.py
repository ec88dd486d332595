"""Amounts of money, exact to the last digit."""

from __future__ import annotations

from decimal import Decimal

from fjcore.records.record import labelled, part
from fjcore.records.rule import matches


@part("money", rules=(matches("currency", "[A-Z]{3}"),))
class Money:
    """An amount in a currency.

    Units: ``amount`` in whole units of the currency; ``currency`` as in ISO 4217.
    """

    amount: Decimal = labelled("financial", identifying="quasi", required=True)
    currency: str = labelled(
        "financial", identifying="none", max_length=3, required=True
    )
