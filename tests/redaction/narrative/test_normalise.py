from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.redaction.narrative.normalise import compact, fold, tokens, words

usual = settings(max_examples=100, deadline=None)

pieces = st.sampled_from(
    [
        *("a", "Z", " ", "\n", "-", "’", "é", "e\u0301", "İ", "ß", "ﬁ", "Đ", "ł"),
        *(
            "\u200b",
            "\u00ad",
            "\u00a0",
            "_",
            "|",
            "\uff5c",
            "9",
            "٤",
            "ʼ",
            "⟦",
            "𝓜",
            "h\u0323",
        ),
    ]
)
texts = st.lists(pieces, max_size=30).map("".join)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Tavaroy", "tavaroy"),
        ("Núñez", "nunez"),
        ("Nu\u0301n\u0303ez", "nunez"),
        ("Straße", "strasse"),
        ("İpek", "ipek"),
        ("Đặng", "dang"),
        ("Łąkowska", "lakowska"),
        ("Ta\u200bva\u00adroy", "tavaroy"),
        ("O\u2019Corrigan", "o'corrigan"),
        ("Anne\u2010Marie", "anne-marie"),
        ("Tava|oy", "tavaloy"),
        ("４０６", "406"),
        ("Ｔａｖ＠ｅｘ．ｏｒｇ", "tav@ex.org"),
        ("Таvаrоу", "tavaroy"),
        ("Ταvαrοy", "tavaroy"),
        ("ᴛᴀᴠᴀʀᴏʏ", "tavaroy"),
        ("| Ana | Vu|oi |", "  ana   vuloi  "),
        ("Noe\u0301| and No\u00e9|", "noel and noel"),
        ("Vi\u200b|\u200boi, |\u02bc", "viloi,  '"),
        ("\uff5c Ana Vu\uff5coi", "  ana vuloi"),
    ],
)
def test_fold(written, said):
    """A text should be the same however it is capitalized, accented or spaced."""
    assert said == fold(written).text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Frau Straße kam", "Straße"),
        ("ẞ ß İ Straße.", "Straße"),
        ("İİ İpek!", "İpek"),
        ("ﬁ e\u0301 Pérez", "Pérez"),
        ("x e\u0301\u0301", "e\u0301\u0301"),
        ("a T\u200ba\u200b b", "T\u200ba\u200b"),
    ],
)
def test_the_way_back(text, word):
    """A word should be found where the source has it, with all its marks."""
    folded = fold(text)
    spans = [folded.span(t.start, t.end) for t in tokens(folded)]
    start = text.index(word)

    assert (start, start + len(word)) in spans


@usual
@given(texts)
def test_every_span_is_of_the_source(text):
    """Every folded span should lie in the source, and hold what it was made of."""
    folded = fold(text)
    for token in tokens(folded):
        start, end = folded.span(token.start, token.end)

        assert 0 <= start < end <= len(text)
        assert token.text in fold(text[start:end]).text


@usual
@given(texts)
def test_spaces_for_all_that_is_no_word(text):
    """Both foldings should have the same words in the same places."""
    folded = fold(text)

    assert len(folded.text) == len(folded.spaced)
    assert [t.text for t in tokens(folded)] == folded.spaced.split()


@usual
@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_plain_text_keeps_its_places(text):
    """In a text of ASCII every character should stay in its place."""
    folded = fold(text)

    assert folded.back is None
    assert len(text) == len(folded.text)


@usual
@given(texts)
def test_folding_twice(text):
    """Folding what is folded should change nothing."""
    once = fold(text).text

    assert once == fold(once).text


def test_compact():
    """The words of a number should run together."""
    wanted = ["dr", "26", "00123"]

    assert wanted == words("DR-26/00123")
    assert "dr2600123" == compact("DR_26 00123")
