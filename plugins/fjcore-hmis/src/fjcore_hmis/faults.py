"""Why something is not written as HMIS CSV."""

from __future__ import annotations

#: A victim service provider discloses nothing identifying to or through HMIS.
CITATION = "42 U.S.C. 11363; 34 U.S.C. 12291(b)(2)"

_REASONS = {
    "hmis_prohibited": (
        "The law does not let a victim service provider put anyone's data into HMIS. "
        "No permission and no hashing changes that. Send totals instead."
    ),
    "sealed": "What only its recipient can open is not written.",
    "wrong_kind": "This exporter takes another kind.",
    "small_cell": "A count is small enough to point to somebody.",
    "formula_like": "A text begins as a formula does, and may not be changed.",
    "too_long": "A text is longer than its column may be.",
    "too_many": "More than one person's record would stand in one row.",
}


class HMISRefused(Exception):
    """Nothing is written: ``code`` says why, ``reason`` in words, ``path`` where."""

    def __init__(self, code: str, path: str = "") -> None:
        self.code = code
        self.reason = _REASONS[code]
        self.path = path
        place = f" at {path}" if path else ""
        law = f" ({CITATION})" if code == "hmis_prohibited" else ""
        super().__init__(f"{code}{place}: {self.reason}{law}")
