"""The LOINC codes of an instrument, as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

#: A code whose source is not sure ends so; it is kept, and leaves with nothing.
UNSURE = "?"


@frozen(kw_only=True)
class Loinc:
    """Codes of the panel, of items, of answers and of what comes out.

    ``answers`` are those of the items that are counted. A code that ends in ``?`` was
    not confirmed: it stands in the definition, and is in no export.
    """

    panel: str | None = None
    total: str | None = None
    risk_level: str | None = None
    answer_list: str | None = None
    items: Mapping[str, str] = field(factory=dict)
    answers: Mapping[str, str] = field(factory=dict)
    answer_lists: Mapping[str, str] = field(factory=dict)


def sure(code: str | None) -> str | None:
    """Give a code that is confirmed, or None."""
    return None if code is None or code.endswith(UNSURE) else code
