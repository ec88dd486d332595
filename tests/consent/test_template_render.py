"""A form as text and as HTML: exact, the same in both, and nothing is slipped in."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from consent.papers import (
    CHANGES,
    LANGUAGES,
    NAMES,
    TEMPLATES,
    changed,
    drawn,
    fitting,
    terms,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import (
    Rendered,
    Terms,
    parse_template,
    release_template,
    render,
)
from fjcore.errors import ReleaseRefused

FORM = release_template("fjcore.release/1")
BOTH = pytest.mark.parametrize("lang", LANGUAGES)
EVERY = pytest.mark.parametrize("key", TEMPLATES)


class Page(HTMLParser):
    """Reads a page: its tags with their attributes, and the text of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def shown(made: Rendered) -> list[str]:
    """Give the words that a page shows above its foot, in order."""
    body = made.html.split("<main>")[1].split("<footer>")[0]
    return " ".join(text for _, text in Page(f"<main>{body}").texts).split()


def flat(text: str) -> list[str]:
    """Give the words of a plain text without its rules, boxes and blanks."""
    bare = re.sub(r"^(=+|-+)$|_{5,}$|^\[ \] |^  - ", "", text, flags=re.M)
    return bare.split()


@EVERY
@BOTH
def test_both_say_the_same(key: str, lang: str) -> None:
    """The page should show the words of the text whose hash it names, and no other."""
    template = TEMPLATES[key]
    made = render(template, fitting(template), lang)

    assert flat(made.text) == shown(made)
    assert hashlib.sha256(made.text.encode()).hexdigest() == made.sha256
    assert made.html.count(made.sha256) == 1
    assert made.sha256 not in made.text


@EVERY
@BOTH
def test_accessible(key: str, lang: str) -> None:
    """A page should have its language, one first heading, named sections and lines."""
    template = TEMPLATES[key]
    page = Page(render(template, fitting(template), lang).html)
    headings = [name for name, _ in page.tags if re.fullmatch("h[1-6]", name)]
    ids = [a["id"] for _, a in page.tags if "id" in a]
    labels = [a["aria-labelledby"] for a in page.named("section")]
    blanks = [a for a in page.named("span") if a.get("class") in ("blank", "box")]
    lines = sum(len(section.lines) for section in template.sections)

    assert [{"lang": lang, "dir": "ltr"}] == page.named("html")
    assert ["h1", *["h2"] * len(template.sections)] == headings
    assert len(ids) == len(set(ids))
    assert len(template.sections) == len(labels) == len(set(labels) & set(ids))
    assert lines == len(
        [b for b in blanks if b.get("role") == "img" and b["aria-label"]]
    )
    assert [] == page.open
    assert 1 == len(page.named("main")) == len(page.named("title"))


@EVERY
def test_nothing_runs_or_is_fetched(key: str) -> None:
    """A page should hold no script, no address and no form that sends."""
    template = TEMPLATES[key]
    page = Page(render(template, fitting(template), "en").html)
    policy = [a["content"] for a in page.named("meta") if "http-equiv" in a]
    attributes = {name for _, attrs in page.tags for name in attrs}
    allowed = set(
        "lang dir charset name content http-equiv class id role aria-label "
        "aria-labelledby".split()
    )

    assert [
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'"
    ] == policy
    assert {name for name, _ in page.tags}.isdisjoint({"script", "img", "link", "form"})
    assert attributes <= allowed
    assert "@page" in "".join(text for tag, text in page.texts if tag == "style")
    assert "url(" not in render(template, fitting(template), "en").html


@BOTH
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_changes_the_hash(name: str, lang: str) -> None:
    """Whatever is agreed otherwise should read otherwise, and have another hash."""
    one, other = render(FORM, terms(), lang), render(FORM, changed(name), lang)

    assert one.text != other.text
    assert one.sha256 != other.sha256


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_word_of_a_template_changes_the_hash(data: st.DataObject) -> None:
    """A form with any one word other than printed should have another hash."""
    lang = data.draw(st.sampled_from(LANGUAGES))
    made = render(FORM, terms(), lang)
    words = [w for s in FORM.sections for text in s.say[lang] for w in text.split()]
    word = data.draw(st.sampled_from([w for w in words if "{" not in w]))
    text = FORM.text.replace(f" {word}", f" {word}x")
    other = parse_template(text.replace('"fjcore.release"', '"demo.release"'))

    assert other.text.count("x") >= FORM.text.count("x") or other.text == FORM.text
    assert render(other, terms(), lang).sha256 != made.sha256


@settings(max_examples=30, deadline=None)
@given(drawn(), drawn())
def test_other_terms_have_another_text(one: Terms, other: Terms) -> None:
    """Two forms should have one text only where they agree on everything."""
    same = one.parts() == other.parts()

    assert same is (render(FORM, one, "en").text == render(FORM, other, "en").text)


@settings(max_examples=20, deadline=None)
@given(drawn(), st.randoms(use_true_random=False))
def test_order_does_not_matter(said: Terms, chance: Any) -> None:
    """In which order things were said should change no byte."""
    mixed = {}
    for name in ("recipients", "scope", "exclude", "purpose", "methods"):
        rows = [*getattr(said, name), *getattr(said, name)]
        chance.shuffle(rows)
        mixed[name] = rows
    parts = said.parts() | mixed

    assert render(FORM, said, "es") == render(FORM, terms(**parts), "es")


# --- what is slipped in -------------------------------------------------------------

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><h1>Signed</h1>",
    "{scope} {codes} {ssn}",
    "A & B <b>",
    "* a point",
    "=== ---",
)


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("place", ["holder", "recipient", "event"])
def test_a_name_is_only_a_name(place: str, text: str) -> None:
    """A name that looks like markup or like a place should stand as it is."""
    names = {**NAMES, "harbor" if place == "holder" else "legal_aid": text}
    given = terms(expires_event=text) if place == "event" else terms(names=names)
    made, usual = render(FORM, given, "en"), render(FORM, terms(), "en")
    tags = [name for name, _ in Page(made.html).tags]

    assert tags == [name for name, _ in Page(usual.html).tags]
    assert " ".join(text.split()) in " ".join(made.text.split())
    assert flat(made.text) == shown(made)


@pytest.mark.parametrize(
    "text", ["a\nb", "a\x1b[2Jb", "a\u202eb", "a\u2028b", "", " ", "x" * 201]
)
@pytest.mark.parametrize("place", ["harbor", "legal_aid"])
def test_a_name_is_one_plain_line(place: str, text: str) -> None:
    """A name that would break a line or turn its letters round should be refused."""
    with pytest.raises(ReleaseRefused):
        render(FORM, terms(names={**NAMES, place: text}), "en")


def test_accents_in_either_form_have_one_hash() -> None:
    """A name should have one hash, however its accents are encoded."""
    one = terms(names={**NAMES, "legal_aid": "Lucía"})
    other = terms(names={**NAMES, "legal_aid": "Luci\u0301a"})

    assert render(FORM, one, "es").html == render(FORM, other, "es").html
