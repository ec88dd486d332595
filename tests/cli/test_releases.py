"""From a printed form to a release on file, by the commands alone."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run

from fjcore.consent import release_template, release_templates

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
LEGAL, POLICE = "billings.legal_aid", "billings.police"
UNTIL = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
FORM = (
    *("release", "form", "--lang", "es", "--to", LEGAL),
    *("--scope", "identity,contact", "--purpose", "protection_order"),
    *("--until", UNTIL),
)
GIVEN = ("--complete", "--informed", "--voluntary")


def before(hours: int = 1) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat()


def test_from_form_to_file(run: Run, folder: Path) -> None:
    """A form that was printed and signed should go on file, and give what it says."""
    page, draft = folder / "form.html", folder / "form.json"
    printed = run(*FORM, "--future", "--out", page, "--draft", draft)
    done = run("release", "sign", draft, SUBJECT, "--at", before(), *GIVEN)
    sha256 = json.loads(draft.read_bytes())["sha256"]

    assert (printed.status, done.status, done.err) == (0, 0, "")
    assert f"sha256 {sha256}" in printed.out
    assert sha256 in page.read_text("utf-8")
    assert f"  {LEGAL}: contact, identity.dob, identity.name" in done.out
    assert "on file: release" in done.out


def test_the_text_is_what_is_hashed(run: Run, folder: Path) -> None:
    """The file of a form's text should have the very hash that is named."""
    out = folder / "form.txt"
    said = run(*FORM, "--out", out)
    shown = run(*FORM)
    sha256 = hashlib.sha256(out.read_bytes()).hexdigest()

    assert f"sha256 {sha256}\n" == said.out
    assert shown.out == f"{out.read_text('utf-8')}\n{said.out}"


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--lang", "fr"), "languages: unknown_code"),
        (("--template", "fjcore.gone"), "unknown_template"),
        (("--until", "soon"), "--until: format"),
        (("--until", "2026-12-01T10:00"), "--until: naive_time"),
        (("--template", "gone.toml"), "gone.toml: unreadable"),
        (("--until", ""), "expires_at: no_expiry"),
        (("--to", "nobody"), "unknown_agency"),
        (("--view", "contact=SOME"), "--view: unknown_code"),
        (("--out", "form.pdf"), "--out: format"),
    ],
)
def test_a_form_that_cannot_be(run: Run, options: tuple[str, ...], wanted: str) -> None:
    """What a form cannot say should end the command with its path and code."""
    found = run(*FORM, *options)

    assert (1, "") == (found.status, found.out)
    assert wanted in found.err


def test_nothing_is_overwritten(run: Run, folder: Path) -> None:
    """A file that is there should be left as it is."""
    out = folder / "form.txt"
    out.write_text("mine", "utf-8")
    found = run(*FORM, "--out", out)

    assert 1 == found.status
    assert "form.txt: duplicate" in found.err
    assert "mine" == out.read_text("utf-8")


def changed(folder: Path, **change: Any) -> Path:
    """Change the draft of a form after it was printed."""
    path = folder / "form.json"
    data = json.loads(path.read_bytes())
    data["terms"] |= change
    path.write_text(json.dumps(data), "utf-8")
    return path


@pytest.mark.parametrize(
    "change",
    [
        {"recipients": [POLICE], "names": {"harbor_advocates": "H", POLICE: "P"}},
        {"expires_on": "2027-12-31"},
    ],
    ids=["recipient", "end"],
)
def test_other_than_printed(run: Run, folder: Path, change: dict[str, Any]) -> None:
    """What she did not sign should not go on file."""
    run(*FORM, "--draft", folder / "form.json")
    draft = changed(folder, **change)
    found = run("release", "sign", draft, SUBJECT, "--at", before(), *GIVEN)

    assert 1 == found.status
    assert "[template_refused: form]" in found.err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--at", "soon"), "--at: format"),
        (("--at", ""), "--at: required"),
        (("--at", before(), "--by", "friend:x"), "signers.0.role: unknown_code"),
    ],
)
def test_a_signing_that_cannot_be(
    run: Run, folder: Path, words: tuple[str, ...], wanted: str
) -> None:
    """A signing that cannot be should end the command with its path and code."""
    run(*FORM, "--draft", folder / "form.json")
    found = run("release", "sign", folder / "form.json", SUBJECT, *words, *GIVEN)

    assert 1 == found.status
    assert wanted in found.err


def test_what_was_not_said_gives_nothing(run: Run, folder: Path) -> None:
    """A form of which nobody says it was informed should give nothing."""
    run(*FORM, "--draft", folder / "form.json")
    draft = folder / "form.json"
    found = run("release", "sign", draft, SUBJECT, "--at", before(), "--complete")

    assert 0 == found.status
    assert f"{LEGAL}: nothing as it stands (not_informed)" in found.out


def test_another_holder_s_form(run: Run, folder: Path) -> None:
    """A form of another agency should not go on file here."""
    run(*FORM, "--draft", folder / "form.json")
    site = folder / "fjcore.toml"
    text = site.read_text("utf-8").replace('tz = "America/Denver"', 'tz = "UTC"')
    site.write_text(text, "utf-8")
    draft = folder / "form.json"
    found = run("release", "sign", draft, SUBJECT, "--at", before(), *GIVEN)

    assert 1 == found.status
    assert "terms.tz: different" in found.err


def test_templates(run: Run) -> None:
    """The templates that ship should be listed, and say that nobody reviewed them."""
    listed = run("release", "templates", "list")
    data = json.loads(run("release", "templates", "list", "--json").out)

    assert [*(one.key for one in release_templates()), "billings.release/1"] == [
        line.split()[0] for line in listed.out.splitlines()[:-1]
    ]
    assert "none has been reviewed" in listed.out
    assert {False} == {one["reviewed"] for one in data}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_show(run: Run, lang: str) -> None:
    """A template should be shown with each part's source."""
    found = run("release", "templates", "show", "fjcore.release", "--lang", lang)
    form = release_template("fjcore.release")

    assert 0 == found.status
    assert all(section.heading[lang] in found.out for section in form.sections)
    assert "[no_condition: 34 U.S.C. 12291(b)(2)(D)(ii)" in found.out
    assert "not legal advice" in found.out


def test_show_in_no_language(run: Run) -> None:
    """A language that a template does not have should be refused."""
    found = run("release", "templates", "show", "fjcore.release", "--lang", "fr")

    assert (1, True) == (found.status, "--lang: unknown_code" in found.err)


def test_a_template_of_one_s_own(run: Run, folder: Path) -> None:
    """A template from a file should be checked, printed and signed like any other."""
    own = folder / "valley.toml"
    form = release_template("fjcore.release")
    own.write_text(form.text.replace('"fjcore.release"', '"valley.release"'), "utf-8")
    linted = run("release", "templates", "lint", own)
    draft, named = folder / "form.json", ("--template", own)
    run(*FORM, *named, "--draft", draft)
    alone = run("release", "sign", draft, SUBJECT, "--at", before(), *GIVEN)
    done = run("release", "sign", draft, SUBJECT, "--at", before(), *GIVEN, *named)

    assert "valley.release/1 can be used: en, es\n" == linted.out
    assert (1, 0) == (alone.status, done.status)


def test_lint(run: Run, folder: Path) -> None:
    """A faulty template should be refused with every fault."""
    own = folder / "valley.toml"
    form = release_template("fjcore.release")
    text = form.text.replace("{scope}", "{ssn}").replace('elements = ["copy"]', "")
    own.write_text(text, "utf-8")
    found = run("release", "templates", "lint", own)

    assert (1, "") == (found.status, found.out)
    assert "element.copy: missing_element" in found.err
    assert "section.what.say.es.1: unknown_placeholder" in found.err
    assert "ssn" not in found.err
