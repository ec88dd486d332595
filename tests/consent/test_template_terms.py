"""What a form is filled in with, and that it says all of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from consent.papers import LANGUAGES, terms
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import Terms, View, release_template, render
from fjcore.errors import ReleaseRefused, TemplateRefused
from fjcore.records import CATEGORIES
from fjcore.redaction import STEPS

FORM = release_template("fjcore.release/1")
BOTH = pytest.mark.parametrize("lang", LANGUAGES)


def listed(given: Terms, lang: str = "en") -> set[str]:
    """Give what of the categories a form lists as shared, by their leaves."""
    words = FORM.words[lang].categories
    text = render(FORM, given, lang).html
    (what,) = (
        s for s in text.split("<section") if 'id="h' in s and words["incident"] in s
    )
    items = re.findall("<li>(.*?)</li>", what.split("</ul>")[0])
    return {
        leaf for leaf, said in words.items() if said.replace("'", "&#x27;") in items
    }


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*CATEGORIES, "identity", "location"]), unique=True))
def test_scope(items: list[str]) -> None:
    """What a form lists should be what a release by it reaches, and nothing struck."""
    scope = {"incident", *items}
    wanted = {
        leaf
        for leaf, category in CATEGORIES.items()
        for item in scope
        if leaf == item or (leaf.startswith(f"{item}.") and not category.explicit_only)
    }

    assert wanted == listed(terms(scope=scope))
    struck = {leaf for leaf in wanted if leaf.startswith("contact")}
    assert wanted - struck == listed(terms(scope=scope, exclude=["contact"]))


def test_struck_parents_strike_what_is_below() -> None:
    """What is struck as a parent should be listed leaf by leaf as not shared."""
    made = render(FORM, terms(exclude=("identity",)), "en").text
    words = FORM.words["en"].categories
    inner = [leaf for leaf in CATEGORIES if leaf.startswith("identity.")]

    assert listed(terms(exclude=("identity",))).isdisjoint(inner)
    assert all(words[leaf][:40] in made for leaf in inner)


def test_a_form_for_nothing_is_refused() -> None:
    """A form whose whole scope is struck should not be printed."""
    with pytest.raises(ReleaseRefused) as caught:
        render(FORM, terms(scope=["contact"], exclude=["contact"]), "en")

    assert ["scope: required"] == [str(problem) for problem in caught.value.problems]


def test_views_say_what_their_steps_show() -> None:
    """The words of a coarser view should name what the cutter's steps give."""
    named = {"decade": "ten years", "year": "year", "quarter": "three months"}
    named |= {"month": "month", "day": "day", "zip3": "first three", "zip5": "ZIP code"}
    words = FORM.words["en"].views
    for kind, steps in STEPS.items():
        for number, (step, _) in enumerate(steps, 1):
            if step in named:
                assert named[step] in words[f"COARSE_{number}"], kind

    assert "less exact" not in words[View.FULL.name]


@BOTH
def test_a_language_that_is_not_there(lang: str) -> None:
    """A language that the form does not have should be refused."""
    with pytest.raises(TemplateRefused):
        render(FORM, terms(), f"{lang}-XX")


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"recipients": ()}, "recipients: required"),
        ({"recipients": ("*",)}, "recipients.0: blanket"),
        ({"recipients": ("nobody",)}, "recipients.0: unknown_agency"),
        ({"recipients": ("Legal Aid",)}, "recipients.0: format"),
        ({"scope": ()}, "scope: required"),
        ({"scope": ("*", "contact")}, "scope.1: blanket"),
        ({"scope": ("secrets", "contact")}, "scope.1: unknown_category"),
        ({"views": {"risk": View.FULL}}, "views: out_of_scope"),
        ({"views": {"contact": View.MARKED}}, "views: unknown_code"),
        ({"purpose": ()}, "purpose: required"),
        ({"purpose": ("gossip",)}, "purpose: unknown_code"),
        ({"methods": ()}, "methods: required"),
        ({"methods": ("fax",)}, "methods: unknown_code"),
        ({"expires_on": None}, "expires_at: no_expiry"),
        ({"duration_days": 3}, "duration_days: two_ends"),
        ({"expires_on": None, "duration_days": 0}, "duration_days: range"),
        ({"max_uses": 0}, "max_uses: range"),
        ({"tz": "Mountain"}, "tz: unknown_code"),
        ({"holder": "nobody"}, "holder: required"),
        (
            {"effective_at": datetime(2026, 3, 3, 9, 0, 1, tzinfo=UTC)},
            "effective_at: format",
        ),
        (
            {
                "effective_at": datetime(2026, 3, 3, tzinfo=UTC),
                "expires_on": None,
                "expires_at": datetime(2026, 3, 3, tzinfo=UTC),
            },
            "expires_at: end_before_start",
        ),
    ],
)
def test_terms_that_cannot_be_said(change: dict[str, Any], wanted: str) -> None:
    """Terms that a form cannot say in full should be refused by path and code."""
    with pytest.raises(ReleaseRefused) as caught:
        render(FORM, terms(**change), "en")

    assert wanted in {str(problem) for problem in caught.value.problems}


def test_only() -> None:
    """A form of its own should be for nothing else."""
    notes = release_template("fjcore.psychotherapy")

    for scope in (["psychotherapy_notes", "risk"], ["risk"]):
        with pytest.raises(ReleaseRefused):
            render(notes, terms(scope=scope), "en")


def test_a_review_warns_the_staff_alone() -> None:
    """What a review of the terms warns of should stand beside the form, not in it."""
    plain = render(FORM, terms(), "en")
    warned = render(
        FORM, terms(), "en", review=lambda _, said: [f"{len(said.scope)} items"]
    )

    assert ("3 items",) == warned.warnings
    assert (plain.text, plain.html) == (warned.text, warned.html)
    assert date(2026, 4, 1) == warned.terms.expires_on
