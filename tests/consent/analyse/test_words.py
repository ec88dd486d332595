"""The words of an analysis: all there, plain, calm and the same in both languages."""

from __future__ import annotations

import re
import string

import pytest

from fjcore.consent import Purpose, Reason, RecipientKind, View
from fjcore.consent.analyse import LANGUAGES, wording
from fjcore.errors import OptionRefused
from fjcore.records.categories import CATEGORIES

EVERY = pytest.mark.parametrize("lang", LANGUAGES)
#: Words that blame, frighten or claim what cannot be shown.
HARSH = re.compile(
    r"\b(victims|denied|illegal|fail(ed|ure)?|guarantee\w*|safe forever|"
    r"must not|culpa|ilegal|negad[oa]|garantiz\w*)\b",
    re.IGNORECASE,
)


@EVERY
def test_every_word_of_the_vocabulary_has_words(lang: str) -> None:
    """Every category, purpose, kind and reason should have words, and no other."""
    words = wording(lang)

    assert set(CATEGORIES) == set(words.categories)
    assert set(map(str, Purpose)) == set(words.purposes)
    assert set(map(str, RecipientKind)) == set(words.kinds)
    assert set(map(str, Reason)) == set(words.reasons)
    assert (lang, False) == (words.language, words.reviewed)


def test_both_languages_say_the_same_things() -> None:
    """Both languages should have the same sentences, with the same places to fill."""
    first, second = (wording(lang).say for lang in LANGUAGES)

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert set(first) == set(second)
    assert {k: places(v) for k, v in first.items()} == {
        k: places(v) for k, v in second.items()
    }


@EVERY
def test_sentences_are_short_and_calm(lang: str) -> None:
    """A sentence to read aloud should have twenty words at most, and blame nobody."""
    words = wording(lang)
    texts = [*words.reasons.values(), *words.say.values(), *words.views.values()]
    long = [
        part
        for text in texts
        for part in re.split(r"(?<=[.?!:])\s", text)
        if len(part.split()) > 20
    ]

    assert [] == long
    assert [] == [text for text in texts if HARSH.search(text)]


@EVERY
def test_every_reason_is_a_whole_sentence(lang: str) -> None:
    """Every reason should begin with a capital and end with a period."""
    for text in wording(lang).reasons.values():
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text


@EVERY
def test_views_are_told_in_four_words(lang: str) -> None:
    """Nothing, that there is something, a part and all should be told apart."""
    words = wording(lang)
    told = [words.view(view) for view in View]

    assert told[0] == told[1] == words.views["none"]
    assert words.views["fact"] == told[2]
    assert {words.views["part"]} == set(told[3:8])
    assert words.views["full"] == told[8]


def test_a_region_is_its_language() -> None:
    """A language of a region should be told in that language, and others refused."""
    assert wording("es") == wording("es-MX")
    with pytest.raises(OptionRefused):
        wording("tlh")


def test_what_has_no_words_is_named_as_it_is() -> None:
    """A field by name should be named by its path."""
    assert "note.text" == wording("en").what("note.text")
