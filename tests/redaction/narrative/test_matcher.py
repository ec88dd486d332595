from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fjcore.redaction.narrative import Matcher, fold
from fjcore.redaction.narrative.matcher import GAP

VINCENT = ("st. vincent", "St. Vincent Hospital")

parts = st.sampled_from(
    ["ana", "an", "a", "ab", "ß", "ss", "İ", "é", "st", "'", "-", " ", "\n", ".", "_"]
)
phrases = st.lists(st.lists(parts, min_size=1, max_size=4).map("".join), max_size=5)
texts = st.lists(parts, max_size=24).map("".join)


def reference(wanted, folded):
    """Every bounded occurrence, by looking at every word and the next ones."""
    found = [(m[0], *m.span()) for m in re.finditer(r"[^\W_]+", folded.text)]
    hits = set()
    for number, phrase in enumerate(wanted):
        said = re.findall(r"[^\W_]+", fold(phrase).text)
        for at in range(len(found) - len(said) + 1):
            run = found[at : at + len(said)]
            near = all(b[1] - a[2] <= GAP for a, b in itertools.pairwise(run))
            if said and near and [word for word, _, _ in run] == said:
                hits.add((run[0][1], run[-1][2], number))
    return hits


def same_as_the_reference(wanted, text):
    folded = fold(text)

    assert reference(wanted, folded) == set(Matcher(wanted).scan(folded))


@settings(max_examples=200, deadline=None)
@given(phrases, texts)
@example(["ana an"], "ana  an ana an an")
@example(["ss"], "ß ss ẞ")
@example(["a"], "")
def test_the_matcher_is_the_reference(wanted, text):
    """The matcher should find exactly what looking at every word finds."""
    same_as_the_reference(wanted, text)


@pytest.mark.nightly
@settings(max_examples=10_000, deadline=None)
@given(phrases, texts)
def test_the_matcher_is_the_reference_on_ten_thousand(wanted, text):
    """The matcher should find the same on ten thousand texts."""
    same_as_the_reference(wanted, text)


def test_every_overlap_is_found():
    """Where a longer phrase fails at its bound the shorter one should be found."""
    text = "at St. Vincent hospitals"
    found = [text[a:b] for a, b, _ in Matcher(VINCENT).scan(fold(text))]

    assert ["St. Vincent"] == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("St. Vincent Hospital", 2),
        ("ST VINCENT\nHOSPITAL", 2),
        ("st-vincent", 1),
        ("st. vincents", 0),
        ("best vincent", 0),
        ("st" + " " * GAP + "vincent", 1),
        ("st" + " " * (GAP + 1) + "vincent", 0),
        ("st vincent st vincent", 2),
    ],
)
def test_bounds(text, count):
    """A phrase should be found between the bounds of words, whatever is between."""
    assert count == len(Matcher(VINCENT).scan(fold(text)))


def test_repr():
    """A matcher should not show what it looks for."""
    assert "<Matcher, 2 phrases>" == repr(Matcher(VINCENT))
