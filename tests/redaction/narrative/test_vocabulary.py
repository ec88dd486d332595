from __future__ import annotations

from itertools import product

import pytest

from fjcore.redaction.narrative.vocabulary import (
    LONGEST,
    How,
    Vocabulary,
    Weight,
    one_edit,
    skeleton,
    weight,
)
from fjcore.redaction.narrative.words import is_common, short_forms

#: Every word of two letters up to a length.
WORDS = ["".join(w) for n in range(1, 5) for w in product("ab", repeat=n)]


def distance(one, other):
    """Optimal string alignment, by its textbook table."""
    rows = [[i + j if not i * j else 0 for j in range(len(other) + 1)]
            for i in range(len(one) + 1)]  # fmt: skip
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            rows[i][j] = min(
                rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost
            )
            if i > 1 < j and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def test_one_edit():
    """One edit should be what the textbook's table says it is, for every two words."""
    for one, other in product(WORDS, repeat=2):
        assert (distance(one, other) <= 1) == one_edit(one, other), (one, other)


def vocabulary(*words, given=False):
    made = Vocabulary()
    for word in words:
        made.add(word, 0, given=given)
    return made


def edits(word):
    """Give every word that is one edit from a word."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield f"{head}x{tail}"
        if tail:
            yield f"{head}x{tail[1:]}"
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


@pytest.mark.parametrize("word", ["tarny", "mirelda", "aabbaab"])
def test_every_single_edit_is_met(word):
    """A word of five letters or more should be met with any one edit."""
    made = vocabulary(word)

    assert [] == [typed for typed in edits(word) if made.meet(typed) is None]


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("tavaroy", How.EXACT),
        ("tavaroys", How.EXACT),
        ("tavar0y", How.SCAN),
        ("tavaory", How.TYPO),
        ("tavroy", How.TYPO),
        ("ione", How.EXACT),
        ("1one", How.SCAN),
        ("iona", How.BRIEF),
    ],
)
def test_how(typed, how):
    """A word should be met by the surest of the ways that fit."""
    met = vocabulary("tavaroy", "ione").meet(typed)

    assert met is not None
    assert how is met.how


@pytest.mark.parametrize("typed", ["tavarxyz", "tvry", "ixnx", "", "quokka"])
def test_no_more(typed):
    """A word two edits from any should not be met."""
    assert vocabulary("tavaroy", "ione").meet(typed) is None


@pytest.mark.parametrize(
    ("formal", "short"),
    [
        ("robert", "bob"),
        ("guadalupe", "lupe"),
        ("ignacio", "nachito"),
        ("susan", "suzie"),
    ],
)
def test_short_forms_go_both_ways(formal, short):
    """A short form should be met for the name, and the name for the short form."""
    assert short in short_forms()[formal]
    for known, typed in ((formal, short), (short, formal)):
        met = vocabulary(known, given=True).meet(typed)
        assert met is not None
        assert How.SHORT is met.how


def test_family_names_are_not_shortened():
    """A word that is no given name should have no short form."""
    assert vocabulary("james").meet("jimmy") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("tavaroy", "tavar0y"), ("brannick", "b2annick"[:1] + "rannlck"), ("corn", "com"),
     ("wren", "vvren"), ("darrow", "clarrow")],
)  # fmt: skip
def test_skeleton(one, other):
    """What a scanner takes for another should have the same skeleton."""
    assert skeleton(one) == skeleton(other)


def test_a_long_run_is_met_only_as_it_is():
    """A run of letters that is no word should not be varied, which takes long."""
    long = "a" * (LONGEST + 1)

    assert vocabulary("tavaroy").meet(long) is None
    assert vocabulary(long).meet(long) is not None


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("j", Weight.LETTER),
        ("her", Weight.GRAMMAR),
        ("grace", Weight.COMMON),
        ("amenazaba", Weight.NAME),
        ("tavaroy", Weight.NAME),
        ("đỗ", Weight.NAME),
    ],
)
def test_weight(word, told):
    """A word should weigh as little as it is ordinary."""
    assert told is weight(word)


@pytest.mark.parametrize("word", ["dolores", "tavaroy", "mercedes", "angeles"])
def test_given_names_are_no_forms(word):
    """A given name should not pass for a form of a word of every day."""
    assert not is_common(word)


@pytest.mark.parametrize("word", ["walked", "cities", "calling", "amigas", "threats"])
def test_forms_of_common_words(word):
    """A form of a word of every day should be one, too."""
    assert is_common(word)
