"""From a signed form to a release, and the proof of what was signed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from consent.papers import (
    CHANGES,
    FIELDS,
    NAMES,
    SIGNED_AT,
    TEMPLATES,
    changed,
    drawn,
    fitting,
    terms,
)
from hypothesis import given, settings

from fjcore.consent import (
    Release,
    Rendered,
    Signer,
    Terms,
    draft,
    form_from,
    form_to,
    parse_template,
    release_from,
    release_template,
    release_to,
    render,
    terms_of,
    verify_form,
)
from fjcore.errors import NaiveTime, ReleaseRefused, TemplateRefused, UnknownTemplate
from fjcore.values import canonical

FORM = release_template("fjcore.release/1")
SELF = Signer("5" * 32, "subject")
GIVEN = {"complete": True, "informed": True, "voluntary": True}


def signed(made: Rendered, **more: Any) -> Release:
    """Give the release of a form that she signed herself."""
    said = {"signers": [SELF], "signed_at": SIGNED_AT, **GIVEN, **more}
    return draft(made, **said)


@pytest.mark.parametrize(
    "key", [k for k, one in TEMPLATES.items() if one.kind == "release"]
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_draft(key: str, lang: str) -> None:
    """A release should name the form, its version, its language and its hash."""
    template = TEMPLATES[key]
    made = render(template, fitting(template), lang)
    release = signed(made)

    assert key == f"{release.form_id}/{release.form_version}"
    assert (lang, made.sha256) == (release.language, release.form_sha256)
    assert frozenset(template.forms) == release.forms
    assert made.terms.scope == release.scope
    assert release == release_from(release_to(release), fields=None)
    assert verify_form(release, template, made.terms)


def test_draft_says_only_what_was_said() -> None:
    """Nothing that only those who were there can know should be assumed."""
    made = render(FORM, terms(), "en")
    release = signed(made, complete=False, informed=False, voluntary=False)

    flags = ("complete", "informed", "voluntary", "privilege_ack", "interpreter")
    assert not any(getattr(release, flag) for flag in flags)
    with pytest.raises(TypeError):
        draft(made, signers=[SELF], signed_at=SIGNED_AT)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"signers": [Signer("x", "friend")]}, "signers.0.role: unknown_code"),
        ({"signature": "stamp"}, "signature: unknown_code"),
        ({"release_id": "1"}, "id: format"),
        (
            {"signed_at": datetime(2026, 4, 3, tzinfo=UTC)},
            "expires_on: end_before_start",
        ),
    ],
)
def test_draft_refuses(more: dict[str, Any], wanted: str) -> None:
    """A release that could not be read from a file should not be drafted."""
    with pytest.raises(ReleaseRefused) as caught:
        signed(render(FORM, terms(), "en"), **more)

    assert wanted in {str(problem) for problem in caught.value.problems}


def test_draft_wants_an_offset() -> None:
    """A signing without its offset should be refused."""
    with pytest.raises(NaiveTime):
        signed(render(FORM, terms(), "en"), signed_at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_a_shelter_gives_no_release() -> None:
    """The permission of those who run a shelter should never become a release."""
    shelter = release_template("fjcore.shelter")
    made = render(shelter, fitting(shelter), "en")

    with pytest.raises(TemplateRefused):
        signed(made)


@pytest.mark.parametrize("name", CHANGES)
def test_verify_finds_what_differs(name: str) -> None:
    """A release should not agree with terms that are other than signed."""
    release = signed(render(FORM, terms(), "en"))
    found = verify_form(release, FORM, changed(name))

    assert not found
    assert "form_sha256" in found.differs


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"scope": ("identity", "contact", "incident", "risk")}, ("scope",)),
        ({"recipients": ("clinic",)}, ("recipients",)),
        ({"expires_on": date(2026, 4, 30)}, ("expires_on",)),
        ({"covers_future_records": True}, ("covers_future_records",)),
        ({"language": "es"}, ("form_sha256",)),
        ({"language": "fr"}, ("form_sha256",)),
        ({"form_sha256": "0" * 64}, ("form_sha256",)),
        ({"form_id": "other"}, ("form_id",)),
        ({"form_version": "2"}, ("form_version",)),
        ({"forms": ("part2", "vawa", "hipaa")}, ("forms",)),
        ({"scope": ("incident", "contact", "identity")}, ()),
    ],
)
def test_verify_finds_a_release_other_than_its_text(
    change: dict[str, Any], wanted: tuple[str, ...]
) -> None:
    """A release that says more than its text, or names another, should be found."""
    release = evolve(signed(render(FORM, terms(), "en")), **change)

    assert wanted == verify_form(release, FORM, terms()).differs


def test_verify_finds_another_wording() -> None:
    """A template that says one word otherwise should not pass for the one signed."""
    release = signed(render(FORM, terms(), "en"))
    other = parse_template(FORM.text.replace("Take your time.", "Take all your time."))

    assert ("form_sha256",) == verify_form(release, other, terms()).differs


@settings(max_examples=20, deadline=None)
@given(drawn())
def test_a_release_on_file_proves_its_text(said: Terms) -> None:
    """The terms read from a release on file should give the very text signed."""
    made = render(FORM, said, "es")
    later = SIGNED_AT - timedelta(days=100)
    release = signed(made, signed_at=later)
    found = terms_of(
        release, holder="harbor", names=NAMES, tz="America/Denver", fields=FIELDS
    )

    assert verify_form(release, FORM, found)
    assert made.text == render(FORM, found, "es").text


def test_terms_of_a_local_end() -> None:
    """A release that ends at a local time should be refused: no form says so."""
    release = evolve(
        signed(render(FORM, terms(), "en")),
        expires_on=None,
        expires_local=datetime(2026, 4, 1, 9, 0),  # noqa: DTZ001
    )

    with pytest.raises(ReleaseRefused) as caught:
        terms_of(release, holder="harbor", names=NAMES, tz="America/Denver")
    assert ["expires_local: forbidden"] == [str(p) for p in caught.value.problems]


# --- the file between printing and signing ------------------------------------------


@settings(max_examples=20, deadline=None)
@given(drawn())
def test_a_printed_form_comes_back(said: Terms) -> None:
    """A form written to a file should be read as the same text, byte for byte."""
    made = render(FORM, said, "en")
    data = canonical.loads(canonical.dumps(form_to(made)))
    again = form_from(data)

    assert (made.text, made.html) == (again.text, again.html)
    assert made.terms.parts() == again.terms.parts()


def file(**change: Any) -> dict[str, Any]:
    """Give the file of a usual form, with parts of its terms changed."""
    data = form_to(render(FORM, terms(), "en"))
    head = {key: change.pop(key) for key in [*change] if key in data}
    kept = {k: v for k, v in {**data["terms"], **change}.items() if v is not None}
    return {**data, "terms": kept, **head}


@pytest.mark.parametrize(
    ("change", "kind", "wanted"),
    [
        ({"scope": ["contact"]}, TemplateRefused, "sha256: different"),
        ({"sha256": "0" * 64}, TemplateRefused, "sha256: different"),
        ({"language": "es"}, TemplateRefused, "sha256: different"),
        ({"language": "fr"}, TemplateRefused, "languages: unknown_code"),
        (
            {"names": {"harbor": "X", "legal_aid": "Y"}},
            TemplateRefused,
            "sha256: different",
        ),
        ({"expires_on": "April"}, TemplateRefused, "terms.expires_on: format"),
        (
            {"effective_at": "2026-04-01T00:00"},
            TemplateRefused,
            "terms.effective_at: naive_time",
        ),
        ({"effective_at": "soon"}, TemplateRefused, "terms.effective_at: format"),
        ({"views": {"contact": "SOME"}}, TemplateRefused, "terms.views: unknown_code"),
        ({"ssn": "1"}, TemplateRefused, "terms: unknown_key"),
        ({"scope": None}, TemplateRefused, "terms.scope: required"),
        ({"terms": 5}, TemplateRefused, "terms: type"),
        ({"scope": ["*"]}, ReleaseRefused, "scope.0: blanket"),
    ],
)
def test_a_form_that_was_changed(
    change: dict[str, Any], kind: type[Exception], wanted: str
) -> None:
    """A file that is no longer what was printed should be refused."""
    with pytest.raises(kind) as caught:
        form_from(file(**change))

    assert wanted in {str(p) for p in caught.value.problems}  # type: ignore[attr-defined]


def test_a_form_of_a_template_that_is_gone() -> None:
    """A file that names a template that is not there should be refused."""
    with pytest.raises(UnknownTemplate):
        form_from(file(template="demo.gone/1"))


@pytest.mark.parametrize("data", [None, [], "x", {}, {"terms": {}}], ids=str)
def test_no_form(data: object) -> None:
    """What is no form should be refused as ours."""
    with pytest.raises(TemplateRefused):
        form_from(data)
