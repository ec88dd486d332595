"""Forms, agencies and narrowing rules for a Family Justice Center in Billings, Montana.

Every agency here is fictitious: copy this package and put your own in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from fjcore.sdk import (
    Agency,
    CodeList,
    Form,
    Limit,
    LimitRule,
    ReleaseTemplate,
    ReportDefinition,
    hookimpl,
    parse_form,
    parse_template,
)
from fjcore_billings.agencies import AGENCIES
from fjcore_billings.limits import LIMITS
from fjcore_billings.lists import LISTS
from fjcore_billings.reports import REPORTS

__all__ = ["AGENCIES", "LIMITS", "LISTS", "REPORTS"]


@hookimpl
def fjcore_forms() -> Sequence[Form]:
    """Give the form of the first visit."""
    text = files("fjcore_billings").joinpath("forms/intake.toml").read_text("utf-8")
    return (parse_form(text, where="intake.toml"),)


@hookimpl
def fjcore_vocabularies() -> Sequence[CodeList]:
    """Give the code lists of the front desk, beside that of the form."""
    return LISTS


@hookimpl
def fjcore_reports() -> Sequence[ReportDefinition]:
    """Give what the center counts for its own board."""
    return REPORTS


@hookimpl
def fjcore_agencies() -> Sequence[Agency]:
    """Give the agencies of the center; a site adopts those it works with."""
    return AGENCIES


@hookimpl
def fjcore_release_templates() -> Sequence[ReleaseTemplate]:
    """Give the release of the center, in English and in Spanish."""
    place = files("fjcore_billings").joinpath("templates/release-1.toml")
    return (parse_template(place.read_text("utf-8"), where="release-1.toml"),)


@hookimpl
def fjcore_limits() -> Sequence[Limit | LimitRule]:
    """Give the rules that narrow what may leave."""
    return LIMITS
