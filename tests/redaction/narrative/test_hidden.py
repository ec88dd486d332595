"""What is hidden tells nothing: two files alike but for it leave the same text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redaction.narrative.files import categories, proposed

from bench.notes import prose, recall
from bench.notes.people import NAMES, Case, case, person
from fjcore.redaction.narrative import apply, approve
from fjcore.values import SystemClock

LANGUAGES = sorted(NAMES)
NOW = SystemClock().now()

turns = st.integers(0, 10**6)


def note(held, picks):
    """Give a note from one template, with the file's values in its places."""
    who = held.people
    said = [who[0].name, who[1].phone, who[2].email, who[3].street, held.number]
    sentences = [prose.WITH[pick % len(prose.WITH)] for pick in picks]
    return " ".join(
        one.replace("{}", value) for one, value in zip(sentences, said, strict=True)
    )


@settings(max_examples=25, deadline=None)
@given(turns, turns, st.lists(st.integers(0, 11), min_size=5, max_size=5))
def test_what_is_hidden_tells_nothing(one, other, picks):
    """Two files alike but for what is hidden should leave the same text."""
    left = []
    for seed in (one, other):
        held = case(recall.generator(seed))
        known = recall.known(held)
        left.append(proposed(known, note(held, picks)).text)

    assert left[0] == left[1]


@settings(max_examples=25, deadline=None)
@given(turns, st.lists(st.integers(0, 11), min_size=5, max_size=5))
def test_what_is_left_passes_the_final_check(seed, picks):
    """What is left of a note should hold nothing that is known, by either search."""
    held = case(recall.generator(seed))
    known = recall.known(held)
    text = note(held, picks)
    made = approve(proposed(known, text), by="r.okafor", at=NOW)
    done = apply(made, text, known, categories(known)).text

    assert [] == [one.value for one in known.entities if one.value in done]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_corpus(language):
    """Names of every language of the corpus should go as they are and in lower case."""
    for made in range(20):
        who = person(recall.generator(f"{language} {made}"), language)
        held = recall.known(Case((who,), "DR-26-00417", "4-12345A"))
        for said in (who.name, who.name.lower(), who.family, who.given):
            text = f"Then {said} came."
            found = recall.Scrubber.of(held, categories(held)).look(text)

            assert recall.covers(found.spans, text, 5, 5 + len(said)), language
