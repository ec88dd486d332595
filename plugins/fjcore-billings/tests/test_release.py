"""The release of the center: every element, in both languages, easy to read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from consent.readability import ease, grade
from fjcore_billings import fjcore_release_templates

from fjcore.consent import Signer, Terms, draft, release_template, render

(TEMPLATE,) = fjcore_release_templates()
TERMS = Terms(
    holder="harbor",
    names={"harbor": "Harbor Advocates", "billings.legal_aid": "Yellowstone Legal"},
    recipients=("billings.legal_aid",),
    scope=("identity.name", "contact"),
    purpose=("protection_order",),
    methods=("electronic",),
    duration_days=30,
    tz="America/Denver",
)
SUBJECT = "5a" * 16


def test_elements():
    """The release should say all that core's says, and name the law of Montana."""
    core = {s.id for s in release_template("fjcore.release").sections}
    own = {s.id for s in TEMPLATE.sections}

    assert {"one_roof", "montana"} == own - core
    assert core <= own
    assert "MCA 26-1-812" in TEMPLATE.source
    assert not TEMPLATE.reviewed


@pytest.mark.parametrize(("lang", "word"), [("en", "advocate"), ("es", "le apoya")])
def test_text(lang, word):
    """The text should be in each language, with the names that were filled in."""
    made = render(TEMPLATE, TERMS, lang)

    assert "Harbor Advocates" in made.text
    assert word in made.text
    assert f'lang="{lang}"' in made.html


def test_grade():
    """What the center adds should be read at sixth grade or easier."""
    said = {
        lang: "\n".join(text for s in TEMPLATE.sections for text in s.say[lang])
        for lang in TEMPLATE.languages
    }

    assert grade(said["en"]) < 6.5
    assert ease(said["es"]) > 70


def test_signed():
    """A release signed from it should name the form, its version and its words."""
    made = render(TEMPLATE, TERMS, "es")
    found = draft(
        made,
        signers=(Signer(SUBJECT, "subject"),),
        signed_at=datetime(2026, 3, 2, 17, tzinfo=UTC),
        complete=True,
        informed=True,
        voluntary=True,
        signature="wet",
    )

    assert ("billings.release", "1") == (found.form_id, found.form_version)
    assert (made.sha256, "es") == (found.form_sha256, found.language)
