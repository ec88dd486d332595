"""What the columns of an XLSForm are called here, and which of them are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

#: Columns with a text for each language.
_WORDED = frozenset({"label", "hint", "constraint_message"})

_SURVEY = frozenset(
    "type name required relevant constraint read_only default appearance "
    "fj::category fj::about fj::identifying fj::missing fj::codes".split()
)
_CHOICES = frozenset("list_name name fj::missing fj::codes".split())
_SETTINGS = frozenset("form_id version form_title default_language".split())

#: Other spellings of the same.
_ALSO = {"readonly": "read_only", "list name": "list_name"}

#: Columns that run something, fetch something, or reach past the form.
_REFUSED = frozenset(
    "calculation choice_filter repeat_count parameters trigger public_key "
    "submission_url auto_send auto_delete style instance_name required_message "
    "guidance_hint note image audio video".split()
)

_LANGUAGE = re.compile(r"(?:.*\()?([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\)?")


def language(text: str) -> str:
    """Give the tag of a language as an XLSForm names it: ``English (en)`` or ``en``."""
    found = _LANGUAGE.fullmatch(text.strip())
    return found[1] if found else ""


def columns(sheet: str, headings: Iterable[Any], default: str) -> dict[str, str]:
    """Give for each heading of a sheet what the column is called here.

    Shape: a worded column is called ``label::es``; without a language it is in the
    form's own, ``default``. An empty text is a column that is refused.
    """
    plain = {"survey": _SURVEY, "choices": _CHOICES, "settings": _SETTINGS}[sheet]
    worded = {"survey": _WORDED, "choices": {"label"}, "settings": set()}[sheet]
    found = dict.fromkeys(_REFUSED, "")
    for heading in headings:
        name = heading.strip() if type(heading) is str else ""
        name = _ALSO.get(name, name)
        first, _, rest = name.partition("::")
        lang = language(rest) if rest else default
        if name in plain:
            found[heading.strip()] = name
        elif first in worded and lang:
            found[heading.strip()] = f"{first}::{lang}"
    return found
