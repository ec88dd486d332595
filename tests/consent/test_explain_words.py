"""The words of explanations: whole, easy, calm, and those that were released."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from consent import readability
from consent.explained import explained_case
from consent.hidden import narratives
from consent.properties import holds

from fjcore.consent import (
    CODES,
    LANGUAGES,
    RECIPIENT_TEXT,
    Audience,
    ObligationKind,
    Outcome,
    Reason,
    code_of,
    code_text,
    explain,
)
from fjcore.consent._explain_words import faults, messages
from fjcore.errors import OptionRefused, RuleFailed, StalePlan, Unlabelled
from fjcore.records.categories import CATEGORIES
from fjcore.testing.consent import ANN, DOE, Facts, answer_of, plain

GOLDEN = Path(__file__).parent / "golden"
TABLES = ("codes", "obligations", "changes")
#: Words of blame, alarm or the wrong name, in both languages.
UNKIND = re.compile(
    r"victim|víctima|fault|fail|wrongly|must not|refus|illegal|ilegal|crim|culpa|"
    r"obey|warn|danger|peligro|sorry",
    re.IGNORECASE,
)


def table(language: str) -> dict[str, Any]:
    """The words as they are written."""
    place = files("fjcore.consent").joinpath(f"data/explain/{language}.toml")
    return tomllib.loads(place.read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_every_code_are_those_released(language: str) -> None:
    """Every code, duty and change should be told in the words that were released."""
    said = table(language)
    rows = [f"{name}.{key}: {said[name][key]}" for name in TABLES for key in said[name]]
    wanted = (GOLDEN / f"explain-{language}.txt").read_text("utf-8")

    assert wanted.splitlines() == sorted(rows)


def test_codes_are_closed() -> None:
    """The codes should be the reasons of the law and the seven of the engine."""
    engine = (
        "granted coarsened limited unlabelled undischargeable_obligation stale error"
    )

    assert {*map(str, Reason), *engine.split()} == set(CODES)
    assert 61 == len(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_whole(language: str) -> None:
    """Every text should be there, with exactly the marks that it may hold."""
    said = table(language)
    less = {**said, "codes": {k: v for k, v in said["codes"].items() if k != "stale"}}
    more = {**said, "say": said["say"] | {"none": "{who}"}}

    assert [] == list(faults(said))
    assert ["codes.stale"] == list(faults(less))
    assert ["say.none"] == list(faults(more))
    assert CATEGORIES.keys() == messages(language).shared.categories.keys()


@pytest.mark.parametrize("name", TABLES)
def test_every_english_text_is_sixth_grade(name: str) -> None:
    """Each text by itself should be of grade 6.5 or easier (Flesch and Kincaid)."""
    hard = {k: t for k, t in table("en")[name].items() if readability.grade(t) > 6.5}

    assert {} == hard


@pytest.mark.parametrize("name", TABLES)
def test_every_spanish_text_is_easy(name: str) -> None:
    """Each text by itself should be of ease 70 or more (Fernández Huerta)."""
    hard = {k: t for k, t in table("es")[name].items() if readability.ease(t) < 70}

    assert {} == hard


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_text_is_easy(language: str) -> None:
    """A whole explanation of every category should be as easy as its parts."""
    facts = plain(
        request={"categories": tuple(CATEGORIES)},
        release={"scope": ("identity", "incident", "medical"), "exclude": ("risk",)},
    )
    text = explain(answer_of(facts), Audience.SURVIVOR, language).text()
    measured = {"en": readability.grade, "es": readability.ease}[language](text)

    assert measured <= 6.5 if language == "en" else measured >= 70


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_blames_or_alarms(language: str) -> None:
    """No text should blame, alarm, or name her by what was done to her."""
    said = table(language)
    rows = [text for name in (*TABLES, "say") for text in said[name].values()]

    assert [] == [text for text in rows if UNKIND.search(text)]


@holds(explained_case)
def test_she_is_told_every_category_in_her_words(facts: Facts) -> None:
    """Her text should name every category asked about, no code, and nobody's id."""
    decision = answer_of(facts)
    for language in LANGUAGES:
        found = explain(decision, Audience.SURVIVOR, language)
        words, text = messages(language), found.text()

        assert all(words.category(name) in text for name in decision.verdicts)
        assert not re.search(r"\b[a-z]+_[a-z]+\b|[a-z]+\.[a-z]+_", text)
        assert not {ANN, DOE} & set(text.split())
        assert all(
            words.codes[line.code] in found.why(line.name) for line in found.lines
        )


def test_she_is_told_what_could_change_it_only_where_she_may_be_asked() -> None:
    """A change should be told where a release may be offered, and else not."""
    offered = explain(answer_of(plain(releases=[])), Audience.SURVIVOR)
    funder = plain(releases=[], request={"recipient_type": "funder"})
    never = explain(answer_of(funder), Audience.SURVIVOR)
    words = messages("en")

    assert ObligationKind.OFFER_RELEASE in offered.obligations
    assert words.changes["release"] in offered.why_not("incident")
    assert never.lines[0].nearest
    assert [words.codes["no_release"]] == never.why_not("incident").splitlines()


# --- a recipient -------------------------------------------------------------------


@holds(explained_case)
def test_a_recipient_learns_nothing(facts: Facts) -> None:
    """Whatever is on file or asked, a recipient's bytes should be the same."""
    for language in LANGUAGES:
        here = explain(answer_of(facts), Audience.RECIPIENT, language)
        none = explain(answer_of(plain(releases=[])), Audience.RECIPIENT, language)
        path = "incident.narrative"

        assert none.json() == here.json()
        assert none.text() == here.text() == str(here)
        assert repr(none) == repr(here)
        assert here.text() == here.why(path) == here.why_not(path)
        assert (None, ()) == (here.line(path), here.lines)
        assert {"audience", "language", "text"} == here.plain().keys()


def test_a_recipient_is_told_in_its_language() -> None:
    """The text should come in both languages, the English one as it always was."""
    texts = [
        explain(answer_of(plain()), Audience.RECIPIENT, language).text()
        for language in LANGUAGES
    ]

    assert RECIPIENT_TEXT == texts[0]
    assert texts[1].startswith("Usted recibe")


# --- what is asked besides ---------------------------------------------------------


def test_a_path_is_explained_by_its_category() -> None:
    """A field should be told by its category's line, a narrative by its own name."""
    facts = plain(
        release={"scope": ("identity", "incident")},
        request={"categories": ("identity.dob", "incident", "incident.narrative")},
        fields=narratives(),
    )
    found = explain(answer_of(facts))
    born, story = found.line("person.birth_date"), found.line("incident.narrative")
    strange = found.line("person.nothing")

    assert born is not None
    assert ("person.birth_date", "identity.dob", "granted") == (
        *(born.name, born.category),
        born.code,
    )
    assert found.why("person.birth_date").startswith("person.birth_date: full by")
    assert "" == found.why_not("person.birth_date")
    assert story is not None
    assert story.outcome is Outcome.WITHHELD
    assert strange is not None
    assert strange.code == "unlabelled"


def test_what_was_not_asked_about_is_not_explained() -> None:
    """A field whose category was not asked about should be refused, not guessed."""
    found = explain(answer_of(plain()))

    with pytest.raises(OptionRefused):
        found.line("person.birth_date")


def test_an_answer_that_no_longer_holds_is_stale() -> None:
    """An answer past its end or revision should be told as stale, with nothing else."""
    decision = answer_of(plain())
    over = decision.valid[1]
    moved = explain(decision, revision=decision.revision + 1).lines
    late = explain(decision, now=over).lines

    assert ["stale"] == [line.code for line in moved] == [line.code for line in late]
    assert () == moved[0].grants == moved[0].nearest
    assert ["granted"] == [line.code for line in explain(decision).lines]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StalePlan("plan"), "stale"),
        (Unlabelled("form.field"), "unlabelled"),
        (RuleFailed("rule"), "error"),
    ],
)
def test_an_error_has_its_code(error: Any, code: str) -> None:
    """An error should be told by one of the closed codes, in both languages."""
    assert code == code_of(error)
    assert len({code_text(code, language) for language in LANGUAGES}) == 2


@pytest.mark.parametrize(("code", "language"), [("nope", "en"), ("stale", "fr")])
def test_no_words_are_made_up(code: str, language: str) -> None:
    """A code or language without words should be refused."""
    with pytest.raises(OptionRefused):
        code_text(code, language)


def test_json_is_whole_and_the_same() -> None:
    """The JSON should hold every part, in the same bytes each time."""
    decision = answer_of(plain(release={"duration_days": 91}))
    first, again = explain(decision), explain(decision)
    (line,) = first.plain()["lines"]
    (hers,) = explain(decision, Audience.SURVIVOR).plain()["lines"]

    assert first.json() == again.json()
    assert ("over_cap", [{"rule": "C7", "part": "over_cap"}]) == (
        line["code"],
        line["lacking"],
    )
    assert {"kind": "end", "release": "1" * 32, "yields": "full"} in line["nearest"]
    assert {"name", "outcome", "code", "text"} == hers.keys()
