"""Phone numbers in the one form of E.164 (extra ``intake``)."""

from __future__ import annotations

from typing import Any

from fjcore.errors import Malformed, MissingExtra, Problem

#: Most characters of a number as people write it.
MAX_CHARS = 100


def e164(text: str, *, region: str = "US") -> str:
    """Give a phone number as E.164 writes it, from the way that people do.

    Core keeps a number as it was said, and checks its shape alone: this is for whoever
    wants each number in one form. A number with an extension has none in E.164.
    Shape: a ``+``, the country code and the number, at most 15 digits. ``region`` is
    where a number without a country code is from, as in ISO 3166.
    Raises: Malformed, ``format`` where it is no number that could be dialed there,
    ``unknown_code`` for a region; MissingExtra.
    Source: ITU-T E.164; numbering plans of libphonenumber.

    >>> e164("(406) 555-0123")
    '+14065550123'
    >>> e164("55 5555 0123", region="MX")
    '+525555550123'
    """
    plans = _plans()
    code = "" if is_region(region) else "unknown_code"
    found = ""
    if not code:
        found = _dialed(plans, text, region)
        code = "" if found else "format"
    del text
    if code:
        path = "region" if code == "unknown_code" else "phone"
        raise Malformed(path, problems=(Problem(path, code),))
    return found


def is_region(name: str) -> bool:
    """Whether there is a numbering plan of a region.

    Raises: MissingExtra.
    """
    return type(name) is str and name in _plans().SUPPORTED_REGIONS


def _dialed(plans: Any, text: str, region: str) -> str:
    """Give a number in its one form; empty where it is none."""
    if type(text) is not str or len(text) > MAX_CHARS:
        return ""
    try:
        number = plans.parse(text, region)
    except plans.NumberParseException:
        return ""
    # Numbers kept for made-up people are possible, and in no plan; a number without its
    # area code is possible only where it is from.
    whole = plans.ValidationResult.IS_POSSIBLE
    if number.extension or plans.is_possible_number_with_reason(number) != whole:
        return ""
    form = plans.PhoneNumberFormat.E164
    return str(plans.format_number(number, form))


def _plans() -> Any:
    plans = None
    try:
        import phonenumbers

        plans = phonenumbers
    except ImportError:
        pass
    if plans is None:
        raise MissingExtra("intake")
    return plans
