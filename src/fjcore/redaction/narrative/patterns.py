"""What identifies by its form alone, whoever it is of. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Collection

from attrs import frozen

from fjcore.redaction.narrative.dates import said_dates
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.streets import TYPES

_B = r"(?<![^\W_])"
_E = r"(?![^\W_])"
_STREET = "|".join(sorted((t for t in TYPES if len(t) > 1), key=len, reverse=True))


@frozen
class Pattern:
    """A form, the category of data it shows, and the group that holds it."""

    name: str
    category: str
    form: re.Pattern[str]
    group: int = 0


#: Every form there is. Bounded repetitions only, so that no text takes long.
PATTERNS = tuple(
    Pattern(name, category, re.compile(form), group)
    for name, category, form, group in (
        (
            "email",
            "contact",
            r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,24}",
            0,
        ),
        (
            "phone",
            "contact",
            r"(?<![\w-])(?:\+?1[\s.-]{0,2})?(?:\([2-9][0-9]{2}\)\s?|[2-9][0-9]{2}[\s.-])"
            r"[0-9]{3}[\s.-]?[0-9]{4}(?!\w)",
            0,
        ),
        (
            "phone",
            "contact",
            rf"{_B}(?:\+?1)?[2-9][0-9]{{2}}[2-9][0-9]{{6}}{_E}",
            0,
        ),
        (
            "phone",
            "contact",
            rf"{_B}(?:tel|phone|cell|call|telefono|celular|llamar)\W{{1,3}}(?:al\s)?"
            rf"([0-9]{{3}}[\s.-]?[0-9]{{4}}){_E}",
            1,
        ),
        (
            "ssn",
            "identity.gov_id",
            r"(?<![\w-])(?!000|666|9)[0-9]{3}[- ](?!00)[0-9]{2}[- ](?!0000)[0-9]{4}"
            r"(?![\w-])",
            0,
        ),
        (
            "case",
            "court_matters",
            rf"{_B}(?:case|cause|docket|report|incident|caso|expediente|reporte)\s{{0,2}}"
            r"(?:(?:no|number|num|numero|nro)\b\.?|#)\s{0,2}:?\s{0,2}#?\s{0,2}"
            r"([a-z]{0,4}[\s-]?[0-9][0-9a-z/-]{2,20})",
            1,
        ),
        (
            "case",
            "court_matters",
            rf"{_B}[a-z]{{2,4}}-[0-9]{{2,4}}-[0-9]{{3,7}}{_E}",
            0,
        ),
        (
            "plate",
            "respondent",
            rf"{_B}(?:plates?|placas?|license plate|tag)\s{{0,2}}"
            r"(?:(?:no|number|numero)\b\.?|#|is|was|es)?\s{0,2}:?\s{0,2}"
            r"((?=[a-z0-9 -]{0,9}[0-9])[a-z0-9]{1,4}[\s-]?[a-z0-9]{2,6})" + _E,
            1,
        ),
        ("plate", "respondent", rf"{_B}[0-9]{{1,2}}-[0-9]{{4,5}}[a-z]{_E}", 0),
        ("zip", "location.residence", rf"{_B}[0-9]{{5}}-[0-9]{{4}}(?![\w-])", 0),
        (
            "zip",
            "location.residence",
            rf"{_B}(?:zip(?: code)?|codigo postal|mt|wy|nd|sd|id)\W{{1,3}}"
            rf"([0-9]{{5}}){_E}",
            1,
        ),
        (
            "street",
            "location.residence",
            rf"{_B}[0-9]{{1,6}}\s(?:[nsew]\.?\s|(?:north|south|east|west)\s)?"
            rf"(?:[^\W\d_][\w'-]{{1,24}}\s|[0-9]{{1,3}}(?:st|nd|rd|th)\s){{1,3}}"
            rf"(?:{_STREET}){_E}",
            0,
        ),
        ("url", "contact", r"(?<!\w)(?:https?://|www\.)[^\s<>\"']{3,200}", 0),
        (
            "ip",
            "contact",
            r"(?<![\w.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\.){3}"
            r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?![\w.])",
            0,
        ),
        (
            "ip",
            "contact",
            r"(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])",
            0,
        ),
        (
            "coordinates",
            "location.residence",
            r"(?<![\w.])-?[0-9]{1,2}\.[0-9]{3,9}\s{0,2}[,;]?\s{0,2}"
            r"-?[0-9]{1,3}\.[0-9]{3,9}(?![\w.])",
            0,
        ),
    )
)

#: Forms that a word of the text must bear out with a capital.
_CAPITAL = frozenset({"street"})


def look(page: Page, hidden: Collection[str]) -> None:
    """Find what identifies by its form, of the categories that are hidden.

    A date that nobody on file has is shown to the reviewer: without dates a note tells
    nothing, and whose it is only a person can say.
    """
    for pattern in PATTERNS:
        if pattern.category in hidden:
            for found in pattern.form.finditer(page.folded.text):
                start, end = found.span(pattern.group)
                if pattern.name not in _CAPITAL or _has_capital(page, start, end):
                    page.mark(start, end, pattern.category, f"pattern.{pattern.name}")
    for category in sorted({"identity.dob", "incident"} & set(hidden))[:1]:
        for said in said_dates(page.folded.text):
            if any(way[0] is not None for way in said.readings):
                page.flag(said.start, said.end, category, "pattern.date")


def _has_capital(page: Page, start: int, end: int) -> bool:
    low, high = page.folded.span(start, end)
    return any(char.isupper() for char in page.folded.source[low:high])
