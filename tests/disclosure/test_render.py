"""A disclosure for people: what stands in the body, all of it, and inert."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest
from disclosure.envelopes import signed
from disclosure.worlds import INCIDENT, PHONE, USUAL, built, held_of, maeve, plan_of

from fjcore.consent import Step, View
from fjcore.disclosure.render import disclosure_csv, disclosure_report, lines_of
from fjcore.disclosure.words import words_in
from fjcore.values import Missing

WIDE = {**USUAL, "identity.dob": View.FULL, "contact": View.FULL, "incident": View.FULL}
EVIL = "<script>alert(1)</script>&\"'\u202egnp.exe\x1b[31m=1+1"


class Seen(HTMLParser):
    """The tags, texts and table headers of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.scopes: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope", ""))

    def handle_data(self, data):
        self.texts.append(data)


def page_of(content, lang="en"):
    seen = Seen()
    seen.feed(disclosure_report(content, lang).html())
    return seen


def made():
    held = held_of(maeve(birth_date=Missing.ASKED_DECLINED), PHONE, INCIDENT)
    return signed(plan_of(WIDE), held).content()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_all_that_was_shared_is_shown(lang):
    """Every value, notice and marked field should stand in the text and the page."""
    content, words = made(), words_in(lang)
    text, page = disclosure_report(content, lang).text(), page_of(content, lang)
    values = [line.value for line in lines_of(content, words)]

    assert "Maeve Quill" in values
    assert words.missing["asked_declined"] in values
    for said in (*values, *content["notices"], content["id"], content["subject"]):
        assert said in text
        assert said in " ".join(page.texts)
    assert words.basis("client_release") in text
    assert len(content["marked"]) == sum(
        line.startswith("  - ")
        for line in text.split(words.say["marked"])[1].split("\n")
    )


def test_tables_have_headers():
    """Every header of a table should say what it is the header of, for a reader."""
    page = page_of(made())

    assert {"col", "row"} == set(page.scopes)
    assert page.tags.count("table") == page.tags.count("caption")
    assert 1 == page.tags.count("h1")


def test_what_it_holds_is_inert():
    """Texts that somebody wrote should stay text in page, table and terminal."""
    content = signed(plan_of(WIDE), held_of(maeve(pronouns="x"), PHONE)).content()
    content["records"]["contact_point"][0]["safe_times"] = EVIL
    page, report = page_of(content), disclosure_report(content)
    (cell,) = [
        r[4]
        for r in csv.reader(io.StringIO(disclosure_csv(content)))
        if "alert" in r[4]
    ]

    assert "script" not in page.tags
    assert "\u202e" not in report.html() + report.text()
    assert "\x1b" not in report.html() + report.text()
    assert cell == EVIL
    assert not [
        text for text in disclosure_csv(content).split('"') if text.startswith("=")
    ]


def test_a_coarser_view_is_told():
    """A value in a coarser form should say that it is one."""
    text = disclosure_report(built().content()).text()

    assert f"1990 ({words_in('en').say['coarse']})" in text


def test_rows():
    """A table should hold one row per value, with its field and its kind."""
    head, *rows = csv.reader(io.StringIO(disclosure_csv(built().content())))

    assert ["record", "number", "field", "category", "value"] == head
    assert ["person", "1", "person.birth_date", "identity.dob", "1990"] in rows
    assert ["person", "1", "person.names.text", "identity.name", "Maeve Quill"] in rows


def test_earlier_steps_are_shown():
    """Where it came from before should be told."""
    step = Step(id="7c" * 16, holder="billings.shelter", items={"identity.name"})
    made = signed(plan_of(USUAL, steps=(step,)))

    assert "billings.shelter" in disclosure_report(made.content()).text()


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"records": {}, "notices": 5, "marked": None, "labels": []},
        {"records": {"person": 5}, "consents": [5], "previous": {"a": 1}},
        {"records": {"person": [[], {"names": [[{}]]}]}, "views": []},
        {"purpose": ["x"], "basis": 7, "releases": "x"},
    ],
    ids=json.dumps,
)
def test_nonsense_does_not_stop_it(content):
    """What a partner signed by mistake should still be shown, as far as it can be."""
    assert disclosure_report(content).text()
    assert disclosure_report(content).html()
    assert disclosure_csv(content)
