"""What a live release reaches: its items, what is struck, what needs its own form."""

from __future__ import annotations

from datetime import datetime

from fjcore.consent.facts import SubjectFacts
from fjcore.consent.inquiry import Grant, Inquiry
from fjcore.consent.judge import Miss, told_before
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Holder
from fjcore.consent.release import Release
from fjcore.consent.view import View
from fjcore.consent.vocabulary import Reason
from fjcore.records.categories import CATEGORIES, covers
from fjcore.records.safety import APART


def item_for(file: OnFile, category: str, item: str, at: datetime) -> Miss | str:
    """Give the item of a release's scope that reaches a category or a named field."""
    release = file.release
    for taken, told in file.categories:
        if told_before(told, at) and (covers(taken, category) or taken == item):
            return Miss(5, Reason.REVOKED)
    if "*" in release.exclude:
        return Miss(5, Reason.EXCLUDED)
    if any(covers(struck, category) or struck == item for struck in release.exclude):
        return Miss(5, Reason.EXCLUDED)
    left_out = file.left_out("categories", at)
    if any(covers(out, category) or out == item for out in left_out):
        return Miss(5, Reason.EXCLUDED)
    if item in release.scope:
        return item
    if item in APART:
        # Where it is not named, it goes with its category.
        return item_for(file, category, category, at)
    parents = [listed for listed in release.scope if covers(listed, category)]
    if item != category or not parents:
        return Miss(4, Reason.OUT_OF_SCOPE)
    if CATEGORIES[category].explicit_only:
        return Miss(5, Reason.EXPLICIT_ONLY)
    return max(parents, key=len)


def newer_than_form(release: Release, introduced: datetime | None) -> bool:
    """Whether a leaf entered the vocabulary after a form was signed."""
    if introduced is None or release.signed_at is None:
        return False
    return introduced > release.signed_at


def special_form(
    release: Release, category: str, item: str, facts: SubjectFacts, holder: Holder
) -> Reason | None:
    """Name the form or acknowledgement that a category needs of its own."""
    regime = CATEGORIES[category].special_regime or ""
    if category == "sud" and "part2" not in release.forms:
        return Reason.FORM_PART2
    # 45 CFR 164.508(b)(3)(ii): combined with nothing but another of its own kind.
    if category == "psychotherapy_notes" and not (
        "psychotherapy" in release.forms and {category, item}.issuperset(release.scope)
    ):
        return Reason.FORM_PSYCHOTHERAPY
    if category == "education" and "ferpa" in holder.regimes:
        if "ferpa" not in release.forms:
            return Reason.FORM_FERPA
    if regime.startswith("priv") and not release.privilege_ack:
        return Reason.PRIVILEGE_ACK
    if category == "location.shelter" and not facts.shelter_authorization:
        return Reason.SHELTER_LOCATION
    return None


def reached(file: OnFile, asked: Inquiry, category: str, item: str) -> Grant | Miss:
    """Give what a release that answers the question grants of a category or field."""
    release = file.release
    found = item_for(file, category, item, asked.question.at)
    if isinstance(found, Miss):
        return found
    by_parent = found not in (category, item)
    if by_parent and newer_than_form(release, asked.question.introduced.get(category)):
        return Miss(5, Reason.NEW_CATEGORY)
    lacking = special_form(release, category, item, asked.state.facts, asked.holder)
    if lacking:
        return Miss(5, lacking)
    until = None if release.covers_future_records else release.signed_at
    return Grant(release.views.get(found, View.FULL), until, release.id)


def of_age(found: Grant | Miss, created: datetime | None) -> Grant | Miss:
    """Give what is left of it for a record of an age, or for any with None."""
    if isinstance(found, Miss) or created is None or found.reaches(created):
        return found
    return Miss(5, Reason.FUTURE_RECORD)
